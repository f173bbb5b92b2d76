"""The map as rows: what a file says of one row of one table, in a form that can be compared and digested.

Rows name each other by slug and key, never by a number of the database, so that the digest of a row is the same on
every machine.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roadmap.curriculum.documents import STEPS, Capstone, Curriculum, Unit

# The order in which rows are written: what a row links to comes before it.
KINDS = ("phase", "unit", "capstone", "stage", "topic", "criterion", "deliverable", "prerequisite")

# What a criterion says stands in its wordings, of which it has one for each version, and not in its own columns.
WORDING = ("text", "levels")

type Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: which it is, what it links to (by kind and key) and what it says."""

    kind: str
    key: Key
    links: Mapping[str, tuple[str, Key] | None]
    values: Mapping[str, Any]

    def __str__(self) -> str:
        if self.kind == "prerequisite":
            return f"prerequisite {self.key[0]} on {self.key[1]}"
        return f"{self.kind} {'/'.join(self.key)}"

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {**{name: link and "/".join(link[1]) for name, link in self.links.items()}, **self.values}

    @property
    def columns(self) -> dict[str, Any]:
        """The values that stand in the row's own table."""
        return {name: value for name, value in self.values.items() if self.kind != "criterion" or name not in WORDING}

    @cached_property
    def digest(self) -> str:
        """A fingerprint of all that the row says.

        A field that is added to a kind changes the digest of all its rows: the migration that adds it renews them.
        """
        canonical = json.dumps(self.fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def differences(self, other: "Row") -> list[str]:
        """The names of the fields in which two rows differ."""
        return [name for name, value in self.fields.items() if other.fields[name] != value]


def phase_row(slug: str, **values: Any) -> Row:
    return Row("phase", (slug,), {}, values)


def unit_row(slug: str, *, phase: str, **values: Any) -> Row:
    return Row("unit", (slug,), {"phase": ("phase", (phase,))}, values)


def capstone_row(slug: str, *, phase: str, **values: Any) -> Row:
    return Row("capstone", (slug,), {"phase": ("phase", (phase,))}, values)


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


def stage_slug(capstone_slug: str, step: str) -> str:
    return f"{capstone_slug}-{step.lower()}"


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


def _unit_rows(unit: Unit, phases: Mapping[int, str]) -> Iterator[Row]:
    yield unit_row(
        unit.slug,
        phase=phases[unit.phase],
        number=unit.number,
        title=unit.title,
        hours=unit.hours,
        difficulty=unit.difficulty,
        proof=unit.proof.task,
    )
    for position, topic in enumerate(unit.topics, 1):
        yield topic_row(unit.slug, topic.key, position=position, title=topic.title)
        yield criterion_row(unit.slug, topic.key, topic=topic.key, position=position, text=topic.criterion, levels=[])


def _capstone_rows(capstone: Capstone, phases: Mapping[int, str]) -> Iterator[Row]:
    yield capstone_row(
        capstone.slug,
        phase=phases[capstone.phase],
        number=capstone.number,
        title=capstone.title,
        focus=capstone.focus,
        hours=capstone.hours,
        proof=capstone.proof.task,
    )
    for stage in capstone.stages:
        slug, step = stage_slug(capstone.slug, stage.step), STEPS.index(stage.step) + 1
        yield stage_row(
            slug, capstone=capstone.slug, step=step, difficulty=capstone.difficulty, proof=stage.mastered_when
        )
        for position, deliverable in enumerate(stage.deliverables, 1):
            yield deliverable_row(slug, deliverable.key, position=position, text=deliverable.text)
        rubric = [row for row in capstone.rubric if stage.step in row.steps]
        for position, row in enumerate(rubric, 1):
            yield criterion_row(slug, row.key, topic=None, position=position, text=row.title, levels=list(row.levels))


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
