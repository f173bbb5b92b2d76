"""What every page of the trail's admin does: it shows, it finds, and it stays quick however much there is."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from roadmap.models import Milestone

# A search goes no further; each word is a look through all people.
WORDS = 10


def are_named(word: str) -> Any:
    """The people in whose name or address the word is."""
    return User.objects.complex_filter(Q(display_name__icontains=word) | Q(email__icontains=word)).values("pk")


def are_called(word: str) -> Any:
    """The milestones in whose slug or title, or that of their capstone, the word is."""
    titles = Q(unit__title__icontains=word) | Q(stage__capstone__title__icontains=word)
    return Milestone.objects.complex_filter(Q(slug__icontains=word) | titles).values("pk")


def page_of(row: Model, words: object) -> SafeString:
    """A link to the page of this row, in these words."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, words)


class ReadOnly:
    """Nothing is added, changed or deleted here, whatever the address that is asked for."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """Rows that belong to the one that the page is about, with all that they show of others."""

    with_rows: tuple[str, ...] = ()
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.select_related(*self.with_rows) if self.with_rows else rows


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """A list, the latest first, and its rows. Nothing is counted, sorted or offered that takes reading all of it."""

    # What the list's own filters say in its address.
    lookups: ClassVar[frozenset[str]] = frozenset()
    # What a row shows of others, in the list and on its page.
    with_rows: tuple[str, ...] = ()

    # The paths to the people and to the milestone by whom and by which a row is found.
    search_fields: ClassVar[Any] = ("learner",)
    milestone_path = "progress__milestone"
    search_help_text = "Name or address of the learner, or the milestone"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.with_rows)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A filter that is typed into the address could otherwise guess a password's hash or a session's key, letter
        # by letter: every row here leads to people. A text of the database holds no NUL.
        return lookup in self.lookups and "\0" not in value

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Rows that each word leads to. People and milestones are few: words are sought in these, once each."""
        for word in search_term.split()[:WORDS]:
            leads_here = Q(**{f"{self.milestone_path}__in": are_called(word)})
            for person in self.search_fields:
                leads_here |= Q(**{f"{person}__in": are_named(word)})
            queryset = queryset.complex_filter(leads_here)
        return queryset, False
