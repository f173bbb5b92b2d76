"""Pages that a browser may keep and ask about again: a revisit costs two small queries and no rendering."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from progress.frames import carries_message
from roadmap import atlas
from roadmap.compression import packed
from roadmap.models import CurriculumVersion
from roadmap.release import release

View = Callable[..., HttpResponse]


def revisitable(view: View) -> View:
    """Give a page of the map an ETag of all that it is made of, and answer 304 where the browser has it already.

    It is made of the address, the release, the site, the session, the person's page version, the curriculum's version
    and the language, and of whether anybody may review. A page that carries a one-time message is not to be kept at
    all, nor one that says so itself.
    """

    @wraps(view)
    def revisited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = CurriculumVersion.objects.number()
        request.curriculum_version = version  # type: ignore[attr-defined]
        is_learner, htmx = request.user.is_authenticated, bool(request.htmx)  # type: ignore[attr-defined]
        if carries_message(request):
            return view(request, *args, **kwargs)
        etag = _etag(request, version)
        answer = view if is_learner else kept_for_visitors(view)
        response = get_conditional_response(request, etag=etag) or answer(request, *args, **kwargs)
        if response.status_code in (200, 304) and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = "private, no-cache" if is_learner else "no-cache"
            # A fragment of a page has the address of its own, but is told apart from what a plain request gets there.
            patch_vary_headers(response, ["Cookie", "HX-Request"] if htmx else ["Cookie"])
        return response

    return revisited


def kept_for_visitors(view: View) -> View:
    """Make the page of a visitor once: it is the same for all of them until the curriculum changes."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = ("page", request.path, bool(request.htmx), get_language())  # type: ignore[attr-defined]
        map_ = atlas.current(request.curriculum_version)  # type: ignore[attr-defined]
        kept, package = map_.keep(key, lambda: made(request, *args, **kwargs))
        # What is kept stays as it was made; each visitor's answer gets headers of its own.
        response = HttpResponse(kept.content, status=kept.status_code, headers=kept.headers)
        response.packed = package  # type: ignore[attr-defined]
        return response

    def made(request: HttpRequest, *args: Any, **kwargs: Any) -> tuple[HttpResponse, dict[str, bytes]]:
        response = view(request, *args, **kwargs)
        return response, packed(response.content)

    return answer


def _etag(request: HttpRequest, version: int) -> str:
    user = request.user
    person: tuple[Any, ...] = ()
    if user.is_authenticated:
        cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
        person = (user.pk, user.page_version, user.has_reviewers, request.session.session_key, cookie)
    # The path is one of them, or what is not there could be said to be unchanged.
    site = (release(), settings.SITE_URL, version, get_language())
    parts = (*site, request.path, bool(request.htmx), *person)  # type: ignore[attr-defined]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
