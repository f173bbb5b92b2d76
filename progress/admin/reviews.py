"""What mentors decided, and what they found of each answer."""

from typing import Any

from django.contrib import admin

from progress.admin.pages import ReadOnlyAdmin, ReadOnlyInline, page_of
from progress.models import MentorReview, Verdict

WHO_AND_WHAT = "Name or address of the learner or the mentor, or the milestone"


class VerdictInline(ReadOnlyInline):
    model = Verdict
    fields = readonly_fields = ("asked", "level", "comment")
    with_rows = ("answer__wording",)

    @admin.display(description="criterion")
    def asked(self, verdict: Verdict) -> str:
        return verdict.answer.wording.text


@admin.register(MentorReview)
class MentorReviewAdmin(ReadOnlyAdmin):
    fields = ("claim_page", "learner", "milestone", "mentor", "decision", "feedback", "digest", "number", "decided_at")
    readonly_fields = fields
    list_display = ("decided_at", "learner", "milestone", "attempt", "decision", "mentor")
    list_filter = ("decision",)
    lookups = frozenset({"decision__exact"})
    with_rows = ("claim", "learner", "mentor", "progress__milestone")
    search_fields = ("learner", "mentor")
    search_help_text = WHO_AND_WHAT
    inlines = (VerdictInline,)

    @admin.display(description="milestone")
    def milestone(self, review: MentorReview) -> str:
        return str(review.progress.milestone)

    @admin.display(description="attempt")
    def attempt(self, review: MentorReview) -> int:
        return review.claim.attempt

    @admin.display(description="claim")
    def claim_page(self, review: MentorReview) -> Any:
        return page_of(review.claim, f"attempt {review.claim.attempt}")


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    fields = readonly_fields = ("review_page", "learner", "milestone", "asked", "level", "comment", "mentor")
    list_display = ("decided_at", "learner", "milestone", "asked", "level", "comment", "mentor")
    list_filter = ("level",)
    lookups = frozenset({"level__exact"})
    with_rows = ("answer__wording", "review__learner", "review__mentor", "review__progress__milestone")
    search_fields = ("review__learner", "review__mentor")
    milestone_path = "review__progress__milestone"
    search_help_text = WHO_AND_WHAT

    @admin.display(description="criterion")
    def asked(self, verdict: Verdict) -> str:
        return verdict.answer.wording.text

    @admin.display(description="review")
    def review_page(self, verdict: Verdict) -> Any:
        return page_of(verdict.review, verdict.review.get_decision_display())

    @admin.display(description="decided")
    def decided_at(self, verdict: Verdict) -> Any:
        return verdict.review.decided_at

    @admin.display(description="learner")
    def learner(self, verdict: Verdict) -> str:
        return str(verdict.review.learner)

    @admin.display(description="milestone")
    def milestone(self, verdict: Verdict) -> str:
        return str(verdict.review.progress.milestone)

    @admin.display(description="mentor")
    def mentor(self, verdict: Verdict) -> str:
        return str(verdict.review.mentor)
