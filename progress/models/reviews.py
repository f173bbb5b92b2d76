"""What mentors decide: verdicts on each answer of a claim, and the taking back of a mastery."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

import clock
from prepared import Prepared
from progress.models.claims import ClaimAnswer, MasteryClaim
from progress.models.events import EVENT, STATE, Event
from progress.models.progress import HasKey, UserProgress


class Level(models.TextChoices):
    """What a mentor finds of an answer: met or not yet; against a rubric, one of its four levels."""

    MET = "met", _("Met")
    NOT_YET = "not-yet", _("Not yet")
    APPROACHING = "approaching", _("Approaching")
    MEETS = "meets", _("Meets")
    EXCEEDS = "exceeds", _("Exceeds")

    @property
    def is_met(self) -> bool:
        return self in MET


MET = (Level.MET, Level.MEETS, Level.EXCEEDS)
LEVELS_OF_UNIT = (Level.MET, Level.NOT_YET)
LEVELS_OF_RUBRIC = (Level.NOT_YET, Level.APPROACHING, Level.MEETS, Level.EXCEEDS)


# A draft that is there is written over with itself: so it is held, and told as it is by then.
DRAFT = ["id", "claim_id", "mentor_id", "version", "verdicts", "feedback", "changed_at"]
LOCKED_DRAFT = f"""
INSERT INTO progress_verdictdraft AS draft (claim_id, mentor_id, version, verdicts, feedback, changed_at)
VALUES (%s, %s, 0, '{{}}', '', %s)
ON CONFLICT (claim_id, mentor_id) DO UPDATE SET version = draft.version
RETURNING {", ".join(DRAFT)}
"""  # noqa: S608


class VerdictDraftQuerySet(models.QuerySet["VerdictDraft"]):
    def locked(self, mentor: HasKey, claim: HasKey) -> "VerdictDraft":
        """The mentor's draft on a claim, made where there is none, held until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(LOCKED_DRAFT, [claim.pk, mentor.pk, clock.now()])
            draft = self.model.from_db(self.db, DRAFT, cursor.fetchone())
        # Django's connection leaves JSON to its fields.
        draft.verdicts = json.loads(draft.verdicts)
        return draft

    def kept_by(self, mentor: Any) -> Exists:
        """Of each claim, whether this mentor has a draft on it."""
        return Exists(self.filter(mentor=mentor, claim=OuterRef("pk")))


class VerdictDraftManager(models.Manager.from_queryset(VerdictDraftQuerySet)):  # type: ignore[misc]
    # Not of the queryset: the statement is ready, and would pass over what was chosen before.
    def of(self, mentor: HasKey, claim: HasKey) -> "VerdictDraft":
        """The mentor's draft on a claim, or an empty one that is not saved."""
        return VERDICT_DRAFT.first(mentor=mentor.pk, claim=claim.pk) or VerdictDraft()


class VerdictDraft(models.Model):
    """What a mentor has chosen and typed for a claim so far. Each save raises the version."""

    claim = models.ForeignKey(MasteryClaim, on_delete=models.PROTECT, related_name="verdict_drafts", db_index=False)
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    verdicts = models.JSONField(default=dict, help_text="The number of an answer to its level and comment.")
    feedback = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Any] = VerdictDraftManager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "mentor"], name="one_verdict_draft_of_a_mentor"),)

    def __str__(self) -> str:
        return f"draft {self.version} of {self.mentor_id} on {self.claim_id}"


VERDICT_DRAFT = Prepared[VerdictDraft](lambda mentor, claim: VerdictDraft.objects.filter(mentor=mentor, claim=claim))


# A decision is its review with the verdicts, the end of its claim, of the hold and of the mentor's draft, and its event
# with the state that follows: all of it in one statement.
DECIDE = f"""
WITH review AS (
    INSERT INTO progress_mentorreview (
        claim_id, progress_id, learner_id, mentor_id, decision, feedback, digest, number, decided_at
    ) VALUES (
        %(claim)s, %(progress)s, %(learner)s, %(actor)s, %(move)s, %(feedback)s, %(digest)s, %(number)s, %(at)s
    ) RETURNING id
), verdicts AS (
    INSERT INTO progress_verdict (review_id, answer_id, level, comment)
    SELECT review.id, found.answer, found.level, found.comment FROM review,
        unnest(%(answers)s::bigint[], %(levels)s::text[], %(comments)s::text[]) AS found (answer, level, comment)
), closed AS (
    UPDATE progress_masteryclaim SET closed_at = %(at)s, outcome = %(outcome)s WHERE id = %(claim)s
), ended AS (
    DELETE FROM progress_hold WHERE claim_id = %(claim)s
), forgotten AS (
    DELETE FROM progress_verdictdraft WHERE claim_id = %(claim)s AND mentor_id = %(actor)s
), written AS ({EVENT})
{STATE.format(review="CASE WHEN %(is_approved)s THEN (SELECT id FROM review) ELSE %(review)s::bigint END")},
    (SELECT id FROM review)
"""  # noqa: S608


class MentorReviewManager(models.Manager["MentorReview"]):
    def decide(self, review: "MentorReview", verdicts: "list[Verdict]", event: Event) -> None:
        """Write a decision with its verdicts and its event: it closes the claim, and takes the mentor's draft away."""
        claim, progress = review.claim, event.progress
        claim.closed_at, claim.outcome = review.decided_at, claim.OUTCOMES[review.decision]
        is_approved = review.decision == MentorReview.Decision.APPROVE
        (review.pk,) = Event.objects.write(
            event, DECIDE, learner=review.learner_id, feedback=review.feedback, digest=review.digest,
            outcome=str(claim.outcome), is_approved=is_approved, answers=[each.answer_id for each in verdicts],
            levels=[str(each.level) for each in verdicts], comments=[each.comment for each in verdicts],
        )  # fmt: skip
        if is_approved:
            progress.mastering_review = review

    def is_by(self, mentor: HasKey, claim: HasKey) -> bool:
        """Whether this mentor has decided this claim."""
        return REVIEW_BY.first(mentor=mentor.pk, claim=claim.pk) is not None


class MentorReview(models.Model):
    """A mentor's decision on a claim. Its `number` is that of its event in the learner's trail. Never changed."""

    class Decision(models.TextChoices):
        APPROVE = "approve"
        SEND_BACK = "send-back"

    claim = models.ForeignKey(
        MasteryClaim, on_delete=models.PROTECT, related_name="reviews", db_constraint=False, db_index=False
    )
    progress = models.ForeignKey(UserProgress, on_delete=models.PROTECT, related_name="reviews", db_constraint=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", db_index=False
    )
    decision = models.CharField(max_length=9, choices=Decision.choices)
    feedback = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="Of the evidence that the mentor saw.")
    number = models.PositiveIntegerField()
    decided_at = models.DateTimeField()

    objects: ClassVar[MentorReviewManager] = MentorReviewManager()

    class Meta:
        verbose_name = "review"
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["claim"], name="one_review_for_a_claim"),
            # What a mastered progress points at.
            models.UniqueConstraint(fields=["id", "progress", "decision"], name="review_with_its_decision"),
            models.CheckConstraint(condition=~Q(mentor=F("learner")), name="nobody_reviews_their_own_claim"),
            models.CheckConstraint(condition=Q(decision__in=("approve", "send-back")), name="decision_is_known"),
        )
        indexes = (models.Index(fields=["mentor", "-decided_at", "-id"], name="decided_by_a_mentor"),)

    def __str__(self) -> str:
        return f"{self.decision} of {self.claim_id}"

    @classmethod
    def of(cls, event: Event, feedback: str) -> "MentorReview":
        """The decision that an event will tell of, bound to the evidence that was sent."""
        claim: Any = event.claim
        return cls(
            claim=claim, progress_id=claim.progress_id, learner_id=claim.learner_id, mentor_id=event.actor_id,
            decision=event.move, feedback=feedback.strip(), digest=claim.digest, number=event.number,
            decided_at=event.at,
        )  # fmt: skip


REVIEW_BY = Prepared[MentorReview](lambda mentor, claim: MentorReview.objects.filter(mentor=mentor, claim=claim))


class VerdictManager(models.Manager["Verdict"]):
    def met_of(self, progress: int) -> dict[int, int]:
        """Wording to verdict: what reviews of this progress have found met since its last revocation."""
        last = Revocation.objects.filter(progress=progress).order_by("-number").values("number")[:1]
        since = models.functions.Coalesce(models.Subquery(last), 0)
        met = self.filter(level__in=MET, review__progress=progress, review__number__gt=since)
        return dict(met.values_list("answer__wording", "pk"))


class Verdict(models.Model):
    """What a review found of one answer. Never changed."""

    review = models.ForeignKey(MentorReview, on_delete=models.PROTECT, related_name="verdicts")
    answer = models.ForeignKey(ClaimAnswer, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    level = models.CharField(max_length=11, choices=Level.choices)
    comment = models.TextField(blank=True)

    objects: ClassVar[VerdictManager] = VerdictManager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["answer"], name="one_verdict_for_an_answer"),
            models.CheckConstraint(
                condition=Q(level__in=("met", "not-yet", "approaching", "meets", "exceeds")), name="level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=("met", "meets", "exceeds")) | ~Q(comment=""), name="what_is_not_met_is_explained"
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.level}"

    @property
    def is_met(self) -> bool:
        return Level(self.level).is_met


class Revocation(models.Model):
    """A lead mentor took a mastery back. The reason stands in its event, whose `number` it has. Never changed."""

    progress = models.ForeignKey(
        UserProgress, on_delete=models.PROTECT, related_name="revocations", db_constraint=False, db_index=False
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["progress", "number"], name="one_revocation_for_an_event"),
            models.CheckConstraint(condition=~Q(lead=F("learner")), name="nobody_revokes_their_own_mastery"),
        )

    def __str__(self) -> str:
        return f"{self.progress_id} at {self.number}"
