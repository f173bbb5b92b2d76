"""The map as rows: what a file says of one row of one table, in a form that can be compared and digested.

Rows name each other by slug and key, never by a number of the database, so that the digest of a row is the same on
every machine.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from roadmap.curriculum.documents import STEPS, Capstone, Curriculum, Milestone, Section, Topic, Unit

# The order in which rows are written: what a row links to comes before it.
KINDS = (
    "phase", "unit", "capstone", "stage", "topic", "criterion", "deliverable", "prerequisite", "passage", "question",
    "resource", "retirement",
)  # fmt: skip

# Rows that have an id in the files, or stand under one.
MARKED = ("topic", "criterion", "deliverable", "passage", "question", "resource")

# Where a row stands among others of its kind. It is no part of what the row says: a row before it that comes or goes
# moves it, and nobody has edited it.
PLACE = "position"

# What a criterion says stands in its wordings, of which it has one for each version, and not in its own columns.
WORDING = ("text", "levels")

# What a section of a lesson or a brief is called in its table.
PASSAGES = {
    "Why it matters": "why",
    "Bridge": "bridge",
    "Core idea": "core",
    "Worked example": "example",
    "Misconception": "misconception",
    "Figure": "figure",
    "Good evidence": "evidence",
    "Typically sent back": "faults",
    "Brief": "brief",
    "Sketch": "sketch",
    "Mentors check": "checks",
}

# Sections that have no id in the files, because there is one of them, and what they are called then.
UNNAMED = {
    "why": "why",
    "core": "core",
    "evidence": "proof.evidence",
    "faults": "proof.faults",
    "checks": "proof.checks",
}
# What is said of a resource, but for its id and the topics that it serves.
RESOURCE = ("kind", "title", "author", "url", "free", "licence", "use")

type Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: which it is, what it links to (by kind and key) and what it says.

    `given` is what a row gets once, when it is made, as it gets its name; it is no part of what the row says.
    """

    kind: str
    key: Key
    links: Mapping[str, tuple[str, Key] | None]
    values: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        if self.kind == "prerequisite":
            return f"prerequisite {self.key[0]} on {self.key[1]}"
        return f"{self.kind} {'/'.join(self.key)}"

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {**{name: link and "/".join(link[1]) for name, link in self.links.items()}, **self.values}

    @property
    def place(self) -> int | None:
        return self.values.get(PLACE)

    @property
    def columns(self) -> dict[str, Any]:
        """The values that stand in the row's own table, but for its place."""
        elsewhere = (PLACE, *WORDING) if self.kind == "criterion" else (PLACE,)
        return {name: value for name, value in self.values.items() if name not in elsewhere}

    @cached_property
    def digest(self) -> str:
        """A fingerprint of all that the row says.

        A field that is added to a kind changes the digest of all its rows: the migration that adds it renews them.
        """
        says = {name: value for name, value in self.fields.items() if name != PLACE}
        canonical = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def differences(self, other: "Row") -> list[str]:
        """The names of the fields in which two rows differ, but for their places."""
        return [name for name, value in self.fields.items() if name != PLACE and other.fields[name] != value]


def phase_row(slug: str, **values: Any) -> Row:
    return Row("phase", (slug,), {}, values)


def unit_row(slug: str, *, phase: str, mark: str, **values: Any) -> Row:
    return Row("unit", (slug,), {"phase": ("phase", (phase,))}, values, {"mark": mark})


def capstone_row(slug: str, *, phase: str, mark: str, **values: Any) -> Row:
    return Row("capstone", (slug,), {"phase": ("phase", (phase,))}, values, {"mark": mark})


def stage_row(slug: str, *, capstone: str, **values: Any) -> Row:
    return Row("stage", (slug,), {"capstone": ("capstone", (capstone,))}, values)


def topic_row(unit: str, key: str, **values: Any) -> Row:
    return Row("topic", (unit, key), {"unit": ("milestone", (unit,))}, values)


def criterion_row(milestone: str, key: str, *, topic: str | None, **values: Any) -> Row:
    links = {"milestone": ("milestone", (milestone,)), "topic": ("topic", (milestone, topic)) if topic else None}
    return Row("criterion", (milestone, key), links, values)


def deliverable_row(stage: str, key: str, **values: Any) -> Row:
    return Row("deliverable", (stage, key), {"stage": ("milestone", (stage,))}, values)


def prerequisite_row(after: str, before: str, **values: Any) -> Row:
    links = {"after": ("milestone", (after,)), "before": ("milestone", (before,))}
    return Row("prerequisite", (after, before), links, values)


def passage_row(milestone: str, key: str, *, topic: str | None, **values: Any) -> Row:
    links = {"milestone": ("milestone", (milestone,)), "topic": ("topic", (milestone, topic)) if topic else None}
    return Row("passage", (milestone, key), links, values)


def question_row(unit: str, key: str, *, topic: str, **values: Any) -> Row:
    return Row("question", (unit, key), {"unit": ("milestone", (unit,)), "topic": ("topic", (unit, topic))}, values)


def resource_row(unit: str, key: str, **values: Any) -> Row:
    return Row("resource", (unit, key), {"unit": ("milestone", (unit,))}, values)


def retirement_row(mark: str, **values: Any) -> Row:
    """That an id names nothing any more. Its key is the id as the files have it, with what it begins with."""
    return Row("retirement", (mark,), {}, values)


def stage_slug(capstone_slug: str, step: str) -> str:
    return f"{capstone_slug}-{step.lower()}"


def mark_of(row: Row, begins: Mapping[str, str]) -> str:
    """The id that the files give a row, or the empty text; `begins` says what ids begin with, by slugs.

    A row of a rubric has one id in all stages that it is a criterion of.
    """
    if row.kind not in MARKED:
        return ""
    owner, *names = row.key
    step = [owner.rpartition("-")[2]] if row.kind == "deliverable" else []
    return ".".join((begins.get(owner, owner), *step, *names))


def rows_of(curriculum: Curriculum) -> Iterator[Row]:
    """Every row that the files ask for."""
    phases = {phase.number: phase.slug for phase in curriculum.phases}
    for phase in curriculum.phases:
        yield phase_row(
            phase.slug,
            number=phase.number,
            title=phase.title,
            tagline=phase.tagline,
            map_column=phase.column,
            map_order=phase.order,
        )
    for unit in curriculum.units:
        yield from _unit_rows(unit, phases)
    for capstone in curriculum.capstones:
        yield from _capstone_rows(capstone, phases)
    yield from _edges(curriculum)
    for milestone in curriculum.milestones:
        for position, each in enumerate(milestone.retired, 1):
            yield retirement_row(each.id, position=position, now=list(each.now))


def _unit_rows(unit: Unit, phases: Mapping[int, str]) -> Iterator[Row]:
    yield unit_row(
        unit.slug,
        phase=phases[unit.phase],
        mark=unit.mark,
        number=unit.number,
        title=unit.title,
        hours=unit.hours,
        difficulty=unit.difficulty,
        proof=unit.proof.task,
    )
    for position, topic in enumerate(unit.topics, 1):
        yield topic_row(unit.slug, topic.key, position=position, title=topic.title)
        for each in topic.criteria:
            yield criterion_row(unit.slug, each.key, topic=topic.key, position=position, text=each.text, levels=[])
    yield from _lesson_rows(unit)


def _lesson_rows(unit: Unit) -> Iterator[Row]:
    for section, position in _counted((*unit.lesson, *unit.proof.lesson)):
        yield _passage(unit.slug, unit, section, None, position)
    for topic in unit.topics:
        for section in topic.lesson:
            if section.name in PASSAGES:
                yield _passage(unit.slug, unit, section, topic, 1)
            for position, part in enumerate(section.parts, 1):
                yield question_row(
                    unit.slug,
                    unit.key_of(part.id),
                    topic=topic.key,
                    position=position,
                    kind=part.heading,
                    text=part.body,
                )
    for position, each in enumerate(unit.resources, 1):
        yield resource_row(
            unit.slug,
            unit.key_of(each.id),
            position=position,
            **{name: getattr(each, name) for name in RESOURCE},
            serves=[unit.key_of(topic) for topic in each.serves],
        )


def _counted(sections: Iterable[Section]) -> Iterator[tuple[Section, int]]:
    """Each section with its place among those of its name."""
    counts: Counter[str] = Counter()
    for section in sections:
        counts[section.name] += 1
        yield section, counts[section.name]


def _passage(owner: str, document: Milestone, section: Section, topic: Topic | None, position: int) -> Row:
    kind, of_topic = PASSAGES[section.name], topic.key if topic else None
    unnamed = f"{of_topic}.{UNNAMED[kind]}" if of_topic and not section.id else UNNAMED.get(kind, "")
    values = {"position": position, "kind": kind, "title": section.title, "text": section.body}
    return passage_row(owner, document.key_of(section.id) if section.id else unnamed, topic=of_topic, **values)


def _capstone_rows(capstone: Capstone, phases: Mapping[int, str]) -> Iterator[Row]:
    yield capstone_row(
        capstone.slug,
        phase=phases[capstone.phase],
        mark=capstone.mark,
        number=capstone.number,
        title=capstone.title,
        focus=capstone.focus,
        hours=capstone.hours,
        proof=capstone.proof.task,
    )
    yield from _brief_rows(capstone)
    for stage in capstone.stages:
        slug, step = stage_slug(capstone.slug, stage.step), STEPS.index(stage.step) + 1
        yield stage_row(
            slug, capstone=capstone.slug, step=step, difficulty=capstone.difficulty, proof=stage.mastered_when
        )
        for position, deliverable in enumerate(stage.deliverables, 1):
            yield deliverable_row(slug, deliverable.key, position=position, text=deliverable.text)
        # A row has one place in the whole rubric, so that the rubric can be put together again.
        for position, row in enumerate(capstone.rubric, 1):
            if stage.step in row.steps:
                values = {"position": position, "text": row.title, "levels": list(row.levels)}
                yield criterion_row(slug, row.key, topic=None, **values)


def _brief_rows(capstone: Capstone) -> Iterator[Row]:
    """What there is to read on a capstone. What is said of it as a whole hangs on its first stage."""
    first = stage_slug(capstone.slug, STEPS[0])
    for section, position in _counted(capstone.lesson):
        yield _passage(first, capstone, section, None, position)
    for stage in capstone.stages:
        for section in stage.lesson:
            yield _passage(stage_slug(capstone.slug, stage.step), capstone, section, None, 1)


def _edges(curriculum: Curriculum) -> Iterator[Row]:
    """A capstone needs something for its first stage; what needs a capstone needs its last."""
    first = {each.ref: each.slug for each in curriculum.units}
    last = dict(first)
    for capstone in curriculum.capstones:
        first[capstone.ref] = stage_slug(capstone.slug, STEPS[0])
        last[capstone.ref] = stage_slug(capstone.slug, STEPS[-1])
    for milestone in curriculum.milestones:
        for edge in milestone.builds_on:
            yield prerequisite_row(first[milestone.ref], last[edge.to], strength=edge.strength, why=edge.why)
