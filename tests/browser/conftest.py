"""A real Chromium against a real server, and what every page must hold: nothing in the console, nothing for axe."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

import clock
from accounts.models import User
from roadmap.models import Unit
from script.local import chromium

# Playwright's loop runs in the thread of the test, which is why Django would refuse that thread its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Fewer processes and threads to begin: there is one site, and nothing here is done at once.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--in-process-gpu",
    "--js-flags=--single-threaded",
]
# What the browser and htmx write into the console about a request that was refused or lost: an answer and no fault.
ANSWERS = (
    "the server responded with a status of",
    "Response Status Error Code",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)
AXE = Axe().axe_script
type Rules = list[str] | None
type Look = tuple[int, Literal["light", "dark"], Rules]
# A theme changes colors and nothing else.
CONTRAST: Rules = ["color-contrast"]
# What is shown, and where it stands, depends on the width: so at each width every rule is asked for in one theme, and
# in the other theme only what a theme can break.
LOOKS: list[Look] = [
    (1440, "light", None),
    (1440, "dark", CONTRAST),
    (360, "dark", None),
    (360, "light", CONTRAST),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Where no candidate is, Playwright tries its own.
        path = next(chromium.candidates(), None)
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def no_limit_is_near(transactional_db: None) -> None:
    """What earlier tests used up of allauth's limits is forgotten: no test empties the table that counts."""
    cache.clear()


class Contexts:
    """Browser contexts of one server, which test after test uses again.

    A new context begins with a process that has read and compiled nothing, which costs as much as a visit. So a
    context is emptied instead of closed, and a page that stays open in it keeps its process.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.free: dict[str, list[BrowserContext]] = {}
        self.taken: list[tuple[str | None, BrowserContext]] = []
        self.faults: list[str] = []

    def take(self, width: int, *, is_kept: bool, **options: Any) -> BrowserContext:
        kind = f"{width} {sorted(options.items())}" if is_kept else None
        free = self.free.get(kind, []) if kind else []
        context = free.pop() if free else self.make(width, **options)
        self.taken.append((kind, context))
        return context

    def make(self, width: int, **options: Any) -> BrowserContext:
        context = self.browser.new_context(
            # What fades cannot be pressed meanwhile, and a fade that is cut off is told as a fault.
            **{"base_url": self.url, "locale": "en-US", "reduced_motion": "reduce"} | options,
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(10_000)
        context.on("console", self.read)
        context.on("weberror", lambda error: self.note(str(error.error)))
        context.new_page().goto("/static/img/mark.svg")
        return context

    def read(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.note(message.text)

    def note(self, text: str) -> None:
        if not any(answer in text for answer in ANSWERS):
            self.faults.append(text)

    def take_back(self) -> list[str]:
        """The faults that were seen in the contexts that were taken, which are now as they were at first."""
        for kind, context in self.taken:
            if kind:
                self.empty(context)
                self.free.setdefault(kind, []).append(context)
            else:
                context.close()
        self.taken, faults, self.faults = [], self.faults, []
        return faults

    def empty(self, context: BrowserContext) -> None:
        first, *others = context.pages
        for page in others:
            page.close()
        context.set_offline(False)
        context.clear_cookies()
        session = context.new_cdp_session(first)
        session.send("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "all"})
        session.detach()


@pytest.fixture(scope="session")
def contexts(browser: Browser, live_server: Any) -> Contexts:
    return Contexts(browser, live_server.url)


@pytest.fixture
def context_of(contexts: Contexts) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts (width, color_scheme, java_script_enabled and so on) whose faults fail the test.

    One that is to be left in another state than cookies, storage and pages are emptied of is not kept.
    """

    def take(width: int = 1440, *, is_kept: bool = True, **options: Any) -> BrowserContext:
        return contexts.take(width, is_kept=is_kept, **options)

    yield take
    assert not contexts.take_back()


@pytest.fixture
def page(context_of: Callable[..., BrowserContext]) -> Page:
    return context_of().new_page()


def sign_in(context: BrowserContext, client: Any, live_server: Any) -> None:
    """Give this browser the session that a test client has."""
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url, "httpOnly": True}]
    )


@pytest.fixture
def first(db: None) -> Unit:
    """Unit 1, which needs nothing. Without a lesson here, so that each thing to press stands on its page once."""
    unit = Unit.objects.get(number=1)
    for parts in (unit.passages, unit.questions):
        parts.update(archived_at=clock.now())
    return unit


@pytest.fixture
def signed_in(
    context_of: Callable[..., BrowserContext], client_of: Callable[[User], Client], live_server: Any
) -> Callable[..., Page]:
    """A page in the browser of somebody who is signed in."""

    def open_page(person: User, **options: Any) -> Page:
        context = context_of(**options)
        sign_in(context, client_of(person), live_server)
        return context.new_page()

    return open_page


def violations(page: Page, rules: Rules = None) -> list[dict[str, Any]]:
    """What axe finds on this page as it looks now, by these rules or by all."""
    # Where a fault is, is told by its own HTML: a selector for each element of the page would be made in vain.
    # What a page frames can do nothing, not even be asked; it is looked at by itself.
    options: dict[str, Any] = {
        "resultTypes": ["violations"], "selectors": False, "elementRef": False, "iframes": False
    }  # fmt: skip
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    return page.evaluate("options => axe.run(options).then(results => results.violations)", options)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def faults_of(page: Page, looks: Iterable[Look] = LOOKS) -> list[str]:
    """What axe finds on this page in each look, and whether it has to be scrolled sideways."""
    # What a page asks for by itself is a part of it, and may be nothing.
    if page.locator("[data-hx-trigger=load]:empty").count():
        page.wait_for_load_state("networkidle")
    faults = []
    for width, theme, rules in looks:
        page.set_viewport_size({"width": width, "height": 900})
        # A color that is on its way to the other theme is neither.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found = [
            f"{each['id']}: {node['html'][:150]}" for each in violations(page, rules) for node in each["nodes"][:3]
        ]
        if scrolls_sideways(page):
            found.append("scrolls sideways")
        faults += [f"{page.url} at {width}, {theme}: {fault}" for fault in found]
    return faults
