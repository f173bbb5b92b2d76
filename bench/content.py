"""Seeding, searching and reading a curriculum of full size. Started by `script/bench --content`.

Where a unit has no lesson yet, it gets the topics of one that has, under its own name: its size is that of the
finished curriculum, whatever is written so far.
"""

import dataclasses
import os
import statistics
import tempfile
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.growth import drop, make_anew
from bench.process import Process
from roadmap.curriculum.documents import Section, Topic, Unit
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.writing import write
from roadmap.environment import CURRICULUM

# What is typed into the search, a letter of a word as well as terms of code and formulas.
TYPED = ("softmax", "LoRA", "p95", "g", "gra", "chain rule", "nothing like it", "ndcg at k", "a e i o u")


def content(*, times: int) -> str:
    """Seed a database of its own, and tell what took how long."""
    beside = os.environ["DATABASE_URL"]
    name = f"{conninfo_to_dict(beside)['dbname']}_content"
    with psycopg.connect(beside, autocommit=True) as server, tempfile.TemporaryDirectory() as folder:
        write_full(Path(folder))
        make_anew(server, name, "template0")
        try:
            with Process("full", DATABASE_URL=make_conninfo(beside, dbname=name)) as side:
                return measured(side, folder, times)
        finally:
            drop(server, name)


def measured(side: Process, folder: str, times: int) -> str:
    side.order("prepare")
    first, again = side.order("seed", folder=folder), side.order("seed", folder=folder)
    side.order("settle")
    lines = [f"Seeding everything: {first:.1f} s (10), and again {again:.1f} s (3).", ""]
    for typed in TYPED:
        measure = f"search {typed}"
        seen = side.order("look", measure=measure)
        side.order("run", measure=measure, times=6, status=200)
        took = side.order("run", measure=measure, times=times, status=200)["median"]
        lines.append(f"{typed:16} {took:6.1f} ms (30), {seen['queries']} queries")
    unit = side.order("look", measure="unit")
    took = side.order("run", measure="unit", times=times, status=200)["median"]
    sizes = {
        each.slug: side.order("wire", address=f"/units/{each.slug}/")["first"] / 1024
        for each in read_curriculum(folder).units
    }
    slug, most = max(sizes.items(), key=lambda each: each[1])
    typical = statistics.median(sizes.values())
    lines += [
        "",
        f"A unit's page: {took:.1f} ms, {unit['queries']} queries (6).",
        f"With all it needs: {typical:.1f} KB in the middle, {most:.1f} KB at most (60), of {slug}.",
    ]
    return "\n".join(lines)


def write_full(folder: Path) -> None:
    """Write a curriculum in which every unit has a lesson."""
    curriculum = read_curriculum(CURRICULUM)
    written = [unit for unit in curriculum.units if unit.lesson]
    models = cycle(written)
    for document in curriculum.documents:
        full = filled(document, next(models)) if isinstance(document, Unit) and not document.lesson else document
        (folder / document.file).parent.mkdir(exist_ok=True)
        (folder / document.file).write_text(write(full), encoding="utf-8")


def filled(unit: Unit, model: Unit) -> Unit:
    """A unit with the lesson of another, under its own ids."""
    mine, theirs = [topic.key for topic in unit.topics], [topic.key for topic in model.topics]
    names = dict(zip(theirs, cycle(mine), strict=False)) | dict(zip(theirs, mine, strict=False))

    def own(mark: str) -> str:
        key = model.key_of(mark)
        topic, dot, rest = key.partition(".")
        return f"{unit.mark}.{names.get(topic, topic)}{dot}{rest}" if mark else ""

    def sections(found: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(dataclasses.replace(each, id=own(each.id), parts=sections(each.parts)) for each in found)

    lessons = {own(topic.id): sections(topic.lesson) for topic in model.topics}
    return dataclasses.replace(
        unit,
        lesson=sections(model.lesson),
        topics=tuple(_with(topic, lessons.get(topic.id, ())) for topic in unit.topics),
        proof=dataclasses.replace(unit.proof, lesson=sections(model.proof.lesson)),
        resources=tuple(
            dataclasses.replace(each, id=own(each.id), serves=tuple(sorted({own(topic) for topic in each.serves})))
            for each in model.resources
        ),
    )


def _with(topic: Topic, lesson: tuple[Section, ...]) -> Topic:
    return dataclasses.replace(topic, lesson=lesson)
