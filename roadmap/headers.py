"""Headers that every answer carries unless its view has said otherwise."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)


# The one file that is made to be shown by other sites.
PREVIEW = "/img/preview."


def for_other_sites(headers: Any, _path: str, url: str) -> None:
    """Headers of a static file."""
    if PREVIEW in url:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


class PolicyHeaders:
    """Keeps answers out of other sites and out of caches: what may be kept says so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
