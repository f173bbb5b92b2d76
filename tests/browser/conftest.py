"""A real Chromium against a real server, and what every page must hold: nothing in the console, nothing for axe."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

# Playwright's loop runs in the thread of the test, which is why Django would refuse that thread its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# What the browser and htmx write into the console about a request that was refused or lost: an answer and no fault.
ANSWERS = (
    "the server responded with a status of",
    "Response Status Error Code",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)


def chromium_path() -> str | None:
    """Where Chromium is: as CHROMIUM names it, else on the PATH; without either, Playwright's own is tried."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def no_limit_is_near(transactional_db: None) -> None:
    """What earlier tests used up of allauth's limits is forgotten: no test empties the table that counts."""
    cache.clear()


@pytest.fixture
def context_of(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts (width, color_scheme, java_script_enabled and so on) whose faults fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note(text: str) -> None:
        if not any(answer in text for answer in ANSWERS):
            faults.append(text)

    def read(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            note(message.text)

    def make(width: int = 1440, **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale="en-US", **options
        )
        context.set_default_timeout(10_000)
        context.on("console", read)
        context.on("weberror", lambda error: note(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def page(context_of: Callable[..., BrowserContext]) -> Page:
    return context_of().new_page()


def sign_in(context: BrowserContext, client: Any, live_server: Any) -> None:
    """Give this browser the session that a test client has."""
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url, "httpOnly": True}]
    )


def faults_of(page: Page) -> list[str]:
    """What axe finds on this page, and whether it has to be scrolled sideways."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("scrolls sideways")
    return [f"{page.url} {fault}" for fault in faults]
