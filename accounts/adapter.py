"""Where allauth asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by address; nothing of the session says more than it must."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("E-mail and password do not belong together. Try again, or reset the password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code that we sent. Look at the latest message, and try again."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts went wrong. Wait five minutes, then try again."),
    }

    def format_email_subject(self, subject: str) -> str:
        """As the template says it: the sender's name stands beside it already."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in letters lead to the site that is named in the settings, whatever host the request was for."""
        super().send_mail(template_prefix, email, {**context, "site": settings.SITE_URL})

    def is_ajax(self, request: Any) -> bool:
        """Our pages are for people; nobody gets forms and errors as JSON."""
        return False

    def get_password_change_redirect_url(self, request: Any) -> str:
        return reverse("accounts:me")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """After a change of address; whoever signs up goes on to the page that they wanted."""
        return reverse("accounts:me")
