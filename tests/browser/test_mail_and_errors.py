"""The mail of the local mode, and the pages that stand in for the one that was asked for: axe finds nothing there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from outbox.hypertext import hypertext_of
from outbox.models import Letter
from roadmap.models import Unit
from tests.browser.conftest import Look, faults_of, sign_in
from tests.browser.instead import FAULTS

# As wide as a phone and as a mail program. What a page has (landmarks, a heading of its own) is not asked of a letter.
RULES = ["color-contrast", "link-in-text-block", "html-has-lang", "document-title", "target-size", "link-name"]
MAIL: list[Look] = [(320, "light", RULES), (700, "dark", RULES)]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.slow
def test_nobody_is_shut_out_by_the_mail(context_of: Callable[..., BrowserContext]) -> None:
    page, program = context_of().new_page(), context_of().new_page()
    page.goto("/local/mail/")
    expect(page.get_by_text("No letter has been written yet.")).to_be_visible()
    faults = faults_of(page)
    far = f"http://127.0.0.1:8000/account/password/reset/{'0123456789abcdef' * 8}/"
    address = f"{'ada' * 20}@{'a-rather-long-domain.' * 4}example.org"
    send_mail("Your code for Throughline", "This is the code:\n\n    ABCD-EFGH\n", None, ["ada@example.org"])
    send_mail("Rindfleischetikettierungsüberwachung" * 4, f"Here it is:\n\n{far}\n", None, [address, "eve@example.org"])
    page.goto("/local/mail/")
    expect(page.get_by_role("listitem").filter(has=page.locator("time"))).to_have_count(2)
    faults += faults_of(page)
    for letter in Letter.objects.all():
        page.goto(f"/local/mail/{letter.pk}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(letter.subject)
        faults += faults_of(page)
        # At its address nothing runs, so axe would not either.
        program.set_content(hypertext_of(letter))
        faults += faults_of(program, MAIL)
    assert not faults


def errors_met_by(page: Page, unit: Unit) -> list[tuple[int, str]]:
    """Every page of an error, visited in turn: the status that came with it, and what axe finds there."""
    met = []
    for status in (*FAULTS, 429):
        answer = page.goto(f"/fault/{status}/")
        assert answer
        met += [(answer.status, fault) for fault in faults_of(page) or [""]]
    answer = page.goto(f"/milestones/{unit.slug}/start/")
    assert answer
    met += [(answer.status, fault) for fault in faults_of(page) or [""]]
    return met


@pytest.mark.slow
def test_nobody_is_shut_out_by_an_error(
    context_of: Callable[..., BrowserContext],
    client_of: Callable[[User], Client],
    live_server: Any,
    settings: Any,
    ada: User,
    unit: Unit,
) -> None:
    settings.ROOT_URLCONF = "tests.browser.instead"
    context = context_of()
    sign_in(context, client_of(ada), live_server)
    page = context.new_page()
    assert errors_met_by(page, unit) == [(status, "") for status in (*FAULTS, 429, 405)]
    page.goto("/account/logout/")
    context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is older than your sign-in")
    assert faults_of(page) == []
