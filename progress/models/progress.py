"""Where a person meets the map: what they have reached, what they note, and the trail of how it came about."""

from typing import Any, ClassVar, NamedTuple, Protocol

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import clock
from roadmap.models import Criterion, Milestone, Stage


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


# The ratings are counted row by row: joined, all of them would be read while there are few. The last claim is open,
# or it was sent back and the milestone was not put back since. What was found met counts from the last revocation on.
STANDINGS = """
SELECT mine.milestone_id, mine.state, (
    SELECT count(*) FROM progress_rating AS rating
    WHERE rating.progress_id = mine.id AND rating.level = %(can_do)s
    AND rating.criterion_id <> ALL (ARRAY(SELECT id FROM roadmap_criterion WHERE archived_at IS NOT NULL))
), CASE
    WHEN last.closed_at IS NULL AND last.id IS NOT NULL THEN 'open'
    WHEN coalesce(last.outcome, '') = 'sent-back' AND NOT EXISTS (
        SELECT 1 FROM progress_event AS event WHERE event.progress_id = mine.id AND event.move = 'put-back'
        AND event.number > (SELECT number FROM progress_mentorreview WHERE claim_id = last.id)
    ) THEN 'sent-back'
    ELSE ''
END, CASE WHEN mine.state = 'mastered' THEN ARRAY(
    SELECT answer.wording_id FROM progress_mentorreview AS review
    JOIN progress_verdict AS verdict ON verdict.review_id = review.id
    JOIN progress_claimanswer AS answer ON answer.id = verdict.answer_id
    WHERE review.progress_id = mine.id AND verdict.level IN ('met', 'meets', 'exceeds') AND review.number > coalesce(
        (SELECT max(number) FROM progress_revocation AS revocation WHERE revocation.progress_id = mine.id), 0
    )
) WHEN mine.state = 'attested' THEN ARRAY(
    SELECT covered.wording_id FROM progress_givenword AS covered WHERE covered.event_id = (
        SELECT id FROM progress_event AS event WHERE event.progress_id = mine.id AND event.move IN ('attest', 'renew')
        ORDER BY number DESC LIMIT 1
    )
) END, answered.claim_id
FROM progress_userprogress AS mine
LEFT JOIN (
    SELECT claim.progress_id, max(claim.id) AS claim_id
    FROM progress_news AS news JOIN progress_masteryclaim AS claim ON claim.id = news.claim_id
    WHERE news.person_id = %(learner)s AND news.kind = 'message' GROUP BY claim.progress_id
) AS answered ON answered.progress_id = mine.id
LEFT JOIN LATERAL (
    SELECT id, closed_at, outcome FROM progress_masteryclaim AS claim
    WHERE claim.progress_id = mine.id ORDER BY attempt DESC LIMIT 1
) AS last ON true
WHERE mine.learner_id = %(learner)s
"""


class Reached(NamedTuple):
    """What a learner has reached on a milestone, in the words of the database.

    `claim` is *open*, *sent-back* or empty; `covered` has the wordings that were found met, where it is mastered, or
    that the learner's word covers, where it is attested; `answered` is the last claim on which a mentor wrote what the
    learner has not seen.
    """

    milestone: int
    state: str
    can_do: int = 0
    claim: str = ""
    covered: list[int] | None = None
    answered: int | None = None


COLUMNS = ["id", "learner_id", "milestone_id", "state", "version", "mastering_review_id", "changed_at"]
MINE = f"""
SELECT {", ".join(f"mine.{column}" for column in COLUMNS)}, milestone.status
FROM progress_userprogress AS mine JOIN roadmap_milestone AS milestone ON milestone.id = mine.milestone_id
WHERE mine.learner_id = %s AND mine.milestone_id = %s
"""  # noqa: S608
LOCKED = f"{MINE} FOR UPDATE OF mine"
# A claim never changes its progress, so it may be read before the lock. All else about it is read after that: in this
# statement it would be what it was before somebody else let go of the progress.
OF_CLAIM = f"""
SELECT {", ".join(f"mine.{column}" for column in COLUMNS)} FROM progress_userprogress AS mine
WHERE mine.id = (SELECT progress_id FROM progress_masteryclaim WHERE id = %s)
"""  # noqa: S608
LOCKED_OF_CLAIM = f"{OF_CLAIM} FOR UPDATE"


class UserProgressQuerySet(models.QuerySet["UserProgress"]):
    """Statements that pages and changes wait for are kept ready: putting one together takes longer than its answer."""

    def standings(self, learner: Any) -> list[Reached]:
        """Where this learner stands on each milestone on which they ever acted."""
        with connection.cursor() as cursor:
            cursor.execute(STANDINGS, {"can_do": Rating.Level.CAN_DO.value, "learner": learner.pk})
            return [Reached(*row) for row in cursor.fetchall()]

    def of(self, learner: Any, milestone: HasKey) -> "UserProgress | None":
        """The learner's row on this milestone, if they ever acted there."""
        return self.filter(learner=learner, milestone=milestone.pk).first()

    def beside_events(self) -> Any:
        """A line for each event, and one for a row without: what is stored of the row, of the event and of its claim.

        In order: row, learner, state, version, the event of the review that mastered it; the event's number, move,
        from, to, actor and claim; that claim's outcome and who holds it.
        """
        event = (f"events__{column}" for column in ("number", "move", "from_state", "to_state", "actor", "claim"))
        claim = ("events__claim__outcome", "events__claim__hold__mentor")
        stored = ("pk", "learner", "state", "version", "mastering_review__number")
        return self.order_by("pk", "events__number").values_list(*stored, *event, *claim)

    def locked(self, learner: Any, milestone: HasKey) -> "UserProgress":
        """The learner's row on this milestone with the milestone's status now, held until the transaction ends.

        Where there was no row it is made: it says *not started*, which is true, and it is what others wait for.
        """
        try:
            return self._lock(learner, milestone)
        except self.model.DoesNotExist:
            # Two requests may be here at once: one inserts, the other waits for it and then finds the row.
            new = self.model(learner=learner, milestone_id=milestone.pk, changed_at=clock.now())
            self.bulk_create([new], ignore_conflicts=True)
            return self._lock(learner, milestone)

    def _lock(self, learner: Any, milestone: HasKey) -> "UserProgress":
        with connection.cursor() as cursor:
            cursor.execute(LOCKED, [learner.pk, milestone.pk])
            found = cursor.fetchone()
        if found is None:
            raise self.model.DoesNotExist
        *columns, status = found
        row = self.model.from_db(self.db, COLUMNS, columns)
        row.milestone = Milestone.from_db(self.db, ["id", "status"], [milestone.pk, status])
        return row

    def locked_of_claim(self, claim: HasKey) -> "UserProgress":
        """The row that a claim is about, held until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(LOCKED_OF_CLAIM, [claim.pk])
            found = cursor.fetchone()
        if found is None:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, COLUMNS, found)

    def locked_row(self, pk: int) -> "UserProgress":
        """This row with the milestone as it is now, held until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("milestone").get(pk=pk)


class UserProgress(models.Model):
    """What one learner has reached on one milestone. One row for each pair once they act; never deleted.

    Only `progress/mastery.py` writes `state`, and each time it leaves an `Event`: `version` is the last one's number.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="progress")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED)
    version = models.PositiveIntegerField(default=0)
    # A composite key of the database's own makes it an approval of this very progress.
    mastering_review = models.ForeignKey(
        "MentorReview", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Any] = UserProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "progress"
        constraints = (
            models.UniqueConstraint(fields=["learner", "milestone"], name="one_progress_for_learner_and_milestone"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="progress_state_is_known"),
            # What other rows point at, so that none of them can name another learner than the progress does.
            models.UniqueConstraint(fields=["id", "learner"], name="progress_of_a_learner"),
            models.CheckConstraint(
                condition=Q(state=State.MASTERED, mastering_review__isnull=False)
                | (~Q(state=State.MASTERED) & Q(mastering_review=None)),
                name="mastered_only_by_review",
            ),
        )

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.milestone_id}: {self.state}"

    def open_claim(self) -> Any:
        """The claim that waits for a decision, if there is one."""
        return self.claims.open().first() if self.pk else None

    def stage_before(self) -> "UserProgress | None":
        """Of a stage that follows on another: the learner's row there, held until the transaction ends.

        Whoever never began on it has a row that is not saved. Rows are locked from the later stage to the earlier.
        """
        before = Stage.objects.before(self.milestone_id)
        if before is None:
            return None
        mine = UserProgress.objects.select_for_update().filter(learner=self.learner_id, milestone=before)
        return mine.first() or UserProgress(learner_id=self.learner_id, milestone_id=before)


NOTE = """
WITH mine AS (SELECT level FROM progress_rating WHERE progress_id = %s AND criterion_id = %s)
INSERT INTO progress_rating (progress_id, criterion_id, level, rated_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (progress_id, criterion_id) DO UPDATE SET level = excluded.level, rated_at = excluded.rated_at
RETURNING (SELECT level FROM mine)
"""
NOTES = """
SELECT rating.criterion_id, rating.level
FROM progress_rating AS rating JOIN progress_userprogress AS mine ON mine.id = rating.progress_id
WHERE mine.learner_id = %s AND mine.milestone_id = %s
"""


class RatingManager(models.Manager["Rating"]):
    def note(self, progress: UserProgress, criterion: Criterion, level: str) -> str | None:
        """Write the learner's note on a criterion over the one before it, which is returned."""
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [progress.pk, criterion.pk, progress.pk, criterion.pk, level, clock.now()])
            before: str | None = cursor.fetchone()[0]
        return before

    def can_do(self, progress: UserProgress) -> set[int]:
        """The criteria that are rated *can do*."""
        return set(self.filter(progress=progress, level=Rating.Level.CAN_DO).values_list("criterion", flat=True))

    def of(self, learner: Any, milestone: int) -> dict[int, str]:
        """The learner's notes on one milestone: criterion to level."""
        with connection.cursor() as cursor:
            cursor.execute(NOTES, [learner.pk, milestone])
            return dict(cursor.fetchall())


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
