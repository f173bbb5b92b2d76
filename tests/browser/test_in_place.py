"""What is changed in place: where the focus is then, what can be undone, what becomes of words on a bad line."""

import re

import pytest
from playwright.sync_api import expect

from progress import mastery
from progress.models import Draft, Event, Message
from tests.browser.ways import MODES, focus_is_in
from tests.progress.lives import bring, claimed, mastered, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.id || document.activeElement.tagName"


def press(page, target, heir):
    """Press by the keyboard, and be where the answer leaves the focus: a control of this id, or one that begins so."""
    page.evaluate("document.body.dataset.answers = ''")
    target.press("Enter")
    expect(page.locator("body[data-answers='']")).to_have_count(0)
    assert page.evaluate(FOCUSED).startswith(heir), f"{page.evaluate(FOCUSED)} and not {heir} after {target}"


def counted(page, url):
    """A page that counts what has been answered and settled."""
    page.goto(url, wait_until="networkidle")
    page.evaluate(
        "document.addEventListener('htmx:afterSettle', () => setTimeout(() => { document.body.dataset.answers = 1; }))"
    )


def walk(page, table):
    for target, heir in table:
        press(page, page.locator(target).first, heir)


def test_a_learner_is_never_thrown_to_the_top(signed_in, ada, grace, first):
    page = signed_in(ada)
    slug, key = first.slug, first.criteria.first().key
    start, more, put_back = (f"#{each}-{slug}" for each in ("start", "more", "put-back"))
    rates = [(f"#rate-{slug}-{key}-{level}", f"rate-{slug}-{key}-{level}") for level in ("not-yet", "shaky")]
    counted(page, "/roadmap/")
    begin = [(start, "done"), ("#done button", "done"), (start, "done"), *rates, ("#done button", "done")]
    walk(page, [*begin, (more, more[1:]), (more, more[1:]), (put_back, "done")])
    counted(page, f"/units/{slug}/")
    can_do = [f"rate-{slug}-{each.key}-can-do" for each in first.criteria.all()]
    attested = [*((f"#{each}", each) for each in can_do), (f"#attest-{slug}", "done"), (f"#retract-{slug}", "done")]
    walk(page, [*begin, *attested, (put_back, "done"), ("#done button", "done")])
    for each in first.criteria.all():
        page.locator(f"#text-{each.key}").fill("It holds.")
    walk(page, [(f"#save-{slug}", "save"), (f"#preview-{slug}", "preview"), (f"#send-{slug}", "done")])
    walk(page, [("#done button", "done"), (f"#send-{slug}", "done"), (f"#withdraw-{slug}", "done")])
    assert state_of(ada, first) == "learning"
    # Without what keeps the focus, the same walk ends at the top of the page.
    page.evaluate("document.addEventListener('htmx:afterSettle', (event) => event.stopPropagation(), true)")
    page.locator(put_back).press("Enter")
    expect(page.locator(start)).to_be_visible()
    assert page.evaluate(FOCUSED) == "BODY"


def test_a_mentor_is_never_thrown_to_the_top(signed_in, ada, eve, grace, linus, first):
    claim, next_claim = claimed(ada, first), claimed(eve, first)
    page = signed_in(grace)
    counted(page, f"/claims/{claim.pk}/")
    walk(page, [("#claim-pick-up", "done"), ("#claim-release", "done"), ("#done button", "done")])
    for answer in claim.answers.open():
        radio = page.locator(f"#level-{answer.pk}-not-yet")
        radio.focus()
        page.keyboard.press("Space")
        expect(radio).to_be_focused()
    page.locator(f"#comment-{claim.answers.open()[0].pk}").press_sequentially("Show it.")
    walk(page, [("#claim-judge", "claim-judge"), ("#claim-send-back", "claim-send-back")])
    page.locator("#message").fill("Which of the two?")
    press(page, page.locator("#claim-message"), "claim-message")
    for answer in claim.answers.open():
        page.locator(f"#comment-{answer.pk}").fill("Show it.")
    page.locator("#claim-send-back").press("Enter")
    expect(page).to_have_url(re.compile(f"/claims/{next_claim.pk}/$"))
    expect(page.locator("#claim-title")).to_be_focused()


def test_of_quick_changes_the_last_alone_can_be_undone(signed_in, ada, first):
    page = signed_in(ada)
    page.goto("/roadmap/")
    page.locator(f"#start-{first.slug}").click()
    expect(page.locator("#done")).to_contain_text("Started")
    other = page.locator("button[id^=start-]").first
    other.click()
    expect(page.locator(f"#stop-{first.slug} #done")).to_have_count(0)
    expect(page.locator("#done")).to_have_count(1)
    # What is said beside the change is not shown over the page as well, and Escape takes away what is.
    expect(page.locator("#live")).to_have_css("clip-path", "inset(50%)")
    page.locator("#done").evaluate("notice => notice.remove()")
    page.keyboard.press("Escape")
    expect(page.locator("#live")).to_be_empty()


@pytest.mark.parametrize("mode", ["no script", "keyboard"])
def test_an_undo_is_pressed_where_the_change_was_told(signed_in, ada, first, mode):
    hand, options = MODES[mode]
    page = signed_in(ada, **options)
    page.goto("/roadmap/")
    hand.press(page, page.locator(f"#start-{first.slug}"))
    undo = page.get_by_role("button", name=re.compile(f"^Undo ?: Started: {re.escape(first.title)}"))
    expect(undo).to_be_in_viewport()
    hand.press(page, undo)
    expect(page.locator(f"#row-{first.slug}")).to_have_attribute("data-state", "ready")
    assert [event.move for event in Event.objects.of(ada)] == ["put-back", "start"]
    if mode == "keyboard":
        focus_is_in(page, f"#stop-{first.slug}")


def test_what_is_typed_without_a_connection_is_saved_by_itself_once_there_is_one(signed_in, ada, grace, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"/units/{first.slug}/")
    page.context.set_offline(True)
    # What is pressed says so beside the button; what is typed says so beside the draft.
    page.locator(f"#rate-{first.slug}-{first.criteria.first().key}-shaky").click()
    expect(page.locator(".judge [data-explains]")).to_contain_text("No connection.")
    field = page.locator(f"#text-{first.criteria.first().key}")
    field.press_sequentially("Typed in a tunnel.")
    expect(page.locator("#draft")).to_contain_text("What you typed is still here, and is saved by itself")
    page.evaluate("location.reload()")
    expect(field).to_have_value("Typed in a tunnel.")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator("#draft")).to_contain_text("Saved at")
    expect(page.locator("[data-explains]")).to_have_count(0)
    assert "Typed in a tunnel." in str(Draft.objects.get().answers)


def test_pressing_twice_does_no_harm_and_a_fault_keeps_the_words(signed_in, ada, grace, first):
    claim = claimed(ada, first)
    mastery.pick_up(grace, claim)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    message = page.locator("#message")
    message.fill("Is it under load?")
    page.route("**/message/", lambda route: route.fulfill(status=502, body="<h1>Bad</h1>"), times=1)
    page.locator("#claim-message").click()
    expect(page.locator("#thread .error")).to_contain_text("What you typed is still here. Press the button again")
    expect(message).to_have_value("Is it under load?")
    page.locator("#claim-message").dblclick()
    expect(page.locator(".thread > li")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert Message.objects.count() == 1


def test_a_page_that_the_browser_has_kept_is_asked_for_anew(signed_in, ada, first):
    """A browser under test keeps none, so it is told that it did."""
    page = signed_in(ada)
    page.goto("/roadmap/")
    mastery.start(ada, first)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator(f"#row-{first.slug}")).to_have_attribute("data-state", "learning")


def test_a_kept_page_with_words_that_were_not_sent_stays(signed_in, ada, grace, first):
    claim = mastered(ada, first, grace)
    page = signed_in(ada)
    page.goto(f"/claims/{claim.pk}/")
    page.locator("#message").fill("Thanks for the")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(300)
    expect(page.locator("#message")).to_have_value("Thanks for the")


def test_pages_fade_into_each_other_only_where_motion_is_welcome(signed_in, ada, first):
    for motion, fades in (("no-preference", True), ("reduce", False)):
        page = signed_in(ada, reduced_motion=motion, is_kept=False)
        page.add_init_script("addEventListener('pagereveal', (event) => { window.fades = !!event.viewTransition; })")
        page.goto(f"/units/{first.slug}/")
        page.get_by_role("banner").get_by_role("link", name="Roadmap").click()
        expect(page).to_have_url(re.compile("/roadmap/$"))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.fades") is fades
