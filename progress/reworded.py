"""How the words of a criterion differ from those that it had before."""

from typing import NamedTuple

from django.utils.functional import Promise

from progress.changes import Piece, pieces
from progress.models import LEVELS_OF_RUBRIC
from roadmap.demands import Asked, Former


class Difference(NamedTuple):
    """A passage of a criterion whose words are others now: both as one. A level of a rubric has its name."""

    level: str | Promise
    pieces: list[Piece]


def differences(asked: Asked, former: Former) -> list[Difference]:
    """Where a criterion says something else now than it did under a former wording."""
    now = asked.title if asked.levels else asked.text
    said: list[tuple[str | Promise, str, str]] = [("", former.text, now)]
    for level, before, after in zip(LEVELS_OF_RUBRIC, former.levels, asked.levels, strict=False):
        said.append((level.label, before, after))
    return [Difference(level, _readable(before, after)) for level, before, after in said if before != after]


def _readable(before: str, after: str) -> list[Piece]:
    """Both texts as one; where little of them is the same, the one and then the other, as a whole."""
    found = pieces(before, after)
    if 2 * sum(len(piece.text) for piece in found if not piece.change) >= max(len(before), len(after)):
        return found
    return [Piece(change, text) for change, text in (("removed", before), ("added", after)) if text]
