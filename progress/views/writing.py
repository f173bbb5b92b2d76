"""Views to which a form sends texts: whatever stands in the way of one, what was typed is not lost.

A form with texts says whose it is, signed. What a visitor sends is parked until that person has signed in again. What
comes with a token of an older sign-in, or too soon after too much else, is shown to them again and kept nowhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.kept import PARKED, SIGNED_IN_AGAIN
from accounts.middleware import ask_to_sign_in
from roadmap.errors import SENTENCES, answer, too_many

type View = Callable[..., HttpResponse]

FULL = _("Your session ended while you were writing, and no more can be kept. Sign in in another window, then send it.")


class Form(Protocol):
    """A form with texts that has come in."""

    @property
    def owner(self) -> int | None:
        """The key of the person whose form this is, where it says so truly."""

    @property
    def page(self) -> str:
        """The address of the page that it is on."""

    def park(self) -> bool:
        """Keep what was typed until its owner has signed in, unless that is too much."""

    def texts(self) -> list[tuple[str, str]]:
        """What was typed, each with its title."""

    def again(self, said: str) -> HttpResponse:
        """The form with what was typed and a token that counts; with htmx the region of it that changes."""


def writing(read: Callable[..., Form]) -> Callable[[View], View]:
    """Guard a view to which a form is sent, which `read` makes of the request."""

    def guarded(view: View) -> View:
        @wraps(view)
        def received(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return parked(request, read(request, **kwargs))
            if request.method == "POST" and not request.user.may_change():  # type: ignore[union-attr]
                return too_soon(request, read(request, **kwargs))
            return view(request, **kwargs)

        def without_token(request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
            form = read(request, **kwargs)
            if not request.user.is_authenticated or form.owner != request.user.pk:
                return None
            return with_status(403, request, form.again(str(SIGNED_IN_AGAIN)))

        received.without_token = without_token  # type: ignore[attr-defined]
        return login_not_required(received)

    return guarded


def parked(request: HttpRequest, form: Form) -> HttpResponse:
    """Keep what a visitor typed before their session ended, and ask them to sign in."""
    if form.owner is None:
        return ask_to_sign_in(request)
    if form.park():
        messages.info(request, str(PARKED))
    elif request.htmx:  # type: ignore[attr-defined]
        return answer(request, 413, sentence=FULL)
    else:
        return render(request, "progress/typed.html", {"texts": form.texts(), "said": FULL}, status=413)
    return ask_to_sign_in(request, form.page)


def too_soon(request: HttpRequest, form: Form) -> HttpResponse:
    """With htmx a sentence, which leaves the form as it is."""
    if request.htmx or form.owner != request.user.pk:  # type: ignore[attr-defined]
        return too_many(request)
    response = with_status(429, request, form.again(str(SENTENCES[429])))
    response["Retry-After"] = "60"
    return response


def with_status(status: int, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page says what happened; what htmx shall show has to be a form that was refused."""
    if not request.htmx:  # type: ignore[attr-defined]
        response.status_code = status
    return response
