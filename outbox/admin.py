"""Letters that wait, went out or were given up. What they say is for those they are addressed to."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from outbox.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    fields = ("to", "subject", "written_at", "fate", "tries", "last_error", "next_try_at", "sent_at", "given_up_at")
    list_display = ("subject", "to", "written_at", "fate", "tries", "last_error")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), ("given_up_at", admin.EmptyFieldListFilter))
    search_fields = ("subject", "recipients", "last_error")
    search_help_text = "Address, subject or error"
    date_hierarchy = "written_at"
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> Any:
        letters: Any = super().get_queryset(request)
        return letters.unread()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A filter that is typed into the address could otherwise guess what a letter says, letter by letter.
        return lookup.partition("__")[0] in {"sent_at", "given_up_at", "written_at"}

    @admin.display(description="to")
    def to(self, letter: Letter) -> str:
        return ", ".join(letter.recipients)

    @admin.display(description="fate")
    def fate(self, letter: Letter) -> str:
        if letter.sent_at:
            return "sent"
        return "given up" if letter.given_up_at else "waits"

    @admin.action(description="Try again now", permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        count = queryset.try_again()
        self.message_user(
            request,
            f"{count} {'letter is' if count == 1 else 'letters are'} tried again; what was sent or given up stays so.",
            messages.SUCCESS if count else messages.WARNING,
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
