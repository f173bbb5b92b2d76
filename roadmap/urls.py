"""One line for each room."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("progress.urls")),
    path("account/", include("allauth.account.urls")),
    path("local/mail/", include("outbox.urls")),
    path("admin/", admin.site.urls),
]
