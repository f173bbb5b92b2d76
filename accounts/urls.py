"""The doors, which are allauth's under the names that it knows, and the page of oneself."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("account/logout/", views.sign_out, name="account_logout"),
    path("account/", include("allauth.account.urls")),
    path("", include(([path("me/", views.me, name="me")], "accounts"))),
]
