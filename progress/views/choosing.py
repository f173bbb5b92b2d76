"""How somebody wants to see the roadmap, as a list or as a map: chosen by a link, and kept by the browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

COOKIE, LIST, MAP = "roadmap", "list", "map"
A_YEAR = 365 * 24 * 60 * 60

View = Callable[..., HttpResponse]


def with_chosen_view(view: View) -> View:
    """Lead on to the map where that was chosen. Whoever has chosen nothing sees the list.

    It is a matter of the window, not of the person: the map suits a wide one, the list a telephone. A page that
    somebody is led to is asked about under its own address, so what a browser has kept of it stays right.
    """

    @wraps(view)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = request.GET.get("view")
        if choice in (LIST, MAP):
            response = redirect("progress:picture" if choice == MAP else "progress:roadmap")
            response.set_cookie(
                COOKIE, choice, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
            return response
        if request.COOKIES.get(COOKIE) == MAP and not request.htmx:  # type: ignore[attr-defined]
            return redirect("progress:picture")
        return view(request, *args, **kwargs)

    return chosen
