"""Capstones and their stages, with what each stage hands in and the rubric that it is read by."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from roadmap.admin.criteria import RubricRowForm
from roadmap.admin.forms import ArchivedForm, NamedForm
from roadmap.admin.pages import MapInline, ShownInline, StatusAdmin, exchange_numbers
from roadmap.admin.prerequisites import BuildsOnInline, UnlocksInline
from roadmap.admin.units import PassageInline
from roadmap.admin.versions import Versions
from roadmap.models import Capstone, Criterion, Deliverable, Stage


class CapstoneForm(NamedForm):
    names_one_thing = True


class StageInline(ShownInline):
    """The stages, each of which has a page of its own."""

    model = Stage
    verbose_name_plural = "stages"
    fields = readonly_fields = ("step", "status", "proof")
    show_change_link = True


@admin.register(Capstone)
class CapstoneAdmin(Versions):
    form = CapstoneForm
    fields = ("number", "title", "slug", "phase", "focus", "hours", "proof", "seen")
    inlines = (StageInline,)
    list_display = ("number", "title", "phase", "focus", "hours")
    list_display_links = ("number", "title")
    list_select_related = ("phase",)
    search_fields = ("title", "focus", "slug")
    actions = (exchange_numbers,)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}


class StageForm(NamedForm):
    named_after = "capstone"
    names_one_thing = True
    prose = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("capstone", "step"):
            self.fields[name].disabled = bool(self.instance.pk)

    def suggestion(self) -> str:
        capstone, step = self.cleaned_data.get("capstone"), self.cleaned_data.get("step")
        return f"{capstone.slug}-{Stage.Step(step).label.lower()}" if capstone and step else ""


class RubricInline(MapInline):
    model = Criterion
    form = RubricRowForm
    verbose_name = "row of the rubric"
    verbose_name_plural = "rubric"
    fields = (
        ("position", "text", "key"),
        ("not_yet", "approaching"),
        ("meets", "exceeds"),
        "change",
        ("is_archived", "seen"),
    )
    ordering = ("position", "pk")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).worded().select_related("milestone")


class DeliverableForm(NamedForm, ArchivedForm):
    name_field = "key"
    named_after = "text"

    def rows(self) -> list[Model]:
        return [self.instance, Stage(pk=self.instance.stage_id)]


class DeliverableInline(MapInline):
    model = Deliverable
    form = DeliverableForm
    fields = (("position", "key"), "text", ("is_archived", "seen"))
    ordering = ("position", "pk")


@admin.register(Stage)
class StageAdmin(Versions, StatusAdmin):
    form = StageForm
    fields = ("capstone", "step", "slug", "status", ("hours", "difficulty"), "proof", "seen")
    inlines = (RubricInline, DeliverableInline, PassageInline, BuildsOnInline, UnlocksInline)
    list_display = ("slug", "capstone", "step", "status", "difficulty", "criteria_asked")
    list_filter = ("status", "capstone", "step")
    list_select_related = ("capstone",)
    search_fields = ("slug", "capstone__title", "proof")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_live_criteria().select_related("capstone")

    @admin.display(description="criteria", ordering="live_criteria")
    def criteria_asked(self, stage: Any) -> int:
        return stage.live_criteria
