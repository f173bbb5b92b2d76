"""Finding one's way: the search, the palette and the keys."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress.frames import fragment
from progress.search import Query, Search
from progress.standing import Standing
from roadmap.models.finding import Hit
from style.parts import Part, part
from style.samples import ADA, SampleMap, laid

FIELD = '<form role="search"><input type="text" name="q" aria-label="Search" value="{}"></form>'


class Sample(Search):
    """A search that asks no database."""

    hits: list[Hit] = []


def finding_parts(map_: SampleMap) -> Iterator[Part]:
    standing = laid(map_)
    yield part("search", "The search", "Lines between rules: a mark, a name, where it is, and a state in words.", searches(standing))  # noqa: E501  # fmt: skip
    yield part("keys", "Keys", "What each of them does.", [("As a learner reads it", keys())])


def searches(standing: Standing) -> Iterator[tuple[str, str]]:
    for title, typed in (("Before anything is typed", ""), ("Found by a name", "vectors"), ("Not found", "zzzz")):
        search = Sample(Query(typed), standing, ADA)
        yield title, format_html('<div class="search">{}{}</div>', SafeString(FIELD.format(typed)), below(search))
    yield "The palette, over a page", palette(Sample(Query("e"), standing, ADA))


def below(search: Search) -> SafeString:
    """How much was found, and what."""
    found: dict[str, Any] = {"query": search.query, "groups": search.groups, "said": search.said}
    return format_html('<p class="note" role="status">{}</p>{}', search.said, fragment("progress/_results.html", found))


def palette(search: Search) -> SafeString:
    """As a script opens it, but in its place on this page."""
    return format_html(
        '<div class="frame"><dialog class="palette" open aria-label="Search">{}{}{}</dialog></div>',
        SafeString(FIELD.format(search.query.text)), below(search), fragment("progress/_palette_foot.html", {}),
    )  # fmt: skip


def keys() -> SafeString:
    return fragment("progress/_keys.html", {"user": ADA})
