"""How far somebody has come: brings learners to a state by the moves that they would make themselves."""

import datetime

from django.db import connection

from progress import mastery
from progress.models import Rating, UserProgress
from roadmap.models import Criterion, Milestone, Status, Unit

NOON = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)


def can_do_all(learner, milestone):
    for criterion in Criterion.objects.live().filter(milestone=milestone.pk):
        mastery.rate(learner, criterion, Rating.Level.CAN_DO)


def bring(learner, milestone, state):
    """Rated where the state needs it, so that nothing but the state stands in the way of a move."""
    if state != "not-started":
        mastery.start(learner, milestone)
    if state in ("rated", "attested"):
        can_do_all(learner, milestone)
    if state == "attested":
        mastery.attest(learner, milestone)


def progress_of(learner, milestone):
    return UserProgress.objects.get(learner=learner, milestone=milestone.pk)


def state_of(learner, milestone):
    return UserProgress.objects.filter(learner=learner, milestone=milestone.pk).values_list("state", flat=True).first()


def set_status(milestone, status):
    Milestone.objects.filter(pk=milestone.pk).update(status=status)


def archive(milestone):
    set_status(milestone, Status.ARCHIVED)


def add_units(count):
    """More units on the first unit's phase, as an admin would add them; none has a criterion or a prerequisite."""
    first = Unit.objects.order_by("number").first()
    for number in range(1000, 1000 + count):
        Unit.objects.create(
            slug=f"unit-{number}", phase=first.phase, number=number, title=f"Unit {number}", hours=3, difficulty=1,
            proof="Do it.",
        )  # fmt: skip


def live_long(learner, milestones):
    """Start everything and rate all criteria, by SQL: it is the number of rows that counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " SELECT %s, id, 'learning', 1, now() FROM roadmap_milestone WHERE id = ANY(%s)",
            [learner.pk, [milestone.pk for milestone in milestones]],
        )
        cursor.execute(
            "INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)"
            " SELECT id, 1, learner_id, 'start', 'not-started', 'learning', '', now() FROM progress_userprogress"
            " WHERE learner_id = %s",
            [learner.pk],
        )
        cursor.execute(
            "INSERT INTO progress_rating (progress_id, criterion_id, level, rated_at)"
            " SELECT p.id, c.id, 'can-do', now() FROM progress_userprogress p"
            " JOIN roadmap_criterion c USING (milestone_id) WHERE learner_id = %s",
            [learner.pk],
        )
