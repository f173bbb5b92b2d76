"""What stands at an address that leads nowhere: the pages of the map whose names are like the one in the address."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from roadmap import atlas
from roadmap.errors import answer

# An address of a page of the map, or of what somebody takes for one.
ASKED = re.compile(r"/(?:units?|phases?|capstones?)/([\w-]{2,60})(?:/[\w-]*)?/?", re.ASCII)
ENOUGH = 0.75
AT_MOST = 3
# So many words of what was asked for are looked at.
WORDS = 6


class Page(NamedTuple):
    """A page that everybody may read: the name of its address, its slug, and what it is called."""

    door: str
    slug: str
    title: str


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One body for all: whether something exists that is not theirs is nobody's business.

    What is near is found among what everybody may read, by the address alone.
    """
    return answer(request, 404, near=pages_near(request.path))


def pages_near(path: str) -> list[Page]:
    """The nearest first; none where nothing is near. It asks the database nothing, since that may be what is away."""
    asked, map_ = ASKED.fullmatch(path), atlas.known()
    if not asked or not map_:
        return []
    pages = map_.keep("words of pages", lambda: [(page, page.slug.split("-")) for page in pages_of(map_)])
    words = asked[1].lower().replace("_", "-").strip("-").split("-")[:WORDS]
    all_names = {name for _, names in pages for name in names}
    alike = [likenesses(word, all_names) for word in words]
    found = [
        (sum(max(map(scores.__getitem__, names)) for scores in alike) / len(alike), -len(names), page)
        for page, names in pages
    ]
    best = sorted(found, key=lambda each: each[:2], reverse=True)
    return [page for share, _, page in best if share >= ENOUGH][:AT_MOST]


def pages_of(map_: atlas.Atlas) -> Iterator[Page]:
    for line in map_.phases:
        yield Page("progress:phase", line.slug, line.title)
        yield from (Page("progress:unit", unit.slug, unit.full_name) for unit in line.open_units)
        yield from (Page("progress:capstone", product.slug, product.title) for product in line.open_capstones)


def likenesses(word: str, names: set[str]) -> dict[str, float]:
    """How much each name is like the word, from 0 to 1: by equal letters, or by an equal beginning, as of *evals*."""
    matcher = SequenceMatcher(b=word, autojunk=False)
    scores = {}
    for name in names:
        beginning = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))
        scores[name] = beginning / len(word) if beginning >= 4 else 0.0
        if 2 * min(len(word), len(name)) >= ENOUGH * (len(word) + len(name)):
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= ENOUGH:
                scores[name] = max(scores[name], matcher.ratio())
    return scores
