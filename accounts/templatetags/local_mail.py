"""Where the letters of the local mode can be read."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def local_mail() -> str:
    """The address of the outbox on a machine that sends no mail; otherwise nothing."""
    return reverse("outbox:letters") if settings.LOCAL else ""
