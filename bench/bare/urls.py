"""One address that answers as many bytes as the page it is compared with, to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

body = b""


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(body)


urlpatterns = [path("", constant)]
