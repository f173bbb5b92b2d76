"""Writes a document as the text of its file, in the one way there is: what was read is written back to the byte."""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import yaml

from roadmap.curriculum.documents import (
    LEVELS,
    Capstone,
    Document,
    Edge,
    Milestone,
    Phase,
    Proof,
    Resource,
    RubricRow,
    Section,
    Stage,
    Topic,
    Unit,
)

# Text that YAML reads back as itself without being asked; anything else is tried with the YAML library.
CERTAINLY_PLAIN = re.compile(r"[A-Za-z][A-Za-z]* [A-Za-z][A-Za-z ]*[A-Za-z]")


# The lines of a front block, and the sections after it.
type Parts = tuple[list[str], list[Section]]


def write(document: Document) -> str:
    """The whole file, front block and sections, with its last line end."""
    front, sections = WRITERS[type(document)](document)
    lines = ["---", *front, "---"]
    for section in sections:
        lines += _section(section)
    return "\n".join(lines) + "\n"


def _phase(phase: Phase) -> Parts:
    front = [
        f"phase: {phase.number}",
        f"slug: {scalar(phase.slug)}",
        f"title: {scalar(phase.title)}",
        f"tagline: {scalar(phase.tagline)}",
    ]
    places = {"column": phase.column, "order": phase.order}
    return front + [f"{name}: {place}" for name, place in places.items() if place], []


def _unit(unit: Unit) -> Parts:
    front = [
        f"unit: {unit.number}",
        f"slug: {scalar(unit.slug)}",
        f"title: {scalar(unit.title)}",
        *_estimate_and_edges(unit),
        *_block("resources", [_resource(resource) for resource in unit.resources]),
        *_retired(unit),
    ]
    return front, [*unit.lesson, *(_topic(topic) for topic in unit.topics), _proof(unit.proof)]


def _capstone(capstone: Capstone) -> Parts:
    front = [
        f"capstone: {capstone.number}",
        f"slug: {scalar(capstone.slug)}",
        f"title: {scalar(capstone.title)}",
        f"focus: {scalar(capstone.focus)}",
        *_estimate_and_edges(capstone),
        *_retired(capstone),
    ]
    stages = [_stage(stage) for stage in capstone.stages]
    rubric = [_rubric_row(row) for row in capstone.rubric]
    return front, [*capstone.lesson, _proof(capstone.proof), *stages, *rubric]


WRITERS: dict[type[Document], Callable[..., Parts]] = {Phase: _phase, Unit: _unit, Capstone: _capstone}


def _estimate_and_edges(milestone: Milestone) -> list[str]:
    return [
        f"phase: {milestone.phase}",
        f"hours: {milestone.hours}",
        f"difficulty: {milestone.difficulty}",
        *_block("builds_on", [_edge(edge) for edge in milestone.builds_on]),
        f"unlocks: [{', '.join(milestone.unlocks)}]",
    ]


def _edge(edge: Edge) -> list[str]:
    target = f"capstone: {edge.to[1:]}" if edge.to.startswith("C") else f"unit: {edge.to}"
    return [target, f"why: {scalar(edge.why)}"] + [f"strength: {edge.strength}"] * (edge.strength != "needs")


def _resource(resource: Resource) -> list[str]:
    return [
        f"id: {resource.id}",
        f"kind: {scalar(resource.kind)}",
        f"title: {scalar(resource.title)}",
        f"author: {scalar(resource.author)}",
        f"url: {scalar(resource.url)}",
        f"free: {'true' if resource.free else 'false'}",
        f"licence: {scalar(resource.licence)}",
        f"serves: [{', '.join(resource.serves)}]",
        f"use: {scalar(resource.use)}",
    ]


def _retired(milestone: Milestone) -> list[str]:
    """A field that most files do without."""
    lines = [[f"id: {each.id}"] + [f"now: [{', '.join(each.now)}]"] * bool(each.now) for each in milestone.retired]
    return _block("retired", lines) if lines else []


def _block(name: str, entries: Sequence[Sequence[str]]) -> list[str]:
    """A list of small mappings, each begun by a dash; an empty list stands on one line."""
    if not entries:
        return [f"{name}: []"]
    lines = [f"{name}:"]
    for first, *others in entries:
        lines += [f"  - {first}", *(f"    {other}" for other in others)]
    return lines


@lru_cache(maxsize=4096)
def scalar(text: str) -> str:
    """Plain where YAML would read the same text back, else in double quotes."""
    if CERTAINLY_PLAIN.fullmatch(text):
        return text
    try:
        plain = yaml.safe_load(f"k: {text}") == {"k": text}
    except (yaml.YAMLError, ValueError):
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def _topic(topic: Topic) -> Section:
    criteria = [Section(3, "Criterion", "" if each.id == topic.id else each.id, each.text) for each in topic.criteria]
    return Section(2, f"Topic: {topic.title}", topic.id, "", (*criteria, *topic.lesson))


def _proof(proof: Proof) -> Section:
    return Section(2, "Proof of mastery", proof.id, "", (Section(3, "Task", "", proof.task), *proof.lesson))


def _stage(stage: Stage) -> Section:
    deliverables = "\n".join(f"{n}. {each.text} {{#{each.id}}}" for n, each in enumerate(stage.deliverables, 1))
    parts = (Section(3, "Mastered when", "", stage.mastered_when), Section(3, "Deliverables", "", deliverables))
    return Section(2, f"Stage: {stage.step}", stage.id, "", (*parts, *stage.lesson))


def _rubric_row(row: RubricRow) -> Section:
    levels = "\n".join(f"{level}: {text}" for level, text in zip(LEVELS, row.levels, strict=True))
    return Section(2, f"Rubric: {row.title}", row.id, f"stages: {', '.join(row.steps)}\n{levels}")


def _section(section: Section) -> list[str]:
    mark = f" {{#{section.id}}}" if section.id else ""
    lines = ["", f"{'#' * section.depth} {section.heading}{mark}"]
    if section.body:
        lines += ["", section.body]
    for part in section.parts:
        lines += _section(part)
    return lines
