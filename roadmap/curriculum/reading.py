"""Reads a folder of curriculum files, or says everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from roadmap.curriculum.capstones import read_capstone
from roadmap.curriculum.checking import check, check_apart, number_in_name
from roadmap.curriculum.documents import Curriculum, Document, Phase, Section
from roadmap.curriculum.faults import Fault, FaultyCurriculum, Findings, shown
from roadmap.curriculum.front import Field, front_block, unwanted_character
from roadmap.curriculum.milestones import LONGEST_LINE, MOST_NUMBER, MOST_PLACE, read_name
from roadmap.curriculum.outline import outline
from roadmap.curriculum.units import read_unit
from roadmap.curriculum.writing import write

LARGEST_FILE = 1_000_000
PHASE_FIELDS = ("phase", "slug", "title", "tagline", "column", "order")
PLACE_FIELDS = ("column", "order")


def read_phase(front: Field, sections: Sequence[Section], findings: Findings) -> Phase:
    fields = front.mapping(PHASE_FIELDS, optional=PLACE_FIELDS)
    for section in sections:
        findings.expect(section.line, "section", "a front block and nothing else", shown(section.heading))
    return Phase(
        file=findings.file,
        lines={field: fields[field].line for field in PHASE_FIELDS},
        marks=(),
        number=fields["phase"].number(1, MOST_NUMBER),
        **read_name(fields),
        tagline=fields["tagline"].text(LONGEST_LINE),
        column=fields["column"].number(1, MOST_PLACE) or None,
        order=fields["order"].number(1, MOST_PLACE) or None,
    )


FOLDERS: dict[str, tuple[str, Callable[..., Document]]] = {
    "phases": ("phase-{:02}.md", read_phase),
    "units": ("unit-{:02}.md", read_unit),
    "capstones": ("capstone-{}.md", read_capstone),
}


def read_curriculum(path: Path | str) -> Curriculum:
    """The curriculum in this folder. Raises FaultyCurriculum with all faults of all files together."""
    root = Path(path)
    findings: dict[str, Findings] = {}
    documents: dict[str, list[Any]] = {}
    if not root.is_dir():
        raise FaultyCurriculum([Fault(str(path), 0, "folder", "a folder with phases, units and capstones", "none")])
    for folder, (name, read) in FOLDERS.items():
        documents[folder] = []
        for file in _files(root, folder, findings):
            found = findings[f"{folder}/{file.name}"] = Findings(f"{folder}/{file.name}")
            if file.name != name.format(number_in_name(file.name)):
                found.expect(0, "name", f"a name such as {name.format(1)}", shown(file.name))
            elif document := read_document(file, read, found):
                documents[folder].append(document)
    curriculum = Curriculum(*(tuple(documents[folder]) for folder in FOLDERS))
    check(curriculum, findings)
    _refuse_faults(findings)
    return curriculum


def read_apart(files: Iterable[Path]) -> Curriculum:
    """These files, wherever they lie, without the others of their curriculum. Raises FaultyCurriculum."""
    findings: dict[str, Findings] = {}
    documents: dict[str, list[Any]] = {folder: [] for folder in FOLDERS}
    for file in files:
        found = findings[str(file)] = Findings(str(file))
        number = number_in_name(file.name)
        folder = next((folder for folder, (name, _read) in FOLDERS.items() if file.name == name.format(number)), None)
        if folder is None:
            found.expect(0, "name", f"a name such as {FOLDERS['units'][0].format(1)}", shown(file.name))
        elif document := read_document(file, FOLDERS[folder][1], found):
            documents[folder].append(document)
    curriculum = Curriculum(*(tuple(documents[folder]) for folder in FOLDERS))
    check_apart(curriculum, findings)
    _refuse_faults(findings)
    return curriculum


def _refuse_faults(findings: Mapping[str, Findings]) -> None:
    faults = [fault for found in findings.values() for fault in sorted(found.faults, key=lambda fault: fault.line)]
    if faults:
        raise FaultyCurriculum(faults)


def _files(root: Path, folder: str, findings: dict[str, Findings]) -> list[Path]:
    """The files of a folder in the order of their numbers. Hidden files are none of ours."""
    found = findings[folder] = Findings(folder)
    try:
        files = [file for file in (root / folder).iterdir() if not file.name.startswith(".")]
    except FileNotFoundError:
        files = []
    except OSError as error:
        found.expect(0, "folder", "a folder that can be read", str(error.strerror))
        return []
    if not files and folder != "capstones":
        found.expect(0, "folder", f"files such as {FOLDERS[folder][0].format(1)}", "none")
    return sorted(files, key=lambda file: (number_in_name(file.name), file.name))


def read_document(file: Path, read: Callable[..., Document], findings: Findings) -> Document | None:
    """What the file says, or None where not even its shape can be made out."""
    text = _text(file, findings)
    if text is None:
        return None
    lines = text.split("\n")
    front, start = front_block(lines, findings)
    sections = outline(lines, start, findings)
    if front.missing:
        return None
    document = read(front, sections, findings)
    if not findings.faults:
        _check_form(lines, write(document).split("\n"), findings)
    return document


def _text(file: Path, findings: Findings) -> str | None:
    try:
        if not file.is_file():
            findings.expect(0, "file", "a file", "something else of that name")
            return None
        with file.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        findings.expect(0, "file", "a file that can be read", str(error.strerror))
        return None
    if not 0 < len(raw) <= LARGEST_FILE:
        findings.expect(0, "file", f"1 to {LARGEST_FILE:,} bytes", "more" if raw else "an empty file")
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        findings.expect(raw[: error.start].count(b"\n") + 1, "file", "UTF-8", f"the byte 0x{raw[error.start]:02x}")
        return None
    return None if _has_unwanted_characters(text, findings) else text


def _has_unwanted_characters(text: str, findings: Findings) -> bool:
    """Reports the first line of each character that a file must not hold, carriage returns among them."""
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        letter = unwanted_character(line.replace("\t", ""))
        if letter and letter not in seen:
            seen.add(letter)
            findings.expect(number, "file", "text without control characters", f"U+{ord(letter):04X}")
    return bool(seen)


def _check_form(found: list[str], expected: list[str], findings: Findings) -> None:
    """There is one way to write a document, so that two people who change it do not change its looks as well."""
    if found[-1]:
        findings.expect(len(found), "form", "a line end after the last line", "none")
        return
    for number, (ours, theirs) in enumerate(zip_longest(expected, found), 1):
        if ours != theirs:
            findings.expect(number, "form", _line(ours), _line(theirs))
            return


def _line(line: str | None) -> str:
    if line is None:
        return "the end of the file"
    return shown(line) if line else "an empty line"
