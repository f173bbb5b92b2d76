"""Parts of lessons: written in Markdown, looked at before they are published, and kept in all their versions."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import slugify

from roadmap.admin.criteria import lines
from roadmap.admin.forms import ArchivedForm, NamedForm, Text
from roadmap.admin.pages import ArchivedAdmin
from roadmap.admin.versions import Versions
from roadmap.curriculum.gathering import BRIEF, OF_A_STAGE, TOPIC_PARTS
from roadmap.curriculum.rows import UNNAMED
from roadmap.lessons.asking import asked
from roadmap.lessons.checking import LONGEST, faults_of_text
from roadmap.lessons.passages import passage
from roadmap.models import Milestone, Passage, Question, Resource, Stage

# A kind of saving: what is pressed under a name that Django does not know is taken for the button of the actions.
SAVE, PUBLISH = "_continue", "publish"


def publishes(sent: Any) -> bool:
    """Whether a form was sent by the button that publishes the draft."""
    return bool(sent.get(SAVE) == PUBLISH)


# What ids in the files end with.
KEYS = {**UNNAMED, "example": "ex", "misconception": "mis", "figure": "fig", "brief": "brief"}
# What begins the ids of parts that are named after their titles.
TITLED = {"bridge": "b", "sketch": "s"}
LONGEST_NAME = 50
# Kinds that a unit has none of.
OF_CAPSTONES = (*BRIEF, "checks")


class PartForm(NamedForm, ArchivedForm):
    """A part of a lesson. Its name is its id in the files: it is given once, by what it is and where it stands."""

    name_field = "key"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = True
        self.fields["key"].help_text = "It is given when this is saved for the first time, and never changes."

    def said(self, name: str) -> Any:
        """What the form, or else the row, says of a field."""
        return self.cleaned_data.get(name) if name in self.fields else getattr(self.instance, name)

    def _refuse_a_topic_of_another(self, unit: Any) -> None:
        topic = self.said("topic")
        if unit and topic and topic.unit_id != unit.pk:
            self.add_error("topic", f"“{topic}” is a topic of another unit.")


class TextForm(PartForm):
    """A text that readers see, and beside it the draft of the next one."""

    text = Text(label="published text", widget=lines(18), help_text="Markdown. Readers see it as soon as it is saved.")
    draft = Text(label="draft", widget=lines(18), required=False, help_text="Nobody sees it until it is published.")

    def faults_of(self, name: str, text: str) -> list[str]:
        # The text is looked at below, with its kind; a draft may be half written.
        return [] if name in ("text", "draft") else super().faults_of(name, text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if publishes(self.data) and not self.errors:
            if not cleaned.get("draft"):
                raise ValidationError("There is no draft to publish.")
            cleaned["text"], cleaned["draft"] = cleaned["draft"], ""
        if faults := faults_of_text(str(self.said("kind")), cleaned.get("text") or ""):
            self.add_error("draft" if publishes(self.data) else "text", faults)
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
            **(self.shown(row, text) if len(text) <= LONGEST else {}),
        }
        return TemplateResponse(request, "admin/roadmap/preview.html", context)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if publishes(request.POST):
            self.message_user(request, f"The draft of “{obj}” is published.", messages.SUCCESS)
            return redirect(request.path)
        return super().response_change(request, obj)


class PassageForm(TextForm):
    def suggestion(self) -> str:
        kind, topic, title = self.said("kind"), self.said("topic"), self.said("title")
        if kind in TITLED:
            return f"{TITLED[kind]}.{slugify(title)[:LONGEST_NAME].strip('-')}" if title else ""
        name = KEYS.get(kind, "")
        return f"{topic.slug}.{name}" if topic else name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, topic, milestone = self.said("kind"), self.said("topic"), self.said("milestone")
        self._refuse_a_topic_of_another(milestone)
        if not self.instance.pk:
            self._refuse_what_stands_elsewhere(kind, topic, milestone)
        if kind in (*TITLED, Passage.Kind.EXAMPLE) and not self.said("title"):
            self.add_error("title", "A part of this kind has a title.")
        named = Passage.objects.named(milestone, cleaned.get("key")) if not self.instance.pk else None
        if named:
            self.add_error("kind", f"“{named}” is there already: edit that one, or bring it back from the archive.")
        return cleaned

    def _refuse_what_stands_elsewhere(self, kind: str, topic: Any, milestone: Any) -> None:
        """Units and stages have parts of other kinds, and a capstone is described on its first stage."""
        stage = getattr(milestone, "stage", None)
        if kind in TOPIC_PARTS and stage:
            self.add_error("kind", "A part of this kind belongs to a topic of a unit.")
        elif (kind in TOPIC_PARTS) != bool(topic):
            self.add_error("topic", "A part of this kind belongs to a topic." if not topic else "It has no topic.")
        elif kind in BRIEF and (not stage or stage.step != Stage.Step.CREATE):
            self.add_error("milestone", "This is said of a capstone as a whole, on its stage CREATE.")
        elif (kind in OF_CAPSTONES and not stage) or (stage and kind not in (*BRIEF, *OF_A_STAGE)):
            self.add_error("kind", f"{'A stage' if stage else 'A unit'} has no part of this kind.")


class QuestionForm(TextForm):
    def suggestion(self) -> str:
        return Question.objects.free_key(self.said("topic")) if self.said("topic") else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_a_topic_of_another(self.said("unit"))
        return cleaned


class Owner(forms.ModelChoiceField):
    """A unit or a stage, by what it is called on the map."""

    def label_from_instance(self, obj: Any) -> str:
        return str(getattr(obj, "unit", None) or obj.stage)


@admin.register(Passage)
class PassageAdmin(TextAdmin):
    """What is read: found by any words of it. Its place in the lesson follows from its kind and its topic."""

    form = PassageForm
    fields = ("milestone", "topic", "kind", "key", "position", "title", "text", "draft", "is_archived", "seen")
    list_display = ("__str__", "milestone", "topic", "key", "has_draft", "waits_to_be_run", "is_live")
    list_filter = ("kind", ("archived_at", admin.EmptyFieldListFilter), ("draft", admin.EmptyFieldListFilter))
    list_select_related = ("milestone__unit", "topic")
    search_fields = ("title", "text", "key", "milestone__slug", "topic__title")
    autocomplete_fields = ("topic",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("milestone", "topic", "kind") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "milestone":
            kwargs |= {"queryset": Milestone.objects.in_reading_order(), "form_class": Owner}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="not yet run", boolean=True)
    def waits_to_be_run(self, row: Any) -> bool | None:
        return row.waits_to_be_run or None

    @admin.display(description="draft", boolean=True)
    def has_draft(self, row: Any) -> bool:
        return bool(row.draft)

    def shown(self, row: Passage, text: str) -> dict[str, Any]:
        return {"html": passage(row.kind, text, mark=f"{row.begins}.{row.key}")}


@admin.register(Question)
class QuestionAdmin(TextAdmin):
    """What is asked. Its kind is given once: another kind of question is another question."""

    form = QuestionForm
    fields = ("unit", "topic", "kind", "key", "position", "text", "draft", "is_archived", "seen")
    list_display = ("__str__", "kind", "unit", "topic", "has_draft", "waits_to_be_run", "is_live")
    list_filter = ("kind", ("archived_at", admin.EmptyFieldListFilter), ("draft", admin.EmptyFieldListFilter))
    list_select_related = ("unit", "topic")
    search_fields = ("text", "key", "unit__title", "topic__title")
    autocomplete_fields = ("unit", "topic")

    has_draft = PassageAdmin.has_draft
    waits_to_be_run = PassageAdmin.waits_to_be_run

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("unit", "topic", "kind") if obj else ()

    def shown(self, row: Question, text: str) -> dict[str, Any]:
        return {"made": asked(row.kind, text, mark=f"{row.begins}.{row.key}"), "kind": row.kind}


class ResourceForm(PartForm):
    serves = forms.JSONField(required=False, help_text='Slugs of the topics that it serves, such as ["chain"].')

    def suggestion(self) -> str:
        return f"r.{slugify(self.said('title') or '')[:40].strip('-')}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        unit, serves = self.said("unit"), cleaned.get("serves") or []
        known = set(unit.topics.live().values_list("slug", flat=True)) if unit else set()
        if not isinstance(serves, list) or not set(map(str, serves)) <= known:
            self.add_error("serves", f"Name topics of its unit, such as {json.dumps(sorted(known))}.")
        return cleaned


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
