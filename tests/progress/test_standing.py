"""The word that is shown for where a learner stands, and what follows from it for other milestones."""

import pytest

from progress import mastery
from progress.machine import MOVES
from progress.models import State
from progress.standing import Shown, shown, standing_of
from roadmap import atlas
from roadmap.models import Criterion, Prerequisite, Topic
from tests.progress.lives import bring, claimed, found, mastered, revoked, sent_back

pytestmark = pytest.mark.django_db


def seen(learner, milestone):
    map_ = atlas.current()
    return standing_of(learner, map_).seen(map_.milestones[milestone.pk])


def word(learner, milestone):
    return seen(learner, milestone).shown


@pytest.mark.parametrize(
    ("state", "claim", "held", "expected"),
    [
        (State.MASTERED, "", False, Shown.MASTERED),
        (State.MASTERED, "open", True, Shown.MASTERED),
        (State.MASTERED, "sent-back", False, Shown.MASTERED),
        (State.LEARNING, "open", True, Shown.BEING_REVIEWED),
        (State.LEARNING, "open", False, Shown.CLAIMED),
        (State.ATTESTED, "open", False, Shown.CLAIMED),
        (State.LEARNING, "sent-back", False, Shown.SENT_BACK),
        (State.ATTESTED, "sent-back", False, Shown.SENT_BACK),
        (State.ATTESTED, "", False, Shown.ATTESTED),
        (State.LEARNING, "", False, Shown.LEARNING),
    ],
)
def test_the_first_word_that_is_true_is_shown(state, claim, held, expected):
    assert shown(state, claim, held=held) is expected


def test_a_claim_is_shown_from_the_first_to_the_last(ada, unit, grace):
    claim = claimed(ada, unit)
    assert word(ada, unit) is Shown.CLAIMED
    mastery.pick_up(grace, claim)
    # A row never changes by the clock, so it does not say that somebody holds the claim.
    assert word(ada, unit) is Shown.CLAIMED
    mastery.send_back(grace, claim, verdicts=found(claim, missing=1), digest=claim.digest)
    assert word(ada, unit) is Shown.SENT_BACK
    again = claimed(ada, unit)
    assert word(ada, unit) is Shown.CLAIMED
    mastery.pick_up(grace, again)
    mastery.approve(grace, again, verdicts=found(again), digest=again.digest)
    assert word(ada, unit) is Shown.MASTERED


def test_a_withdrawn_claim_leaves_no_word(ada, unit):
    mastery.withdraw(ada, claimed(ada, unit))
    assert word(ada, unit) is Shown.LEARNING


def test_what_was_put_back_is_not_sent_back_any_more(ada, unit, grace):
    sent_back(ada, unit, grace)
    mastery.put_back(ada, unit)
    assert word(ada, unit) in (Shown.READY, Shown.NOT_STARTED)
    mastery.start(ada, unit)
    assert word(ada, unit) is Shown.LEARNING


def test_a_revoked_mastery_is_being_learned(ada, unit, grace, linus):
    mastered(ada, unit, grace)
    revoked(ada, unit, linus, "The proof was somebody else's.")
    assert word(ada, unit) is Shown.LEARNING


class TestNewCriteria:
    def add(self, unit):
        topic = Topic.objects.create(unit=unit, slug="new-topic", position=90, title="A new topic")
        criterion = Criterion.objects.create(milestone=unit, key="new-topic", position=90, topic=topic)
        criterion.reword("Can do what is new.", [])

    def test_take_nothing_from_a_mastery(self, ada, unit, grace):
        mastered(ada, unit, grace)
        assert seen(ada, unit).new == 0
        self.add(unit)
        assert seen(ada, unit)[:3] == (Shown.MASTERED, 0, 1)

    def test_are_told_from_those_that_ask_for_something_else(self, ada, unit, grace):
        mastered(ada, unit, grace)
        unit.criteria.first().reword("Said more sharply.", [])
        assert (seen(ada, unit).new, seen(ada, unit).changed) == (0, 1)

    def test_are_over_when_they_are_topped_up(self, ada, unit, grace):
        mastered(ada, unit, grace)
        self.add(unit)
        claim = claimed(ada, unit)
        assert (seen(ada, unit).shown, seen(ada, unit).topping_up) == (Shown.MASTERED, True)
        mastery.pick_up(grace, claim)
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert seen(ada, unit)[:3] == (Shown.MASTERED, 0, 0)
        assert not seen(ada, unit).topping_up

    def test_are_all_of_them_after_a_revocation_and_a_new_mastery_counts_from_there(self, ada, unit, grace, linus):
        mastered(ada, unit, grace)
        revoked(ada, unit, linus, "Shown again, please.")
        mastered(ada, unit, grace)
        assert seen(ada, unit).new == 0


class TestWhatNeedsAClaimedMilestone:
    @pytest.fixture
    def later(self, unit):
        """A unit that needs this one and, for this test, no other."""
        edge = Prerequisite.objects.filter(before=unit, strength="needs", after__unit__isnull=False).first()
        Prerequisite.objects.filter(after=edge.after).exclude(pk=edge.pk).delete()
        return edge.after

    def test_is_ready_while_the_claim_waits(self, ada, unit, later):
        assert word(ada, later) is Shown.NOT_STARTED
        claimed(ada, unit)
        assert word(ada, later) is Shown.READY

    @pytest.mark.parametrize("over", ["withdrawn", "sent back"])
    def test_waits_again_when_the_claim_is_over(self, ada, unit, later, grace, over):
        if over == "withdrawn":
            mastery.withdraw(ada, claimed(ada, unit))
        else:
            sent_back(ada, unit, grace)
        assert word(ada, later) is Shown.NOT_STARTED


class TestButtons:
    def offered(self, learner, milestone):
        map_ = atlas.current()
        standing, stop = standing_of(learner, map_), map_.milestones[milestone.pk]
        return {name for name, move in MOVES.items() if standing.offers(move, stop)}

    def test_are_those_that_the_machine_lets_through(self, ada, unit, grace):
        bring(ada, unit, "learning")
        assert {"put-back", "attest", "claim"} <= self.offered(ada, unit)
        claim = claimed(ada, unit)
        assert {"attest", "withdraw"} <= self.offered(ada, unit)
        assert not {"put-back", "claim"} & self.offered(ada, unit)
        mastery.pick_up(grace, claim)
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert not {"put-back", "attest", "withdraw"} & self.offered(ada, unit)
