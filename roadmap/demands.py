"""What a criterion asks for now, under which wordings it asks for the same, and what it asked for before."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from roadmap.models import Change, CriterionWording


@dataclass(frozen=True)
class Former:
    """What a criterion said under an earlier wording, when it asked for something else; or only for less."""

    wording: int
    text: str
    levels: tuple[str, ...]
    asks_more: bool


@dataclass(frozen=True)
class Asked:
    """A criterion as it is asked for now: its title is its topic's, or the name of its rubric row.

    `same` has the wordings that ask for what the present one asks for; `former` has those before, the latest first.
    """

    pk: int
    wording: int
    key: str
    title: str
    text: str
    levels: tuple[str, ...]
    same: frozenset[int] = frozenset()
    former: tuple[Former, ...] = ()

    def is_asked_by(self, wordings: Set[int]) -> bool:
        """Whether one of these wordings asks for what this criterion asks for now."""
        return not self.same.isdisjoint(wordings)

    def said_in(self, wordings: Set[int]) -> Former | None:
        """What it said before in the last of these wordings that is one of it, if one is."""
        return next((each for each in self.former if each.wording in wordings), None)


def demands(wordings: Sequence[CriterionWording]) -> tuple[frozenset[int], tuple[Former, ...]]:
    """Of all wordings of a criterion in order: those that ask for what the last one asks for, and the ones before."""
    same: set[int] = set()
    former: list[Former] = []
    has_changed, asks_more = False, True
    for each in reversed(wordings):
        if has_changed:
            former.append(Former(each.pk, each.text, tuple(each.levels), asks_more))
        else:
            same.add(each.pk)
        has_changed = has_changed or each.change != Change.COSMETIC
        asks_more = asks_more and each.change in (Change.COSMETIC, Change.ADDED)
    return frozenset(same), tuple(former)
