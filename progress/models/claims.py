"""A learner's claim to have mastered a milestone: its evidence, and what is said about it."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, When
from django.utils.functional import cached_property

import clock
from accounts.models import User
from prepared import Prepared
from progress.models.holds import Hold
from progress.models.progress import HasKey, UserProgress
from roadmap.models import CriterionWording, CurriculumVersion, Phase

# What nobody asks of a mentor who is only named.
MORE_THAN_A_NAME = [each.name for each in User._meta.concrete_fields if each.name not in ("id", "display_name")]
CURRICULUM = Subquery(CurriculumVersion.objects.values("number")[:1])


class MasteryClaimQuerySet(models.QuerySet["MasteryClaim"]):
    def open(self) -> Self:
        """Those that nobody has decided or withdrawn."""
        return self.filter(closed_at=None)

    def with_key(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def of(self, learner: Any) -> Self:
        return self.filter(learner=learner)

    def on(self, milestone: HasKey) -> Self:
        return self.filter(progress__milestone=milestone.pk)

    def untold(self) -> models.QuerySet[Any, tuple[int, int]]:
        """(claim, progress) of those that no event tells of."""
        return self.filter(events=None).order_by("pk").values_list("pk", "progress")

    def counted(self, learner: Any) -> int:
        """How many claims of this learner are open; two that are sent at once are counted one after the other."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('open claims'), %s)", [learner.pk])
        return self.of(learner).open().count()

    def send(
        self, progress: UserProgress, answers: "list[ClaimAnswer]", handed_in: list[str], digest: str
    ) -> "MasteryClaim":
        """The next attempt on this progress, which is locked, with its answers."""
        claim = self.create(
            progress=progress,
            learner_id=progress.learner_id,
            attempt=self.filter(progress=progress).count() + 1,
            phase_id=progress.milestone.phase_pk,
            asked=len(answers),
            handed_in=handed_in,
            digest=digest,
            sent_at=clock.now(),
        )
        for answer in answers:
            answer.claim = claim
        ClaimAnswer.objects.bulk_create(answers)
        return claim

    def readable_by(self, person: int, *, as_mentor: bool) -> Self:
        """Those that this person may see at all: their own, and for a mentor everybody's."""
        return self if as_mentor else self.filter(learner=person)

    def reviewable_by(self, mentor: Any) -> Self:
        """Those that this person may have a part in deciding: everybody's but their own, and for a mentor only."""
        return self.of_others(mentor) if mentor.is_mentor else self.none()

    def free(self) -> Self:
        """Open ones that no mentor holds at this moment."""
        return self.open().exclude(Hold.objects.there_now())

    def ahead_of(self, claim: "MasteryClaim", at_most: int) -> int:
        """How many free claims of the same phase have waited longer, counted no further than `at_most`."""
        return self.waiting_before(claim.phase_id, claim.sent_at, claim.pk)[:at_most].count()

    def waiting_before(self, phase: Any, sent_at: Any, pk: Any) -> models.QuerySet[Any, dict[str, Any]]:
        """The keys of the free claims of a phase that were sent earlier than this, the last sent first."""
        # Without the bound that has no OR, all of claims_that_wait is read to find the few before the next one.
        earlier = Q(sent_at__lt=sent_at) | Q(pk__lt=pk)
        return self.free().filter(earlier, phase=phase, sent_at__lte=sent_at).order_by("-sent_at", "-pk").values("pk")

    def to_be_read(self, reader: int, *, ahead_at_most: int) -> Self:
        """Each with all that its page says of itself: whose it is, who holds it now, how many are before the reader's.

        And the version of the curriculum, by which the page knows of what it is, and whether anything was said.
        """
        before = self.model.objects.waiting_before(OuterRef("phase"), OuterRef("sent_at"), OuterRef("pk"))
        ahead = Func(ArraySubquery(before[:ahead_at_most]), function="cardinality", output_field=IntegerField())
        return self.select_related("learner", "hold__mentor", "progress").annotate(
            ahead=Case(When(learner=reader, then=ahead), default=0),
            has_messages=Exists(Message.objects.filter(claim__progress=OuterRef("progress"))),
            is_held=Hold.objects.there_now(),
            curriculum=CURRICULUM,
        )

    def to_be_decided(self) -> Self:
        """Each with whose it is, on which milestone, and the version of the curriculum; nothing else is read of it."""
        known = self.select_related("learner", "progress").annotate(curriculum=CURRICULUM)
        return known.only("learner__display_name", "progress__milestone_id")

    def with_hold(self) -> Self:
        """Each with the hold on it and by whom, whether that counts now, and the version of the curriculum."""
        known = self.select_related("hold__mentor").annotate(is_held=Hold.objects.there_now(), curriculum=CURRICULUM)
        return known.defer(*(f"hold__mentor__{name}" for name in MORE_THAN_A_NAME))

    def of_others(self, person: Any) -> Self:
        return self.exclude(learner=person)

    def to_review(self, mentor: Any, pk: int) -> "MasteryClaim | None":
        """The claim, as far as one has to know it, where this person may have a part in deciding it."""
        return TO_REVIEW.first(pk=pk, mentor=mentor.pk) if mentor.is_mentor else None

    def as_it_stands(self, claim: HasKey, progress: UserProgress) -> "MasteryClaim":
        """The claim by now, with the hold on it; its progress is locked, so that this stays so."""
        found = AS_IT_STANDS.first(pk=claim.pk)
        if found is None:
            raise self.model.DoesNotExist
        found.progress = progress
        # What was answered never changes, so it is not asked for again.
        if isinstance(claim, self.model) and "open_answers" in vars(claim):
            found.open_answers = claim.open_answers
        return found


class MasteryClaim(models.Model):
    """ "I have mastered this", with evidence for each criterion. Frozen when it is sent, and closed once."""

    class Outcome(models.TextChoices):
        APPROVED = "approved"
        SENT_BACK = "sent-back"
        WITHDRAWN = "withdrawn"

    # What each move that closes a claim makes of it.
    OUTCOMES = {"approve": Outcome.APPROVED, "send-back": Outcome.SENT_BACK, "withdraw": Outcome.WITHDRAWN}

    progress = models.ForeignKey(
        UserProgress, on_delete=models.PROTECT, related_name="claims", db_constraint=False, db_index=False
    )
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    attempt = models.PositiveSmallIntegerField(help_text="1, 2, 3 ... within one progress.")
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where it waits: copied when sent."
    )
    asked = models.PositiveSmallIntegerField(help_text="How many answers it has, those carried over included.")
    handed_in = models.JSONField(default=list, blank=True, help_text="The deliverables that the learner ticked.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that was sent.")
    sent_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)

    objects: ClassVar[Any] = MasteryClaimQuerySet.as_manager()

    # Where they were asked for with the claim: the version of the curriculum, and whether a mentor holds it now.
    curriculum: int | None = None
    is_held: bool

    class Meta:
        verbose_name = "claim"
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["progress", "attempt"], name="one_claim_for_each_attempt"),
            models.UniqueConstraint(fields=["progress"], condition=Q(closed_at=None), name="one_open_claim"),
            # What other rows point at, so that none of them can name another learner than the claim does.
            models.UniqueConstraint(fields=["id", "progress"], name="claim_of_a_progress"),
            models.UniqueConstraint(fields=["id", "progress", "learner"], name="claim_of_a_learner"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False, outcome__in=("approved", "sent-back", "withdrawn")),
                name="a_closed_claim_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(asked__gte=1), name="a_claim_answers_something"),
        )
        indexes = (
            models.Index(fields=["phase", "sent_at", "id"], condition=Q(closed_at=None), name="claims_that_wait"),
        )

    def __str__(self) -> str:
        return f"attempt {self.attempt} on {self.progress_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @cached_property
    def open_answers(self) -> "list[ClaimAnswer]":
        """The answers that hold evidence, each with its wording, as far as somebody has to know them who judges."""
        return OPEN_ANSWERS(claim=self.pk)

    @property
    def any_hold(self) -> Hold | None:
        """The hold on it, lapsed or not."""
        return getattr(self, "hold", None)

    def close(self, outcome: str) -> None:
        """It is over; whoever closes it ends the hold on it too."""
        self.closed_at, self.outcome = clock.now(), outcome
        self.save(update_fields=["closed_at", "outcome"])


class ClaimAnswerQuerySet(models.QuerySet["ClaimAnswer"]):
    def open(self) -> Self:
        """Those that hold evidence; the others were found met before."""
        return self.filter(carried_from=None)

    def to_be_judged(self) -> Self:
        """The open ones, each with its wording; of what was written nothing is read."""
        return self.open().select_related("wording").only("claim", "wording__text", "wording__levels")

    def last_of(self, progress: UserProgress) -> Self:
        """What the learner wrote in all attempts, the latest first."""
        return self.open().filter(claim__progress=progress).select_related("wording").order_by("-claim__attempt", "pk")

    def to_be_read(self, claim: int, progress: int, attempt: int) -> Self:
        """The answers of a claim with what was found of each, after those that earlier attempts wrote, in order."""
        # By their progress they are few from the start. By keys that a subquery picks, or with OR, the server would
        # join every answer that was ever given, and then look which are among them.
        written = Q(claim=claim) | Q(carried_from=None)
        found = ("carried_from__review__mentor", "carried_from__review__claim", "carried_from__answer")
        return (
            self.filter(written, claim__progress=progress, claim__attempt__lte=attempt)
            .select_related("wording", *found)
            .annotate(level=F("verdicts__level"), comment=F("verdicts__comment"))
            .annotate(attempt=F("claim__attempt"), topic=F("wording__criterion__topic__title"))
            .order_by("pk")
        )


class ClaimAnswer(models.Model):
    """The evidence for one criterion, under the wording that it was written for; or that it was met before."""

    claim = models.ForeignKey(MasteryClaim, on_delete=models.PROTECT, related_name="answers")
    wording = models.ForeignKey(CriterionWording, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)
    carried_from = models.ForeignKey(
        "Verdict", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text="The verdict of an earlier review that found it met.",
    )  # fmt: skip

    objects: ClassVar[Any] = ClaimAnswerQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["claim", "wording"], name="one_answer_for_a_wording"),
            models.CheckConstraint(
                condition=Q(carried_from=None) ^ Q(text="", links=[]), name="an_answer_has_evidence_or_is_carried_over"
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.wording_id}"


TO_REVIEW = Prepared[MasteryClaim](
    lambda pk, mentor: MasteryClaim.objects.of_others(mentor).with_key(pk).to_be_decided()
)
AS_IT_STANDS = Prepared[MasteryClaim](lambda pk: MasteryClaim.objects.with_key(pk).with_hold())
OPEN_ANSWERS = Prepared[ClaimAnswer](lambda claim: ClaimAnswer.objects.filter(claim=claim).to_be_judged())


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, progress: int) -> Self:
        """The whole conversation on one learner's milestone, through all attempts, the oldest first."""
        return self.filter(claim__progress=progress).select_related("author", "claim").order_by("at", "pk")

    def says_already(self, claim: MasteryClaim, author: User, text: str, since: datetime.datetime) -> "Message | None":
        """The last message on this claim, if this person has just said the same in it."""
        last = self.filter(claim=claim, at__gt=since).order_by("-at", "-pk").first()
        return last if last and (last.author_id, last.text) == (author.pk, text) else None


class Message(models.Model):
    """Something said in the conversation about a claim. Never changed, never deleted."""

    claim = models.ForeignKey(MasteryClaim, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="a_message_says_something"),)

    def __str__(self) -> str:
        return f"{self.author_id} on {self.claim_id}"
