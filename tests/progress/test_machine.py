"""The machine against a model of its rules, and the model against machines of which a rule was taken away."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import clock
from accounts.models import MentorRole
from prepared import Prepared
from progress import mastery
from progress.machine import MOVES
from progress.models import MasteryClaim, UserProgress, claims, holds
from roadmap.models.criteria import CriterionWordingQuerySet
from tests.progress.random_lives import MOST_CLAIMS, MOST_HOLDS, Lives

pytestmark = pytest.mark.django_db

LIMITS = {"OPEN_CLAIMS_OF_A_LEARNER": MOST_CLAIMS, "HOLDS_OF_A_MENTOR": MOST_HOLDS, "HOLD_HOURS": 24}
QUICK = settings(
    max_examples=20, stateful_step_count=20, deadline=None, derandomize=True, database=None, print_blob=False,
    report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def lives(ada, eve, grace, linus, alan, unit, capstone):
    create, build, _ = capstone.stages.order_by("step")
    people = {"ada": ada, "eve": eve, "grace": grace, "linus": linus, "alan": alan}
    places = {"unit": unit, "create": create, "build": build}
    return type("TheseLives", (Lives,), {"people": people, "places": places, "admin": alan})


@pytest.mark.slow
def test_random_lives_are_those_of_the_model(lives):
    with override_settings(**LIMITS):
        run_state_machine_as_test(lives, settings=QUICK)


def instead(owner, name, stand_in):
    """Something stands in the place of a part of the machine."""
    return lambda patch: patch.setattr(owner, name, stand_in)


def move(name, **changes):
    """A line of the machine's table is another."""
    return lambda patch: patch.setitem(MOVES, name, replace(MOVES[name], **changes))


def holds_count(counting):
    """Holds keep others away under another condition, also in the statements that are put together once."""

    def take_away(patch):
        patch.setattr(holds.HoldQuerySet, "counting", counting)
        patch.setattr(claims, "AS_IT_STANDS", Prepared(claims.AS_IT_STANDS.make))

    return take_away


def nothing(*_arguments, **_named):
    """What is never refused."""


def decide_whatever_was_read(name, mentor, claim, verdicts, feedback, digest, decide=mastery.decide):
    return decide(name, mentor, claim, verdicts, feedback, MasteryClaim.objects.get(pk=claim.pk).digest)


def revoke_whatever_was_seen(lead, progress, *, review, reason, revoke=mastery.revoke):
    seen = UserProgress.objects.get(pk=progress.pk).mastering_review_id
    return revoke(lead, progress, review=seen, reason=reason)


def asked_anew(self, milestone):
    found = self.filter(criterion__milestone=milestone).order_by("version").values_list("criterion", "pk")
    return {criterion: [wording] for criterion, wording in found}


ROLES_OF_PEOPLE = type(MentorRole.objects.all())
# What is taken away from the machine.
BROKEN = {
    "the stage before": instead(UserProgress, "stage_before", lambda self: None),
    "the mentor's role": instead(ROLES_OF_PEOPLE, "shared", lambda self, person: True),
    "that only leads revoke": instead(
        ROLES_OF_PEOPLE, "shared", lambda self, person: True if self.unended_of(person) else None
    ),
    "the limit of claims": instead(claims.MasteryClaimQuerySet, "counted", lambda self, learner: 0),
    "who holds a claim": instead(mastery, "check_holds", nothing),
    "whose claim it is": instead(mastery, "check_not_own", nothing),
    "that a hold counts only with the role": holds_count(lambda self: self.filter(until__gt=clock.now())),
    "that a hold lapses": holds_count(lambda self: self.filter(mentor__in=MentorRole.objects.current().values("user"))),
    "the evidence that was read": instead(mastery, "decide", decide_whatever_was_read),
    "the mastery that was seen": instead(mastery, "revoke", revoke_whatever_was_seen),
    "that a claim keeps what it is on": move("put-back", claim=""),
    "that a claim keeps the mastery": move("revoke", claim=""),
    "that nothing archived is claimed": move("claim", on_archived=True),
    "that no word is given anew on what is archived": move("renew", on_archived=True),
    "that a word is given anew only on what has changed": instead(mastery, "changed_since", lambda *about: True),
    "that another word for the same asks for nothing": instead(CriterionWordingQuerySet, "asked_by", asked_anew),
    "that no word is given on what is archived": move("attest", on_archived=True),
}


# Short lives: a story, and what comes of it.
SEARCH = settings(QUICK, max_examples=200, stateful_step_count=1, phases=[Phase.generate])


@pytest.mark.slow
@pytest.mark.parametrize("broken", BROKEN)
def test_a_rule_that_is_taken_away_is_missed(lives, monkeypatch, broken):
    BROKEN[broken](monkeypatch)
    with override_settings(**LIMITS), pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(lives, settings=SEARCH)
