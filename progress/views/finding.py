"""Finding one's way: the search over the map and the pages, and what keys there are."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.frames import framed
from progress.freshness import revisitable
from progress.search import MOST_LETTERS, Query, Search
from progress.terms import entries
from progress.views.pages import standing_for


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is called what somebody typed. The palette and the page itself pull in the list alone."""
    query = Query(request.GET.get("q", ""))
    found = Search(query, standing_for(request), request.user)
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    template = "progress/search.html#found" if htmx else "progress/search.html"
    context = {
        "query": query,
        "groups": found.groups,
        "said": found.said,
        "most_letters": MOST_LETTERS,
        "is_palette": htmx and urlsplit(htmx.current_url or "").path != request.path,
    }
    return render(request, template, context)


@login_not_required
@require_safe
@revisitable
def glossary(request: HttpRequest) -> HttpResponse:
    """What words mean, each in the sentence of the lesson that says it."""
    map_ = standing_for(request).atlas
    same = {"letters": entries(map_)}
    is_learner, template = request.user.is_authenticated, "progress/glossary.html"
    response = framed(request, map_, template, same, {}) if is_learner else render(request, template, same)
    response.is_text = True  # type: ignore[attr-defined]
    return response


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """What each key does. The palette pulls in the list alone."""
    return render(request, "progress/keys.html#palette" if request.htmx else "progress/keys.html")  # type: ignore[attr-defined]
