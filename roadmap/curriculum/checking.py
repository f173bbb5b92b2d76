"""What must hold between the files of a curriculum: numbers, slugs, ids, phases, and what builds on what."""

import re
from collections.abc import Mapping, Sequence

from roadmap.curriculum.circles import cycle_in
from roadmap.curriculum.documents import STEPS, Capstone, Curriculum, Document, in_reading_order
from roadmap.curriculum.faults import Findings, shown


def check(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    """Adds faults to the findings. What a file could not say for itself is not held against other files."""
    for folder, documents in (
        ("phases", curriculum.phases),
        ("units", curriculum.units),
        ("capstones", curriculum.capstones),
    ):
        _check_numbers(folder, documents, findings)
    _check_slugs(curriculum, findings)
    _check_marks(curriculum, findings)
    unread = _refs(findings) - {_ref(each.file) for each in curriculum.milestones}
    _check_retired(curriculum, findings, is_whole=not unread)
    _check_phases(curriculum, findings)
    _check_edges(curriculum, findings)
    unsure = _unsure_refs(curriculum, findings)
    _check_cycles(curriculum, findings)
    _check_unlocks(curriculum, unsure, findings)


def check_apart(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    """What must hold between some files of a curriculum whose other files are not here."""
    for document in curriculum.documents:
        if document.number:
            _check_number(document, type(document).__name__.lower(), findings[document.file])
    _check_slugs(curriculum, findings)
    _check_marks(curriculum, findings)
    _check_retired(curriculum, findings, is_whole=False)


def number_in_name(file: str) -> int:
    digits = re.search(r"([0-9]+)\.md$", file)
    return int(digits[1]) if digits else 0


def _ref(file: str) -> str:
    """What other files call this unit or capstone: its number comes from the name, whatever the file itself says."""
    letter = "C" if file.startswith("capstones/") else ""
    return f"{letter}{number_in_name(file)}"


def _refs(findings: Mapping[str, Findings]) -> set[str]:
    return {_ref(file) for file in findings if file.startswith(("units/", "capstones/"))}


def _unsure_refs(curriculum: Curriculum, findings: Mapping[str, Findings]) -> set[str]:
    """Units and capstones of which it is not known what they build on, because their file or that field is at fault."""
    readable = {_ref(each.file) for each in curriculum.milestones}
    faulty = {_ref(each.file) for each in curriculum.milestones if findings[each.file].about("builds_on")}
    return (_refs(findings) - readable) | faulty


def _check_number(document: Document, field: str, found: Findings) -> None:
    in_name = number_in_name(document.file)
    if document.number != in_name:
        found.expect(document.lines[field], field, f"{in_name}, as in the name of the file", str(document.number))


def _check_numbers(folder: str, documents: Sequence[Document], findings: Mapping[str, Findings]) -> None:
    field = folder.removesuffix("s")
    owners: dict[int, str] = {}
    for document in documents:
        found, number = findings[document.file], document.number
        if not number:
            continue
        if number in owners:
            found.expect(document.lines[field], field, "a number of its own", f"{number}, which {owners[number]} has")
        else:
            _check_number(document, field, found)
        owners.setdefault(number, document.file)
    in_names = {number_in_name(file) for file in findings if file.startswith(f"{folder}/")} - {0}
    missing = sorted(set(range(1, max(in_names, default=0) + 1)) - in_names)
    if missing:
        numbers = ", ".join(map(str, missing))
        findings[folder].expect(0, field, f"every number from 1 to {max(in_names)}", f"no file for {numbers}")


def _check_slugs(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    """Phases, units, capstones and stages share one set of slugs, so that a slug names one thing."""
    owners: dict[str, str] = {}
    for document in curriculum.documents:
        if not document.slug:
            continue
        stages = [f"{document.slug}-{step.lower()}" for step in STEPS] if isinstance(document, Capstone) else []
        for slug in (document.slug, *stages):
            owner = owners.setdefault(slug, document.file)
            if owner != document.file:
                findings[document.file].expect(
                    document.lines["slug"], "slug", "a slug of its own", f"{shown(slug)}, which {owner} has"
                )


def _check_marks(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    owners: dict[str, tuple[str, int]] = {}
    begins: dict[str, str] = {}
    for document in curriculum.documents:
        found = findings[document.file]
        for mark, line in document.marks:
            if mark in owners:
                file, first = owners[mark]
                found.expect(line, "id", "an id of its own", f"{shown(mark)}, which stands in {file}:{first}")
            owners.setdefault(mark, (document.file, line))
        if document.marks:
            mark, line = document.marks[0]
            begin = mark.partition(".")[0]
            owner = begins.setdefault(begin, document.file)
            if owner != document.file:
                found.expect(
                    line, "id", "ids that begin otherwise than those of another file", f"{begin}., as in {owner}"
                )


def _check_retired(curriculum: Curriculum, findings: Mapping[str, Findings], *, is_whole: bool) -> None:
    """A retired id is never used again, and what it became a part of is there."""
    used = {mark: f"{each.file}:{line}" for each in curriculum.documents for mark, line in each.marks}
    gone: set[str] = set()
    for milestone in curriculum.milestones:
        found = findings[milestone.file]
        for each in milestone.retired:
            if mark := next(filter(each.covers, used), ""):
                where = f"{shown(mark)}, which stands in {used[mark]}"
                found.expect(each.line, "retired", "an id that is never used again", where)
            elif each.id in gone:
                found.expect(each.line, "retired", "each id once", f"{shown(each.id)} again")
            gone.add(each.id)
            for mark in each.now if is_whole else ():
                if mark not in used:
                    found.expect(each.line, "retired.now", "ids that stand in a file", shown(mark))


def _check_phases(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    numbers = {number_in_name(file) for file in findings if file.startswith("phases/")}
    for milestone in curriculum.milestones:
        if milestone.phase and milestone.phase not in numbers:
            line = milestone.lines["phase"]
            findings[milestone.file].expect(
                line, "phase", "the number of a phase that has a file", str(milestone.phase)
            )


def _check_edges(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    known = _refs(findings)
    for milestone in curriculum.milestones:
        found = findings[milestone.file]
        seen: set[str] = set()
        for edge in milestone.builds_on:
            if edge.to == _ref(milestone.file):
                found.expect(edge.line, "builds_on", "another unit or capstone", f"{edge.to} itself")
            elif edge.to not in known:
                found.expect(edge.line, "builds_on", "a unit or capstone that has a file", edge.to)
            elif edge.to in seen:
                found.expect(edge.line, "builds_on", "each unit or capstone once", f"{edge.to} again")
            seen.add(edge.to)


def _check_cycles(curriculum: Curriculum, findings: Mapping[str, Findings]) -> None:
    """Names cycles until none is left: each one that is found is opened where it is reported."""
    files = {_ref(each.file): each for each in curriculum.milestones}
    edges = {ref: {edge.to: edge.line for edge in each.builds_on if edge.to != ref} for ref, each in files.items()}
    while cycle := cycle_in(edges)[:-1]:
        first = min(cycle, key=in_reading_order)
        place = cycle.index(first)
        path = [*cycle[place:], *cycle[:place]]
        line = edges[first].pop(path[-1])
        findings[files[first].file].expect(
            line, "builds_on", "no way back to itself", f"the cycle {' -> '.join([*path, first])}"
        )


def _check_unlocks(curriculum: Curriculum, unsure: set[str], findings: Mapping[str, Findings]) -> None:
    mirror: dict[str, set[str]] = {_ref(each.file): set() for each in curriculum.milestones}
    for milestone in curriculum.milestones:
        for edge in milestone.builds_on:
            mirror.get(edge.to, set()).add(_ref(milestone.file))
    for milestone in curriculum.milestones:
        found = findings[milestone.file]
        if found.about("unlocks"):
            continue
        sure = mirror[_ref(milestone.file)] - unsure
        expected = sorted(sure | (unsure & set(milestone.unlocks)), key=in_reading_order)
        if expected != list(milestone.unlocks):
            line, written = milestone.lines["unlocks"], ", ".join(milestone.unlocks)
            found.expect(line, "unlocks", f"[{', '.join(expected)}], the mirror of builds_on elsewhere", f"[{written}]")
