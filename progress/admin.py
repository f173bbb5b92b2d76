"""What people have reached and how it came about: to be read and searched, never to be changed by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from progress.models import Event, Rating, UserProgress

OF_LEARNER_AND_MILESTONE = ("learner__display_name", "learner__email", "milestone__slug", "milestone__unit__title")


class ReadOnly:
    """Nothing is added, changed or deleted here, whatever the address that is asked for."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnly, admin.TabularInline):
    model = Event
    verbose_name_plural = "history"
    fields = ("number", "move", "from_state", "to_state", "actor", "reason", "at")
    ordering = ("number",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("actor")


class RatingInline(ReadOnly, admin.TabularInline):
    model = Rating
    verbose_name_plural = "the learner's notes"
    fields = ("criterion", "level", "rated_at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("criterion__milestone")


@admin.register(UserProgress)
class UserProgressAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("learner", "milestone", "state", "version", "changed_at")
    list_filter = ("state",)
    list_select_related = ("learner", "milestone")
    search_fields = OF_LEARNER_AND_MILESTONE
    search_help_text = "Name or address of the learner, or the milestone"
    show_full_result_count = False
    ordering = ("-pk",)
    inlines = (EventInline, RatingInline)


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "learner", "milestone", "move", "from_state", "to_state", "actor", "reason")
    list_filter = ("move", "to_state")
    list_select_related = ("progress__learner", "progress__milestone", "actor")
    search_fields = tuple(f"progress__{field}" for field in OF_LEARNER_AND_MILESTONE)
    search_help_text = "Name or address of the learner, or the milestone"
    show_full_result_count = False
    ordering = ("-pk",)

    @admin.display(description="learner")
    def learner(self, event: Event) -> str:
        return str(event.progress.learner)

    @admin.display(description="milestone")
    def milestone(self, event: Event) -> str:
        return str(event.progress.milestone)
