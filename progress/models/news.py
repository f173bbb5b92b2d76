"""What happened on claims that somebody has not seen yet."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

import clock
from accounts.models import User
from progress.models.claims import MasteryClaim
from progress.models.progress import HasKey

# The news of this claim is counted by itself, since a statement does not see what another part of it has written.
NOTE = """
WITH latest AS (
    INSERT INTO progress_news (person_id, claim_id, kind, at) VALUES (%(person)s, %(claim)s, %(kind)s, %(at)s)
    ON CONFLICT (person_id, claim_id) DO UPDATE SET kind = excluded.kind, at = excluded.at
    RETURNING person_id, claim_id
)
UPDATE accounts_user AS person SET news = 1 + (
    SELECT count(*) FROM progress_news AS other
    WHERE other.person_id = latest.person_id AND other.claim_id <> latest.claim_id
) FROM latest WHERE person.id = latest.person_id
"""


class NewsQuerySet(models.QuerySet["News"]):
    def note(self, person: int, claim: HasKey, kind: str) -> None:
        """This happened and the person has not seen it. The latest word on a claim is enough.

        The person's row is locked already by whoever tells of it, so that two never count at once; their page version
        is raised by whoever changed their pages.
        """
        with connection.cursor() as cursor:
            cursor.execute(NOTE, {"person": person, "claim": claim.pk, "kind": str(kind), "at": clock.now()})

    def told_of(self, person: Any) -> Exists:
        """Of each claim, whether something on it is new to this person."""
        return Exists(self.filter(person=person, claim=OuterRef("pk")))

    @transaction.atomic
    def seen(self, person: Any, claims: Sequence[int]) -> None:
        """The person has seen what is new on these claims. The page that is being made for them knows that too."""
        User.objects.locked(person.pk)
        person.news -= self.filter(person=person, claim__in=claims).delete()[0]
        self._count(person)
        User.objects.raise_page_version(person.pk)

    def _count(self, person: User) -> None:
        mine = self.filter(person=person).order_by().values("person").annotate(n=Count("pk")).values("n")
        User.objects.set_news(person.pk, Coalesce(Subquery(mine), 0))

    def of(self, person: Any) -> Self:
        """What is new to this person, the latest first."""
        return self.filter(person=person).select_related("claim__progress")


class News(models.Model):
    """Something happened on a claim that this person has not seen: only the latest of it is kept."""

    class Kind(models.TextChoices):
        """Named like the move that it tells of; a message is none."""

        APPROVE = "approve", _("approved")
        SEND_BACK = "send-back", _("sent back")
        REVOKE = "revoke", _("mastery taken back")
        WITHDRAW = "withdraw", _("withdrawn by the learner")
        RELEASE = "release", _("given back to the queue by an admin")
        MESSAGE = "message", _("a new message")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    claim = models.ForeignKey(MasteryClaim, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField()

    objects: ClassVar[Any] = NewsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "news"
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=["person", "claim"], name="one_news_of_a_claim_for_a_person"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.claim_id} for {self.person_id}"
