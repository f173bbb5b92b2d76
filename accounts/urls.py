"""The doors, which are allauth's under the names that it knows, and the page of oneself."""

from django.urls import include, path

from accounts import entrances, views

own = [
    path("me/", views.me, name="me"),
    path("unsubscribe/<str:signed>/", views.unsubscribe, name="unsubscribe"),
]
urlpatterns = [
    path("account/logout/", views.sign_out, name="account_logout"),
    # These stand before allauth's own of the same names and addresses.
    path("account/login/", entrances.SignIn.as_view(), name="account_login"),
    path("account/signup/", entrances.SignUp.as_view(), name="account_signup"),
    path("account/email/", entrances.ChangeEmail.as_view(), name="account_email"),
    path("account/confirm-email/", entrances.confirm_email, name="account_email_verification_sent"),
    path("account/password/change/", entrances.ChangePassword.as_view(), name="account_change_password"),
    path("account/password/set/", entrances.SetPassword.as_view(), name="account_set_password"),
    path("account/password/reset/", entrances.ResetPassword.as_view(), name="account_reset_password"),
    path(
        "account/password/reset/confirm/", entrances.ConfirmReset.as_view(), name="account_confirm_password_reset_code"
    ),
    path("account/password/reset/complete/", entrances.CompleteReset.as_view(), name="account_complete_password_reset"),
    path("account/", include("allauth.account.urls")),
    path("", include((own, "accounts"))),
]
