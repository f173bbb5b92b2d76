"""Time zones by their names in the IANA database."""

import functools
import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@functools.cache
def time_zones() -> list[str]:
    """All zones that a person may choose, in the order of their names."""
    return sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    ) + ["UTC"]


def is_time_zone(name: str) -> None:
    """Raise ValidationError for anything but a zone of `time_zones`."""
    if name not in time_zones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Berlin."), code="time_zone")


@functools.cache
def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name; UTC if the machine knows none, since names come and go with its zone data."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")
