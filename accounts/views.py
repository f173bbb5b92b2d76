"""What a person sees and changes of themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: most often a page from before signing in or out."""
    return render(request, "403_csrf.html", status=403)
