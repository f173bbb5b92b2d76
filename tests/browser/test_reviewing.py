"""A review from the queue to the next claim: with htmx, without script, and by keys alone."""

import re
from itertools import repeat

import pytest
from playwright.sync_api import expect

from progress import mastery
from progress.models import VerdictDraft
from roadmap.models import Stage, Unit
from tests.browser.conftest import faults_of
from tests.browser.ways import MODES, focus_is_in, tab_to
from tests.progress.lives import bring, claimed, held, mastered, sent_back, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def second(db):
    return Unit.objects.get(number=2)


@pytest.fixture
def waiting(ada, eve, first, second):
    """Ada's claim on the first unit, sent first, and eve's on the second."""
    return claimed(ada, first), claimed(eve, second)


def choose(page, hand, claim, levels):
    """A verdict for each answer, by clicking its label or with the arrow keys, as a person chooses a radio."""
    for answer, level in zip(claim.answers.open(), levels, strict=False):
        radio = page.locator(f"#level-{answer.pk}-{level}")
        if type(hand).__name__ == "Keyboard":
            tab_to(page, page.locator(f"#level-{answer.pk}-met"))
            page.keyboard.press("Space")
            if level != "met":
                page.keyboard.press("ArrowRight")
        else:
            page.locator("label").filter(has=radio).click()
        expect(radio).to_be_checked()


@pytest.mark.parametrize("mode", MODES)
def test_a_claim_is_sent_back_and_the_next_one_approved(signed_in, grace, ada, eve, second, waiting, mode):
    hand, options = MODES[mode]
    earlier, later = waiting
    page = signed_in(grace, **options)
    page.goto("/review/")
    hand.press(page, page.locator(f"#pick-up-{earlier.pk}"))
    expect(page).to_have_url(re.compile(f"/claims/{earlier.pk}/$"))
    expect(page.locator(".messages")).to_contain_text("You hold this claim until")

    number = earlier.answers.open().count()
    choose(page, hand, earlier, ["not-yet"] + ["met"] * (number - 1))
    hand.press(page, page.locator("#claim-send-back"))
    answer = earlier.answers.open()[0]
    expect(page.locator(f"#fault-{answer.pk}")).to_contain_text("Say what is missing")
    expect(page.locator(f"#level-{answer.pk}-not-yet")).to_be_checked()
    hand.fill(page, page.locator(f"#comment-{answer.pk}"), "Show it under load.")
    hand.fill(page, page.locator("#feedback"), "Nearly there.")
    hand.press(page, page.locator("#claim-send-back"))

    expect(page).to_have_url(re.compile(f"/claims/{later.pk}/$"))
    expect(page.locator("#claim .trail")).to_contain_text("Claim of Eve")
    if mode == "no script":
        expect(page.locator(".messages")).to_contain_text("Sent back: ")
    else:
        expect(page.locator("#live")).to_contain_text("Sent back: ")
        expect(page.locator("#live")).to_contain_text("by Eve.")
        expect(page.locator("#claim-title")).to_be_focused()
    expect(page).to_have_title(f"Attempt 1: 2 {second.title} | Throughline")
    earlier.refresh_from_db()
    assert earlier.outcome == "sent-back"
    assert earlier.reviews.get().feedback == "Nearly there."

    hand.press(page, page.locator("#claim-pick-up"))
    expect(page.locator("#claim-approve")).to_be_visible()
    if mode != "no script":
        focus_is_in(page, "#claim")
    choose(page, hand, later, ["met"] * later.answers.open().count())
    hand.press(page, page.locator("#claim-approve"))
    expect(page).to_have_url(re.compile("/review/$"))
    expect(page.locator(".messages")).to_contain_text("No other claim waits for you.")
    expect(page.locator("#queue")).to_contain_text("No claims are waiting.")
    assert state_of(eve, second) == "mastered"


def test_the_way_to_the_next_claim_is_there_where_it_does_not_come_by_itself(signed_in, grace, waiting):
    claim, following = waiting
    mastery.pick_up(grace, claim)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    choose(page, MODES["htmx"][0], claim, repeat("met"))
    page.route(f"**/claims/{following.pk}/", lambda route: route.fulfill(status=502, body="<h1>Bad</h1>"), times=1)
    page.locator("#claim-approve").click()
    expect(page.locator("#main .error")).to_contain_text("Something went wrong on our side.")
    expect(page.locator("#main .notice")).to_contain_text("Approved: ")
    expect(page.locator("#next-claim")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/claims/{following.pk}/$"))
    expect(page.locator("#claim-pick-up")).to_be_visible()


def test_the_way_back_leads_to_what_was_decided(signed_in, grace, waiting):
    claim, following = waiting
    mastery.pick_up(grace, claim)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    choose(page, MODES["htmx"][0], claim, repeat("met"))
    page.locator("#claim-approve").click()
    expect(page).to_have_url(re.compile(f"/claims/{following.pk}/$"))
    expect(page.locator("#claim-title")).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile(f"/claims/{claim.pk}/$"))
    expect(page.locator("#claim")).to_contain_text("Approved: every criterion is met")


def test_a_message_that_was_begun_outlives_the_decision(signed_in, grace, waiting):
    claim, following = waiting
    mastery.pick_up(grace, claim)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Your message").fill("Which of the two")
    choose(page, MODES["htmx"][0], claim, repeat("met"))
    page.locator("#claim-approve").click()
    expect(page).to_have_url(re.compile(f"/claims/{following.pk}/$"))
    expect(page.locator("#live")).to_contain_text("Your message was not sent")
    page.goto(f"/claims/{claim.pk}/")
    expect(page.get_by_label("Your message")).to_have_value("Which of the two")


def test_what_is_typed_is_kept_after_a_pause_and_the_typing_goes_on(signed_in, grace, ada, first):
    claim = held(ada, first, grace)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    comment = page.locator("#comment-" + str(claim.answers.open()[0].pk))
    comment.click()
    page.keyboard.type("Half a sent")
    expect(page.locator("#judged")).to_contain_text("Kept as a draft at")
    expect(comment).to_be_focused()
    page.keyboard.type("ence.")
    expect(comment).to_have_value("Half a sentence.")
    expect(page.locator("#judged input[name=version]")).to_have_value("2")
    page.reload()
    expect(comment).to_have_value("Half a sentence.")


def test_whoever_comes_to_a_button_by_the_keyboard_has_not_decided(signed_in, grace, ada, first):
    claim = held(ada, first, grace)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    choose(page, MODES["htmx"][0], claim, repeat("met"))
    page.locator("#claim-approve").focus()
    expect(page.locator("#judged")).to_contain_text("Kept as a draft at")
    claim.refresh_from_db()
    assert claim.is_open


@pytest.mark.parametrize("mode", ["htmx", "no script"])
def test_enter_on_a_verdict_keeps_a_draft_and_neither_decides_nor_gives_it_back(signed_in, grace, ada, first, mode):
    hand, options = MODES[mode]
    claim = held(ada, first, grace)
    page = signed_in(grace, **options)
    page.goto(f"/claims/{claim.pk}/")
    choose(page, hand, claim, repeat("met"))
    verdict = page.locator(f"#level-{claim.answers.open()[0].pk}-met")
    verdict.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#judged")).to_contain_text("Kept as a draft at")
    expect(page.locator("#claim-release")).to_be_visible()
    expect(verdict).to_be_checked()
    claim.refresh_from_db()
    assert claim.is_open
    assert claim.hold.mentor == grace


def test_two_mentors_on_one_claim(signed_in, grace, linus, ada, first):
    claim = claimed(ada, first)
    hers, his = signed_in(grace), signed_in(linus)
    hers.goto("/review/")
    his.goto("/review/")
    hers.locator(f"#pick-up-{claim.pk}").click()
    expect(hers.locator("#claim-approve")).to_be_visible()
    his.locator(f"#pick-up-{claim.pk}").click()
    expect(his.locator("#queue .error")).to_have_text("Grace has picked this up just before you.")
    expect(his.locator(f"#waiting-{claim.pk}")).to_contain_text("Held by Grace until")
    focus_is_in(his, "#queue")


def test_a_double_click_approves_once(signed_in, grace, ada, first):
    claim = held(ada, first, grace)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    choose(page, MODES["htmx"][0], claim, repeat("met"))
    page.locator("#claim-approve").dblclick()
    expect(page).to_have_url(re.compile("/review/$"))
    assert claim.reviews.count() == 1
    assert state_of(ada, first) == "mastered"


def test_two_windows_of_one_mentor_show_both_texts(signed_in, grace, ada, first):
    claim = held(ada, first, grace)
    page = signed_in(grace)
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"/claims/{claim.pk}/")
    page.locator("#feedback").fill("From the first window.")
    page.locator("#claim-judge").click()
    expect(page.locator("#judged")).to_contain_text("Kept as a draft at")
    other.locator("#feedback").fill("From the second window.")
    other.locator("#claim-judge").click()
    expect(other.locator("#judged")).to_contain_text("From the first window.")
    other.locator("#claim-judge-over").click()
    expect(other.locator("#judged")).to_contain_text("Kept as a draft at")
    assert VerdictDraft.objects.get().feedback == "From the second window."


def test_a_decision_waits_for_the_draft_that_is_on_its_way(signed_in, grace, waiting):
    """Else the page would take its own draft for one of another window."""
    claim, following = waiting
    mastery.pick_up(grace, claim)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    for answer in claim.answers.open():
        page.locator("label").filter(has=page.locator(f"#level-{answer.pk}-met")).click()
    on_its_way = []
    page.route("**/judge/", lambda route: on_its_way.append((route, route.fetch())), times=1)
    page.locator("#feedback").fill("Well")
    while not on_its_way:
        page.wait_for_timeout(50)
    page.locator("#feedback").fill("Well done.")
    page.locator("#claim-approve").click()
    route, kept = on_its_way[0]
    route.fulfill(response=kept)
    expect(page).to_have_url(re.compile(f"/claims/{following.pk}/$"))
    assert claim.reviews.get().feedback == "Well done."


@pytest.mark.parametrize("mode", MODES)
def test_a_release_and_holding_it_again_keep_what_is_typed(signed_in, grace, ada, first, mode):
    hand, options = MODES[mode]
    claim = held(ada, first, grace)
    page = signed_in(grace, **options)
    page.goto(f"/claims/{claim.pk}/")
    hand.fill(page, page.locator("#feedback"), "Not kept yet.")
    hand.press(page, page.locator("#claim-release"))
    expect(page.locator("#judge .drafted")).to_contain_text("Not kept yet.")
    hand.press(page, page.locator("#claim-pick-up"))
    expect(page.locator("#feedback")).to_have_value("Not kept yet.")


def test_the_form_of_a_message_comes_and_goes_with_the_claim_and_stays_with_what_is_typed(signed_in, grace, ada, first):
    claim = claimed(ada, first)
    page = signed_in(grace)
    page.goto(f"/claims/{claim.pk}/")
    message = page.get_by_label("Your message")
    expect(message).to_have_count(0)
    page.locator("#claim-pick-up").click()
    expect(message).to_be_visible()
    page.locator("#claim-release").click()
    expect(page.locator("#claim-release")).to_have_count(0)
    expect(message).to_have_count(0)
    page.locator("#claim-pick-up").click()
    message.fill("Which of the two")
    page.locator("#claim-release").click()
    expect(page.locator("#claim-release")).to_have_count(0)
    expect(message).to_have_value("Which of the two")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("#message-refused")).to_contain_text("Pick the claim up first.")
    expect(message).to_have_value("Which of the two")
    page.locator("#claim-pick-up").click()
    expect(page.locator("#claim-release")).to_be_visible()
    expect(message).to_have_value("Which of the two")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator(".thread > li")).to_contain_text("Which of the two")
    expect(message).to_have_value("")


def test_the_phases_are_chosen_in_place_and_stay_in_the_address(signed_in, grace, ada, first):
    claimed(ada, first)
    claimed(ada, Unit.objects.get(number=15))
    page = signed_in(grace)
    page.goto("/review/")
    expect(page.locator(".queue > li")).to_have_count(2)
    box = page.get_by_label(f"{first.phase.number} {first.phase.title}")
    box.check()
    expect(page.locator(".queue > li")).to_have_count(1)
    expect(page).to_have_url(re.compile(rf"\?phase={first.phase.slug}$"))
    expect(box).to_be_focused()
    page.reload()
    expect(box).to_be_checked()
    expect(page.locator(".queue > li")).to_have_count(1)


@pytest.mark.slow
def test_axe_finds_nothing_in_any_look(signed_in, grace, linus, ada, eve, first):
    stage = Stage.objects.get(capstone__number=1, step=1)
    units = list(Unit.objects.order_by("number")[:6])
    mastered(ada, units[1], grace)
    sent_back(ada, units[2], grace)
    held(ada, units[3], linus)
    claimed(eve, first)
    of_unit, of_stage = held(ada, first, grace), held(ada, stage, grace)
    mastery.release(grace, kept := held(ada, units[4], grace))
    bring(ada, units[5], "learning")
    VerdictDraft.objects.create(claim=kept, mentor=grace, feedback="Kept.")
    page = signed_in(grace, bypass_csp=True)
    faults = []
    for url in ["/review/", *(f"/claims/{claim.pk}/" for claim in (of_unit, of_stage, kept))]:
        page.goto(url)
        if url == f"/claims/{of_unit.pk}/":
            page.locator("#claim-approve").click()
            expect(page.locator("#claim-refused")).to_be_visible()
        faults += faults_of(page)
    assert faults == []
