"""Reading the outbox in the local mode, where no letter leaves the machine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from outbox.models import Letter


def local_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page exists in the local mode alone, where whoever holds the machine may read all of its mail."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.LOCAL:
            raise Http404
        return view(request, *args, **kwargs)

    return page


@login_not_required
@require_safe
@local_only
def letters(request: HttpRequest) -> HttpResponse:
    return render(request, "outbox/letters.html", {"letters": Letter.objects.newest()})


@login_not_required
@require_safe
@local_only
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "outbox/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})
