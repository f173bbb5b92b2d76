"""What stands in for the page that was asked for: a page for people, one plain sentence for a script."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    400: _("This request could not be read, and nothing was changed."),
    403: _("This is not open to you, and nothing was changed."),
    404: _("This does not exist, or is not here any more. Load the page again to see what is."),
    405: _("This address cannot be used in this way, and nothing was changed."),
    413: _("This is more than can be sent at once. Shorten it and send it again."),
    429: _("That was a lot in a short time. Wait a minute, then go on."),
    500: _("Something went wrong on our side. Load the page again to see whether the change was made."),
    503: _("The database is busy or away. Try again in a moment."),
}
EXPIRED = _("This page is older than your sign-in. Load it again, then repeat the last step.")

type Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def answer(
    request: HttpRequest, status: int, *, template: str = "", sentence: object = "", **more: object
) -> HttpResponse:
    """The page `<status>.html`, or its sentence where htmx asked: the script says it beside what was pressed."""
    if getattr(request, "htmx", False):
        return HttpResponse(str(sentence or SENTENCES[status]), status=status, content_type="text/plain; charset=utf-8")
    context = {"is_page": is_page(request), **more}
    return HttpResponse(render_to_string(template or f"{status}.html", context, request), status=status)


def answer_alone(request: HttpRequest, status: int) -> HttpResponse:
    """Like `answer`, but touching neither the person nor the database: either may be what went wrong."""
    if getattr(request, "htmx", False):
        return answer(request, status)
    try:
        page = render_to_string(f"{status}.html", {"is_page": is_page(request)})
    except Exception:
        # A broken template or a missing file must not hide what happened, nor make a second error of it.
        return HttpResponse(str(SENTENCES[status]), status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=status)


def is_page(request: HttpRequest) -> bool:
    """Whether loading the same address again may help; what was sent by a form would not come with it."""
    return request.method in ("GET", "HEAD")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_alone(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: most often a page from before signing in or out.

    A view that keeps what was typed answers itself, by its attribute `without_token`, where the form is this person's.
    """
    match = request.resolver_match
    kept = getattr(match.func, "without_token", None) if match else None
    shown = kept(request, **match.kwargs) if match and kept else None
    return shown or answer(request, 403, template="403_csrf.html", sentence=EXPIRED)


def too_many(request: HttpRequest) -> HttpResponse:
    response = answer(request, 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or a database that cannot be had now, which is worth another try."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return answer_alone(request, 500)
    response = answer_alone(request, 503)
    response["Retry-After"] = "5"
    return response


class BodyLimit:
    """Refuses a body that is too long, or whose length is not told, before anything of it is read.

    Django's own limit does not count files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if has_fitting_body(request) else answer_alone(request, 413)


def has_fitting_body(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length:
        return "HTTP_TRANSFER_ENCODING" not in request.META
    # A number with 30 digits is too large without being read as one.
    return (
        length.isascii() and length.isdecimal() and len(length) < 12
        and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )  # fmt: skip


# A charset that Django can read, so that a request which names it comes as far as the middleware that refuses it.
FOREIGN = "application/octet-stream; charset=iso-8859-1"


class Charset:
    """Refuses a request that is not in UTF-8: other charsets bring characters that nothing of ours can keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = (request.content_params or {}).get("charset", "utf-8")
        return self.get_response(request) if named.lower() == "utf-8" else answer_alone(request, 400)


def with_readable_type(application: Application) -> Application:
    """The application, for requests whose type of content would be a fault before any middleware is asked."""

    def answered(said: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        try:
            named = parse_header_parameters(said.get("CONTENT_TYPE", ""))[1].get("charset", "utf-8")
        except ValueError:
            named = ""
        if named.lower() != "utf-8":
            said["CONTENT_TYPE"] = FOREIGN
        return application(said, start_response)

    return answered


class MethodNotAllowed:
    """Gives the empty 405 of Django's decorators a page or a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        filled = answer(request, 405)
        filled["Allow"] = response["Allow"]
        return filled
