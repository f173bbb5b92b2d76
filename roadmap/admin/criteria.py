"""Criteria: their place is here, their text is a wording, and a changed text is a new version of it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Model
from django.http import HttpRequest

from roadmap.admin.forms import ArchivedForm, NamedForm, Text, WordedForm
from roadmap.admin.pages import ArchivedAdmin, ShownInline
from roadmap.models import Criterion, CriterionWording, Stage, Unit

LEVELS = ("not_yet", "approaching", "meets", "exceeds")


def lines(count: int) -> AdminTextareaWidget:
    return AdminTextareaWidget(attrs={"rows": count})


class CriterionForm(NamedForm, ArchivedForm, WordedForm):
    """What a topic asks for."""

    name_field = "key"
    named_after = "topic"
    level_names: tuple[str, ...] = ()
    words: tuple[str, ...] = ("text",)

    text = Text(label="mastered when", widget=lines(2), help_text="Other words are kept as a new version.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The admin's queries bring the words along; a row that is about to be made has none.
        self.initial["text"] = getattr(self.instance, "text", "")
        self.initial.update(zip(self.level_names, getattr(self.instance, "levels", None) or (), strict=False))

    def suggestion(self) -> str:
        return Criterion.objects.free_key(self.instance.topic) if self.instance.topic_id else ""

    def clean(self) -> dict[str, Any]:
        if self.instance.topic_id:
            self.instance.milestone_id = self.instance.topic.unit_id
        return super().clean()

    def _save_m2m(self) -> None:
        super()._save_m2m()
        words = self.cleaned_data
        self.reword(self.instance, words["text"], [words[name] for name in self.level_names])

    def rows(self) -> list[Model]:
        milestone = self.instance.milestone_id
        return [self.instance, Unit(pk=milestone), Stage(pk=milestone)]


class RubricRowForm(CriterionForm):
    """What a stage asks for: a row of its rubric."""

    named_after = "text"
    level_names = LEVELS
    words = ("text", *LEVELS)

    text = Text(label="row of the rubric", widget=forms.TextInput(attrs={"class": "vTextField"}))
    not_yet = Text(widget=lines(2))
    approaching = Text(widget=lines(2))
    meets = Text(widget=lines(2), help_text="The level that is enough.")
    exceeds = Text(widget=lines(2))

    suggestion = NamedForm.suggestion


class WordingInline(ShownInline):
    """What it said, in all its versions."""

    model = CriterionWording
    verbose_name_plural = "wordings, never changed"
    fields = readonly_fields = ("version", "change", "text", "levels", "written_at")
    ordering = ("-version",)


@admin.register(Criterion)
class CriterionAdmin(ArchivedAdmin):
    """All criteria, to be found by their words. New ones are made on the page of their topic or stage."""

    form = CriterionForm
    readonly_fields = ("milestone", "topic")
    list_display = ("words", "milestone", "topic", "key", "position", "is_live")
    list_filter = (
        ("archived_at", admin.EmptyFieldListFilter),
        ("topic", admin.EmptyFieldListFilter),
        "milestone__status",
    )
    list_select_related = ("milestone", "topic")
    search_fields = ("key", "milestone__slug", "topic__title", "wordings__text")
    search_help_text = "Any words it has or had, its topic, or the slug of its unit or stage"
    inlines = (WordingInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).worded()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj and obj.topic_id is None:
            kwargs["form"] = RubricRowForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        levels = () if obj and obj.topic_id else LEVELS
        return ["milestone", "topic", "position", "key", "text", *levels, "change", "is_archived", "seen"]

    @admin.display(description="what it asks", ordering="text")
    def words(self, criterion: Any) -> str:
        return criterion.text or criterion.key

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
