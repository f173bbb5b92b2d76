"""Two lists that lie beside the folder of a curriculum: what was run and held, and which ids were released.

Both are plain text, so that a change of them is read like any other.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from roadmap.checks.programs import digest_of, work_of
from roadmap.curriculum.documents import Curriculum, Unit
from roadmap.curriculum.faults import Fault, shown

RUNS, RELEASED = "runs.txt", "released_ids.txt"
ABOUT_RUNS = (
    "# The programs of these units printed what their files say, as they were then: a digest of programs and outputs.\n"
    "# Written by manage.py check_curriculum --record.\n"
)
ABOUT_RELEASED = (
    "# These ids name something for ever: each stands in a file, or is retired there.\n"
    "# Written by manage.py check_curriculum --release.\n"
)


def not_yet_run(units: Iterable[Unit], runs: Mapping[str, str]) -> list[Unit]:
    """Units with something to run that is not what was recorded."""
    return [unit for unit in units if work_of(unit) and runs.get(unit.slug) != digest_of(unit)]


def runs_beside(folder: Path) -> dict[str, str]:
    """The digest of each unit by its slug. A line that says nothing is passed over: its unit is run again."""
    pairs = (line.split() for _number, line in _lines(folder.with_name(RUNS)))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def record(folder: Path, units: Iterable[Unit], held: Iterable[str]) -> int:
    """Write down what held; of all other units what was written down before. Says how many lines are new."""
    before, held = runs_beside(folder), set(held)
    runs = {
        unit.slug: digest_of(unit) if unit.slug in held else before[unit.slug]
        for unit in units
        if work_of(unit) and (unit.slug in held or unit.slug in before)
    }
    text = ABOUT_RUNS + "".join(f"{slug} {digest}\n" for slug, digest in runs.items())
    folder.with_name(RUNS).write_text(text, encoding="utf-8")
    return len(set(runs.items()) - set(before.items()))


def faults_of_ids(curriculum: Curriculum, folder: Path) -> list[Fault]:
    """Released ids that are neither used nor retired."""
    used = _used(curriculum)
    retired = [each for milestone in curriculum.milestones for each in milestone.retired]
    files = {milestone.mark: milestone for milestone in curriculum.milestones}
    found = []
    for number, mark in _lines(folder.with_name(RELEASED)):
        if mark not in used and not any(each.covers(mark) for each in retired):
            owner = files.get(mark.partition(".")[0])
            file, line = (owner.file, owner.lines["retired"]) if owner else (RELEASED, number)
            found.append(Fault(file, line, "id", f"the released id {shown(mark)} in use, or under retired", "neither"))
    return found


def release(curriculum: Curriculum, folder: Path) -> int:
    """Add all ids that are in use to those that were released. Says how many are new."""
    before = {mark for _number, mark in _lines(folder.with_name(RELEASED))}
    marks = before | _used(curriculum)
    text = ABOUT_RELEASED + "".join(f"{mark}\n" for mark in sorted(marks, key=_in_order))
    folder.with_name(RELEASED).write_text(text, encoding="utf-8")
    return len(marks - before)


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines of a list with their numbers; of one that is not there, none."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line and not line.startswith("#")]


def _used(curriculum: Curriculum) -> set[str]:
    return {mark for document in curriculum.documents for mark, _line in document.marks}


def _in_order(mark: str) -> list[tuple[int, str]]:
    """u2 comes before u15, and q2 before q10."""
    return [(int(digits or 0), word) for word, digits in re.findall(r"(\D+)(\d*)", mark)]
