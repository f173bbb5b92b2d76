"""Parts of lessons: written in Markdown, looked at before they are published, and kept in all their versions."""

from difflib import ndiff
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from roadmap.admin.criteria import lines
from roadmap.admin.forms import ArchivedForm, NamedForm, Text
from roadmap.admin.pages import ArchivedAdmin
from roadmap.editing import Refused, edit
from roadmap.lessons.asking import asked
from roadmap.lessons.checking import LONGEST, faults_of_text
from roadmap.lessons.passages import passage
from roadmap.models import Passage, Question, Resource
from roadmap.models.history import version_of, versions_of

# What a version says of itself is no part of what it keeps.
OF_VERSIONS = ("id", "archived_at")
PUBLISH = "_publish"


class PartForm(NamedForm, ArchivedForm):
    """A part of a lesson, which is named once, as its id in the files is."""

    name_field = "key"
    named_after = "kind"

    def suggestion(self) -> str:
        return ""


class TextForm(PartForm):
    """A text that readers see, and beside it the draft of the next one."""

    text = Text(label="published text", widget=lines(18), help_text="Markdown. Readers see it as soon as it is saved.")
    draft = Text(label="draft", widget=lines(18), required=False, help_text="Nobody sees it until it is published.")

    def kind(self) -> str:
        return str(self.cleaned_data.get("kind") or self.instance.kind)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if PUBLISH in self.data and not self.errors:
            if not cleaned.get("draft"):
                raise ValidationError("There is no draft to publish.")
            cleaned["text"], cleaned["draft"] = cleaned["draft"], ""
        if faults := faults_of_text(self.kind(), cleaned.get("text") or ""):
            self.add_error("draft" if PUBLISH in self.data else "text", faults)
        return cleaned


class VersionedAdmin(ArchivedAdmin):
    """Rows of which the database keeps every version. Any of them can be put back, which makes a new one."""

    def get_urls(self) -> list[Any]:
        name = f"roadmap_{self.opts.model_name}"
        mine = [
            path("<int:pk>/revert/<int:version>/", self.admin_site.admin_view(self.revert), name=f"{name}_revert"),
            path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name=f"{name}_preview"),
        ]
        return [*mine, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Versions: {row}",
            "row": row,
            "opts": self.opts,
            "versions": told(versions_of(row)),
            "may_revert": self.has_change_permission(request, row),
        }
        return TemplateResponse(request, "admin/roadmap/versions.html", context)

    def revert(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
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
            self.log_change(request, row, f"version {version} put back")
            self.message_user(request, "It says again what that version said.", messages.SUCCESS)
        return redirect(reverse(f"admin:roadmap_{self.opts.model_name}_history", args=[pk]))

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        raise Http404


def names_of(version: Any) -> list[str]:
    """The fields of a row that a version of it keeps, by the names of their columns."""
    fields = [field for field in version._meta.concrete_fields if not field.name.startswith("pgh_")]
    return [field.attname for field in fields if field.name not in OF_VERSIONS]


def told(versions: list[Any]) -> list[dict[str, Any]]:
    """Each version with who made it and how it differs from the one before it, line by line."""
    people = get_user_model().objects.in_bulk(
        {each.pgh_context.metadata.get("user") for each in versions if each.pgh_context} - {None}
    )
    found = []
    for place, each in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        who = each.pgh_context.metadata if each.pgh_context else {}
        found.append(
            {
                "key": each.pgh_id,
                "at": each.pgh_created_at,
                "who": people.get(who.get("user")) or who.get("by", ""),
                "changes": changes(before, each) if before else [],
                "is_newest": place == 0,
            }
        )
    return found


def changes(before: Any, after: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that differ, each with its lines: kept ones, taken away and added."""
    found = []
    for name in names_of(after):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            compared = ndiff(str(one).split("\n"), str(other).split("\n"))
            found.append((name.removesuffix("_id"), [(line[0], line[2:]) for line in compared if line[0] != "?"]))
    return found


class TextAdmin(VersionedAdmin):
    change_form_template = "admin/roadmap/text_form.html"

    def shown(self, row: Any, text: str) -> dict[str, Any]:
        raise NotImplementedError

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is typed in the form, as readers would see it. Nothing is saved."""
        row = get_object_or_404(self.model, pk=pk)
        if request.method != "POST" or not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        text = (request.POST.get("draft") or request.POST.get("text", "")).replace("\r\n", "\n")
        context = {
            **self.admin_site.each_context(request),
            "row": row,
            "is_draft": bool(request.POST.get("draft")),
            "faults": faults_of_text(row.kind, text),
            **(self.shown(row, text) if len(text) <= LONGEST else {}),
        }
        return TemplateResponse(request, "admin/roadmap/preview.html", context)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if PUBLISH in request.POST:
            self.message_user(request, f"The draft of “{obj}” is published.", messages.SUCCESS)
            return redirect(request.path)
        return super().response_change(request, obj)


@admin.register(Passage)
class PassageAdmin(TextAdmin):
    """What is read: found by any words of it. Its place in the lesson follows from its kind and its topic."""

    form = TextForm
    fields = ("milestone", "topic", "kind", "key", "position", "title", "text", "draft", "is_archived", "seen")
    list_display = ("__str__", "milestone", "topic", "key", "has_draft", "is_live")
    list_filter = ("kind", ("archived_at", admin.EmptyFieldListFilter), ("draft", admin.EmptyFieldListFilter))
    list_select_related = ("milestone__unit", "topic")
    search_fields = ("title", "text", "key", "milestone__slug", "topic__title")
    autocomplete_fields = ("topic",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("milestone", "topic", "kind") if obj else ()

    @admin.display(description="draft", boolean=True)
    def has_draft(self, row: Any) -> bool:
        return bool(row.draft)

    def shown(self, row: Passage, text: str) -> dict[str, Any]:
        return {"html": passage(row.kind, text, mark=f"{row.begins}.{row.key}")}


@admin.register(Question)
class QuestionAdmin(TextAdmin):
    """What is asked. Its kind is given once: another kind of question is another question."""

    form = TextForm
    fields = ("unit", "topic", "kind", "key", "position", "text", "draft", "is_archived", "seen")
    list_display = ("__str__", "kind", "unit", "topic", "has_draft", "is_live")
    list_filter = ("kind", ("archived_at", admin.EmptyFieldListFilter), ("draft", admin.EmptyFieldListFilter))
    list_select_related = ("unit", "topic")
    search_fields = ("text", "key", "unit__title", "topic__title")
    autocomplete_fields = ("unit", "topic")

    has_draft = PassageAdmin.has_draft

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("unit", "topic", "kind") if obj else ()

    def shown(self, row: Question, text: str) -> dict[str, Any]:
        return {"made": asked(row.kind, text, mark=f"{row.begins}.{row.key}"), "kind": row.kind}


class ResourceForm(PartForm):
    named_after = "title"
    serves = forms.JSONField(required=False, help_text='Slugs of the topics that it serves, such as ["chain"].')


@admin.register(Resource)
class ResourceAdmin(VersionedAdmin):
    form = ResourceForm
    fields = (
        "unit", "key", "position", "kind", "title", "author", "url", ("free", "licence"), "serves", "use",
        "is_archived", "seen",
    )  # fmt: skip
    list_display = ("title", "unit", "kind", "author", "is_live")
    list_filter = ("kind", "free", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("unit",)
    search_fields = ("title", "author", "url", "unit__title")
    autocomplete_fields = ("unit",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("unit",) if obj else ()
