"""People and their roles. Nobody is deleted, and no password is set here: who forgot theirs resets it by mail."""

from collections.abc import Callable
from typing import Any

from allauth.account import admin as allauths_admin
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth import admin as djangos_admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import roles
from accounts.models import MentorRole, User
from accounts.names import DisplayNameField

# A verified address is as good as a password, and groups mean nothing here.
admin.site.unregister([allauths_admin.EmailAddress, djangos_admin.Group])  # type: ignore[attr-defined]

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
MANY = 100


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mentor", "Mentors"), ("lead", "Lead mentors"), ("none", "Not mentors")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "mentor":
                return queryset.mentors()
            case "lead":
                return queryset.leads()
            case "none":
                return queryset.not_mentors()
        return queryset


class MentorRoleInline(admin.TabularInline):
    model = MentorRole
    fk_name = "user"
    verbose_name_plural = "mentor roles"
    fields = readonly_fields = ("is_lead", "granted_by", "granted_at", "ended_by", "ended_at")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MentorRole]:
        return super().get_queryset(request).select_related("granted_by", "ended_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def chosen(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any], what: str) -> list[Any]:
    """The rows that an action is for; none, and a sentence that says so, where they are too many at once."""
    rows = list(queryset[: MANY + 1])
    if len(rows) <= MANY:
        return rows
    model_admin.message_user(request, f"Choose at most {MANY} {what} at a time.", messages.ERROR)
    return []


def _verb(name: str, description: str, said: str, rule: Callable[..., Any], **arguments: Any) -> Any:
    """An action that applies a rule of `roles` to each person chosen, and tells what was done and what was refused."""

    @admin.action(description=description, location=EVERYWHERE)
    def verb(model_admin: "UserAdmin", request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in chosen(model_admin, request, queryset, "people"):
            try:
                rule(person, by=request.user, **arguments)
            except roles.NotAllowed as refusal:
                model_admin.message_user(request, str(refusal), messages.ERROR)
            else:
                model_admin.log_change(request, person, said)
                model_admin.message_user(request, f"{person}: {said}", messages.SUCCESS)

    verb.__name__ = name
    return verb


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """What somebody may do is changed by the actions, each of which keeps who did it and when."""

    list_display = ("display_name", "email", "role", "is_staff", "is_active", "joined_at")
    list_filter = (RoleFilter, "is_staff", "is_active")
    search_fields = ("display_name", "email")
    search_help_text = "Name or address"
    date_hierarchy = "joined_at"
    fields = ("display_name", "email", "time_zone", "role", "is_staff", "is_active", "joined_at", "last_login")
    readonly_fields = fields[1:]
    inlines = (MentorRoleInline,)
    actions = (
        _verb("appoint_mentor", "Appoint as mentor", "is a mentor now.", roles.appoint),
        _verb("appoint_lead", "Appoint as lead mentor", "is a lead mentor now.", roles.appoint, is_lead=True),
        _verb("end_role", "End the mentor role", "is no mentor any more.", roles.end_role),
        _verb("make_admin", "Make an admin", "is an admin now.", roles.make_admin),
        _verb("end_admin", "End being an admin", "is no admin any more.", roles.end_admin),
        _verb("deactivate", "Deactivate: end sessions and roles", "is deactivated.", roles.deactivate),
        _verb("reactivate", "Reactivate", "is active again.", roles.reactivate),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        people: Any = super().get_queryset(request)
        return people.with_role()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A filter that is typed into the address could otherwise guess a password's hash or a session's key, letter
        # by letter.
        return lookup.partition("__")[0] in {"role", "is_staff", "is_active", "joined_at"}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        # People may call others here only what those could call themselves.
        if db_field.name == "display_name":
            return DisplayNameField(label="Name that others see", widget=AdminTextInputWidget)
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description="mentor role", ordering="role")
    def role(self, person: Any) -> str:
        return {True: "lead mentor", False: "mentor", None: ""}[person.role]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        # Only what was typed is written: the other columns may have moved since the page was opened.
        obj.save(update_fields=form.changed_data)
        User.objects.raise_page_version(obj.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MentorRole)
class MentorRoleAdmin(admin.ModelAdmin):
    """Who may review, and who could once. Roles are given and ended among the people."""

    list_display = ("user", "is_lead", "granted_by", "granted_at", "ended_by", "ended_at")
    list_filter = ("is_lead", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "granted_by", "ended_by")
    search_fields = ("user__display_name", "user__email")
    search_help_text = "Name or address"
    date_hierarchy = "granted_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
