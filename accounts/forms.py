"""What people tell about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.zones import time_zones


class SignupForm(forms.Form):
    """What we ask beside address and password; allauth builds its own sign-up form on top of it."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What mentors and other learners call you. It can be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    # A script fills it from the browser; without it, or with something unknown, the person starts in UTC.
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    field_order = ("display_name", "email", "password1")

    def signup(self, request: Any, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        if self.cleaned_data["time_zone"] in time_zones():
            user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])
