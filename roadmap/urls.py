"""One line for each room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("progress.urls")),
    path("", include("accounts.urls")),
    path("local/mail/", include("outbox.urls")),
    path("style/", include("style.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "roadmap.errors.bad_request"
handler403 = "roadmap.errors.forbidden"
handler404 = "roadmap.near.not_found"
# Django does not know this one; allauth asks for it where one of its limits is reached.
handler429 = "roadmap.errors.too_many"
handler500 = "roadmap.errors.server_error"
