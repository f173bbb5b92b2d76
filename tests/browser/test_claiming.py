"""Writing a claim on the page of its milestone: in three modes, in two windows, and when the session has ended."""

import pytest
from playwright.sync_api import expect

from accounts.models import Session
from progress import mastery
from progress.models import Draft, MasteryClaim
from tests.accounts.conftest import PASSWORD, verify
from tests.browser.conftest import faults_of
from tests.browser.ways import MODES, focus_is_in
from tests.progress.lives import bring, found, revoked, sent_back, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page, hand, milestone, text):
    """Evidence for each criterion that the form asks for."""
    for criterion in milestone.criteria.all():
        field = page.locator(f"#text-{criterion.key}")
        if field.count():
            hand.fill(page, field, text)


def decide(mentor, claim, missing=0):
    mastery.pick_up(mentor, claim)
    move = mastery.send_back if missing else mastery.approve
    move(mentor, claim, verdicts=found(claim, missing=missing), digest=claim.digest)


@pytest.mark.parametrize("mode", MODES)
def test_a_claim_is_sent_revised_mastered_and_revoked(signed_in, ada, grace, linus, first, mode):
    hand, options = MODES[mode]
    bring(ada, first, "learning")
    page = signed_in(ada, **options)
    page.goto(f"/units/{first.slug}/")
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator(".writing .error").first).to_contain_text("Say how you can show this")
    write(page, hand, first, "I derived it by hand.")
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Claimed")
    if mode != "no script":
        focus_is_in(page, "#milestone")

    decide(grace, MasteryClaim.objects.get(), missing=1)
    page.goto(f"/units/{first.slug}/")
    expect(page.locator("#standing .state")).to_have_text("Sent back")
    expect(page.locator(".writing .criterion")).to_have_count(1)
    expect(page.locator(".writing .found")).to_contain_text("Show it under load.")
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Claimed")

    decide(linus, MasteryClaim.objects.get(attempt=2))
    page.goto(f"/units/{first.slug}/")
    expect(page.locator("#standing .state")).to_have_text("Mastered")
    revoked(ada, first, linus, "It was copied.")
    page.goto(f"/units/{first.slug}/")
    expect(page.locator("#history")).to_contain_text("It was copied.")
    assert state_of(ada, first) == "learning"


@pytest.mark.parametrize("mode", MODES)
def test_a_stage_is_claimed_and_approved(signed_in, ada, grace, stage, mode):
    hand, options = MODES[mode]
    bring(ada, stage, "learning")
    page = signed_in(ada, **options)
    address = f"/capstones/{stage.capstone.slug}/create/"
    page.goto(address)
    write(page, hand, stage, "It is deployed.")
    hand.press(page, page.locator(f"#send-{stage.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Claimed")
    decide(grace, MasteryClaim.objects.get())
    page.goto(address)
    expect(page.locator("#standing .state")).to_have_text("Mastered")


def test_what_is_typed_is_kept_after_a_pause_and_a_rating_beside_it_loses_nothing(signed_in, ada, grace, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    key = first.criteria.first().key
    page.locator(f"#text-{key}").press_sequentially("Half a sen")
    expect(page.locator("#draft")).to_contain_text("Saved at")
    page.locator(f"#text-{key}").press_sequentially("tence")
    page.locator(f"#rate-{first.slug}-{key}-can-do").click()
    expect(page.locator(f"#rate-{first.slug}-{key}-can-do")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#text-{key}")).to_have_value("Half a sentence")


def test_what_is_being_typed_is_kept_when_a_button_beside_it_takes_its_form_away(signed_in, ada, grace, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    key = first.criteria.first().key
    page.locator(f"#text-{key}").fill("Just typed")
    page.locator(f"#put-back-{first.slug}").click()
    expect(page.locator("#writing")).to_have_count(0)
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator(f"#text-{key}")).to_have_value("Just typed")
    # What cannot be kept stays in its form, and the button is not pressed.
    page.locator(f"#text-{key}").evaluate("field => { field.value = 'a\\0b'; }")
    page.locator(f"#text-{key}").press_sequentially("c")
    page.locator(f"#put-back-{first.slug}").click()
    expect(page.locator("#draft .error")).to_contain_text("NUL")
    assert state_of(ada, first) == "learning"


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_evidence_as_long_as_it_may_be_can_be_sent(signed_in, ada, grace, first, settings, mode):
    """No milestone of the map has more than seven criteria; a character of three bytes takes nine when it is quoted."""
    hand, options = MODES[mode]
    for number in range(first.criteria.count(), 7):
        topic = first.topics.create(slug=f"more-{number}", title=f"More {number}", position=100)
        first.criteria.create(key=f"more-{number}", topic=topic, position=100).reword("Does more.", [])
    bring(ada, first, "learning")
    page = signed_in(ada, **options)
    page.goto(f"/units/{first.slug}/")
    write(page, hand, first, "\N{CJK UNIFIED IDEOGRAPH-4E00}" * settings.EVIDENCE_CHARACTERS)
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Claimed")
    assert MasteryClaim.objects.get().answers.count() == 7


def test_a_preview_shows_the_text_as_a_mentor_will_read_it(signed_in, ada, grace, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    page.locator(f"#text-{first.criteria.first().key}").fill("It **holds** <b>here</b>.")
    page.locator(f"#preview-{first.slug}").click()
    expect(page.locator(".writing strong")).to_have_text("holds")
    expect(page.locator(".writing b")).to_have_count(0)


def test_two_windows_show_both_texts(signed_in, ada, grace, first):
    bring(ada, first, "learning")
    one, other = signed_in(ada), signed_in(ada)
    key = first.criteria.first().key
    for page in (one, other):
        page.goto(f"/units/{first.slug}/")
    one.locator(f"#text-{key}").fill("From the one.")
    one.locator(f"#save-{first.slug}").click()
    expect(one.locator("#draft")).to_contain_text("Saved at")
    other.locator(f"#text-{key}").fill("From the other.")
    other.locator(f"#save-{first.slug}").click()
    other.get_by_role("button", name="Look at both").click()
    expect(other.locator("#milestone")).to_contain_text("From the one.")
    expect(other.locator("#milestone")).to_contain_text("From the other.")


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_a_session_that_ends_while_somebody_writes_loses_nothing(signed_in, ada, grace, first, mode):
    hand, options = MODES[mode]
    verify(ada)
    bring(ada, first, "learning")
    page = signed_in(ada, **options)
    page.goto(f"/units/{first.slug}/")
    write(page, hand, first, "Written before the end.")
    Session.objects.end_all_of(ada)
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("textbox", name="Password").press("Enter")
    expect(page.locator(f"#text-{first.criteria.first().key}")).to_have_value("Written before the end.")
    assert not MasteryClaim.objects.exists()
    assert Draft.objects.get().answers


def test_axe_finds_nothing_in_any_look(signed_in, ada, grace, first, stage):
    sent_back(ada, first, grace)
    bring(ada, stage, "learning")
    page = signed_in(ada, bypass_csp=True)
    faults = []
    for address, milestone in ((f"/units/{first.slug}/", first), (f"/capstones/{stage.capstone.slug}/create/", stage)):
        page.goto(address)
        if milestone == stage:
            page.locator(f"#send-{stage.slug}").click()
            expect(page.locator(".writing .error").first).to_be_visible()
        faults += faults_of(page)
    assert faults == []
