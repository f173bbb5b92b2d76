"""What our script adds to htmx: it says that it waits, keeps the focus, and tells what went wrong beside the button."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from accounts.models import Session, User
from roadmap import errors
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "/units/linear-algebra-vectors/"


@pytest.fixture
def page(
    context_of: Callable[..., BrowserContext], client_of: Callable[[User], Client], live_server: Any, ada: User
) -> Page:
    """Ada on the roadmap, where the first unit is ready."""
    context = context_of()
    sign_in(context, client_of(ada), live_server)
    page = context.new_page()
    page.goto("/roadmap/")
    return page


def row(page: Page) -> Locator:
    return page.locator(".line > li").filter(has=page.locator(f"a[href='{UNIT}']")).first


def start(page: Page) -> Locator:
    return row(page).get_by_role("button", name=re.compile("^Start"))


def test_what_happened_is_said_and_the_sentence_goes_again(signed_in: Callable[..., Page], ada: User) -> None:
    # A clock stays in its context once it is there.
    page = signed_in(ada, is_kept=False)
    page.goto("/roadmap/")
    page.clock.install()
    start(page).click()
    expect(page.locator("#live")).to_have_text(re.compile("Linear Algebra"))
    page.clock.fast_forward(11_000)
    expect(page.locator("#live")).to_be_empty()


def test_the_focus_stays_in_the_row_that_changed(page: Page) -> None:
    start(page).focus()
    page.keyboard.press("Enter")
    expect(start(page)).to_have_count(0)
    expect(row(page).locator(":focus")).to_have_count(1)


def test_a_slow_answer_is_shown_as_waiting_and_a_quick_one_is_not(page: Page) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.6)
        route.continue_()

    page.evaluate(
        """() => { window.waits = 0; new MutationObserver(() => { window.waits += 1; })
        .observe(document.body, { subtree: true, attributeFilter: ["aria-busy"] }); }"""
    )
    row(page).get_by_role("link", name=re.compile("criteri")).click()
    expect(row(page).locator(".criterion").first).to_be_visible()
    quick = page.evaluate("window.waits")
    page.route("**/start/", slowly)
    start(page).click()
    expect(start(page)).to_have_count(0)
    assert quick == 0
    assert page.evaluate("window.waits") > 0
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_without_a_connection_nothing_is_lost_and_the_next_try_works(page: Page) -> None:
    def is_gone(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/start/", is_gone)
    with page.expect_event("requestfailed"):
        start(page).click()
    expect(row(page).get_by_text("No connection. Load the page again in a moment")).to_be_visible()
    expect(page.locator("#live")).to_contain_text("No connection")
    expect(start(page)).to_be_focused()
    page.unroute("**/start/")
    start(page).click()
    expect(start(page)).to_have_count(0)
    expect(row(page).get_by_text("No connection")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "body", "content_type", "sentence"),
    [
        (500, "<h1>Traceback</h1>", "text/html", "Something went wrong on our side"),
        (502, "Bad Gateway", "text/html", "Something went wrong on our side"),
        (503, "The database is busy or away.", "text/plain; charset=utf-8", "The database is busy or away."),
        (429, "", "text/html", "That was a lot in a short time."),
        (404, "<b>x</b>", "text/html", "That was not possible, and nothing was changed."),
    ],
)
def test_a_refusal_is_told_in_a_sentence(page: Page, status: int, body: str, content_type: str, sentence: str) -> None:
    page.route("**/start/", lambda route: route.fulfill(status=status, body=body, content_type=content_type))
    start(page).click()
    expect(row(page).locator(".error")).to_contain_text(sentence)
    expect(start(page)).to_be_visible()


def test_a_page_from_before_signing_in_again_says_so(page: Page) -> None:
    page.context.add_cookies([{"name": "csrftoken", "value": "x" * 32, "url": page.url.removesuffix("roadmap/")}])
    start(page).click()
    expect(row(page).locator(".error")).to_have_text(str(errors.EXPIRED))


def test_whoever_was_signed_out_meanwhile_comes_back_to_their_page(page: Page, ada: User) -> None:
    Session.objects.filter(user=ada).delete()
    start(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.url.endswith("/account/login/?next=/roadmap/")


def test_the_answer_names_the_heir_of_a_focus_that_was_lost(page: Page) -> None:
    page.route(
        "**/start/",
        lambda route: route.fulfill(
            status=200,
            content_type="text/html",
            body='<div id="stop-heir"><button>First</button><button data-focus>Heir</button></div>',
        ),
    )
    start(page).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Heir")).to_be_focused()


def test_a_focus_that_went_elsewhere_is_left_there(page: Page) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    page.route("**/start/", slowly)
    start(page).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Throughline").focus()
    expect(start(page)).to_have_count(0)
    expect(page.get_by_role("link", name="Throughline")).to_be_focused()
