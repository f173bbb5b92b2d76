"""The doors in a real browser: in every look, with script and without, by keys alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from tests.accounts.conftest import PASSWORD, code_for, verify
from tests.browser.conftest import faults_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "ada@example.org"


def make_an_account(page: Page) -> None:
    """From the page of oneself, which is closed, through the form and the letter, back to that page."""
    page.goto("/me/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("Ada Lindqvist")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    page.get_by_label("Code").fill(code_for(ADDRESS))
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lindqvist")


@pytest.mark.parametrize("script", [True, False])
def test_an_account_is_made_with_script_and_without(context_of: Callable[..., BrowserContext], script: bool) -> None:
    make_an_account(context_of(java_script_enabled=script, timezone_id="America/Lima").new_page())
    assert User.objects.get().time_zone == ("America/Lima" if script else "UTC")


def test_an_account_is_made_by_keys_alone(context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    page.goto("/account/signup/?next=/me/")

    def tab_to(role: str, name: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            target = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{name} is not reached by the Tab key")

    tab_to("link", "Skip to the content")
    page.keyboard.press("Enter")
    tab_to("textbox", "Name")
    page.keyboard.type("Ada")
    tab_to("textbox", "E-mail")
    page.keyboard.type(ADDRESS)
    tab_to("textbox", "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    tab_to("textbox", "Code")
    page.keyboard.type(code_for(ADDRESS))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada")


def test_what_was_refused_is_read_first_and_leads_to_the_field(page: Page) -> None:
    page.goto("/account/signup/")
    page.get_by_role("textbox", name="Name").fill("Ada")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make an account").click()
    summary = page.get_by_role("group", name="Something has to be corrected")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Password").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Password")).to_have_accessible_description(re.compile("At least 10.*too short"))
    expect(page.get_by_label("E-mail")).to_have_value(ADDRESS)


def test_a_password_can_be_seen_while_it_is_typed(page: Page) -> None:
    page.goto("/account/login/")
    field = page.get_by_label("Password")
    page.get_by_role("button", name="Show what I type").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide what I type").click()
    expect(field).to_have_attribute("type", "password")


def press(page: Page, name: str) -> None:
    """Press a button, and be on the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.slow
def test_nobody_is_shut_out_by_a_page_for_visitors(
    context_of: Callable[..., BrowserContext],
    ada: User,
) -> None:
    verify(ada)
    page = context_of().new_page()
    faults = []
    for path in (
        "/account/login/?next=/me/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/inactive/",
        "/x/",
    ):
        page.goto(path)
        faults += faults_of(page)
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("nobody-with-a-rather-long-address@a-rather-long-domain.example.org")
    page.get_by_label("Password").fill("wrong-secret-1")
    press(page, "Sign in")
    faults += faults_of(page)
    page.goto("/account/password/reset/")
    page.get_by_label("E-mail").fill(ada.email)
    press(page, "Send a code")
    faults += faults_of(page)
    page.get_by_label("Code").fill("BBBB-BBBB")
    press(page, "Go on")
    faults += faults_of(page)
    page.get_by_label("Code").fill(code_for(ada.email))
    press(page, "Go on")
    faults += faults_of(page)
    page.get_by_label("New password").fill("five-quiet-otters")
    press(page, "Change the password")
    expect(page.get_by_text("The password is changed.")).to_be_visible()
    faults += faults_of(page)
    assert not faults


@pytest.mark.slow
def test_nobody_is_shut_out_by_a_page_of_their_own(
    context_of: Callable[..., BrowserContext],
    client_of: Callable[[User], Client],
    live_server: Any,
    ada: User,
) -> None:
    User.objects.filter(pk=verify(ada).pk).update(display_name="A" * 80)
    context = context_of()
    sign_in(context, client_of(ada), live_server)
    page = context.new_page()
    faults = []
    for path in ("/me/", "/account/password/change/", "/account/email/", "/account/logout/"):
        page.goto(path)
        faults += faults_of(page)
    page.goto("/me/")
    page.get_by_role("textbox", name="Name").fill("\u202eAda")
    press(page, "Save")
    faults += faults_of(page)
    page.get_by_role("textbox", name="Name").fill("Ada")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    faults += faults_of(page)
    page.goto("/account/email/")
    page.get_by_label("New e-mail address").fill("ada@new.example.org")
    press(page, "Send a code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    faults += faults_of(page)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    faults += faults_of(page)
    assert not faults


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "style"),
    [
        (1280, "html { font-size: 200% !important }"),
        (360, "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"),
    ],
)
def test_text_may_be_doubled_or_spaced_out(
    context_of: Callable[..., BrowserContext],
    client_of: Callable[[User], Client],
    live_server: Any,
    ada: User,
    width: int,
    style: str,
) -> None:
    # The policy would refuse the style.
    context = context_of(width, bypass_csp=True)
    faults = []
    page = context.new_page()
    for path in ("/account/login/", "/account/signup/", "/account/password/reset/", "/me/", "/x/"):
        if path == "/me/":
            sign_in(context, client_of(ada), live_server)
        page.goto(path)
        page.add_style_tag(content=style)
        faults += faults_of(page, [(width, "light", None)])
    assert not faults
