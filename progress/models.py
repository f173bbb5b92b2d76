"""Where a person meets the map: what they have reached, what they note, and the trail of how it came about."""

from typing import Any, ClassVar, Protocol, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import clock
from roadmap.models import Criterion, Milestone


class State(models.TextChoices):
    """What was reached on a milestone. What is shown (ready, claimed, ...) is derived from it, never stored."""

    NOT_STARTED = "not-started"
    LEARNING = "learning"
    ATTESTED = "attested"
    MASTERED = "mastered"


class HasKey(Protocol):
    """A row, or a picture of one: what is needed of a milestone to stand on it is its key."""

    @property
    def pk(self) -> int: ...


# The ratings are counted row by row: joined, all of them would be read while there are few.
STANDINGS = """
SELECT mine.milestone_id, mine.state, (
    SELECT count(*) FROM progress_rating AS rating
    WHERE rating.progress_id = mine.id AND rating.level = %s
    AND rating.criterion_id <> ALL (ARRAY(SELECT id FROM roadmap_criterion WHERE archived_at IS NOT NULL))
)
FROM progress_userprogress AS mine
WHERE mine.learner_id = %s
"""


class UserProgressQuerySet(models.QuerySet["UserProgress"]):
    def standings(self, learner: Any) -> list[tuple[int, str, int]]:
        """(milestone, state, how many of the criteria that are asked for now the learner can do) for each row.

        Most pages begin with this one, and putting it together would take longer than its answer, so it is ready.
        """
        with connection.cursor() as cursor:
            cursor.execute(STANDINGS, [Rating.Level.CAN_DO.value, learner.pk])
            return cursor.fetchall()

    def beside_events(self) -> Any:
        """(row, state, version, and its event's number, move, from, to) for each event, and once for a row without."""
        event = (f"events__{column}" for column in ("number", "move", "from_state", "to_state"))
        return self.order_by("pk", "events__number").values_list("pk", "state", "version", *event)

    def locked(self, learner: Any, milestone: HasKey) -> "UserProgress":
        """The learner's row on this milestone with the milestone as it is now, held until the transaction ends.

        Where there was no row it is made: it says *not started*, which is true, and it is what others wait for.
        """
        mine = self.filter(learner=learner, milestone=milestone.pk)
        mine = mine.select_for_update(of=("self",)).select_related("milestone")
        row = mine.first()
        if row is None:
            # Two requests may be here at once: one inserts, the other waits for it and then finds the row.
            new = self.model(learner=learner, milestone_id=milestone.pk, changed_at=clock.now())
            self.bulk_create([new], ignore_conflicts=True)
            row = mine.get()
        return row


class UserProgress(models.Model):
    """What one learner has reached on one milestone. One row for each pair once they act; never deleted.

    Only `progress/mastery.py` writes `state`, and each time it leaves an `Event`: `version` is the last one's number.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="progress")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Any] = UserProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "progress"
        constraints = (
            models.UniqueConstraint(fields=["learner", "milestone"], name="one_progress_for_learner_and_milestone"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="progress_state_is_known"),
            # Nobody can review yet, so nothing can be mastered.
            models.CheckConstraint(condition=~Q(state=State.MASTERED), name="mastered_only_by_review"),
        )

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.milestone_id}: {self.state}"


class RatingManager(models.Manager["Rating"]):
    def note(self, progress: UserProgress, criterion: Criterion, level: str) -> None:
        """Write the learner's note on a criterion over the one before it."""
        rating = Rating(progress=progress, criterion=criterion, level=level, rated_at=clock.now())
        self.bulk_create(
            [rating],
            update_conflicts=True,
            unique_fields=["progress", "criterion"],
            update_fields=["level", "rated_at"],
        )

    def leave_open(self, progress: UserProgress) -> bool:
        """Whether a criterion that is asked for now is not yet rated *can do*."""
        can_do = self.filter(progress=progress, level=Rating.Level.CAN_DO).values("criterion")
        return Criterion.objects.live().filter(milestone=progress.milestone_id).exclude(pk__in=can_do).exists()

    def of(self, learner: Any, milestone: int) -> dict[int, str]:
        """The learner's notes on one milestone: criterion to level."""
        mine = self.filter(progress__learner=learner, progress__milestone=milestone)
        return dict(mine.values_list("criterion", "level"))


class Rating(models.Model):
    """The learner's note on a criterion. The last one counts; it is no move and leaves no event."""

    class Level(models.TextChoices):
        NOT_YET = "not-yet", _("Not yet")
        SHAKY = "shaky", _("Shaky")
        CAN_DO = "can-do", _("Can do")

    progress = models.ForeignKey(UserProgress, on_delete=models.PROTECT, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    rated_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[RatingManager] = RatingManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["progress", "criterion"], name="one_rating_for_progress_and_criterion"),
            models.CheckConstraint(condition=Q(level__in=("not-yet", "shaky", "can-do")), name="rating_level_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level}"


WORDS_OF_MOVES = {
    "start": _("started"),
    "put-back": _("put back"),
    "attest": _("you gave your word"),
    "retract": _("you took your word back"),
}


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, learner: Any) -> Self:
        """The learner's history, the newest first."""
        return self.filter(progress__learner=learner).order_by("-at", "-pk")

    def on(self, learner: Any, milestone: int) -> Self:
        """The learner's history on one milestone, the newest first."""
        return self.filter(progress__learner=learner, progress__milestone=milestone).order_by("-number")


class Event(models.Model):
    """One move: who, what, when, from where to where. Never changed, never deleted."""

    progress = models.ForeignKey(UserProgress, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(help_text="1, 2, 3 ... within one progress.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=12, choices=State.choices)
    to_state = models.CharField(max_length=12, choices=State.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering = ("progress", "number")
        constraints = (
            models.UniqueConstraint(fields=["progress", "number"], name="one_event_for_each_number_of_a_progress"),
            models.CheckConstraint(
                condition=Q(from_state__in=State.values) & Q(to_state__in=State.values), name="event_states_are_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.move}"

    @property
    def words(self) -> Any:
        """The move in words, for its learner."""
        return WORDS_OF_MOVES.get(self.move, self.move)
