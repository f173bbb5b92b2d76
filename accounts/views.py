"""What a person sees and changes of themselves."""

from typing import Any

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import kept, news
from accounts.forms import ProfileForm
from accounts.middleware import ask_to_sign_in


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, time zone, address, password and history of whoever is signed in. What a visitor sends is kept for them."""
    person: Any = request.user
    if not person.is_authenticated:
        if request.method != "POST" or not kept.keep(request, list(ProfileForm.base_fields)):
            return ask_to_sign_in(request)
        messages.info(request, str(kept.PARKED))
        return ask_to_sign_in(request, reverse("accounts:me"))
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid():
            form.save(person)
            messages.success(request, _("Saved."))
            return redirect("accounts:me")
        return page_of(request, form, status=422)
    initial = {name: getattr(person, name) for name in ProfileForm.base_fields}
    if typed := kept.kept(request, person):
        # A box that was not ticked is not sent.
        initial |= {"wants_news": False, **typed}
        messages.info(request, str(kept.AGAIN))
    return page_of(request, ProfileForm(initial=initial))


def page_of(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "owner": kept.signed_owner(request.user)}  # type: ignore[arg-type]
    return render(request, "accounts/me.html", context, status=status)


def without_token(request: HttpRequest) -> HttpResponse | None:
    """What came with a token of an older sign-in is shown to this person again, with one that counts."""
    if not request.user.is_authenticated or kept.owner_signed(request.POST) != request.user.pk:
        return None
    messages.error(request, str(kept.SIGNED_IN_AGAIN))
    return page_of(request, ProfileForm(request.POST), status=403)


me.without_token = without_token  # type: ignore[attr-defined]


# A mail program presses this button by itself (RFC 8058): it has neither a session nor a token. The signature in the
# address stands for both, and nothing but this one switch can be turned by it.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponse:
    """Switch mail about claims off, by the link that stands in each of these letters."""
    person = news.person_of(signed)
    if person is None:
        return render(request, "accounts/unsubscribe.html", {"is_valid": False}, status=404)
    if request.method == "POST":
        news.switch_off(person)
    return render(request, "accounts/unsubscribe.html", {"is_valid": True, "wants_news": person.wants_news})


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's own, and the browser forgets the pages that it kept: the next person at this machine sees none."""
    response = LogoutView.as_view()(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response
