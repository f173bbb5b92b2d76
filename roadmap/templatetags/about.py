"""What search engines and other sites say of a page: its title, a sentence, its one address, and the picture."""

from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.utils.text import Truncator

register = template.Library()
# What they show of a sentence; they cut off what is longer in the middle of a word.
LENGTH = 160


@register.inclusion_tag("_about.html", takes_context=True)
def about(context: template.Context, title: str, sentence: str) -> dict[str, Any]:
    """Everything is the same for all visitors, and so are the addresses: they name the site of the settings.

    The host that a request names would otherwise stand in pages that are kept for everybody.
    """
    # What a translated sentence is filled with is escaped, and would be cut off within an entity.
    words = " ".join(unescape(sentence).split())
    return {
        "title": title,
        "sentence": Truncator(words).chars(LENGTH),
        "site": settings.SITE_URL,
        "address": settings.SITE_URL + context["request"].path,
    }
