"""Versions: what a row of the map said before, with who changed it and how, and the way back to any of it."""

from difflib import ndiff
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from roadmap.admin.pages import MapAdmin
from roadmap.editing import Refused, edit
from roadmap.models.history import name_of, version_of, versions_of

# What is decided apart from the words, and is no part of what a version puts back.
LIFE = ("archived_at", "status")


class Versions(MapAdmin):
    """Rows of which the database keeps every version. Any of them can be put back, which makes a new one."""

    object_history_template = "admin/roadmap/versions.html"

    def get_urls(self) -> list[Any]:
        name = f"roadmap_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(self.revert)
        return [path("<int:pk>/revert/<slug:version>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        versions = {
            "versions": told(versions_of(row)) if row else [],
            "may_revert": self.has_change_permission(request, row),
        }
        return super().history_view(request, object_id, versions | (extra_context or {}))

    def revert(self, request: HttpRequest, pk: int, version: str) -> HttpResponse:
        """Put back what a version said, as an edit like any other."""
        row = get_object_or_404(self.model, pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, row):
            raise PermissionDenied
        wanted = version_of(row, version)
        if wanted is None:
            raise Http404
        try:
            with edit(by=request.user.pk) as editing:
                for name in names_of(wanted):
                    setattr(row, name, getattr(wanted, name))
                self.finish(row)
                row.save()
                editing.check()
        except Refused as refused:
            self.say(request, refused.sentences)
        else:
            self.log_change(request, row, f"{wanted.pgh_created_at:%Y-%m-%d %H:%M} put back")
            self.message_user(request, "It says again what that version said.", messages.SUCCESS)
        return redirect(reverse(f"admin:roadmap_{self.opts.model_name}_history", args=[pk]))


def names_of(version: Any, *, left_out: tuple[str, ...] = LIFE) -> list[str]:
    """The fields of a row that a version of it keeps, by the names of their columns."""
    fields = [field for field in version._meta.concrete_fields if not field.name.startswith("pgh_")]
    return [field.attname for field in fields if field.name not in ("id", "milestone_ptr", *left_out)]


def told(versions: list[Any]) -> list[dict[str, Any]]:
    """Each version with who made it and how it differs from the one before it, line by line."""
    people = get_user_model().objects.in_bulk(
        {each.pgh_context.metadata.get("user") for each in versions if each.pgh_context} - {None}
    )
    found = []
    for place, each in enumerate(versions):
        before = next((older for older in versions[place + 1 :] if type(older) is type(each)), None)
        who = each.pgh_context.metadata if each.pgh_context else {}
        found.append(
            {
                "name": name_of(each),
                "at": each.pgh_created_at,
                "who": people.get(who.get("user")) or who.get("by", ""),
                "changes": changes(before, each) if before else [],
                "is_newest": all(type(newer) is not type(each) for newer in versions[:place]),
            }
        )
    return found


def changes(before: Any, after: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that differ, each with its lines: kept ones, taken away and added."""
    found = []
    for name in names_of(after, left_out=()):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            compared = ndiff(str(one).split("\n"), str(other).split("\n"))
            found.append((name.removesuffix("_id"), [(line[0], line[2:]) for line in compared if line[0] != "?"]))
    return found
