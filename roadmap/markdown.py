"""Markdown as safe HTML: the one renderer and the one sanitizer, for whoever wrote the text."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS: Final = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
# Sees every link as one, whatever its scheme, where the other would show a bad one as plain text.
_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_reader.validateLink = lambda url: True  # type: ignore[method-assign]


def _kept(tag: str, name: str, value: str) -> str | None:
    """Links lead to another site by https, and carry no name or password that would hide which site it is."""
    if name != "href":
        return value
    return value if is_safe_link(value) else None


def is_safe_link(link: str) -> bool:
    """Whether a link leads to another site by https and names no user."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc


def links_in(text: str) -> list[str]:
    """The address of every link in a text, the unsafe ones too."""
    tokens = (token for block in _reader.parse(text) for token in block.children or ())
    return [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]


# Evidence and verdicts are frozen and read again and again while a claim is judged.
@lru_cache(maxsize=500)
def render(text: str) -> SafeString:
    """HTML with the allowed tags alone: no class, id, style or data attribute survives, and links are https."""
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        # Without the star, titles and languages would be let through on every tag.
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        attribute_filter=_kept,
        url_schemes={"https"},
        link_rel="noopener noreferrer nofollow",
    )
    # What nh3 has cleaned is safe to show as it is; nothing is added to it afterwards.
    return mark_safe(html)  # noqa: S308
