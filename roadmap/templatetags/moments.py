"""Moments as a machine reads them."""

import datetime

from django import template

register = template.Library()


@register.filter
def iso(at: datetime.datetime) -> str:
    """For the `datetime` of a `<time>`, where HTML allows no more than thousandths of a second."""
    return at.isoformat(timespec="seconds")
