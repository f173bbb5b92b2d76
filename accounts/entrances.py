"""allauth's views, each of which does what its form asks for, and writes the letter, in one transaction.

A refused form never gets as far, so its attempt stays counted. Limits that allauth counts while a form is carried out
(a reset, a code asked for again) are taken back with everything else where a fault of ours ends the request.
"""

from typing import Any

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse


class InOneTransaction:
    """A form that was accepted is carried out with its letter, or not at all."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)  # type: ignore[misc]


class SignUp(InOneTransaction, views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError as error:
            if "one_person_per_address" not in str(error):
                raise
        # Somebody took the address a moment ago. Asked again, the form knows, and allauth answers as it always does.
        form.full_clean()
        return super().form_valid(form) if form.is_valid() else self.form_invalid(form)


class SignIn(InOneTransaction, views.LoginView):
    pass


class ChangeEmail(InOneTransaction, views.EmailView):
    pass


class ChangePassword(InOneTransaction, views.PasswordChangeView):
    pass


class SetPassword(InOneTransaction, views.PasswordSetView):
    pass


class ResetPassword(InOneTransaction, views.PasswordResetView):
    pass


class CompleteReset(InOneTransaction, views.CompletePasswordResetView):
    pass


class ConfirmReset(InOneTransaction, views.ConfirmPasswordResetCodeView):
    pass


class ConfirmEmail(InOneTransaction, views.ConfirmEmailVerificationCodeView):
    pass


@login_not_required
def confirm_email(request: HttpRequest) -> Any:
    return ConfirmEmail.as_view()(request)
