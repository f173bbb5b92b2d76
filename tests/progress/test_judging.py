"""Judging a claim on its page: pick up, release, keep a draft, approve, send back."""

import datetime

import pytest

import clock
from accounts.roles import end_role
from progress import mastery
from progress.models import Hold, MasteryClaim, VerdictDraft
from roadmap.models import Unit
from tests.progress.lives import claimed, held, sent_back, state_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DAY = datetime.timedelta(days=1)
VERBS = ("pick-up", "release", "judge", "approve", "send-back")


@pytest.fixture
def desk(client_of, grace):
    """Grace's browser."""
    return client_of(grace)


@pytest.fixture
def holds(ada, grace, unit):
    """Ada's claim, which grace has picked up."""
    return held(ada, unit, grace)


@pytest.fixture
def press():
    """Press a button on the page of a claim; what is answered."""

    def post(client, claim, verb, form=None, status=200, *, htmx=True, query=""):
        headers = HTMX if htmx else {}
        response = client.post(f"/claims/{claim.pk}/{verb}/{query}", form or {}, headers=headers)
        assert response.status_code == status, response.content
        return response

    return post


def form_of(claim, *, missing=0, comment="Show it under load.", **more):
    """What the browser sends when so many answers are not met, the first ones."""
    form = {"digest": claim.digest, "version": "0", "feedback": ""}
    for number, answer in enumerate(claim.answers.open().select_related("wording")):
        good, bad = ("meets", "approaching") if answer.wording.levels else ("met", "not-yet")
        form[f"level-{answer.pk}"] = bad if number < missing else good
        form[f"comment-{answer.pk}"] = comment if number < missing else ""
    return form | more


class TestPickingUp:
    def test_gives_the_form(self, desk, press, ada, unit):
        claim = claimed(ada, unit)
        shown = read(press(desk, claim, "pick-up"))
        assert "You hold this claim until" in shown.id("live").text
        assert shown.has_id("claim-approve")
        assert len(shown.all("fieldset")) == unit.criteria.count()

    def test_leads_from_the_queue_to_the_page_in_the_chosen_phases(self, desk, ada, unit):
        claim = claimed(ada, unit)
        response = desk.post(f"/review/{claim.pk}/pick-up/?phase={unit.phase.slug}", headers=HTMX)
        assert response["HX-Redirect"] == f"/claims/{claim.pk}/?phase={unit.phase.slug}"
        other = claimed(ada, Unit.objects.get(number=1))
        assert desk.post(f"/review/{other.pk}/pick-up/")["Location"] == f"/claims/{other.pk}/"

    def test_is_refused_in_the_queue_with_its_sentence(self, desk, ada, linus, unit):
        claim = held(ada, unit, linus)
        response = desk.post(f"/review/{claim.pk}/pick-up/", headers=HTMX)
        assert response.status_code == 422
        shown = read(response)
        assert "Linus has picked this up just before you." in shown.id("queue").text
        assert "Held by Linus" in shown.id(f"waiting-{claim.pk}").text
        told = desk.post(f"/review/{claim.pk}/pick-up/", follow=True)
        assert "Linus has picked this up just before you." in read(told).one("main").text

    def test_is_refused_on_the_page(self, desk, press, ada, linus, unit):
        claim = held(ada, unit, linus)
        assert "just before you" in read(press(desk, claim, "pick-up", status=422)).id("claim-refused").text

    def test_of_ones_own_is_not_there(self, desk, press, grace, unit):
        claim = claimed(grace, unit)
        for verb in VERBS:
            press(desk, claim, verb, status=404)

    def test_ends_after_five(self, desk, press, ada, grace):
        for unit in Unit.objects.order_by("number")[:5]:
            held(ada, unit, grace)
        claim = claimed(ada, Unit.objects.get(number=20))
        assert "You hold 5 claims already" in read(press(desk, claim, "pick-up", status=422)).id("claim-refused").text


class TestReleasing:
    def test_gives_it_back_and_keeps_what_was_written(self, desk, press, holds):
        press(desk, holds, "judge", form_of(holds, missing=1))
        shown = read(press(desk, holds, "release"))
        assert "What you wrote is kept" in shown.id("claim").text
        assert "Show it under load." in shown.one("dl", class_="drafted").text
        assert not shown.has_id("claim-approve")
        assert Hold.objects.counting().filter(claim=holds).first() is None

    def test_of_what_nobody_holds_is_refused(self, desk, press, ada, unit):
        shown = read(press(desk, claimed(ada, unit), "release", status=422))
        assert "Nobody holds this claim." in shown.id("claim-refused").text


class TestMovesFromTheForm:
    """Pick up and release stand in the form of the verdicts, which comes with them."""

    @pytest.mark.parametrize("htmx", [True, False])
    def test_a_release_keeps_what_was_just_typed(self, desk, press, page, holds, htmx):
        press(desk, holds, "release", form_of(holds, missing=1), htmx=htmx, status=200 if htmx else 302)
        assert "Show it under load." in page(desk, f"/claims/{holds.pk}/").one("dl", class_="drafted").text
        assert VerdictDraft.objects.get().version == 1

    def test_holding_it_again_keeps_what_was_just_typed(self, desk, press, holds):
        with clock.at(clock.now() + 2 * DAY):
            shown = read(press(desk, holds, "pick-up", form_of(holds, feedback="Nearly.")))
            assert not shown.has_id("claim-pick-up")
        assert shown.id("feedback").text == "Nearly."
        assert VerdictDraft.objects.get().feedback == "Nearly."

    @pytest.mark.parametrize("verb", ["release", "pick-up"])
    def test_none_is_made_where_it_would_lose_one_of_two_texts(self, desk, press, holds, verb):
        press(desk, holds, "judge", form_of(holds, feedback="From the first window."))
        with clock.at(clock.now() + 2 * DAY):
            shown = read(press(desk, holds, verb, form_of(holds, feedback="From the second."), status=422))
        assert "Another window has kept a newer draft" in shown.id("claim-refused").text
        assert "From the first window." in shown.id("judged").text
        assert shown.id("feedback").text == "From the second."
        assert Hold.objects.get().since < clock.now()

    def test_without_the_fields_keeps_no_draft(self, desk, press, holds):
        press(desk, holds, "release")
        press(desk, holds, "pick-up", {"digest": holds.digest})
        assert not VerdictDraft.objects.exists()

    def test_a_draft_that_was_kept_is_not_lost_where_the_move_is_refused(self, desk, press, holds, linus):
        with clock.at(clock.now() + 2 * DAY):
            mastery.pick_up(linus, holds)
            shown = read(press(desk, holds, "release", form_of(holds, missing=1), status=422))
        assert "Somebody else holds this claim now." in shown.id("claim-refused").text
        assert "What you wrote is kept" in shown.id("judge").text
        assert "Show it under load." in shown.one("dl", class_="drafted").text


class TestTheRightToWrite:
    """It comes and goes with a hold, so the form of a message comes and goes beside the claim."""

    def test_comes_with_the_claim(self, desk, press, ada, unit):
        shown = read(press(desk, claimed(ada, unit), "pick-up"))
        assert shown.id("reply").get("data-hx-swap-oob") == "true"
        assert shown.id("reply").one("textarea")["name"] == "text"

    def test_goes_with_the_claim(self, desk, press, page, holds):
        assert page(desk, f"/claims/{holds.pk}/").id("reply").one("form")
        shown = read(press(desk, holds, "release"))
        assert shown.id("reply").all("form") == []
        assert not page(desk, f"/claims/{holds.pk}/").id("reply").all("form")

    def test_is_as_it_is_where_a_move_is_refused(self, desk, press, holds, linus):
        with clock.at(clock.now() + 2 * DAY):
            mastery.pick_up(linus, holds)
            shown = read(press(desk, holds, "pick-up", status=422))
        assert shown.id("reply").all("form") == []

    def test_is_not_asked_for_with_the_drafts_of_a_review(self, desk, press, holds):
        assert not read(press(desk, holds, "judge", form_of(holds))).has_id("reply")


class TestTheDraft:
    def test_is_kept_and_only_its_line_is_answered(self, desk, press, page, holds):
        shown = read(press(desk, holds, "judge", form_of(holds, missing=1, feedback="Good so far.")))
        assert shown.id("judged").one("input", name="version")["value"] == "1"
        assert not shown.all("textarea")
        page = page(desk, f"/claims/{holds.pk}/")
        first = holds.answers.open().first()
        assert page.id(f"level-{first.pk}-not-yet").get("checked", "no") is None
        assert page.id(f"comment-{first.pk}").text == "Show it under load."
        assert page.id("feedback").text == "Good so far."

    def test_is_said_to_be_kept_where_the_button_was_pressed(self, desk, press, holds):
        """Not after each pause in typing, when it would be said over what is typed."""
        form = form_of(holds)
        shown = read(press(desk, holds, "judge", form | {"pressed": "keep"}))
        assert shown.id("live").text == "The draft of your review is kept."
        assert not read(press(desk, holds, "judge", form)).has_id("live")

    def test_that_is_not_kept_is_said_in_any_case(self, desk, press, holds):
        press(desk, holds, "judge", form_of(holds, feedback="From the first window."))
        shown = read(press(desk, holds, "judge", form_of(holds, feedback="Second."), status=422))
        assert shown.id("live").text == "Another window has kept a newer draft of this review."

    def test_of_a_newer_window_stays_and_both_are_shown(self, desk, press, holds):
        press(desk, holds, "judge", form_of(holds, feedback="From the first window."))
        mine = form_of(holds, feedback="From the second window.")
        shown = read(press(desk, holds, "judge", mine, status=422))
        assert "From the first window." in shown.id("judged").text
        assert shown.one("input", name="version")["value"] == "0"
        keep = shown.id("claim-judge-over")["value"]
        press(desk, holds, "judge", mine | {"keep": keep})
        assert VerdictDraft.objects.get().feedback == "From the second window."

    def test_without_script_shows_both_as_well(self, desk, press, holds):
        press(desk, holds, "judge", form_of(holds, feedback="From the first window."))
        shown = read(press(desk, holds, "judge", form_of(holds, feedback="Second."), status=422, htmx=False))
        assert shown.id("feedback").text == "Second."
        assert "From the first window." in shown.id("judged").text

    def test_without_script_comes_back_to_the_page(self, desk, press, holds):
        response = press(desk, holds, "judge", form_of(holds), status=302, htmx=False, query="?phase=x")
        assert response["Location"] == f"/claims/{holds.pk}/?phase=x#judged"

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
    def test_with_a_forged_version_overwrites_nothing(self, desk, press, holds, version):
        press(desk, holds, "judge", form_of(holds, feedback="Kept."))
        press(desk, holds, "judge", form_of(holds, feedback="Forged.", version=version), status=422)
        assert VerdictDraft.objects.get().feedback == "Kept."

    def test_with_nul_is_refused_and_shown_again(self, desk, press, holds):
        shown = read(press(desk, holds, "judge", form_of(holds, feedback="a\0b"), status=422))
        assert "NUL" in shown.id("judged").text
        assert not VerdictDraft.objects.exists()

    def test_keeps_nothing_but_the_open_answers(self, desk, press, holds):
        press(desk, holds, "judge", form_of(holds) | {"level-999999": "met", "mentor": "1"})
        assert set(VerdictDraft.objects.get().verdicts) == {str(each.pk) for each in holds.answers.open()}

    def test_that_comes_late_does_not_come_back(self, desk, press, holds):
        press(desk, holds, "approve", form_of(holds))
        press(desk, holds, "judge", form_of(holds), status=422)
        assert not VerdictDraft.objects.exists()


class TestDeciding:
    def test_approves(self, desk, press, holds, ada, unit):
        press(desk, holds, "approve", form_of(holds, feedback="Well done."), htmx=False, status=302)
        assert state_of(ada, unit) == "mastered"
        assert holds.reviews.get().feedback == "Well done."

    def test_sends_back(self, desk, press, holds, ada, unit):
        press(desk, holds, "send-back", form_of(holds, missing=2), htmx=False, status=302)
        assert state_of(ada, unit) == "learning"
        assert MasteryClaim.objects.get().outcome == "sent-back"

    def test_of_a_stage_is_by_its_rubric(self, desk, press, page, ada, grace, stage):
        claim = held(ada, stage, grace)
        shown = page(desk, f"/claims/{claim.pk}/")
        answer = claim.answers.open().select_related("wording").first()
        text = shown.id(f"answer-{answer.pk}").one("fieldset").text
        for label, means in zip(("Not yet", "Approaching", "Meets", "Exceeds"), answer.wording.levels, strict=True):
            assert f"{label} {means}" in text
        press(desk, claim, "approve", form_of(claim), htmx=False, status=302)
        assert state_of(ada, stage) == "mastered"

    @pytest.mark.parametrize("htmx", [True, False])
    def test_names_what_is_missing_beside_each_criterion_and_loses_nothing(self, desk, press, holds, htmx):
        form = form_of(holds, missing=1, comment="", feedback="Nearly.")
        first, second = holds.answers.open()[:2]
        form |= {f"level-{second.pk}": "", f"comment-{second.pk}": "Typed."}
        shown = read(press(desk, holds, "send-back", form, status=422, htmx=htmx))
        assert "What is missing stands beside each criterion." in shown.id("claim-refused").text
        assert "Say what is missing" in shown.id(f"fault-{first.pk}").text
        assert "Choose a verdict." in shown.id(f"fault-{second.pk}").text
        assert shown.id(f"comment-{second.pk}")["aria-describedby"] == f"fault-{second.pk}"
        assert shown.id(f"comment-{second.pk}").text == "Typed."
        assert shown.id("feedback").text == "Nearly."
        assert VerdictDraft.objects.get().feedback == "Nearly."

    @pytest.mark.parametrize(
        ("verb", "missing", "sentence"),
        [("approve", 1, "Approving says that every criterion is met"), ("send-back", 0, "nothing to send back")],
    )
    def test_says_what_the_verdicts_say(self, desk, press, holds, verb, missing, sentence):
        shown = read(press(desk, holds, verb, form_of(holds, missing=missing), status=422))
        assert sentence in shown.id("claim-refused").text

    @pytest.mark.parametrize("digest", ["", "0" * 64, "x"])
    def test_is_bound_to_the_evidence_that_was_read(self, desk, press, holds, ada, unit, digest):
        shown = read(press(desk, holds, "approve", form_of(holds, digest=digest), status=422))
        assert "This is not the evidence that you read." in shown.id("claim-refused").text
        assert state_of(ada, unit) == "learning"

    def test_when_another_took_it_keeps_the_verdicts_and_shows_them(self, desk, press, holds, linus):
        with clock.at(clock.now() + 2 * DAY):
            mastery.pick_up(linus, holds)
            shown = read(press(desk, holds, "send-back", form_of(holds, missing=1), status=422))
            assert "Linus has taken this claim." in shown.id("claim-refused").text
            assert "Show it under load." in shown.one("dl", class_="drafted").text
            assert not shown.has_id("claim-approve")

    def test_when_another_took_it_shows_both_of_two_texts(self, desk, press, holds, linus):
        press(desk, holds, "judge", form_of(holds, feedback="From the first window."))
        with clock.at(clock.now() + 2 * DAY):
            mastery.pick_up(linus, holds)
            shown = read(press(desk, holds, "send-back", form_of(holds, feedback="Second."), status=422))
        said = shown.id("judge").text
        assert "What you wrote is not kept" in said
        assert "Second." in said
        assert "From the first window." in said

    def test_after_the_hold_lapsed_is_still_possible(self, desk, press, page, holds, ada, unit):
        with clock.at(clock.now() + 2 * DAY):
            shown = page(desk, f"/claims/{holds.pk}/")
            assert "Your hold ended at" in shown.id("claim").text
            assert "Hold it again" in shown.id("claim-pick-up").text
            press(desk, holds, "approve", form_of(holds), htmx=False, status=302)
        assert state_of(ada, unit) == "mastered"

    def test_in_an_old_tab_of_a_replaced_claim_ends_well(self, desk, press, ada, grace, unit):
        old = sent_back(ada, unit, grace)
        new = held(ada, unit, grace)
        shown = read(press(desk, old, "approve", form_of(old), status=422))
        assert "This claim is closed" in shown.id("claim-refused").text
        new.refresh_from_db()
        assert new.is_open

    def test_twice_decides_once(self, desk, press, holds):
        press(desk, holds, "approve", form_of(holds), htmx=False, status=302)
        shown = read(press(desk, holds, "approve", form_of(holds), status=422, htmx=False))
        assert "This claim is closed" in shown.id("claim-refused").text
        assert "Approved" in shown.id("claim").text
        assert holds.reviews.count() == 1

    def test_twice_says_that_the_second_is_not_kept(self, desk, press, holds):
        press(desk, holds, "approve", form_of(holds), htmx=False, status=302)
        for verb in ("approve", "release"):
            shown = read(press(desk, holds, verb, form_of(holds, feedback="Once more."), status=422))
            assert "What you wrote is kept" not in shown.id("claim").text
            assert "What you wrote is not kept" in shown.id("judge").text
            assert "Once more." in shown.one("dl", class_="drafted").text
        assert not VerdictDraft.objects.exists()

    @pytest.mark.parametrize("verb", ["approve", "send-back"])
    @pytest.mark.parametrize("htmx", [True, False])
    def test_in_an_older_window_loses_no_newer_draft(self, desk, press, holds, ada, unit, verb, htmx):
        missing = int(verb == "send-back")
        press(desk, holds, "judge", form_of(holds, feedback="Newer words."))
        older = form_of(holds, missing=missing, feedback="Older words.")
        shown = read(press(desk, holds, verb, older, status=422, htmx=htmx))
        assert "Another window has kept a newer draft of this review" in shown.id("claim-refused").text
        assert "Newer words." in shown.id("judged").text
        assert shown.id("feedback").text == "Older words."
        assert not holds.reviews.exists()
        assert VerdictDraft.objects.get().feedback == "Newer words."
        keep = shown.id("claim-judge-over")["value"]
        press(desk, holds, verb, older | {"keep": keep}, htmx=False, status=302)
        assert holds.reviews.get().feedback == "Older words."
        assert not VerdictDraft.objects.exists()

    def test_in_an_older_window_of_what_was_kept_since_goes_on(self, desk, press, holds):
        form = form_of(holds, feedback="The same.")
        press(desk, holds, "judge", form)
        press(desk, holds, "approve", form, htmx=False, status=302)
        assert holds.reviews.get().feedback == "The same."

    def test_ends_with_the_role_in_an_open_tab(self, desk, press, holds, grace, alan, ada, unit):
        end_role(grace, by=alan)
        for verb in VERBS:
            press(desk, holds, verb, form_of(holds), status=403)
        assert state_of(ada, unit) == "learning"
        assert not VerdictDraft.objects.exists()

    def test_takes_no_reviewer_state_or_time_from_the_browser(self, desk, press, holds, linus, grace):
        forged = {"mentor": str(linus.pk), "decision": "approve", "state": "mastered", "decided_at": "2001-01-01"}
        press(desk, holds, "send-back", form_of(holds, missing=1) | forged, htmx=False, status=302)
        review = holds.reviews.get()
        assert (review.mentor, review.decision) == (grace, "send-back")
        assert review.decided_at.year > 2001


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_every_verb_refuses_all_but_a_post(desk, holds, verb, method):
    assert getattr(desk, method)(f"/claims/{holds.pk}/{verb}/").status_code == 405


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_whoever_is_no_mentor(client_of, press, ada, eve, holds, verb):
    for person in (ada, eve):
        press(client_of(person), holds, verb, form_of(holds), status=403)
    assert holds.reviews.count() == 0


def test_the_page_of_what_another_holds_offers_nothing(client_of, page, holds, linus):
    shown = page(client_of(linus), f"/claims/{holds.pk}/")
    assert not shown.has_id("judge")
    assert "Held by Grace until" in shown.id("claim").text
