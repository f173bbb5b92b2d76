"""Who may move a claim, and when: the table of the product written down a second time, and tried whole."""

import datetime
from typing import Any

import pytest
from django.db import transaction

import clock
from accounts.models import User
from accounts.roles import appoint, end_role
from progress import mastery
from progress.mastery import NotAllowed
from progress.models import (
    ClaimAnswer,
    Draft,
    Event,
    Hold,
    MasteryClaim,
    MentorReview,
    Revocation,
    State,
    UserProgress,
    Verdict,
)
from tests.progress.lives import NOON, bring, can_write, claimed, found, held, mastered, progress_of, revoked, sent_back

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
TABLES: tuple[Any, ...] = (
    UserProgress,
    Draft,
    MasteryClaim,
    ClaimAnswer,
    Hold,
    MentorReview,
    Verdict,
    Revocation,
    Event,
    User,
)


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def begin(state, ada, unit, grace):
    if state == "mastered":
        mastered(ada, unit, grace)
        unit.criteria.first().reword("Says it anew.", [])
    else:
        bring(ada, unit, state)


def no_claim(ada, unit, people):
    can_write(ada, unit)


def free(ada, unit, people):
    return claimed(ada, unit)


def held_by_grace(ada, unit, people):
    return held(ada, unit, people["grace"])


def taken_by_linus(ada, unit, people):
    claim = held(ada, unit, people["grace"])
    with clock.at(NOON + 25 * HOUR):
        mastery.pick_up(people["linus"], claim)
    return claim


def demoted(ada, unit, people):
    claim = held(ada, unit, people["grace"])
    end_role(people["grace"], by=people["alan"])
    return claim


def was_sent_back(ada, unit, people):
    claim = sent_back(ada, unit, people["grace"])
    can_write(ada, unit)
    return claim


def withdrawn(ada, unit, people):
    claim = claimed(ada, unit)
    mastery.withdraw(ada, claim)
    can_write(ada, unit)
    return claim


# (how it came about, how many hours later, who may do what then)
STAND = {
    "no claim": (no_claim, 1, {("ada", "claim"), ("ada", "put-back")}),
    "free": (free, 1, {("ada", "withdraw"), ("grace", "pick-up"), ("linus", "pick-up")}),
    "held": (
        held_by_grace,
        23,
        {("grace", "release"), ("grace", "approve"), ("grace", "send-back"), ("alan", "release")},
    ),
    "lapsed": (
        held_by_grace,
        25,
        {
            ("ada", "withdraw"), ("grace", "pick-up"), ("linus", "pick-up"), ("grace", "release"), ("alan", "release"),
            ("grace", "approve"), ("grace", "send-back"),
        },
    ),
    "lapsed and taken": (
        taken_by_linus,
        26,
        {("linus", "release"), ("alan", "release"), ("linus", "approve"), ("linus", "send-back")},
    ),
    "held by who is no mentor any more": (
        demoted, 1, {("ada", "withdraw"), ("linus", "pick-up"), ("alan", "release")},
    ),
    "sent back": (was_sent_back, 1, {("ada", "claim"), ("ada", "put-back")}),
    "withdrawn": (withdrawn, 1, {("ada", "claim"), ("ada", "put-back")}),
}  # fmt: skip
MOVES = ("claim", "put-back", "withdraw", "pick-up", "release", "approve", "send-back", "revoke")
BEGINNINGS = [("learning", stand) for stand in STAND]
BEGINNINGS += [(state, stand) for state in ("attested", "mastered") for stand in ("no claim", "free", "held", "lapsed")]


def make(move, person, ada, unit, claim):
    """The move by this person; what only its learner does is done on the person's own milestone."""
    if move == "claim":
        mastery.claim(person, unit, draft=Draft.objects.of(person, unit).version)
    elif move == "put-back":
        mastery.put_back(person, unit)
    elif move == "revoke":
        revoked(ada, unit, person)
    elif move in ("approve", "send-back"):
        verdicts = found(claim, missing=int(move == "send-back"))
        {"approve": mastery.approve, "send-back": mastery.send_back}[move](
            person, claim, verdicts=verdicts, digest=claim.digest
        )
    else:
        {"withdraw": mastery.withdraw, "pick-up": mastery.pick_up, "release": mastery.release}[move](person, claim)


@pytest.fixture
def people(ada, eve, grace, linus, alan):
    """Ada learns, eve learns too, grace mentors, linus leads, and alan is an admin."""
    return {"ada": ada, "eve": eve, "grace": grace, "linus": linus, "alan": alan}


@pytest.mark.parametrize(("state", "stand"), BEGINNINGS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(people, ada, grace, unit, state, stand):
    come_about, later, expected = STAND[stand]
    with clock.at(NOON):
        begin(state, ada, unit, grace)
        claim = come_about(ada, unit, people)
    if state == "mastered" and stand == "no claim":
        expected = expected | {("linus", "revoke")}
    if state != "learning":
        expected = expected - {("ada", "put-back")}
    before = everything()
    with clock.at(NOON + later * HOUR):
        allowed = {
            (name, move)
            for name, person in people.items()
            for move in MOVES
            if (claim or move in ("claim", "put-back", "revoke")) and may(move, person, ada, unit, claim, state, before)
        }
    assert allowed == expected


def may(move, person, ada, unit, claim, state, before):
    """Whether the move was made; then the state is as it must be, and it is undone. A refusal must change nothing."""
    with transaction.atomic():
        try:
            make(move, person, ada, unit, claim)
        except NotAllowed as refusal:
            assert str(refusal)
            made = False
        else:
            made = True
            after = {"approve": State.MASTERED, "revoke": State.LEARNING, "put-back": State.NOT_STARTED}
            assert progress_of(ada, unit).state == after.get(move, state)
            transaction.set_rollback(True)
    assert everything() == before
    return made


@pytest.mark.parametrize("stand", ["free", "held", "lapsed", "sent back"])
@pytest.mark.parametrize("is_lead", [False, True])
def test_a_mentor_does_nothing_with_a_claim_of_their_own(people, ada, alan, unit, stand, is_lead):
    come_about, later, _ = STAND[stand]
    with clock.at(NOON):
        bring(ada, unit, "learning")
        claim = come_about(ada, unit, people)
        appoint(ada, by=alan, is_lead=is_lead)
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    ada.refresh_from_db()
    with clock.at(NOON + later * HOUR):
        for move in ("pick-up", "release", "approve", "send-back", *(["revoke"] if is_lead else [])):
            with pytest.raises(NotAllowed, match="Nobody reviews their own claim"):
                make(move, ada, ada, unit, claim)


def test_nobody_claims_what_they_have_not_started(ada, unit):
    with pytest.raises(NotAllowed, match="Start this first"):
        mastery.claim(ada, unit, draft=0)
    bring(ada, unit, "learning")
    mastery.put_back(ada, unit)
    with pytest.raises(NotAllowed, match="Start this first"):
        mastery.claim(ada, unit, draft=0)


class TestAnArchivedMilestone:
    @pytest.fixture(autouse=True)
    def archived(self, ada, eve, grace, unit):
        """Ada's claim is held, eve's draft is ready; then the unit is archived."""
        self.claim = held(ada, unit, grace)
        can_write(eve, unit)
        type(unit).objects.filter(pk=unit.pk).update(status="archived")

    def test_takes_no_claim(self, eve, unit):
        with pytest.raises(NotAllowed, match="archived"):
            mastery.claim(eve, unit, draft=Draft.objects.of(eve, unit).version)

    @pytest.mark.parametrize("move", ["approve", "send-back", "release"])
    def test_has_its_open_claims_decided(self, ada, grace, unit, move):
        make(move, grace, ada, unit, self.claim)

    def test_is_revoked(self, ada, grace, linus, unit):
        make("approve", grace, ada, unit, self.claim)
        make("revoke", linus, ada, unit, self.claim)
        assert progress_of(ada, unit).state == State.LEARNING


class TestAHold:
    def test_lapses_by_the_clock_to_the_moment(self, ada, grace, linus, unit):
        with clock.at(NOON):
            claim = held(ada, unit, grace)
        with clock.at(NOON + 24 * HOUR - datetime.timedelta(microseconds=1)):
            assert not MasteryClaim.objects.free().exists()
            with pytest.raises(NotAllowed, match="just before you"):
                mastery.pick_up(linus, claim)
        with clock.at(NOON + 24 * HOUR):
            assert MasteryClaim.objects.free().get() == claim
            mastery.pick_up(linus, claim)

    def test_gives_the_claim_back_at_its_first_place(self, ada, eve, grace, unit):
        with clock.at(NOON):
            first = held(ada, unit, grace)
        with clock.at(NOON + HOUR):
            second = claimed(eve, unit)
            assert MasteryClaim.objects.ahead_of(second, 200) == 0
        with clock.at(NOON + 25 * HOUR):
            assert MasteryClaim.objects.ahead_of(second, 200) == 1
            assert MasteryClaim.objects.ahead_of(first, 200) == 0

    def test_counts_again_for_nobody_who_is_deactivated(self, ada, grace, unit):
        held(ada, unit, grace)
        User.objects.filter(pk=grace.pk).update(is_active=False)
        assert MasteryClaim.objects.free().exists()
