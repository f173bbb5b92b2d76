"""What HTML may come out of a text: one sanitizer, which knows the elements that are made here and no others.

A text that an admin pastes can do no more than one that an author writes.
"""

import re

import nh3

from roadmap.lessons.formulas import MATH, SIDES
from roadmap.markdown import is_safe_link

MATH_ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator", "form", "lspace"),
    *("rspace", "accent", "accentunder", "width", "height", "depth", "voffset", "linethickness", "movablelimits"),
    *("largeop", "symmetric", "minsize", "maxsize", "columnspan", "rowspan"),
}
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "sup", "section"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "span", "time", "details", "summary", "figure", "figcaption"),
} | MATH
# What can be wider than the page is moved sideways by keys, and says what it is.
MOVED = {"tabindex", "role", "aria-label"}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "aria-label"},
    "ol": {"start"},
    "li": {"id"},
    "figure": {"data-kind"},
    "time": {"datetime"},
    "pre": MOVED,
    "div": MOVED | {"data-kind"},
    "section": {"aria-label"},
    "th": {"scope"},
    "*": set(),
} | dict.fromkeys(MATH, MATH_ATTRIBUTES)
CLASSES = {
    "span": {"c", "k", "d", "n", "s", "tied"},
    "figure": {"listing"},
    "details": {"fold"},
    "div": {"callout", "formula", "wide"},
    "section": {"footnotes"},
    "mtd": {name for name in SIDES.values() if name},
}
INTERNAL = re.compile(r"(/(units|phases|capstones|roadmap|search)/[\w/-]*)?(#[\w.:-]+)?")


def is_allowed_link(link: str) -> bool:
    """Whether a link leads to another site by https, or to a page of the curriculum."""
    return is_safe_link(link) or bool(INTERNAL.fullmatch(link))


def cleaned(html: str) -> str:
    """The HTML with nothing in it but what is named above."""
    return _cleaner.clean(html)


def _kept(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or is_allowed_link(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_kept,
    url_schemes={"https"},
    link_rel=None,
)
