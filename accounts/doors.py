"""allauth's forms in our words: real labels instead of placeholders, one field for a new password, exact refusals."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD = {
    "label": _("New password"),
    "help": _("At least 10 characters. A few words that mean something to you alone are easy to keep."),
    "required": _("Enter a new password."),
}
ADDRESS = {"label": _("E-mail"), "required": _("Enter your e-mail address."), "autocomplete": "username"}
PASSWORD = {"label": _("Password"), "required": _("Enter your password.")}
CODE = {
    "label": _("Code"),
    "help": _("Eight letters. Dashes, spaces and capitals make no difference."),
    "required": _("Enter the code from the message."),
    "autocapitalize": "characters",
    "spellcheck": "false",
}


class InOurWords:
    """Puts the words of `words` on the fields. What is not named there (label, help, required) is an HTML attribute."""

    words: ClassVar[dict[str, dict[str, Any]]] = {}
    # People see what they type if they want to, so nobody types a new password twice.
    typed_once = "password2"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        fields.pop(self.typed_once, None)
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, words in self.words.items():
            field, attributes = fields[name], dict(words)
            field.label = attributes.pop("label")
            field.help_text = attributes.pop("help", "")
            field.error_messages["required"] = attributes.pop("required")
            field.widget.attrs.update(attributes)


class SignInForm(InOurWords, allauth_forms.LoginForm):
    words: ClassVar = {"login": ADDRESS, "password": PASSWORD}


class SignUpForm(InOurWords, allauth_forms.SignupForm):
    words: ClassVar = {
        "email": ADDRESS
        | {"autocomplete": "email", "help": _("We send a code to it. Nobody but you and the admins sees it.")},
        "password1": NEW_PASSWORD | {"label": _("Password"), "required": _("Enter a password.")},
    }


class CodeForm(InOurWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    words: ClassVar = {"code": CODE}


class ResetCodeForm(InOurWords, allauth_forms.ConfirmPasswordResetCodeForm):
    words: ClassVar = {"code": CODE}


class ResetForm(InOurWords, allauth_forms.ResetPasswordForm):
    words: ClassVar = {"email": ADDRESS}


class NewPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    words: ClassVar = {"password1": NEW_PASSWORD}


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": PASSWORD | {"label": _("Present password"), "required": _("Enter your present password.")},
        "password1": NEW_PASSWORD,
    }


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):
    words: ClassVar = {"password1": NEW_PASSWORD}


class ChangeEmailForm(InOurWords, allauth_forms.AddEmailForm):
    words: ClassVar = {
        "email": ADDRESS
        | {
            "label": _("New e-mail address"),
            "autocomplete": "email",
            "help": _("We send a code to it. Until you enter the code, the present address stays."),
        }
    }


class ConfirmForm(InOurWords, allauth_forms.ReauthenticateForm):
    words: ClassVar = {"password": PASSWORD}
