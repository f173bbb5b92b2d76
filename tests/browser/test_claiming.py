"""Writing a claim on the page of its milestone: in two windows, beside other buttons, when the session has ended."""

import pytest
from playwright.sync_api import expect

from accounts.models import Session
from progress.models import Draft, MasteryClaim
from tests.accounts.conftest import PASSWORD, verify
from tests.browser.conftest import faults_of
from tests.browser.ways import MODES, write
from tests.progress.lives import bring, sent_back, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_whoever_comes_to_a_button_by_the_keyboard_has_not_pressed_it(signed_in, ada, grace, first):
    """What is saved after a pause is saved as a draft, wherever the focus is by then."""
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    write(page, MODES["htmx"][0], first, "It holds.")
    page.locator(f"#send-{first.slug}").focus()
    expect(page.locator("#draft")).to_contain_text("Saved at")
    assert not MasteryClaim.objects.exists()
    # The same after a press that went nowhere.
    page.context.set_offline(True)
    page.locator(f"#send-{first.slug}").click()
    expect(page.locator("[data-explains]")).to_be_visible()
    page.context.set_offline(False)
    page.locator(f"#text-{first.criteria.first().key}").press_sequentially("!")
    expect(page.locator("#draft input[name=version]")).to_have_value("2")
    assert not MasteryClaim.objects.exists()


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_enter_on_what_is_handed_in_saves_the_draft_and_sends_nothing(signed_in, ada, grace, stage, mode):
    hand, options = MODES[mode]
    bring(ada, stage, "learning")
    page = signed_in(ada, **options)
    page.goto(f"/capstones/{stage.capstone.slug}/create/")
    write(page, hand, stage, "It is deployed.")
    box = page.locator("input[name=handed-in]").first
    box.check()
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_contain_text("Saved at" if mode == "htmx" else "Draft of")
    expect(box).to_be_checked()
    assert Draft.objects.get().handed_in
    assert not MasteryClaim.objects.exists()


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


def come_in(page, person):
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("textbox", name="Password").press("Enter")


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_signing_in_again_in_another_tab_loses_nothing(signed_in, ada, grace, first, mode):
    hand, options = MODES[mode]
    verify(ada)
    bring(ada, first, "learning")
    page = signed_in(ada, **options)
    page.goto(f"/units/{first.slug}/")
    Session.objects.end_all_of(ada)
    other = page.context.new_page()
    other.goto("/account/login/")
    come_in(other, ada)
    expect(other.locator(".person")).to_be_visible()
    # On a slow machine what is saved after a pause would meet the old token first, and fetch one that counts.
    page.locator("#writing [data-hx-trigger]").evaluate("saving => saving.remove()")
    write(page, hand, first, "Written in the old tab.")
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator("#claiming .error")).to_contain_text("signed in again")
    assert not Draft.objects.exists()
    hand.press(page, page.locator(f"#send-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Claimed")
    assert {answer.text for answer in MasteryClaim.objects.get().answers.all()} == {"Written in the old tab."}


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
    come_in(page, ada)
    expect(page.locator(f"#text-{first.criteria.first().key}")).to_have_value("Written before the end.")
    assert not MasteryClaim.objects.exists()
    assert Draft.objects.get().answers


@pytest.mark.slow
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
