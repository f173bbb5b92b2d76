"""The trail: one event for each move, and the words for it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from progress.models.progress import State, UserProgress

# What a move is called for whoever made it, and for everybody else.
BY_YOU = {
    "start": _("you started"),
    "put-back": _("you put this back"),
    "attest": _("you gave your word"),
    "renew": _("you gave your word anew"),
    "retract": _("you took your word back"),
    "claim": _("you sent a claim"),
    "withdraw": _("you withdrew the claim"),
    "pick-up": _("you picked the claim up for review"),
    "release": _("you gave the claim back to the queue"),
    "approve": _("you approved the claim"),
    "send-back": _("you sent the claim back"),
    "revoke": _("you revoked the mastery"),
}
BY_SOMEBODY = {
    "start": _("%(name)s started"),
    "put-back": _("%(name)s put this back"),
    "attest": _("%(name)s gave their word"),
    "renew": _("%(name)s gave their word anew"),
    "retract": _("%(name)s took their word back"),
    "claim": _("%(name)s sent a claim"),
    "withdraw": _("%(name)s withdrew the claim"),
    "pick-up": _("%(name)s picked the claim up for review"),
    "release": _("%(name)s gave the claim back to the queue"),
    "approve": _("%(name)s approved the claim"),
    "send-back": _("%(name)s sent the claim back"),
    "revoke": _("%(name)s revoked the mastery"),
}


# The state is what its event says, so both are written in one statement, and the state is taken from the event.
EVENT = """
    INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, claim_id, reason, at)
    VALUES (%(progress)s, %(number)s, %(actor)s, %(move)s, %(from)s, %(to)s, %(claim)s, %(reason)s, %(at)s)
    RETURNING id, progress_id, number, to_state, at
"""
STATE = """
UPDATE progress_userprogress AS mine
SET state = written.to_state, version = written.number, changed_at = written.at, mastering_review_id = {review}
FROM written WHERE mine.id = written.progress_id
RETURNING written.id
"""
WRITE = f"WITH written AS ({EVENT}) {STATE.format(review='%(review)s')}"


DECISIONS = ("approve", "send-back")
# Moves with which a learner says that they can do what is asked.
WORDS = ("attest", "renew")
MOVES_OF_A_CLAIM = ("claim", "withdraw", "pick-up", "release", *DECISIONS)


class EventQuerySet(models.QuerySet["Event"]):
    def write(self, event: "Event", statement: str = WRITE, **more: Any) -> tuple[Any, ...]:
        """Write a move: the event, and the state of its progress, here and in the database.

        Another statement may write more with it; what that tells after the key of the event is returned.
        """
        progress = event.progress
        if event.to_state != State.MASTERED:
            progress.mastering_review = None
        values: dict[str, Any] = {
            "progress": progress.pk, "number": event.number, "actor": event.actor_id, "move": event.move,
            "from": event.from_state, "to": event.to_state, "claim": event.claim_id, "reason": event.reason,
            "at": event.at, "review": progress.mastering_review_id,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement, values | more)
            event.pk, *told = cursor.fetchone()
        progress.state, progress.version, progress.changed_at = event.to_state, event.number, event.at
        return tuple(told)

    def of(self, learner: Any) -> Self:
        """The learner's history, the newest first."""
        return self.with_people().filter(progress__learner=learner).order_by("-at", "-pk")

    def on(self, learner: Any, milestone: int) -> Self:
        """The learner's history on one milestone, the newest first."""
        return self.with_people().filter(progress__learner=learner, progress__milestone=milestone).order_by("-number")

    def about(self, progress: int) -> Self:
        """The history of one progress, the newest first; each decision with the words to the learner."""
        words = Case(
            When(move__in=DECISIONS, then=F("claim__reviews__feedback")), default=Value("", models.TextField())
        )
        return self.with_people().filter(progress=progress).annotate(feedback=words).order_by("-number")

    def with_people(self) -> Self:
        """Each with who made it, and its claim."""
        return self.select_related("actor", "claim")


class Event(models.Model):
    """One move: who, what, when, from where to where. Never changed, never deleted."""

    # The unique constraint below is an index that begins with it.
    progress = models.ForeignKey(UserProgress, on_delete=models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField(help_text="1, 2, 3 ... within one progress.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=12, choices=State.choices)
    to_state = models.CharField(max_length=12, choices=State.choices)
    claim = models.ForeignKey(
        "MasteryClaim", on_delete=models.PROTECT, related_name="events", null=True, blank=True, db_constraint=False
    )
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
            models.CheckConstraint(
                condition=Q(move__in=MOVES_OF_A_CLAIM, claim__isnull=False)
                | (~Q(move__in=MOVES_OF_A_CLAIM) & Q(claim=None)),
                name="an_event_names_its_claim",
            ),
            models.CheckConstraint(condition=~Q(move="revoke", reason=""), name="a_revocation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(move="approve", to_state="mastered")
                | Q(move="revoke", from_state="mastered", to_state="learning")
                | (
                    ~Q(move__in=("approve", "revoke"))
                    & (
                        Q(from_state="mastered", to_state="mastered")
                        | ~Q(from_state="mastered") & ~Q(to_state="mastered")
                    )
                ),
                name="mastered_from_approval_to_revocation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.move}"

    def words(self, reader: Any) -> str:
        """The move in words, for whoever reads it."""
        if self.actor_id == reader.pk:
            return str(BY_YOU.get(self.move, self.move))
        return str(BY_SOMEBODY.get(self.move, self.move)) % {"name": self.actor.display_name}
