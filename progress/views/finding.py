"""Finding one's way: the search over the map and the pages, and what keys there are."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.search import MOST_LETTERS, Query, Search
from progress.views.pages import standing_for


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is called what somebody typed. The palette and the page itself pull in the list alone."""
    query = Query(request.GET.get("q", ""))
    found = Search(query, standing_for(request), request.user)
    template = "progress/search.html#found" if request.htmx else "progress/search.html"  # type: ignore[attr-defined]
    context = {"query": query, "groups": found.groups, "said": found.said, "most_letters": MOST_LETTERS}
    return render(request, template, context)


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """What each key does. The palette pulls in the list alone."""
    return render(request, "progress/keys.html#palette" if request.htmx else "progress/keys.html")  # type: ignore[attr-defined]
