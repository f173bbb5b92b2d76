"""The style page: every component of the product in every state, made of the product's own templates.

Its own words are for whoever builds the product, like the admin's, and are not translated.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from style.claims import claim_parts
from style.colors import of_kind, pairs
from style.finding import finding_parts
from style.lessons import lesson_parts
from style.lines import line_parts
from style.pieces import small_parts
from style.samples import SampleMap

SAMPLE = "Prove every step: 0123456789"


def builders_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is there for admins; in the local mode, where whoever holds the machine builds, for everybody."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.LOCAL or getattr(request.user, "is_staff", False)):
            raise Http404
        return view(request, *args, **kwargs)

    return page


@login_not_required
@require_safe
@builders_only
def sheet(request: HttpRequest) -> HttpResponse:
    map_ = SampleMap()
    context = {
        "pairs": pairs(),
        "fonts": of_kind("font"),
        "sizes": of_kind("size of type"),
        "spaces": of_kind("space"),
        "others": of_kind("other"),
        "sample": SAMPLE,
        "parts": [*small_parts(), *line_parts(map_), *lesson_parts(map_), *claim_parts(map_), *finding_parts(map_)],
    }
    return render(request, "style/sheet.html", context)
