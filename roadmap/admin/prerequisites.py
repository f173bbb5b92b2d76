"""What rests on what. Both ends are chosen once; the rest may change, and an edge that no file knows is deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from roadmap.admin.forms import ArchivedForm
from roadmap.admin.pages import ArchivedAdmin, MapInline, ShownInline
from roadmap.admin.versions import Versions
from roadmap.editing import Refused, edit
from roadmap.models import Capstone, Phase, Prerequisite, Stage, Unit

ENDS = ("after", "before")
LABELS = {"after": "milestone", "before": "builds on"}
type Choices = list[tuple[str, list[tuple[int, str]]]]


def milestones_by_phase(request: Any) -> Choices:
    """Every milestone to choose from, drafts too, under the phase it stands in; asked once for a request."""
    if not hasattr(request, "milestones_by_phase"):
        phases: dict[int, tuple[str, list[tuple[int, str]]]] = {
            phase.pk: (str(phase), []) for phase in Phase.objects.all()
        }
        for unit in Unit.objects.all():
            phases[unit.phase_id][1].append((unit.pk, str(unit)))
        capstones = Capstone.objects.in_bulk()
        for stage in Stage.objects.all():
            stage.capstone = capstones[stage.capstone_id]
            phases[stage.capstone.phase_id][1].append((stage.pk, str(stage)))
        request.milestones_by_phase = [("", "---------"), *phases.values()]
    return request.milestones_by_phase


class PrerequisiteForm(ArchivedForm):
    milestones: Choices = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ENDS:
            field: Any = self.fields.get(name)
            if field:
                # The same choices for every row of a page, instead of a query for each.
                field.choices = self.milestones
                field.label, field.disabled = LABELS[name], bool(self.instance.pk)

    def rows(self) -> list[Model]:
        edge = self.instance
        return [edge, Unit(pk=edge.after_id), Stage(pk=edge.after_id)]


class BuildsOnInline(MapInline):
    model = Prerequisite
    fk_name = "after"
    form = PrerequisiteForm
    verbose_name = "prerequisite"
    verbose_name_plural = "builds on"
    fields = (("before", "strength"), "why", ("is_archived", "seen"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*ENDS)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.milestones = milestones_by_phase(request)
        return formset


class UnlocksInline(ShownInline):
    """The same edges from their other end, to be read."""

    model = Prerequisite
    fk_name = "before"
    verbose_name_plural = "unlocks"
    fields = readonly_fields = ("after", "strength", "why")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).live().select_related(*ENDS)


@admin.register(Prerequisite)
class PrerequisiteAdmin(Versions, ArchivedAdmin):
    form = PrerequisiteForm
    fields = (*ENDS, "strength", "why", "is_archived", "seen")
    list_display = ("after", "strength", "before", "why", "is_live")
    list_display_links = ("after", "before")
    list_filter = ("strength", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ENDS
    search_fields = ("why", "after__slug", "before__slug", "after__unit__title", "before__unit__title")
    search_help_text = "Title or slug of either end, or the reason"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.milestones = milestones_by_phase(request)
        return form

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().delete_view(request, object_id, *args, **kwargs)
        try:
            with edit():
                return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refused:
            self.say(request, refused.sentences)
            return HttpResponseRedirect(request.path)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # One that a file has written would come back with the next seed: it is archived.
        return obj is not None and not obj.seeded_digest
