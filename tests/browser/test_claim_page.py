"""The page of a claim: its learner writes and withdraws on it, a lead revokes, in three modes; and axe looks at it."""

import pytest
from playwright.sync_api import expect

from accounts.models import Session
from progress import mastery, thread
from progress.models import MasteryClaim, Message
from tests.accounts.conftest import PASSWORD, verify
from tests.browser.conftest import faults_of
from tests.browser.ways import MODES, focus_is_in
from tests.progress.lives import claimed, found, held, mastered, sent_back, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.mark.parametrize("mode", MODES)
def test_the_learner_writes_and_withdraws(signed_in, ada, first, mode):
    hand, options = MODES[mode]
    claim, page = claimed(ada, first), signed_in(ada, **options)
    page.goto(f"/claims/{claim.pk}/")
    hand.fill(page, page.get_by_label("Your message"), "Is a log enough?")
    hand.press(page, page.get_by_role("button", name="Send message"))
    expect(page.locator(".thread > li")).to_contain_text("Is a log enough?")
    expect(page.get_by_label("Your message")).to_have_value("")
    if mode != "no script":
        expect(page.locator("#live")).to_have_text("Your message is sent.")
        focus_is_in(page, "#thread")
    hand.press(page, page.get_by_role("button", name="Withdraw"))
    expect(page.locator("#claim .state")).to_have_text("Withdrawn")
    expect(page.locator("#trail li").first).to_contain_text("You withdrew the claim")
    if mode != "no script":
        focus_is_in(page, "#claim")


@pytest.mark.parametrize("mode", MODES)
def test_a_lead_revokes(signed_in, ada, grace, linus, first, mode):
    hand, options = MODES[mode]
    claim, page = mastered(ada, first, grace), signed_in(linus, **options)
    page.goto(f"/claims/{claim.pk}/")
    hand.press(page, page.locator("#revoke summary"))
    hand.fill(page, page.get_by_label("Why it is revoked"), " ")
    hand.press(page, page.get_by_role("button", name="Revoke"))
    expect(page.locator("#reason-refused")).to_contain_text("Give a reason")
    expect(page.locator("#reason, #claim-revoke").and_(page.locator(":focus"))).to_have_count(1)
    hand.fill(page, page.get_by_label("Why it is revoked"), "It was copied.")
    hand.press(page, page.get_by_role("button", name="Revoke"))
    expect(page.locator("#trail li").first).to_contain_text("You revoked the mastery: It was copied.")
    expect(page.locator("#revoke")).to_have_count(0)
    assert state_of(ada, first) == "learning"


def test_a_withdrawal_that_comes_too_late_says_so(signed_in, ada, grace, first):
    claim, page = claimed(ada, first), signed_in(ada)
    page.goto(f"/claims/{claim.pk}/")
    mastery.pick_up(grace, claim)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#claim-refused")).to_contain_text("Grace is reviewing this now")
    expect(page.locator("#claim .state")).to_have_text("Being reviewed")
    assert MasteryClaim.objects.get(pk=claim.pk).is_open


@pytest.mark.slow
def test_axe_finds_nothing_in_any_look(signed_in, ada, grace, linus, first, stage):
    back = sent_back(ada, first, grace, missing=2)
    again = claimed(ada, first, text="Now *under load*:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    thread.say(ada, again, "> quoted\n\n`code` and [a link](https://example.org/)")
    waits = held(ada, stage, grace)
    faults = []
    for claim in (back, again, waits):
        page = signed_in(ada)
        page.goto(f"/claims/{claim.pk}/")
        page.evaluate(OPEN_ALL)
        faults += faults_of(page)
    mastery.pick_up(grace, again)
    mastery.approve(grace, again, verdicts=found(again), digest=again.digest)
    page = signed_in(linus)
    page.goto(f"/claims/{again.pk}/")
    page.locator("#revoke summary").click()
    faults += faults_of(page)
    page.get_by_label("Why it is revoked").fill(" ")
    page.get_by_role("button", name="Revoke").click()
    expect(page.locator("#reason-refused")).to_be_visible()
    faults += faults_of(page)
    assert faults == []


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_a_session_that_ends_while_somebody_writes_or_judges_loses_nothing(signed_in, ada, grace, first, mode):
    hand, options = MODES[mode]
    verify(grace)
    claim, page = held(ada, first, grace), signed_in(grace, **options)
    page.goto(f"/claims/{claim.pk}/")
    for field, button in (("#message", "#claim-message"), ("#feedback", "#claim-approve")):
        # What is kept after a pause would end this page before the button is pressed, where the test is slow.
        page.locator("#judge [data-hx-trigger]").evaluate_all("all => all.forEach((each) => each.remove())")
        hand.fill(page, page.locator(field), "Written before the end.")
        Session.objects.end_all_of(grace)
        hand.press(page, page.locator(button))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
        page.get_by_label("E-mail").fill(grace.email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("textbox", name="Password").press("Enter")
        expect(page.locator(field)).to_have_value("Written before the end.")
    assert not Message.objects.exists()
    assert MasteryClaim.objects.get().is_open
