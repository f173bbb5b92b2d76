"""Who has picked a claim up, and until when."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q

import clock
from accounts.models import MentorRole
from progress.models.events import EVENT, STATE, Event
from progress.models.progress import UserProgress

# A hold begins and ends with the event that tells of it, in one statement.
GIVE = f"""
WITH given AS (
    INSERT INTO progress_hold (claim_id, progress_id, learner_id, mentor_id, since, until)
    VALUES (%(claim)s, %(progress)s, %(learner)s, %(actor)s, %(at)s, %(until)s)
    ON CONFLICT (claim_id) DO UPDATE SET mentor_id = excluded.mentor_id, since = excluded.since, until = excluded.until
), written AS ({EVENT}) {STATE.format(review="%(review)s")}
"""  # noqa: S608
END = f"""
WITH ended AS (DELETE FROM progress_hold WHERE claim_id = %(claim)s), written AS ({EVENT})
{STATE.format(review="%(review)s")}
"""  # noqa: S608
NUMBER = "SELECT count(*) FROM progress_hold WHERE mentor_id = %s AND until > %s"


class HoldQuerySet(models.QuerySet["Hold"]):
    def counting(self) -> Self:
        """Those that keep others away now: not lapsed, and their mentor is active in the role."""
        in_role = MentorRole.objects.current().filter(user=OuterRef("mentor"))
        return self.filter(Exists(in_role), until__gt=clock.now())

    def there_now(self) -> Exists:
        """Of each claim, whether a mentor holds it now."""
        return Exists(self.counting().filter(claim=OuterRef("pk")))

    def of(self, mentor: Any) -> Self:
        return self.filter(mentor=mentor)


class HoldManager(models.Manager.from_queryset(HoldQuerySet)):  # type: ignore[misc]
    def give(self, event: Event, long: datetime.timedelta) -> "Hold":
        """Give a claim to whoever makes this move from now on, in the place of a hold that has lapsed."""
        claim: Any = event.claim
        hold: Hold = self.model(
            claim_id=claim.pk, progress_id=claim.progress_id, learner_id=claim.learner_id, mentor_id=event.actor_id,
            since=event.at, until=event.at + long,
        )  # fmt: skip
        Event.objects.write(event, GIVE, learner=hold.learner_id, until=hold.until)
        return hold

    def end(self, event: Event) -> None:
        """By this move nobody holds its claim any more."""
        Event.objects.write(event, END)

    def number_of(self, mentor: Any) -> int:
        """How many claims somebody in the role holds at this moment."""
        with connection.cursor() as cursor:
            cursor.execute(NUMBER, [mentor.pk, clock.now()])
            return int(cursor.fetchone()[0])

    def on_progress(self, progress: int) -> "Hold | None":
        """The hold on the open claim of a progress, lapsed or not, with its mentor and the claim."""
        holds = self.filter(claim__progress=progress, claim__closed_at=None).select_related("mentor", "claim__progress")
        return holds.first()


class Hold(models.Model):
    """A mentor has picked a claim up. It lapses by the clock; the row stays until the claim is taken or closed."""

    claim = models.OneToOneField(
        "MasteryClaim", on_delete=models.PROTECT, primary_key=True, related_name="hold", db_constraint=False
    )
    progress = models.ForeignKey(
        UserProgress, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holds")
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects: ClassVar[Any] = HoldManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(mentor=F("learner")), name="nobody_holds_their_own_claim"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_hold_lapses_after_it_began"),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} held by {self.mentor_id}"
