"""What a person sees and changes of themselves."""

from typing import Any

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import news
from accounts.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, time zone, address, password and history of whoever is signed in."""
    person: Any = request.user
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(person, name) for name in ProfileForm.base_fields},
    )
    if form.is_valid():
        form.save(person)
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return render(request, "accounts/me.html", {"form": form}, status=422 if form.is_bound else 200)


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
