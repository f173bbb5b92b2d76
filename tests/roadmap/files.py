"""The curricula that tests read: the real one and a small one, and how a test changes a copy."""

import dataclasses
import re
from collections.abc import Container
from pathlib import Path

from roadmap.curriculum.documents import Unit
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.writing import write

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "fixtures" / "curriculum"
# The units with a lesson in the map that tests have: what they take does not grow with what is written.
LESSONS = (15, 47, 55)
# A lesson that shows authors all of the format.
EXAMPLE = ROOT / "docs" / "example" / "unit-99.md"
# Three units, two phases and a capstone; one of the units has a whole lesson.
SMALL = Path(__file__).parent / "small_curriculum"


def write_with_few_lessons(folder: Path, numbers: Container[int] = LESSONS) -> None:
    """Write the real curriculum as it would be if no other unit than these had a lesson yet."""
    for document in read_curriculum(REAL).documents:
        (folder / document.file).parent.mkdir(exist_ok=True)
        shown = document if not isinstance(document, Unit) or document.number in numbers else bare(document)
        (folder / document.file).write_text(write(shown), encoding="utf-8")


def bare(unit: Unit) -> Unit:
    topics = tuple(dataclasses.replace(topic, lesson=()) for topic in unit.topics)
    proof = dataclasses.replace(unit.proof, lesson=())
    return dataclasses.replace(unit, lesson=(), topics=topics, proof=proof, resources=())


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def roadmap_outline():
    """Phases, units and capstones of docs/roadmap.md, read with rules of their own: a reader is not its own witness."""
    phases, units, capstones = [], [], []
    for line in (ROOT / "docs" / "roadmap.md").read_text(encoding="utf-8").splitlines():
        if phase := re.fullmatch(r"### Phase (\d+): (.+?)( \(Units \d+-\d+\))?", line):
            phases.append([int(phase[1]), phase[2], None])
        elif phases and phases[-1][2] is None and (tagline := re.fullmatch(r"\*([^*].*)\*", line)):
            phases[-1][2] = tagline[1]
        elif capstone := re.fullmatch(r"\| Capstone (\d): (.+?) \| (.+) \|", line):
            capstones.append((phases[-1][0], int(capstone[1]), capstone[2], capstone[3]))
        elif unit := re.fullmatch(r"\| (\d+) \| (.+?) \| (.+) \|", line):
            units.append((phases[-1][0], int(unit[1]), unit[2], unit[3].split(", ")))
    return [tuple(phase) for phase in phases], units, capstones
