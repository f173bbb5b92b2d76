"""Units with their topics, each of which asks for its criterion."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from roadmap.admin.criteria import CriterionForm, lines
from roadmap.admin.forms import ArchivedForm, NamedForm, Text, WordedForm
from roadmap.admin.pages import ArchivedAdmin, MapInline, ShownInline, StatusAdmin, exchange_numbers
from roadmap.admin.prerequisites import BuildsOnInline, UnlocksInline
from roadmap.admin.versions import Versions
from roadmap.models import Criterion, Passage, Question, Resource, Topic, Unit


class UnitForm(NamedForm):
    names_one_thing = True


class TopicForm(NamedForm, ArchivedForm, WordedForm):
    """A topic of a unit, with the text of the criterion that it asks for."""

    words = ("criterion",)

    criterion = Text(label="mastered when", widget=lines(2), help_text="Other words are kept as a new version.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        criteria = getattr(kwargs.get("instance"), "worded_criteria", [])
        live = [each for each in criteria if each.archived_at is None]
        self.asked = next(iter(live or criteria[-1:]), None)
        super().__init__(*args, **kwargs)
        self.initial["criterion"] = self.asked.text if self.asked else ""
        if len(live) > 1:
            self.fields["criterion"].disabled = True
            self.fields["criterion"].help_text = "It has several criteria, which are edited on the topic's own page."

    def asked_before(self) -> bool:
        return self.asked is not None and not self.fields["criterion"].disabled

    def _save_m2m(self) -> None:
        super()._save_m2m()
        topic = self.instance
        if self.asked is None:
            self.asked = Criterion.objects.create(
                milestone_id=topic.unit_id, topic=topic, key=topic.slug, position=topic.position
            )
        elif "position" in self.changed_data:
            # Criteria stand in the order of their topics.
            topic.criteria.update(position=topic.position)
        if not self.fields["criterion"].disabled:
            self.reword(self.asked, self.cleaned_data["criterion"], [])

    def rows(self) -> list[Model]:
        return [self.instance, Unit(pk=self.instance.unit_id)]


class TopicInline(MapInline):
    model = Topic
    form = TopicForm
    fields = (("position", "title", "slug"), "criterion", "change", ("is_archived", "seen"))
    ordering = ("position", "pk")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_criteria()


class PassageInline(ShownInline):
    """What is read, each part on a page of its own."""

    model = Passage
    fk_name = "milestone"
    fields = readonly_fields = ("kind", "topic", "title", "key")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).live().select_related("topic")


class QuestionInline(ShownInline):
    model = Question
    fields = readonly_fields = ("kind", "topic", "key")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).live().select_related("topic", "unit")


class ResourceInline(ShownInline):
    model = Resource
    fields = readonly_fields = ("title", "kind", "author")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).live()


@admin.register(Unit)
class UnitAdmin(Versions, StatusAdmin):
    form = UnitForm
    fields = ("number", "title", "slug", "phase", "status", ("hours", "difficulty"), "proof", "seen")
    inlines = (TopicInline, PassageInline, QuestionInline, ResourceInline, BuildsOnInline, UnlocksInline)
    list_display = ("number", "title", "phase", "status", "hours", "difficulty", "criteria_asked")
    list_display_links = ("number", "title")
    list_filter = ("status", "phase", "difficulty")
    list_select_related = ("phase",)
    search_fields = ("title", "slug", "topics__title")
    search_help_text = "Title, slug, or a topic of it"
    actions = (*StatusAdmin.actions, exchange_numbers)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_live_criteria()

    def finish(self, row: Unit) -> None:
        row.mark = row.mark or Unit.objects.free_mark(row.number)
        super().finish(row)

    @admin.display(description="criteria", ordering="live_criteria")
    def criteria_asked(self, unit: Any) -> int:
        return unit.live_criteria


class TopicPageForm(NamedForm, ArchivedForm):
    """A topic on a page of its own, where each of its criteria has a form."""

    def rows(self) -> list[Model]:
        return [self.instance, Unit(pk=self.instance.unit_id)]


class TopicsCriterionInline(MapInline):
    model = Criterion
    form = CriterionForm
    fields = (("position", "key"), "text", "change", ("is_archived", "seen"))
    ordering = ("position", "pk")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).worded().select_related("milestone", "topic")


@admin.register(Topic)
class TopicAdmin(Versions, ArchivedAdmin):
    """All topics, to be found by their titles. New ones are made on the page of their unit."""

    form = TopicPageForm
    fields = ("unit", "position", "title", "slug", "is_archived", "seen")
    readonly_fields = ("unit",)
    inlines = (TopicsCriterionInline,)
    list_display = ("title", "unit", "position", "is_live")
    list_filter = (("archived_at", admin.EmptyFieldListFilter), "unit__phase")
    list_select_related = ("unit",)
    search_fields = ("title", "slug", "unit__title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
