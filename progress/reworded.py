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
    names = [level.label for level in LEVELS_OF_RUBRIC] if asked.levels and former.levels else []
    said = [("", former.text, now), *zip(names, former.levels, asked.levels, strict=False)]
    return [Difference(level, pieces(before, after)) for level, before, after in said if before != after]
