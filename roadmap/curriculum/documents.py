"""What the curriculum's files say, as plain values that do not change.

Nothing here knows Django: a file can be read, checked and written back without a database. Line numbers travel with
the values, so that a fault found by comparing two files can still be shown where it stands; they take no part in
comparing values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

STEPS = ("CREATE", "BUILD", "SCALE")
LEVELS = ("not yet", "approaching", "meets", "exceeds")
STRENGTHS = ("needs", "helps")


@dataclass(frozen=True)
class Section:
    """A heading with its text and the headings below it. In "Topic: Chain rule" the name is Topic."""

    depth: int
    heading: str
    id: str
    body: str
    parts: tuple["Section", ...] = ()
    line: int = field(default=0, compare=False)
    body_line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        return self.heading.partition(": ")[0]

    @property
    def title(self) -> str:
        return self.heading.partition(": ")[2]


@dataclass(frozen=True)
class Edge:
    """What a unit or capstone builds on, and why. `to` is a reference: "14" for unit 14, "C1" for capstone 1."""

    to: str
    why: str
    strength: str = "needs"
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Resource:
    """Something to read, watch or do elsewhere, with the topics that it serves."""

    id: str
    kind: str
    title: str
    author: str
    url: str
    free: bool
    licence: str
    serves: tuple[str, ...]
    use: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Criterion:
    """What a topic asks for. Its id is its topic's, unless it came later."""

    id: str
    text: str
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        return self.id.partition(".")[2]


@dataclass(frozen=True)
class Topic:
    """A key topic of a unit with what it asks for; `lesson` holds the sections after that, as text."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    lesson: tuple[Section, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        return self.id.partition(".")[2]


@dataclass(frozen=True)
class Proof:
    """What is handed in to prove mastery; `lesson` holds the sections after the task, as text."""

    id: str
    task: str
    lesson: tuple[Section, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Deliverable:
    """One thing that a stage hands in."""

    id: str
    text: str
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        return self.id.rpartition(".")[2]


@dataclass(frozen=True)
class Stage:
    """One of the three steps of a capstone; `lesson` holds the sections after the deliverables, as text."""

    step: str
    id: str
    mastered_when: str
    deliverables: tuple[Deliverable, ...]
    lesson: tuple[Section, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class RubricRow:
    """What a mentor judges, in four levels; it is a criterion of every stage that it names."""

    id: str
    title: str
    steps: tuple[str, ...]
    levels: tuple[str, ...]
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        return self.id.partition(".")[2]


@dataclass(frozen=True)
class Retired:
    """An id that names nothing any more; `now` are ids of what the thing that it named has become, if anything."""

    id: str
    now: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    def covers(self, mark: str) -> bool:
        """Whether an id names nothing any more by it: it is this one, or that of a part of what this one named."""
        return mark == self.id or mark.startswith(f"{self.id}.")


@dataclass(frozen=True)
class Document:
    """One file. `lines` says where each field of its front block stands, `marks` where each id stands."""

    file: str = field(compare=False)
    lines: Mapping[str, int] = field(compare=False, repr=False)
    marks: tuple[tuple[str, int], ...] = field(compare=False, repr=False)
    number: int
    slug: str
    title: str


@dataclass(frozen=True)
class Phase(Document):
    """`column` and `order` say where it stands on the picture of the map; without them that is found out."""

    tagline: str
    column: int | None = None
    order: int | None = None


@dataclass(frozen=True)
class Milestone(Document):
    """What a unit and a capstone have in common: a place in a phase, an estimate, and edges."""

    phase: int
    hours: int
    difficulty: int
    builds_on: tuple[Edge, ...]
    unlocks: tuple[str, ...]
    proof: Proof
    retired: tuple[Retired, ...] = field(default=(), kw_only=True)

    @property
    def mark(self) -> str:
        """What every id of its file begins with: u15. It stays when the number becomes another."""
        return self.proof.id.partition(".")[0]

    def key_of(self, mark: str) -> str:
        """An id without what every id of this file begins with."""
        return mark.removeprefix(f"{self.mark}.")


@dataclass(frozen=True)
class Unit(Milestone):
    """`lesson` holds the sections before the first topic, as text."""

    resources: tuple[Resource, ...]
    lesson: tuple[Section, ...]
    topics: tuple[Topic, ...]

    @property
    def ref(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Capstone(Milestone):
    """`lesson` holds the sections before the proof, as text: the brief, and sketches of products that would fit."""

    focus: str
    lesson: tuple[Section, ...]
    stages: tuple[Stage, ...]
    rubric: tuple[RubricRow, ...]

    @property
    def ref(self) -> str:
        return f"C{self.number}"


@dataclass(frozen=True)
class Curriculum:
    """Every file of a folder, in the order of the numbers."""

    phases: tuple[Phase, ...]
    units: tuple[Unit, ...]
    capstones: tuple[Capstone, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        return (*self.phases, *self.units, *self.capstones)

    @property
    def milestones(self) -> tuple[Unit | Capstone, ...]:
        return (*self.units, *self.capstones)


def in_reading_order(ref: str) -> tuple[bool, int, str]:
    """Sorts references: units by number, then capstones by number."""
    return ref.startswith("C"), int(re.sub("[^0-9]", "", ref) or 0), ref
