"""Markdown as safe HTML: the one renderer and the one sanitizer, for whoever wrote the text."""

from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS: Final = {
    *("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render(text: str) -> SafeString:
    """HTML with the allowed tags alone: no class, id, style or data attribute survives, and links are https."""
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https"},
        link_rel="noopener noreferrer nofollow",
    )
    # What nh3 has cleaned is safe to show as it is; nothing is added to it afterwards.
    return mark_safe(html)  # noqa: S308
