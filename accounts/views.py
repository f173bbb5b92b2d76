"""What a person sees and changes of themselves."""

from typing import Any

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, time zone, address, password and history of whoever is signed in."""
    person: Any = request.user
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={"display_name": person.display_name, "time_zone": person.time_zone},
    )
    if form.is_valid():
        form.save(person)
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    return render(request, "accounts/me.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's own, and the browser forgets the pages that it kept: the next person at this machine sees none."""
    response = LogoutView.as_view()(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response
