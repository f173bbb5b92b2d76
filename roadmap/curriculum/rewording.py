"""Criteria whose words are others in their files: what kind of change that is, and those that wait until it is said.

People have claimed a criterion, or given their word on it, under the words that it has. Only a person knows whether
other words ask for the same, so the seed leaves such a criterion as it is until somebody says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from roadmap.curriculum.rows import WORDING, Row, mark_of
from roadmap.curriculum.standing import Standing
from roadmap.models import CHANGES, Change, Criterion, CriterionWording, Milestone
from roadmap.models.others import referred_to

type Rewritten = Sequence[tuple[Row, Standing]]


@dataclass(frozen=True)
class Kinds:
    """What somebody says of the changed wordings of a run: one kind for all, or for some of them by their ids."""

    of_all: str = ""
    of_one: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Iterable[str]) -> "Kinds":
        """As it is said on the command line: "cosmetic", or "u15.chain=breaking". Raises ValueError with a sentence."""
        of_all, of_one = "", {}
        for each in said:
            name, _, kind = each.rpartition("=")
            if kind not in CHANGES:
                raise ValueError(f'expected one of {", ".join(CHANGES)}, or such as u15.chain=breaking, found "{each}"')
            if name:
                of_one[name] = kind
            else:
                of_all = kind
        return cls(of_all, of_one)

    def of(self, name: str) -> str:
        return self.of_one.get(name, self.of_all)


class Sorted(NamedTuple):
    """Rows of criteria that are written now, and with their ids those that wait for a kind."""

    now: list[tuple[Row, Standing]]
    waiting: list[tuple[str, Row]]


def is_reworded(row: Row, standing: Standing) -> bool:
    return bool(set(WORDING) & set(row.differences(standing.row)))


def sorted_out(rewritten: Rewritten, kinds: Kinds, begins: Mapping[str, str]) -> Sorted:
    """Those that can be written. Raises ValueError where a kind is said of what does not change."""
    reworded = {standing.instance.pk: mark_of(row, begins) for row, standing in rewritten if is_reworded(row, standing)}
    if unknown := sorted(set(kinds.of_one) - set(reworded.values())):
        raise ValueError(f"no wording changes in this run of {', '.join(unknown)}")
    unsaid = {pk for pk, name in reworded.items() if not kinds.of(name)}
    waiting = Criterion.objects.relied_on(unsaid)
    return Sorted(
        [(row, standing) for row, standing in rewritten if standing.instance.pk not in waiting],
        [(reworded[standing.instance.pk], row) for row, standing in rewritten if standing.instance.pk in waiting],
    )


def word_new(made: Sequence[tuple[Row, Criterion]]) -> None:
    """The first wording of each; where people have begun on its milestone already, it is something added to that."""
    begun = referred_to(Milestone, "pk", {criterion.milestone_id for _, criterion in made})
    _write(
        (row, criterion, 1, Change.ADDED if criterion.milestone_id in begun else Change.FIRST)
        for row, criterion in made
    )


def word_anew(rewritten: Rewritten, kinds: Kinds, begins: Mapping[str, str]) -> None:
    """Another version for each that says something else.

    Where nobody has said of what kind that is, nobody relies on the words before. Whoever claims them at this very
    moment is told too much rather than too little.
    """
    _write(
        (row, standing.instance, standing.version + 1, kinds.of(mark_of(row, begins)) or Change.BREAKING)
        for row, standing in rewritten
        if is_reworded(row, standing)
    )


def _write(worded: Iterable[tuple[Row, Any, int, str]]) -> None:
    """A changed text or rubric is a new version, because claims may have been made under the old one."""
    CriterionWording.objects.bulk_create(
        CriterionWording(
            criterion=criterion, version=version, change=change, **{name: row.values[name] for name in WORDING}
        )
        for row, criterion, version, change in worded
    )
