"""What a seed is asked to do, and what it tells of what it did."""

from collections import Counter
from dataclasses import dataclass, field

from roadmap.curriculum.rewording import Kinds
from roadmap.curriculum.rows import Row


@dataclass(frozen=True)
class Difference:
    """A row of the files and the same row of the map, with the names of the fields in which they differ.

    Where the file changed since it was seeded, and the row was edited here as well, the two are in conflict.
    """

    row: Row
    here: Row
    fields: list[str]
    file_changed: bool


@dataclass
class Report:
    """What a seed did, or left alone.

    `agreed` are rows that were edited here into what the file says now, `settled` conflicts in which the map was taken;
    `waiting` has criteria on whose words people rely, with their ids: nobody has said what the other words change.
    """

    created: list[Row] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    agreed: list[Row] = field(default_factory=list)
    settled: list[Difference] = field(default_factory=list)
    waiting: list[tuple[str, Row]] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    made_anew: int = 0
    # Rows that were kept, and have another place now.
    placed: int = 0
    # What was archived because its id was retired.
    retired: list[Row] = field(default_factory=list)

    @property
    def wrote_something(self) -> bool:
        return bool(self.created or self.changed or self.agreed or self.settled or self.placed)

    @property
    def conflicts(self) -> list[Difference]:
        """What was changed both in its file and here, each in another way. The map goes on saying what it says."""
        return [each for each in self.kept if each.file_changed]

    def counts(self, kind: str) -> dict[str, int]:
        """How many rows of a kind met which fate."""
        return {
            "created": sum(row.kind == kind for row in self.created),
            "changed": sum(each.row.kind == kind for each in self.changed),
            "kept": sum(each.row.kind == kind for each in (*self.kept, *self.settled)),
            "waiting": sum(row.kind == kind for _, row in self.waiting),
            "gone": sum(row.kind == kind for row in self.gone),
            "unchanged": self.unchanged[kind] + sum(row.kind == kind for row in self.agreed),
        }


@dataclass(frozen=True)
class Choice:
    """What is taken where a row was edited here and its file says otherwise: `file`, `database`, or neither.

    It holds for the rows that are named in `parts`, or for all where none is. `kinds` says what other words change.
    """

    take: str = ""
    parts: tuple[str, ...] = ()
    kinds: Kinds = field(default_factory=Kinds)

    def of(self, row: Row) -> str:
        return self.take if not self.parts or str(row) in self.parts else ""


# Where nobody has chosen, nothing that was edited here is written over.
NO_CHOICE = Choice()
