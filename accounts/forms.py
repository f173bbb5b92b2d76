"""What people tell about themselves."""

from itertools import groupby
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.names import DisplayNameField
from accounts.zones import time_zones


def zones_by_region() -> list[tuple[str, Any]]:
    """All time zones as choices, grouped by the part before the first slash, so that typing a city finds it."""
    regions: list[tuple[str, Any]] = [("UTC", "UTC")]
    for region, zones in groupby((zone for zone in time_zones() if "/" in zone), key=lambda zone: zone.split("/")[0]):
        places = [(zone, zone.partition("/")[2].replace("_", " ").replace("/", ", ")) for zone in zones]
        regions.append((region.replace("_", " "), places))
    return regions


class SignupForm(forms.Form):
    """What we ask beside address and password; allauth builds its own sign-up form on top of it."""

    display_name = DisplayNameField(help_text=_("What others call you here. It can be changed later."))
    # A script fills it from the browser; without it, or with something unknown, the person starts in UTC.
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    field_order = ("display_name", "email", "password1")

    def signup(self, request: Any, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        if self.cleaned_data["time_zone"] in time_zones():
            user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])


class ProfileForm(forms.Form):
    """What a person may change of themselves at once; address and password have their own pages."""

    display_name = DisplayNameField(help_text=_("What others call you here."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Dates and times are shown in it."),
        choices=lazy(zones_by_region, list),
        error_messages={"invalid_choice": _("Choose a time zone from the list, such as Europe/Berlin.")},
    )

    wants_news = forms.BooleanField(
        label=_("Mail about claims"),
        help_text=_("A message when a claim of yours is decided or answered, or when one that you review is."),
        required=False,
    )
    has_single_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        help_text=_("Keys such as j, k and ? act at once, but never while you type. Ctrl-K works either way."),
        required=False,
    )

    @transaction.atomic
    def save(self, person: User) -> None:
        for name, value in self.cleaned_data.items():
            setattr(person, name, value)
        person.save(update_fields=list(self.cleaned_data))
        User.objects.raise_page_version(person.pk)
