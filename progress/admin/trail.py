"""Where learners stand, and the trail of moves that led there."""

from typing import Any, ClassVar

from django.contrib import admin

from progress.admin.pages import ReadOnlyAdmin, ReadOnlyInline, page_of
from progress.machine import MOVES
from progress.models import Event, Rating, UserProgress


def attempt_of(event: Event) -> Any:
    """The claim that an event is about, as a link to its page; nothing where it is about none."""
    return page_of(event.claim, f"attempt {event.claim.attempt}") if event.claim else ""


class MoveFilter(admin.AllValuesFieldListFilter):
    """The moves that there are, from the machine: to find them among the events would take reading all of these."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices: Any = list(MOVES)


class EventInline(ReadOnlyInline):
    model = Event
    verbose_name_plural = "history"
    fields: ClassVar[Any] = ("number", "move", "from_state", "to_state", "actor", "attempt", "reason", "at")
    readonly_fields = ("attempt",)
    ordering = ("number",)
    with_rows = ("actor", "claim")

    @admin.display(description="claim")
    def attempt(self, event: Event) -> Any:
        return attempt_of(event)


class RatingInline(ReadOnlyInline):
    model = Rating
    verbose_name_plural = "the learner's notes"
    fields = ("criterion", "level", "rated_at")
    with_rows = ("criterion__milestone",)


@admin.register(UserProgress)
class UserProgressAdmin(ReadOnlyAdmin):
    fields = ("learner", "milestone", "state", "version", "mastering_review", "changed_at")
    list_display = ("learner", "milestone", "state", "version", "changed_at")
    list_filter = ("state",)
    lookups = frozenset({"state__exact"})
    with_rows = ("learner", "milestone")
    milestone_path = "milestone"
    inlines = (EventInline, RatingInline)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    fields = ("progress", "number", "actor", "move", "from_state", "to_state", "claim", "reason", "at")
    list_display = ("at", "learner", "milestone", "move", "from_state", "to_state", "actor", "attempt", "reason")
    list_filter = (("move", MoveFilter), "to_state")
    lookups = frozenset({"move", "to_state__exact"})
    with_rows = ("progress__learner", "progress__milestone", "actor", "claim")
    search_fields = ("progress__learner",)

    @admin.display(description="learner")
    def learner(self, event: Event) -> str:
        return str(event.progress.learner)

    @admin.display(description="milestone")
    def milestone(self, event: Event) -> str:
        return str(event.progress.milestone)

    @admin.display(description="claim")
    def attempt(self, event: Event) -> Any:
        return attempt_of(event)
