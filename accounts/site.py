"""The admin site: its doors are the ones that everybody uses."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as DjangosAdminConfig
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

# What is edited most stands first; a room that is not named comes last.
ORDER = ("roadmap", "accounts", "progress", "outbox")
# Signing out and changing a password have pages of their own, with limits, letters and a cleared cache.
CLOSED_DOORS = frozenset({"logout", "password_change", "password_change_done"})


class AdminConfig(DjangosAdminConfig):
    default_site = "accounts.site.AdminSite"


class AdminSite(admin.AdminSite):
    """Django's admin without a sign-in of its own, which would escape the limits of ours."""

    site_header = site_title = "Throughline"
    index_title = "Admin"

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from allauth.account.decorators import secure_admin_login

        return secure_admin_login(self._come_in)(request)

    def _come_in(self, request: HttpRequest) -> HttpResponse:
        from allauth.account.utils import get_next_redirect_url

        return HttpResponseRedirect(get_next_redirect_url(request) or reverse("admin:index"))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Whoever is signed in and is no admin is told so; Django would send them to sign in again.

        Rows are chosen by their numbers. Anything else is no request of ours, and would fail in the database.
        """
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if not all(chosen.isdecimal() for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
                raise BadRequest
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The rooms in the order of ORDER; Django's is that of the alphabet."""
        rooms = super().get_app_list(request, app_label)
        return sorted(rooms, key=lambda room: [*ORDER, room["app_label"]].index(room["app_label"]))

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in CLOSED_DOORS]
