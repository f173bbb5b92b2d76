"""From a stranger to a learner who has given their word: with htmx, without script, and by keys alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from progress.models import Event
from roadmap.models import Stage, Unit
from tests.browser.conftest import sign_in
from tests.browser.ways import Keyboard, Mouse, code_in_the_mail, is_focused, tab_to
from tests.progress.lives import bring, can_do_all, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "ada@example.org"


@pytest.fixture
def first(db):
    """Unit 1, which needs nothing."""
    return Unit.objects.get(number=1)


@pytest.fixture
def signed_in(context_of, client_of, live_server):
    """A page in the browser of somebody who is signed in."""

    def open_page(person, **options):
        context = context_of(**options)
        sign_in(context, client_of(person), live_server)
        return context.new_page()

    return open_page


def row(page, milestone):
    return page.locator(f"#row-{milestone.slug}")


def focus_is_in(page, region):
    """The person is still where they were, and not thrown to the top of the page."""
    expect(page.locator(f"{region}:focus, {region} :focus")).to_have_count(1)


MODES: dict[str, tuple[Any, dict[str, Any]]] = {
    "htmx": (Mouse(), {}),
    "no script": (Mouse(), {"java_script_enabled": False}),
    "keyboard": (Keyboard(), {}),
}


@pytest.mark.parametrize("mode", MODES)
def test_a_stranger_signs_up_and_gives_their_word(context_of, first, mode):
    hand, options = MODES[mode]
    scripted = mode != "no script"
    page = context_of(**options).new_page()
    page.goto("/")
    hand.press(page, page.get_by_role("link", name="Begin", exact=True))
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


class TestOnTheRoadmap:
    @pytest.fixture
    def pair(self, db):
        """A unit, and one that needs nothing but it."""
        for unit in Unit.objects.order_by("number"):
            after = [edge.after_id for edge in unit.unlocks.filter(strength="needs")]
            for other in Unit.objects.filter(pk__in=after):
                if other.builds_on.filter(strength="needs").count() == 1:
                    return unit, other
        raise AssertionError("no such pair")

    def test_a_row_that_is_opened_says_so_and_closes_again(self, signed_in, ada, first):
        page = signed_in(ada)
        page.goto("/roadmap/")
        more = page.locator(f"#more-{first.slug}")
        more.click()
        expect(page.locator(f"#panel-{first.slug}")).to_be_visible()
        expect(more).to_have_attribute("aria-expanded", "true")
        expect(more).to_be_focused()
        more.click()
        expect(page.locator(f"#panel-{first.slug}")).to_have_count(0)
        expect(more).to_have_attribute("aria-expanded", "false")
        expect(more).to_be_focused()

    def test_what_rests_on_it_becomes_ready_at_once_and_other_panels_stay_open(self, signed_in, ada, pair, stage):
        unit, after = pair
        bring(ada, unit, "rated")
        page = signed_in(ada)
        page.goto("/roadmap/")
        for milestone in (stage, unit):
            page.locator(f"#more-{milestone.slug}").click()
            expect(page.locator(f"#panel-{milestone.slug}")).to_be_visible()
        expect(row(page, after)).to_have_attribute("data-state", "not-started")
        page.locator(f"#attest-{unit.slug}").click()
        expect(row(page, after)).to_have_attribute("data-state", "ready")
        expect(page.locator("#totals")).to_contain_text("attested 1 of 89")
        expect(page.locator(f"#panel-{stage.slug}")).to_be_visible()

    def test_an_open_row_that_becomes_ready_stays_open_and_closes_when_pressed(self, signed_in, ada, pair):
        unit, after = pair
        bring(ada, unit, "rated")
        page = signed_in(ada)
        page.goto("/roadmap/")
        for milestone in (after, unit):
            page.locator(f"#more-{milestone.slug}").click()
            expect(page.locator(f"#panel-{milestone.slug}")).to_be_visible()
        page.locator(f"#attest-{unit.slug}").click()
        expect(row(page, after)).to_have_attribute("data-state", "ready")
        expect(page.locator(f"#panel-{after.slug}")).to_be_visible()
        more = page.locator(f"#more-{after.slug}")
        expect(more).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)") == page.evaluate(
            "[...new Set([...document.querySelectorAll('[id]')].map(e => e.id))]"
        )
        more.click()
        expect(page.locator(f"#panel-{after.slug}")).to_have_count(0)

    def test_a_stage_is_learned_there_like_a_unit(self, signed_in, ada, stage):
        page = signed_in(ada)
        page.goto("/roadmap/")
        page.locator(f"#more-{stage.slug}").click()
        for criterion in stage.criteria.all():
            button = page.locator(f"#rate-{stage.slug}-{criterion.key}-can-do")
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
        page.locator(f"#attest-{stage.slug}").click()
        expect(row(page, stage)).to_have_attribute("data-state", "attested")
        build = Stage.objects.get(capstone=stage.capstone, step=2)
        expect(row(page, build)).to_have_attribute("data-state", "ready")

    @pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
    def test_a_word_is_taken_back_and_the_rest_put_back(self, signed_in, ada, first, hand):
        bring(ada, first, "attested")
        page = signed_in(ada)
        page.goto("/roadmap/")
        hand.press(page, page.locator(f"#more-{first.slug}"))
        hand.press(page, page.locator(f"#retract-{first.slug}"))
        expect(row(page, first)).to_have_attribute("data-state", "learning")
        focus_is_in(page, f"#stop-{first.slug}")
        hand.press(page, page.locator(f"#put-back-{first.slug}"))
        expect(row(page, first)).to_have_attribute("data-state", "ready")
        focus_is_in(page, f"#stop-{first.slug}")
        expect(page.locator("#live")).to_contain_text("Your notes are kept")
        expect(page.locator("#totals")).to_contain_text("attested 0 of 89")

    def test_the_filter_shows_only_what_was_asked_for(self, signed_in, ada, first):
        bring(ada, first, "learning")
        page = signed_in(ada)
        page.goto("/roadmap/")
        page.get_by_text("Under way", exact=True).first.click()
        expect(page.locator(".stop:visible")).to_have_count(1)
        expect(row(page, first)).to_be_visible()


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


class TestAccidents:
    def test_an_old_tab_gets_the_sentence_and_sees_the_truth(self, signed_in, ada, first):
        one = signed_in(ada)
        one.goto(f"/units/{first.slug}/")
        other = one.context.new_page()
        other.goto("/roadmap/")
        one.locator(f"#start-{first.slug}").click()
        expect(one.locator("#standing .state")).to_have_text("Learning")
        other.locator(f"#start-{first.slug}").click()
        expect(other.locator(f"#stop-{first.slug} .error")).to_have_text("You have started this already.")
        expect(row(other, first)).to_have_attribute("data-state", "learning")
        assert Event.objects.count() == 1

    def test_a_double_click_is_one_event(self, signed_in, ada, first):
        page = signed_in(ada)
        page.goto(f"/units/{first.slug}/")
        page.locator(f"#start-{first.slug}").dblclick()
        expect(page.locator("#standing .state")).to_have_text("Learning")
        page.wait_for_load_state("networkidle")
        assert [event.move for event in Event.objects.of(ada)] == ["start"]

    def test_going_back_shows_what_is_true_now(self, signed_in, ada, first):
        page = signed_in(ada)
        page.goto("/roadmap/")
        row(page, first).get_by_role("link", name=re.compile(f"^{first.title}")).first.click()
        page.locator(f"#start-{first.slug}").click()
        expect(page.locator("#standing .state")).to_have_text("Learning")
        page.go_back()
        expect(row(page, first)).to_have_attribute("data-state", "learning")

    def test_a_session_that_ended_leads_to_the_door_and_back(self, signed_in, ada, first):
        page = signed_in(ada)
        page.goto("/roadmap/")
        ada.sessions.all().delete()
        page.locator(f"#start-{first.slug}").click()
        expect(page).to_have_url(re.compile(r"/account/login/\?next=/roadmap/$"))
        assert not Event.objects.exists()

    def test_without_script_a_session_that_ended_leads_to_the_door_and_back(self, signed_in, ada, first):
        page = signed_in(ada, java_script_enabled=False)
        page.goto(f"/units/{first.slug}/")
        ada.sessions.all().delete()
        page.locator(f"#start-{first.slug}").click()
        expect(page).to_have_url(re.compile(rf"/account/login/\?next=/units/{first.slug}/$"))

    def test_a_page_from_before_signing_in_again_says_that_it_is_old(self, signed_in, ada, first):
        page = signed_in(ada)
        page.goto("/roadmap/")
        page.context.clear_cookies(name="csrftoken")
        page.locator(f"#start-{first.slug}").click()
        expect(page.locator(f"#stop-{first.slug} .error")).to_contain_text("This page is older than your sign-in.")
        assert not Event.objects.exists()

    def test_without_a_connection_nothing_is_lost_and_a_sentence_says_so(self, context_of, signed_in, ada, first):
        page = signed_in(ada)
        page.goto(f"/units/{first.slug}/")
        page.context.set_offline(True)
        with page.expect_event("requestfailed"):
            page.locator(f"#start-{first.slug}").click()
        expect(page.locator("#milestone .error")).to_contain_text("No connection")
        expect(page.locator("#live")).to_contain_text("No connection")
        page.context.set_offline(False)
        page.locator(f"#start-{first.slug}").click()
        expect(page.locator("#standing .state")).to_have_text("Learning")
        expect(page.locator("#milestone .error")).to_have_count(0)

    def test_more_changes_than_a_person_makes_are_stopped_with_a_sentence(self, signed_in, ada, first, settings):
        settings.CHANGES_A_MINUTE = 1
        page = signed_in(ada)
        page.goto(f"/units/{first.slug}/")
        page.locator(f"#start-{first.slug}").click()
        expect(page.locator("#standing .state")).to_have_text("Learning")
        page.locator(f"#put-back-{first.slug}").click()
        expect(page.locator("#milestone .error")).to_contain_text("That was a lot in a short time")
        assert state_of(ada, first) == "learning"

    @pytest.mark.parametrize("name", ["‮Ada‬ لوفلايس", "👩🏽‍🚀🚀", "A" * 80, "Z̶̢̛a̸l̵g̷o̴"])
    def test_a_name_of_any_script_breaks_no_page(self, signed_in, ada, name):
        User.objects.filter(pk=ada.pk).update(display_name=name)
        page = signed_in(ada, width=360)
        for url in ("/roadmap/", "/me/"):
            page.goto(url)
            assert not scrolls_sideways(page)

    def test_ten_thousand_characters_are_refused_in_a_sentence_or_cut_by_the_field(self, context_of, signed_in, ada):
        text = "x" * 10_000
        visitor = context_of().new_page()
        for url in ("/account/signup/", "/account/login/", "/account/password/reset/"):
            visitor.goto(url)
            for each in visitor.get_by_role("textbox").all():
                each.fill(f"{text}@example.org" if each.get_attribute("type") == "email" else text)
            answer = self.submit(visitor)
            assert answer.status in (200, 302, 422)
        page = signed_in(ada)
        page.goto("/me/")
        page.get_by_role("textbox", name="Name").evaluate(
            "(field, text) => { field.removeAttribute('maxlength'); field.value = text }", text
        )
        assert self.submit(page, "Save").status == 422
        expect(page.locator("main")).to_contain_text("80")
        assert User.objects.get(pk=ada.pk).display_name == "Ada"

    def submit(self, page, name=""):
        page.locator("main form").first.evaluate("form => { form.noValidate = true }")
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.locator("main form").first.get_by_role("button", name=name).last.click()
        return answer.value


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_what_is_rated_here_was_rated_by_the_rules(signed_in, ada, first):
    """The page and the machine agree on when a word can be given."""
    bring(ada, first, "learning")
    can_do_all(ada, first)
    page = signed_in(ada)
    page.goto(f"/units/{first.slug}/")
    expect(page.locator(f"#attest-{first.slug}")).to_be_visible()
