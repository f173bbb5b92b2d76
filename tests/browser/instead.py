"""The product's own addresses, and beside them one for each fault that no visit can bring about by itself."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from roadmap import errors, urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
FAULTS: dict[int, type[Exception]] = {
    400: BadRequest,
    403: PermissionDenied,
    413: RequestDataTooBig,
    500: RuntimeError,
    503: OperationalError,
}


@login_not_required
def fault(request: HttpRequest, status: int) -> HttpResponse:
    if status in FAULTS:
        raise FAULTS[status]
    return errors.too_many(request)


urlpatterns = [path("fault/<int:status>/", fault), *urls.urlpatterns]
