"""What a claim asks for, what it carries over, and where the limits are."""

import pytest
from django.conf import settings

from progress import drafts, mastery
from progress.asked import Incomplete, asked_now
from progress.mastery import NotAllowed
from progress.models import ClaimAnswer, Draft, Event, Hold, MasteryClaim, State
from progress.verdicts import Found, Undecided
from roadmap.models import Criterion, CriterionWording, Unit
from tests.progress.lives import (
    NOON,
    can_write,
    claimed,
    found,
    held,
    mastered,
    progress_of,
    revoked,
    sent_back,
    state_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    """One machine serves both."""
    return request.getfixturevalue(request.param)


def open_criteria(learner, milestone):
    return [each.criterion for each in asked_now(progress_of(learner, milestone)) if each.is_open]


def add_criterion(unit):
    added = Criterion.objects.create(milestone_id=unit.pk, key="added", position=99, topic=unit.topics.first())
    CriterionWording.objects.create(criterion=added, version=1, text="Does more.")
    return added


def reword(milestone):
    criterion = Criterion.objects.asked_by(milestone.pk).first()
    latest = criterion.wordings.order_by("version").last()
    criterion.reword("Says it anew.", latest.levels)
    return criterion


def type_in(learner, milestone, answers):
    """A draft with this for each open criterion of it."""
    mastery.start(learner, milestone)
    typed = {str(pk): answers for pk in open_criteria(learner, milestone)}
    draft, _ = drafts.save(learner, milestone, drafts.Typed(typed), version=0)
    return draft.version


class TestWhatWasMet:
    def test_stays_met_in_the_next_attempt(self, ada, grace, milestone):
        first = sent_back(ada, milestone, grace, missing=1)
        asked = first.answers.count()
        assert asked > 1
        assert len(open_criteria(ada, milestone)) == 1
        second = claimed(ada, milestone, text="Once more.")
        assert (second.attempt, second.asked, second.answers.count()) == (2, asked, asked)
        (fresh,) = second.answers.open()
        assert (fresh.text, fresh.wording) == ("Once more.", first.answers.first().wording)
        for answer in second.answers.exclude(pk=fresh.pk):
            assert (answer.text, answer.links) == ("", [])
            assert answer.carried_from.answer.wording_id == answer.wording_id
            assert answer.carried_from.answer.claim_id == first.pk

    def test_is_approved_with_the_rest(self, ada, grace, milestone):
        sent_back(ada, milestone, grace, missing=1)
        claim = mastered(ada, milestone, grace)
        assert state_of(ada, milestone) == "mastered"
        assert claim.reviews.get().verdicts.count() == 1

    def test_is_carried_from_the_verdict_itself_through_a_third_attempt(self, ada, grace, unit):
        first = sent_back(ada, unit, grace, missing=2)
        sent_back(ada, unit, grace, missing=1)
        third = claimed(ada, unit)
        from_first = ClaimAnswer.objects.filter(claim=third, carried_from__review__claim=first)
        assert third.answers.open().count() == 1
        assert from_first.count() == third.asked - 2

    def test_is_asked_anew_under_another_wording(self, ada, grace, milestone):
        sent_back(ada, milestone, grace, missing=1)
        not_met = open_criteria(ada, milestone)
        criterion = Criterion.objects.asked_by(milestone.pk).last()
        criterion.reword("Says it anew.", criterion.wordings.order_by("version").last().levels)
        assert set(open_criteria(ada, milestone)) == {*not_met, criterion.pk}

    def test_of_a_withdrawn_claim_is_nothing(self, ada, unit):
        claim = claimed(ada, unit)
        mastery.withdraw(ada, claim)
        assert len(open_criteria(ada, unit)) == claim.asked
        assert claimed(ada, unit).attempt == 2

    def test_is_asked_anew_after_a_revocation(self, ada, grace, linus, milestone):
        claim = mastered(ada, milestone, grace)
        revoked(ada, milestone, linus)
        assert len(open_criteria(ada, milestone)) == claim.asked
        again = claimed(ada, milestone)
        assert again.answers.open().count() == claim.asked
        assert Event.objects.get(move="revoke").reason == "It was not theirs."


class TestATopUp:
    def test_has_nothing_to_ask_while_nothing_changed(self, ada, grace, milestone):
        mastered(ada, milestone, grace)
        with pytest.raises(NotAllowed, match="nothing to claim"):
            mastery.claim(ada, milestone, draft=Draft.objects.of(ada, milestone).version)

    def test_asks_for_a_wording_that_changed(self, ada, grace, milestone):
        mastered(ada, milestone, grace)
        criterion = reword(milestone)
        assert open_criteria(ada, milestone) == [criterion.pk]
        claim = held(ada, milestone, grace)
        assert state_of(ada, milestone) == "mastered"
        review = mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert progress_of(ada, milestone).mastering_review_id == review.pk

    def test_asks_for_a_criterion_that_was_added(self, ada, grace, unit):
        first = mastered(ada, unit, grace)
        added = add_criterion(unit)
        assert open_criteria(ada, unit) == [added.pk]
        assert claimed(ada, unit).asked == first.asked + 1

    def test_that_is_sent_back_takes_nothing_away(self, ada, grace, unit):
        mastered(ada, unit, grace)
        before = progress_of(ada, unit).mastering_review_id
        add_criterion(unit)
        sent_back(ada, unit, grace)
        assert (state_of(ada, unit), progress_of(ada, unit).mastering_review_id) == ("mastered", before)

    def test_does_not_ask_for_what_was_archived(self, ada, grace, unit):
        mastered(ada, unit, grace)
        added = add_criterion(unit)
        added.set_archived(NOON)
        assert open_criteria(ada, unit) == []

    def test_stands_in_the_way_of_a_revocation(self, ada, grace, linus, unit):
        mastered(ada, unit, grace)
        add_criterion(unit)
        claimed(ada, unit)
        with pytest.raises(NotAllowed, match="A claim is open here"):
            revoked(ada, unit, linus)


def test_a_claim_keeps_the_wording_that_it_was_made_under(ada, grace, unit):
    claim = held(ada, unit, grace)
    reword(unit)
    mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
    assert state_of(ada, unit) == "mastered"
    assert len(open_criteria(ada, unit)) == 1


class TestStages:
    @pytest.fixture
    def steps(self, capstone):
        return list(capstone.stages.order_by("step"))

    def test_are_claimed_one_after_the_other(self, ada, steps):
        create, build, scale = steps
        version = can_write(ada, build).version
        with pytest.raises(NotAllowed, match="stage before this one"):
            mastery.claim(ada, build, draft=version)
        claimed(ada, create)
        mastery.claim(ada, build, draft=version)
        claimed(ada, scale)

    def test_are_not_opened_by_a_word(self, ada, steps):
        create, build, _ = steps
        for criterion in create.criteria.all():
            mastery.rate(ada, criterion, "can-do")
        mastery.attest(ada, create)
        with pytest.raises(NotAllowed, match="stage before this one"):
            mastery.claim(ada, build, draft=can_write(ada, build).version)

    def test_are_approved_one_after_the_other(self, ada, grace, steps):
        create, build, _ = steps
        first, second = held(ada, create, grace), held(ada, build, grace)
        with pytest.raises(NotAllowed, match="stage before this one is not mastered yet"):
            mastery.approve(grace, second, verdicts=found(second), digest=second.digest)
        mastery.approve(grace, first, verdicts=found(first), digest=first.digest)
        mastery.approve(grace, second, verdicts=found(second), digest=second.digest)
        assert [state_of(ada, stage) for stage in (create, build)] == ["mastered", "mastered"]

    def test_are_sent_back_whatever_the_one_before(self, ada, grace, steps):
        create, build, _ = steps
        claimed(ada, create)
        assert sent_back(ada, build, grace).outcome == "sent-back"

    def test_ask_nothing_of_another_learner(self, ada, eve, grace, steps):
        create, build, _ = steps
        mastered(eve, create, grace)
        with pytest.raises(NotAllowed, match="stage before this one"):
            mastery.claim(ada, build, draft=can_write(ada, build).version)


class TestWhatIsTyped:
    LONGEST = settings.EVIDENCE_CHARACTERS

    @pytest.mark.parametrize(
        ("text", "links"),
        [
            ("", ""), (" \r\n ", " \n"), ("x" * (LONGEST + 1), ""), ("It\0holds", ""), ("", "http://example.org"),
            ("", "javascript:alert(1)"), ("", "https://ada@example.org"), ("[here](http://example.org)", ""),
            ("[here](javascript:alert(1)) https://example.org", "ftp://example.org"),
            ("", "https://example.org/".ljust(2_001, "x")), ("[here](https://example.org/".ljust(2_009, "x") + ")", ""),
            ("", "\n".join(f"https://example.org/{n}" for n in range(11))),
            ("<https://example.org/0> <https://example.org/1>", " ".join(f"https://example.com/{n}" for n in range(9))),
        ],
    )  # fmt: skip
    def test_is_refused_beside_each_criterion(self, ada, unit, text, links):
        mastery.start(ada, unit)
        row, typed = progress_of(ada, unit), {"text": text, "links": links}
        Draft.objects.create(progress=row, answers={})
        draft = Draft.objects.get(progress=row)
        draft.answers = {str(pk): {**typed, "text": text.replace("\0", "")} for pk in open_criteria(ada, unit)}
        draft.save()
        if "\0" in text:
            with pytest.raises(NotAllowed, match="NUL"):
                drafts.save(ada, unit, drafts.Typed({"1": typed}), version=0)
            return
        with pytest.raises(Incomplete) as refusal:
            mastery.claim(ada, unit, draft=0)
        assert set(refusal.value.faults) == set(open_criteria(ada, unit))
        assert all(refusal.value.faults.values())
        draft.refresh_from_db()
        assert draft.answers
        assert not MasteryClaim.objects.exists()

    @pytest.mark.parametrize(
        "typed",
        [
            {"text": "x" * LONGEST}, {"links": "\n".join(f"https://example.org/{n}" for n in range(10))},
            {"links": "https://example.org/".ljust(2_000, "x")},
            {"text": "It holds.", "links": "https://example.org https://example.org"},
        ],
    )  # fmt: skip
    def test_is_sent_up_to_the_limit(self, ada, unit, typed):
        claim = mastery.claim(ada, unit, draft=type_in(ada, unit, typed))
        for answer in claim.answers.all():
            assert (answer.text, answer.links) == (
                typed.get("text", ""),
                list(dict.fromkeys(typed.get("links", "").split())),
            )

    def test_has_to_be_the_draft_that_is_there(self, ada, unit):
        version = can_write(ada, unit).version
        with pytest.raises(NotAllowed, match="changed in another window"):
            mastery.claim(ada, unit, draft=version - 1)
        mastery.claim(ada, unit, draft=version)
        assert Draft.objects.of(ada, unit).answers == {}
        assert Draft.objects.of(ada, unit).version == version + 1


class TestHowMany:
    def test_claims_wait_of_a_learner(self, ada, settings):
        settings.OPEN_CLAIMS_OF_A_LEARNER = 2
        one, two, three = Unit.objects.all()[:3]
        first = claimed(ada, one)
        claimed(ada, two)
        with pytest.raises(NotAllowed, match="2 of your claims wait already"):
            claimed(ada, three)
        mastery.withdraw(ada, first)
        claimed(ada, three)

    def test_claims_a_mentor_holds(self, ada, grace, settings):
        settings.HOLDS_OF_A_MENTOR = 2
        one, two, three = (claimed(ada, unit) for unit in Unit.objects.all()[:3])
        mastery.pick_up(grace, one)
        mastery.pick_up(grace, two)
        with pytest.raises(NotAllowed, match="You hold 2 claims already"):
            mastery.pick_up(grace, three)
        mastery.release(grace, one)
        mastery.pick_up(grace, three)
        assert Hold.objects.counting().of(grace).count() == 2

    @pytest.mark.parametrize("reason", ["", " \n", "x" * (settings.REASON_CHARACTERS + 1), "It\0was"])
    def test_words_a_reason_has(self, ada, grace, linus, unit, reason):
        mastered(ada, unit, grace)
        with pytest.raises(NotAllowed, match="Give a reason"):
            revoked(ada, unit, linus, reason)
        revoked(ada, unit, linus, "x" * settings.REASON_CHARACTERS)

    @pytest.mark.parametrize("reason", ["x" * (settings.REASON_CHARACTERS + 1), "It\0was"])
    def test_words_a_release_has(self, ada, grace, unit, reason):
        claim = held(ada, unit, grace)
        with pytest.raises(NotAllowed, match="A reason may have"):
            mastery.release(grace, claim, reason=reason)
        mastery.release(grace, claim, reason="x" * settings.REASON_CHARACTERS)


class TestADecision:
    @pytest.fixture
    def claim(self, ada, grace, milestone):
        return held(ada, milestone, grace)

    def approve(self, grace, claim, verdicts, **others):
        return mastery.approve(grace, claim, verdicts=verdicts, **{"digest": claim.digest, **others})

    @pytest.mark.parametrize("digest", ["", "0" * 64])
    def test_is_of_the_evidence_that_the_mentor_saw(self, grace, claim, digest):
        with pytest.raises(NotAllowed, match="not the evidence"):
            self.approve(grace, claim, found(claim), digest=digest)

    @pytest.mark.parametrize(
        "verdict",
        [
            Found(""), Found("great"), Found("not-yet"), Found("not-yet", "  \n"), Found("not-yet", "It\0is"),
            Found("not-yet", "x" * (settings.COMMENT_CHARACTERS + 1)),
        ],
    )  # fmt: skip
    def test_needs_a_whole_verdict_on_each_answer(self, grace, claim, verdict):
        verdicts = found(claim, missing=2)
        (bad, *_) = verdicts
        for decide in (mastery.approve, mastery.send_back):
            with pytest.raises(Undecided) as refusal:
                decide(grace, claim, verdicts=verdicts | {bad: verdict}, digest=claim.digest)
            assert set(refusal.value.faults) == {bad}

    def test_knows_the_levels_of_a_rubric_from_those_of_a_unit(self, grace, claim, milestone):
        wrong = "met" if claim.answers.first().wording.levels else "meets"
        with pytest.raises(Undecided) as refusal:
            self.approve(grace, claim, dict.fromkeys(found(claim), Found(wrong)))
        assert len(refusal.value.faults) == claim.asked

    def test_takes_no_notice_of_verdicts_on_answers_of_others(self, eve, grace, claim, milestone):
        another = found(claimed(eve, milestone), missing=1)
        review = self.approve(grace, claim, found(claim) | another)
        assert {verdict.answer_id for verdict in review.verdicts.all()} == set(found(claim))

    def test_that_approves_has_all_met_and_one_that_sends_back_has_not(self, grace, claim):
        with pytest.raises(NotAllowed, match="Approving says that every criterion is met"):
            self.approve(grace, claim, found(claim, missing=1))
        with pytest.raises(NotAllowed, match="nothing to send back"):
            mastery.send_back(grace, claim, verdicts=found(claim), digest=claim.digest)

    def test_has_words_up_to_the_limit(self, grace, claim):
        most = settings.COMMENT_CHARACTERS
        with pytest.raises(NotAllowed, match="words to the learner"):
            self.approve(grace, claim, found(claim), feedback="x" * (most + 1))
        self.approve(grace, claim, found(claim), feedback="x" * most)
        assert state_of(claim.learner, claim.progress.milestone) == State.MASTERED
