"""Reading what unit and capstone files have in common: estimates, edges, proof, ids and prose."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from roadmap.curriculum.documents import STRENGTHS, Edge, Proof, Retired, Section
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.front import Field, fault_of_text
from roadmap.curriculum.outline import arranged, every

MOST_HOURS = 200
MOST_CAPSTONE_HOURS = 500
MOST_NUMBER = 999
MOST_PLACE = 99
# The columns of the map are as long: a slug leaves room for the name of a stage behind it.
LONGEST_SLUG = 72
LONGEST_ID = 60
LONGEST_TITLE = 120
LONGEST_LINE = 300
LONGEST_SENTENCE = 600
LONGEST_PROSE = 5_000
REFERENCE = re.compile(r"[1-9][0-9]{0,2}|C[1-9][0-9]{0,2}")
PROOF_PARTS = {"Task": (1, 1), "Good evidence": (0, 1), "Typically sent back": (0, 1)}


def read_name(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {"slug": fields["slug"].slug(LONGEST_SLUG), "title": fields["title"].text(LONGEST_TITLE)}


def read_estimate_and_edges(fields: Mapping[str, Field], most_hours: int) -> dict[str, Any]:
    return {
        "phase": fields["phase"].number(1, MOST_NUMBER),
        "hours": fields["hours"].number(1, most_hours),
        "difficulty": fields["difficulty"].number(1, 5),
        "builds_on": tuple(edge for item in fields["builds_on"].items() if (edge := _edge(item))),
        "unlocks": tuple(ref for item in fields["unlocks"].items() if (ref := _reference(item))),
    }


def _edge(item: Field) -> Edge | None:
    """One entry of builds_on, or None where it does not say what it points at."""
    names = ("unit", "capstone", "why", "strength")
    fields = item.mapping(names, optional=("unit", "capstone", "strength"))
    unit, capstone = fields["unit"], fields["capstone"]
    if unit.missing == capstone.missing:
        if item.is_mapping:
            item.expect("either unit or capstone", "neither" if unit.missing else "both")
        return None
    number = (capstone if unit.missing else unit).number(1, MOST_NUMBER)
    why = fields["why"].text(LONGEST_LINE)
    strength = "needs"
    if not fields["strength"].missing:
        strength = fields["strength"].word()
        if strength not in STRENGTHS:
            fields["strength"].expect(" or ".join(STRENGTHS))
            strength = "needs"
    return Edge(f"C{number}" if unit.missing else str(number), why, strength, item.line) if number else None


def _reference(item: Field) -> str:
    if REFERENCE.fullmatch(item.word()):
        return item.word()
    item.expect("the number of a unit, or C and the number of a capstone")
    return ""


def read_retired(field: Field) -> tuple[Retired, ...]:
    """Ids that this file had once. The field stands in few files, and may be left out."""
    found = []
    for item in field.items():
        fields = item.mapping(("id", "now"), optional=("now",))
        now = tuple(each.text(LONGEST_ID) for each in fields["now"].items())
        found.append(Retired(fields["id"].text(LONGEST_ID), now, item.line))
    return tuple(each for each in found if each.id)


def read_proof(section: Section, findings: Findings) -> Proof:
    without_text(section, findings)
    parts = arranged(section.parts, PROOF_PARTS, findings, section.line)
    task = prose(parts["Task"], findings)
    return Proof(section.id, task, (*parts["Good evidence"], *parts["Typically sent back"]), section.line)


def without_text(section: Section, findings: Findings) -> None:
    """A section that only holds other sections must have no text of its own: nothing would show it."""
    if section.body:
        findings.expect(
            section.body_line, section.name, "a ### heading before any text", shown(section.body.split("\n")[0])
        )


def nothing_but_text(section: Section, findings: Findings) -> None:
    """A section that is read as a whole has a text, and no sections within it: nothing would show them."""
    if not section.body:
        findings.expect(section.line, section.name, "text under this heading", "none")
    for part in section.parts:
        findings.expect(part.line, section.name, "text without headings of its own", shown(part.heading))


def prose(sections: Sequence[Section], findings: Findings) -> str:
    """The text of the one section of a list; an empty list has been reported already."""
    if not sections:
        return ""
    section = sections[0]
    if not section.body:
        findings.expect(section.line, section.name, "text under this heading", "none")
    if len(section.body) > LONGEST_PROSE:
        findings.expect(section.line, section.name, f"at most {LONGEST_PROSE:,} characters", f"{len(section.body):,}")
    return section.body


def sentence(sections: Sequence[Section], findings: Findings) -> str:
    """The same for a text that stands on one line."""
    text = prose(sections, findings)
    fault = fault_of_text(text, LONGEST_SENTENCE) if text else None
    if fault:
        findings.expect(sections[0].body_line, sections[0].name, *fault)
    return text


def title_of(section: Section, findings: Findings) -> str:
    """What stands behind the colon of a heading such as "Topic: Chain rule"."""
    fault = fault_of_text(section.title, LONGEST_TITLE)
    if fault:
        findings.expect(section.line, section.name, f"a title ({section.name}: ...) of {fault[0]}", fault[1])
    return section.title


def marks(sections: Sequence[Section]) -> list[tuple[str, int]]:
    """Every id in the headings of a file, with its line."""
    return [(section.id, section.line) for section in every(sections) if section.id]


def check_marks(found: Iterable[tuple[str, int]], letter: str, levels: int, findings: Findings) -> None:
    """Ids have their form, and begin alike in the whole file.

    They begin with the number that the file had when it was written, and keep it when the file gets another number.
    """
    form = re.compile(rf"{letter}[1-9][0-9]{{0,2}}(\.[a-z0-9]+(-[a-z0-9]+)*){{1,{levels}}}")
    begin = ""
    for mark, line in found:
        if not form.fullmatch(mark) or len(mark) > LONGEST_ID:
            findings.expect(line, "id", f"an id such as {letter}15.chain", shown(mark))
            continue
        begin = begin or mark.partition(".")[0]
        if not mark.startswith(f"{begin}."):
            findings.expect(line, "id", f"an id that begins with {begin}., as the others in this file", shown(mark))


def must_have_mark(section: Section, findings: Findings, example: str) -> None:
    """The section has an id with as many parts as the example."""
    if not section.id or section.id.count(".") != example.count("."):
        findings.expect(
            section.line,
            "id",
            f"an id such as {{#{example}}} at the end of the heading",
            shown(section.id) if section.id else "none",
        )
