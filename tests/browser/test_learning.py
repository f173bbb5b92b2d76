"""From a stranger to a learner who has given their word: with htmx, without script, and by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from progress.models import Event
from tests.browser.ways import MODES, Keyboard, Mouse, code_in_the_mail, focus_is_in, is_focused, row, tab_to
from tests.progress.lives import bring, can_do_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "ada@example.org"


@pytest.mark.parametrize("mode", MODES)
def test_a_stranger_signs_up_and_gives_their_word(context_of, first, mode):
    hand, options = MODES[mode]
    scripted = mode != "no script"
    page = context_of(**options).new_page()
    page.goto("/")
    hand.press(page, page.get_by_role("link", name="Begin", exact=True).first)
    hand.fill(page, page.get_by_label("Name"), "Ada")
    hand.fill(page, page.get_by_label("E-mail"), ADDRESS)
    hand.fill(page, page.get_by_role("textbox", name="Password"), "four-quiet-otters")
    hand.press(page, page.get_by_role("button", name="Make an account"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    here = page.url
    expect(page.locator('main a[href="/local/mail/"]')).to_be_visible()
    code = code_in_the_mail(page, ADDRESS)
    page.goto(here)
    hand.fill(page, page.get_by_label("Code"), code)
    hand.press(page, page.get_by_role("button", name="Confirm the address"))
    expect(page.locator("#continue")).to_contain_text("Start with one of these")
    ada = User.objects.get()

    hand.press(page, page.locator("#continue").get_by_role("link", name=first.title))
    expect(page.get_by_role("heading", level=1)).to_have_text(first.title)
    hand.press(page, page.locator(f"#start-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Learning")
    if scripted:
        expect(page.locator("#live")).to_have_text(f"Started: {first.title}.")
        focus_is_in(page, "#milestone")
    else:
        expect(page.locator(".messages")).to_contain_text(f"Started: {first.title}.")

    criteria = list(first.criteria.all())
    for number, criterion in enumerate(criteria, 1):
        hand.press(page, page.locator(f"#rate-{first.slug}-{criterion.key}-can-do"))
        pressed = page.locator(f"#rate-{first.slug}-{criterion.key}-can-do")
        expect(pressed).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#standing")).to_contain_text(f"{number} of {len(criteria)} can do")
        if scripted:
            expect(page.locator("#live")).to_contain_text("Noted: ")
            expect(pressed).to_be_focused()

    hand.press(page, page.locator(f"#attest-{first.slug}"))
    expect(page.locator("#standing .state")).to_have_text("Your word")
    if scripted:
        expect(page.locator("#live")).to_contain_text("You gave your word")
        focus_is_in(page, "#milestone")
    hand.press(page, page.get_by_role("banner").get_by_role("link", name="Roadmap"))
    expect(row(page, first)).to_have_attribute("data-state", "attested")
    expect(page.locator("#totals")).to_contain_text("attested 1 of 89")
    assert [event.move for event in Event.objects.of(ada)] == ["attest", "start"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("door", ["roadmap", "phase"])
def test_a_row_is_learned_where_it_stands(signed_in, ada, first, mode, door):
    hand, options = MODES[mode]
    page = signed_in(ada, **options)
    url = "/roadmap/" if door == "roadmap" else f"/phases/{first.phase.slug}/"
    page.goto(url)
    if mode == "no script":
        row(page, first).get_by_role("button", name="Start").click()
        expect(page).to_have_url(re.compile(f"{url}#stop-{first.slug}$"))
        expect(row(page, first)).to_have_attribute("data-state", "learning")
        expect(page.locator(".messages")).to_contain_text("Started")
        # Without script the criteria are on the milestone's own page.
        page.locator(f"#more-{first.slug}").click()
        expect(page).to_have_url(re.compile(f"/units/{first.slug}/#criteria$"))
        return
    hand.press(page, page.locator(f"#start-{first.slug}"))
    expect(row(page, first)).to_have_attribute("data-state", "learning")
    focus_is_in(page, f"#stop-{first.slug}")
    criteria = list(first.criteria.all())
    for criterion in criteria:
        button = page.locator(f"#rate-{first.slug}-{criterion.key}-can-do")
        hand.press(page, button)
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
    hand.press(page, page.locator(f"#attest-{first.slug}"))
    expect(row(page, first)).to_have_attribute("data-state", "attested")
    focus_is_in(page, f"#stop-{first.slug}")
    expect(page.locator("#live")).to_contain_text("You gave your word")
    expect(page.locator(f"#sum-{first.phase.number}")).to_contain_text("attested 1 of")
    if door == "roadmap":
        expect(page.locator("#totals")).to_contain_text("attested 1 of 89")
    # What the page shows now is what it shows after it is loaded again.
    states = "rows => rows.map(row => row.id + ' ' + row.dataset.state)"
    before = page.locator(".stop").evaluate_all(states)
    page.reload()
    assert page.locator(".stop").evaluate_all(states) == before


@pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_on_its_own_page_a_word_is_taken_back_by_a_lower_note(signed_in, ada, first, hand):
    bring(ada, first, "attested")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    button = page.locator(f"#rate-{first.slug}-{first.criteria.first().key}-shaky")
    hand.press(page, button)
    expect(page.locator("#standing .state")).to_have_text("Learning")
    expect(page.locator("#live")).to_contain_text("was taken back")
    expect(button).to_be_focused()
    hand.press(page, page.locator(f"#put-back-{first.slug}"))
    expect(page.locator("#live")).to_contain_text("Put back")
    focus_is_in(page, "#milestone")
    hand.press(page, page.locator(f"#start-{first.slug}"))
    expect(button).to_have_attribute("aria-pressed", "true")


def test_space_presses_as_enter_does_and_shift_tab_goes_back(signed_in, ada, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    key = first.criteria.first().key
    shaky, can_do = (page.locator(f"#rate-{first.slug}-{key}-{level}") for level in ("shaky", "can-do"))
    tab_to(page, can_do)
    page.keyboard.press("Space")
    expect(can_do).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    assert is_focused(shaky)


def test_the_first_tab_skips_to_the_content(signed_in, ada):
    page = signed_in(ada)
    page.goto("/roadmap/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_what_is_rated_here_was_rated_by_the_rules(signed_in, ada, first):
    """The page and the machine agree on when a word can be given."""
    bring(ada, first, "learning")
    can_do_all(ada, first)
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    expect(page.locator(f"#attest-{first.slug}")).to_be_visible()
