"""What every page of the map's admin does: an edit is one transaction, nothing is deleted, refusals are sentences."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse

import clock
from roadmap.admin.forms import MapForm, Text, WordedForm
from roadmap.editing import Refused, edit, refusal_of
from roadmap.models import Status
from roadmap.models.parts import Made

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


# Texts as the files have them, whatever line ends a browser sends.
FIELDS: Any = {models.TextField: {"form_class": Text, "widget": AdminTextareaWidget}}


class MapInline(admin.StackedInline):
    form = MapForm
    formfield_overrides = FIELDS
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownInline(MapInline):
    """Rows that are edited elsewhere, or never."""

    template = "admin/edit_inline/tabular.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MapAdmin(admin.ModelAdmin):
    """Every change runs while other editors wait, and is undone whole where the map refuses it.

    The page is then made once more from what was typed, with the refusal as an error of its form.
    """

    form: Any = MapForm
    formfield_overrides = FIELDS
    actions: Any = ()
    list_per_page = 100
    save_on_top = True
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._edit(request, super().changelist_view, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._edit(request, super().changeform_view, *args, **kwargs)

    def _edit(self, request: Any, view: Callable[..., HttpResponse], *args: Any, **kwargs: Any) -> HttpResponse:
        request.edit, request.refusal = None, ()
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            with edit(by=request.user.pk) as request.edit:
                return view(request, *args, **kwargs)
        except Refused as refused:
            request.edit, request.refusal = None, refused.sentences
            return view(request, *args, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", ())
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.finish(obj)
        super().save_model(request, obj, form, change)

    def finish(self, row: Any) -> None:
        """What is shown of a text is made when it is saved."""
        if isinstance(row, Made):
            row.make(row.begins, is_edited=row.is_edited)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Asked here already, before anybody is told that the edit was saved.
        request.edit.check()

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The history of a row says of other words what they have changed."""
        shown = [form, *(each for formset in formsets or () for each in formset.forms)]
        told = [line for each in shown if isinstance(each, WordedForm) for line in each.told()]
        return super().construct_change_message(request, form, formsets, add) + told

    def attempt(self, request: Any, work: Callable[[], list[Any]], said: str) -> None:
        """Do what an action asks for: all of it, with an entry in the history of each row; or nothing."""
        if request.edit is None:
            self.say(request, request.refusal)
            return
        try:
            with transaction.atomic():
                rows = work()
                request.edit.check()
        except Refused as refused:
            self.say(request, refused.sentences)
            return
        except IntegrityError as error:
            self.say(request, refusal_of(error).sentences)
            return
        for row in rows:
            self.log_change(request, row, said)
        self.message_user(request, f"{', '.join(map(str, rows)) or 'Nothing'}: {said}", messages.SUCCESS)

    def say(self, request: HttpRequest, sentences: tuple[str, ...]) -> None:
        for sentence in sentences:
            self.message_user(request, f"Nothing was changed. {sentence}", messages.ERROR)


class ArchivedAdmin(MapAdmin):
    """Rows that are archived by the time at which that was."""

    actions = ("archive", "bring_back")

    @admin.display(description="live", boolean=True, ordering="archived_at")
    def is_live(self, row: Any) -> bool:
        return row.archived_at is None

    @admin.action(description="Archive", permissions=["change"], location=EVERYWHERE)
    def archive(self, request: HttpRequest, queryset: Any) -> None:
        self._set_archived(request, queryset.live(), clock.now(), "archived")

    @admin.action(description="Bring back from the archive", permissions=["change"], location=EVERYWHERE)
    def bring_back(self, request: HttpRequest, queryset: Any) -> None:
        self._set_archived(request, queryset.archived(), None, "brought back")

    def _set_archived(self, request: HttpRequest, queryset: Any, moment: datetime.datetime | None, said: str) -> None:
        def work() -> list[Any]:
            rows = list(queryset)
            for row in rows:
                row.set_archived(moment)
            return rows

        self.attempt(request, work, said)


class StatusAdmin(MapAdmin):
    """Rows that are a draft, published or archived, and are shown on the site unless they are a draft."""

    actions: Any = ("publish", "archive", "back_to_draft")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"status": Status.DRAFT, **super().get_changeform_initial_data(request)}

    def view_on_site(self, row: Any) -> str | None:
        return None if row.status == Status.DRAFT else row.get_absolute_url()

    @admin.action(description="Publish", permissions=["change"], location=EVERYWHERE)
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        self._set_status(request, queryset, Status.PUBLISHED)

    @admin.action(description="Archive", permissions=["change"], location=EVERYWHERE)
    def archive(self, request: HttpRequest, queryset: Any) -> None:
        self._set_status(request, queryset, Status.ARCHIVED)

    @admin.action(description="Back to draft", permissions=["change"], location=EVERYWHERE)
    def back_to_draft(self, request: HttpRequest, queryset: Any) -> None:
        self._set_status(request, queryset, Status.DRAFT)

    def _set_status(self, request: HttpRequest, queryset: Any, status: Status) -> None:
        def work() -> list[Any]:
            rows = list(queryset)
            for row in rows:
                row.status = status
                row.save(update_fields=["status"])
            return rows

        self.attempt(request, work, f"status is {status} now")


@admin.action(description="Exchange the numbers of two", permissions=["change"])
def exchange_numbers(model_admin: MapAdmin, request: HttpRequest, queryset: Any) -> None:
    """Two rows swap their numbers, which a form could not do: each number is taken until the other is free."""
    rows = list(queryset[:3])
    if len(rows) != 2:
        model_admin.message_user(request, "Choose two: they exchange their numbers.", messages.ERROR)
        return
    one, other = rows

    def work() -> list[Any]:
        one.number, other.number = other.number, one.number
        for row in rows:
            row.save(update_fields=["number"])
        return rows

    model_admin.attempt(request, work, "numbers exchanged")
