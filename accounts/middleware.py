"""Who a request comes from: the door that asks visitors to sign in, and the person's time zone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.zones import zone_named


class LoginRequired(LoginRequiredMiddleware):
    """Sends a visitor to sign in, and afterwards back to the page on which they were.

    That page is the one asked for; for a POST and for htmx it is the page that held the button, since the address of
    a button is no page. What a page asks for by itself leads nobody away: they may be in the middle of a sentence.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        if getattr(request, "htmx", None) and getattr(view_func, "is_asked_by_pages", False):
            return HttpResponse(status=204)
        return ask_to_sign_in(request)


def asked_by_pages(view: Callable[..., Any]) -> Callable[..., Any]:
    """Say of a view that pages ask for it by htmx without anybody pressing anything."""
    view.is_asked_by_pages = True  # type: ignore[attr-defined]
    return view


def ask_to_sign_in(request: HttpRequest, page: str = "") -> HttpResponse:
    """Send a visitor to the door, and from there to this page of ours, or to the one on which they are."""
    if not page:
        is_page = request.method in ("GET", "HEAD") and not getattr(request, "htmx", None)
        page = request.get_full_path() if is_page else page_before(request)
    there = redirect_to_login(page, settings.LOGIN_URL)
    return HttpResponseClientRedirect(there.url) if getattr(request, "htmx", None) else there


def page_before(request: HttpRequest) -> str:
    """The path of the page of ours that this request was made from, or the home page."""
    htmx = getattr(request, "htmx", None)
    before = (htmx.current_url if htmx else "") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return settings.LOGIN_REDIRECT_URL
    parts = urlsplit(before)
    # A path that begins with two slashes would be the address of another site.
    return escape_leading_slashes(parts.path) + (f"?{parts.query}" if parts.query else "")


class TimeZone:
    """Shows times in the zone of whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_named(request.user.time_zone)):
            return self.get_response(request)


class RefusedForms:
    """Answers 422 where a door shows a form again because something in it was refused; allauth itself says 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        form: Any = (response.context_data or {}).get("form")
        if response.status_code == 200 and getattr(form, "is_bound", False) and form.errors:
            response.status_code = 422
        return response
