"""One address that answers as many bytes as the page it is compared with, to whoever is signed in."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path

body = b""


def constant(request: HttpRequest) -> HttpResponse:
    """The same for everybody who is signed in; asking who it is costs the session and the user."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    return HttpResponse(body)


urlpatterns = [path("", constant)]
