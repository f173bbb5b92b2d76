"""Phases."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from roadmap.admin.forms import NamedForm
from roadmap.admin.pages import StatusAdmin, exchange_numbers
from roadmap.admin.versions import Versions
from roadmap.models import Phase


class PhaseForm(NamedForm):
    names_one_thing = True


@admin.register(Phase)
class PhaseAdmin(Versions, StatusAdmin):
    form = PhaseForm
    fields = ("number", "title", "slug", "tagline", "status", "map_column", "map_order", "seen")
    list_display = ("number", "title", "tagline", "status", "units_published")
    list_display_links = ("number", "title")
    list_filter = ("status",)
    search_fields = ("title", "tagline", "slug")
    actions = (*StatusAdmin.actions, exchange_numbers)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_units()

    @admin.display(description="published units")
    def units_published(self, phase: Any) -> int:
        return phase.published_units
