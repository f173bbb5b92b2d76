"""Claims with their evidence, and the one thing that an admin does to them: to give one back to the queue."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from accounts.admin import EVERYWHERE, chosen
from progress import mastery
from progress.admin.pages import ReadOnlyAdmin, ReadOnlyInline, page_of
from progress.admin.trail import EventInline
from progress.claim import word_of
from progress.models import ClaimAnswer, Hold, Level, MasteryClaim, MentorReview, Message

REASON = "reason"


class HoldFilter(admin.SimpleListFilter):
    """Open claims by whether a mentor has picked them up."""

    title = "hold"
    parameter_name = "hold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("counts", "Held now"), ("lapsed", "Held, but lapsed"), ("free", "Free to be picked up")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "counts":
                return queryset.exclude(is_held=False)
            case "lapsed":
                return queryset.exclude(hold=None).exclude(is_held=True)
            case "free":
                return queryset.free()
        return queryset


class AnswerInline(ReadOnlyInline):
    model = ClaimAnswer
    verbose_name_plural = "evidence"
    fields = readonly_fields = ("asked", "text", "linked", "found")
    with_rows = ("wording", "carried_from__review__claim")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(level=F("verdicts__level"))

    @admin.display(description="criterion")
    def asked(self, answer: ClaimAnswer) -> str:
        return answer.wording.text

    @admin.display(description="links")
    def linked(self, answer: ClaimAnswer) -> str:
        return "\n".join(answer.links)

    @admin.display(description="found")
    def found(self, answer: Any) -> str:
        if answer.carried_from:
            before = answer.carried_from
            return f"{Level(before.level).label}, in attempt {before.review.claim.attempt}"
        return str(Level(answer.level).label) if answer.level else ""


class ReviewInline(ReadOnlyInline):
    model = MentorReview
    verbose_name_plural = "review"
    fields = readonly_fields = ("decision", "mentor", "feedback", "decided_at")
    with_rows = ("mentor",)
    show_change_link = True


class MessageInline(ReadOnlyInline):
    model = Message
    verbose_name_plural = "conversation"
    fields = readonly_fields = ("author", "text", "at")
    with_rows = ("author",)


class ClaimEventInline(EventInline):
    fields = ("number", "move", "from_state", "to_state", "actor", "reason", "at")


class ReleaseForm(ActionForm):
    """What is typed beside the action."""

    reason = forms.CharField(
        label="Why:",
        required=False,
        widget=forms.TextInput(
            attrs={"maxlength": settings.REASON_CHARACTERS, "placeholder": "Learner and mentor read it"}
        ),
    )


@admin.register(MasteryClaim)
class MasteryClaimAdmin(ReadOnlyAdmin):
    fields = (
        "learner", "milestone", "reached", "attempt", "phase", "state", "held_by", "held_since", "held_until",
        "sent_at", "closed_at", "outcome", "handed_in", "digest",
    )  # fmt: skip
    list_display = (
        "sent_at",
        "learner",
        "milestone",
        "attempt",
        "phase",
        "state",
        "held_by",
        "held_until",
        "closed_at",
    )
    list_filter = (("closed_at", admin.EmptyFieldListFilter), "outcome", HoldFilter, "phase")
    lookups = frozenset({"closed_at__isempty", "outcome__exact", "hold", "phase__id__exact"})
    with_rows = ("learner", "phase", "progress__milestone", "hold__mentor")
    inlines = (AnswerInline, ReviewInline, MessageInline, ClaimEventInline)
    action_form = ReleaseForm
    actions = ("release",)

    def get_queryset(self, request: HttpRequest) -> Any:
        is_held = Q(pk__in=Hold.objects.counting().values("pk"))
        return super().get_queryset(request).annotate(is_held=is_held)

    @admin.display(description="milestone")
    def milestone(self, claim: MasteryClaim) -> str:
        return str(claim.progress.milestone)

    @admin.display(description="progress")
    def reached(self, claim: MasteryClaim) -> Any:
        return page_of(claim.progress, claim.progress.get_state_display())

    @admin.display(description="state")
    def state(self, claim: MasteryClaim) -> str:
        return str(word_of(claim).label)

    @admin.display(description="held by")
    def held_by(self, claim: Any) -> str:
        return f"{claim.hold.mentor}{'' if claim.is_held else ' (lapsed)'}"

    @admin.display(description="held since")
    def held_since(self, claim: MasteryClaim) -> Any:
        return claim.hold.since

    @admin.display(description="held until")
    def held_until(self, claim: MasteryClaim) -> Any:
        return claim.hold.until

    @admin.action(description="Release the hold", permissions=["view"], location=EVERYWHERE)
    def release(self, request: HttpRequest, queryset: QuerySet[MasteryClaim]) -> None:
        reason = reason_in(request)
        for claim in chosen(self, request, queryset, "claims"):
            self._release(request, claim, reason)

    def _release(self, request: HttpRequest, claim: MasteryClaim, reason: str) -> None:
        name, said = f"{claim.learner} on {claim.progress.milestone}", "the hold is released."
        try:
            mastery.release(request.user, claim, reason=reason)  # type: ignore[arg-type]
        except mastery.NotAllowed as refusal:
            self.message_user(request, f"{name}: {refusal}", messages.ERROR)
        else:
            self.log_change(request, claim, said)
            self.message_user(request, f"{name}: {said}", messages.SUCCESS)


def reason_in(request: HttpRequest) -> str:
    """What was typed beside the action: on a claim's own page the field has the name of that place before it."""
    names = (REASON, *(f"{place.value}-{REASON}" for place in EVERYWHERE))
    return next((typed for name in names if (typed := request.POST.get(name, "").strip())), "")
