"""Reading the outbox in the local mode, where no letter leaves the machine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from outbox.hypertext import hypertext_of
from outbox.models import Letter

# The page of a letter shows it in a frame. In there nothing runs and nothing is fetched; the styles are a mail's own.
WITH_FRAME: dict[str, Any] = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
IN_FRAME: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


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
@csp_override(WITH_FRAME)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "outbox/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})


@login_not_required
@require_safe
@local_only
@csp_override(IN_FRAME)
@xframe_options_sameorigin
def hypertext(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a mail program shows it, in a frame that can do nothing."""
    letter = get_object_or_404(Letter, pk=pk)
    return HttpResponse(letter.html or hypertext_of(letter))
