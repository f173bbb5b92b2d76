"""Parts of lessons: written in Markdown, looked at before they are published, and kept in all their versions."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from roadmap.admin.criteria import lines
from roadmap.admin.forms import ArchivedForm, NamedForm, Text
from roadmap.admin.pages import ArchivedAdmin
from roadmap.admin.versions import Versions
from roadmap.lessons.asking import asked
from roadmap.lessons.checking import faults_of_text
from roadmap.lessons.passages import passage
from roadmap.models import Passage, Question, Resource

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

    def faults_of(self, name: str, text: str) -> list[str]:
        # The text is looked at below, with its kind; a draft may be half written.
        return [] if name in ("text", "draft") else super().faults_of(name, text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if PUBLISH in self.data and not self.errors:
            if not cleaned.get("draft"):
                raise ValidationError("There is no draft to publish.")
            cleaned["text"], cleaned["draft"] = cleaned["draft"], ""
        if faults := faults_of_text(self.kind(), cleaned.get("text") or ""):
            self.add_error("draft" if PUBLISH in self.data else "text", faults)
        return cleaned


class TextAdmin(Versions, ArchivedAdmin):
    change_form_template = "admin/roadmap/text_form.html"

    def get_urls(self) -> list[Any]:
        name = f"roadmap_{self.opts.model_name}_preview"
        return [path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name=name), *super().get_urls()]

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
            **self.shown(row, text),
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
class ResourceAdmin(Versions, ArchivedAdmin):
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
