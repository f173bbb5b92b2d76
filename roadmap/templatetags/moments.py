"""Moments as a machine reads them."""

import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def iso(at: datetime.datetime) -> str:
    """In the time of whoever looks. In a `<time>` HTML allows no more than thousandths of a second."""
    return timezone.localtime(at).isoformat(timespec="seconds")
