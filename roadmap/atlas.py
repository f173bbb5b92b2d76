"""The whole published map in memory, once for each version of the curriculum.

Every page shows the same map; only a few bytes differ between people. So the map is read once after an edit and kept
until the next one: `current()` asks the database for nothing but the version's number. What is made from it can be
kept beside it with `Atlas.keep`, and goes when it goes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from roadmap.demands import Asked, demands
from roadmap.models import (
    Capstone,
    Criterion,
    CriterionWording,
    CurriculumVersion,
    Deliverable,
    Phase,
    Prerequisite,
    Stage,
    Status,
    Topic,
    Unit,
)

# Pieces of pages, of 1 to 10 KB each, and a few whole pages of visitors.
KEPT_AT_MOST = 5_000


class HandedIn(NamedTuple):
    """A deliverable of a stage as it is asked for now."""

    key: str
    text: str


@dataclass(frozen=True)
class Edge:
    """A prerequisite, seen from one of its ends: the milestone at the other end, and why."""

    milestone: int
    needs: bool
    why: str


@dataclass(frozen=True)
class Stop:
    """A milestone on the map. `label` is what stands before its title: a unit's number or a stage's step."""

    pk: int
    slug: str
    status: str
    label: str
    title: str
    hours: int | None
    difficulty: int
    proof: str
    proof_html: str = field(repr=False)
    phase: "Line" = field(repr=False, compare=False)
    capstone: "Product | None" = field(default=None, repr=False, compare=False)
    topics: tuple[str, ...] = ()
    criteria: tuple[Asked, ...] = field(default=(), repr=False)
    deliverables: tuple[HandedIn, ...] = field(default=(), repr=False)
    builds_on: list[Edge] = field(default_factory=list, repr=False, compare=False)
    unlocks: list[Edge] = field(default_factory=list, repr=False, compare=False)

    def __hash__(self) -> int:
        return self.pk

    @cached_property
    def is_open(self) -> bool:
        """Whether it can be started and counts for everybody."""
        return self.status == Status.PUBLISHED

    @cached_property
    def short(self) -> str:
        """What it is called in a list of numbers: 15, or C1 SCALE."""
        return f"C{self.capstone.number} {self.label}" if self.capstone else self.label

    @cached_property
    def name(self) -> str:
        """What it is called where it stands alone."""
        return f"{self.capstone.title}, {self.label}" if self.capstone else self.title

    @cached_property
    def full_name(self) -> str:
        """Its name with the number that it has on the map."""
        return self.name if self.capstone else f"{self.label} {self.title}"


@dataclass(frozen=True)
class Product:
    """A capstone with its stages in order."""

    pk: int
    number: int
    slug: str
    title: str
    focus: str
    hours: int
    proof: str
    phase: "Line" = field(repr=False, compare=False)
    stages: list[Stop] = field(default_factory=list, repr=False, compare=False)


@dataclass(frozen=True)
class Line:
    """A phase with all that is on it, in order."""

    pk: int
    number: int
    slug: str
    title: str
    tagline: str
    map_column: int | None = None
    map_order: int | None = None
    units: list[Stop] = field(default_factory=list, repr=False, compare=False)
    capstones: list[Product] = field(default_factory=list, repr=False, compare=False)

    @cached_property
    def open_units(self) -> list[Stop]:
        return [unit for unit in self.units if unit.is_open]

    @cached_property
    def open_capstones(self) -> list[Product]:
        return [product for product in self.capstones if any(stage.is_open for stage in product.stages)]

    @cached_property
    def milestones(self) -> list[Stop]:
        return self.units + [stage for capstone in self.capstones for stage in capstone.stages]

    @cached_property
    def hours(self) -> int:
        units = sum(unit.hours or 0 for unit in self.open_units)
        return units + sum(product.hours for product in self.open_capstones)


class Atlas:
    """All phases in order and every published or archived milestone by its key and slug. Drafts are not on it."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.phases: list[Line] = []
        self.milestones: dict[int, Stop] = {}
        self.capstones: dict[str, Product] = {}
        self._kept: dict[Any, Any] = {}
        _Reader(self).read()
        self.by_slug = {stop.slug: stop for stop in self.milestones.values()}

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """What was made under this key before, or now. `make` must depend on the key and the map alone.

        When too much has gathered, all of it is forgotten: what is needed comes back with the next pages.
        """
        try:
            return self._kept[key]
        except KeyError:
            made = make()
            if len(self._kept) >= KEPT_AT_MOST:
                self._kept.clear()
            return self._kept.setdefault(key, made)


class _Reader:
    """Reads the tables of the map into an atlas, a query for each."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas

    def read(self) -> None:
        for row in Phase.objects.on_the_map():
            self.atlas.phases.append(
                Line(row.pk, row.number, row.slug, row.title, row.tagline, row.map_column, row.map_order)
            )
        lines = {line.pk: line for line in self.atlas.phases}
        topics = self._topics()
        criteria = self._criteria({topic.pk: topic.title for row in topics.values() for topic in row})
        for unit in Unit.objects.on_the_map():
            if unit.phase_id in lines:
                line = lines[unit.phase_id]
                names = tuple(topic.title for topic in topics.get(unit.pk, ()))
                line.units.append(
                    self._stop(unit, criteria, label=str(unit.number), title=unit.title, phase=line, topics=names)
                )
        self._products(lines, criteria)
        self._edges()

    def _stop(self, row: Any, criteria: dict[int, list[Asked]], **rest: Any) -> Stop:
        stop = Stop(
            row.pk, row.slug, row.status, hours=row.hours, difficulty=row.difficulty, proof=row.proof,
            proof_html=row.proof_html, criteria=tuple(criteria.get(row.pk, ())), **rest,
        )  # fmt: skip
        self.atlas.milestones[row.pk] = stop
        return stop

    def _products(self, lines: dict[int, Line], criteria: dict[int, list[Asked]]) -> None:
        products = {
            row.pk: Product(
                row.pk, row.number, row.slug, row.title, row.focus, row.hours, row.proof, lines[row.phase_id]
            )
            for row in Capstone.objects.all()
            if row.phase_id in lines
        }
        handed_in = _grouped(Deliverable.objects.live(), "stage_id")
        for stage in Stage.objects.on_the_map():
            if product := products.get(stage.capstone_id):
                listed = tuple(HandedIn(each.key, each.text) for each in handed_in.get(stage.pk, ()))
                step = stage.get_step_display()
                product.stages.append(
                    self._stop(
                        stage, criteria, label=step, title=step, phase=product.phase, capstone=product,
                        deliverables=listed,
                    )
                )  # fmt: skip
        for product in products.values():
            if product.stages:
                product.phase.capstones.append(product)
                self.atlas.capstones[product.slug] = product

    def _topics(self) -> dict[int, list[Topic]]:
        return _grouped(Topic.objects.live(), "unit_id")

    def _criteria(self, topics: dict[int, str]) -> dict[int, list[Asked]]:
        wordings = _grouped(CriterionWording.objects.order_by("version"), "criterion_id")
        asked: dict[int, list[Asked]] = {}
        for row in Criterion.objects.live():
            if row.pk not in wordings:
                # Somebody is writing it by hand: it asks for nothing yet, and no page may fail because of it.
                continue
            *_, wording = wordings[row.pk]
            title = topics.get(row.topic_id, "") if row.topic_id else wording.text
            text = "" if wording.levels else wording.text
            same, former = demands(wordings[row.pk])
            asked.setdefault(row.milestone_id, []).append(
                Asked(row.pk, wording.pk, row.key, title, text, tuple(wording.levels), same, former)
            )
        return asked

    def _edges(self) -> None:
        stops = self.atlas.milestones
        for row in Prerequisite.objects.live():
            if row.after_id in stops and row.before_id in stops:
                needs = row.strength == Prerequisite.Strength.NEEDS
                stops[row.after_id].builds_on.append(Edge(row.before_id, needs, row.why))
                stops[row.before_id].unlocks.append(Edge(row.after_id, needs, row.why))
        for product in self.atlas.capstones.values():
            by_step = {stage.label: stage for stage in product.stages}
            for earlier, later in (("CREATE", "BUILD"), ("BUILD", "SCALE")):
                if earlier in by_step and later in by_step:
                    a, b = by_step[earlier], by_step[later]
                    b.builds_on.append(Edge(a.pk, True, ""))
                    a.unlocks.append(Edge(b.pk, True, ""))


def _grouped(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, key), []).append(row)
    return groups


_current: Atlas | None = None


def known() -> Atlas | None:
    """The map as this process knows it, be it an edit behind; without a query."""
    return _current


def current(version: int | None = None) -> Atlas:
    """The map as it is now, with one query where this process has read it since the last edit.

    A caller who has asked for the number of the version already gives it.
    """
    global _current
    if version is None:
        version = CurriculumVersion.objects.number()
    atlas = _current
    while atlas is None or atlas.version != version:
        atlas = Atlas(version)
        # An edit may have come between the first table and the last: then this is a picture of no version.
        version = CurriculumVersion.objects.number()
    _current = atlas
    return atlas
