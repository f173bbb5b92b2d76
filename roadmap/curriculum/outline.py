"""The Markdown body of a file as a tree of sections, and the rules by which sections stand in a file."""

import re
from collections.abc import Iterator, Mapping, Sequence

from roadmap.curriculum.documents import Section
from roadmap.curriculum.faults import Findings, shown

HEADING = re.compile(r"(#{2,4}) (\S.*?)(?: \{#([a-z0-9.-]+)\})?")
FENCE = "```"
TOP = 2
QUESTION_DEPTH = 4


def outline(lines: list[str], start: int, findings: Findings) -> tuple[Section, ...]:
    """The sections of a file whose body starts at this index of its lines. Fenced lines are text, whatever they say."""
    roots: list[_Draft] = []
    open_sections: list[_Draft] = []
    fence = 0
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith(FENCE):
            fence = 0 if fence else number
        if fence or not line.startswith("#"):
            _add_text(open_sections, number, line, findings)
            continue
        heading = HEADING.fullmatch(line)
        if heading is None:
            findings.expect(number, "heading", "##, ### or ####, a title, and {#id} where it has one", shown(line))
            continue
        depth = len(heading[1])
        if depth > len(open_sections) + TOP:
            findings.expect(number, "heading", f"at most {len(open_sections) + TOP} signs #", shown(line))
            continue
        del open_sections[depth - TOP :]
        section = _Draft(depth, heading[2], heading[3] or "", number)
        (open_sections[-1].parts if open_sections else roots).append(section)
        open_sections.append(section)
    if fence:
        findings.expect(fence, "fence", "a closing line ```", "none to the end of the file")
    return tuple(section.finished() for section in roots)


def _add_text(open_sections: list["_Draft"], number: int, line: str, findings: Findings) -> None:
    if open_sections:
        open_sections[-1].body.append(line)
    elif line:
        findings.expect(number, "body", "a heading before any text", shown(line))


class _Draft:
    """A section while its lines are still coming in."""

    def __init__(self, depth: int, heading: str, mark: str, line: int) -> None:
        self.depth, self.heading, self.id, self.line = depth, heading, mark, line
        self.body: list[str] = []
        self.parts: list[_Draft] = []

    def finished(self) -> Section:
        body = "\n".join(self.body)
        text = body.strip("\n")
        blank_lines = len(body) - len(body.lstrip("\n"))
        parts = tuple(part.finished() for part in self.parts)
        return Section(self.depth, self.heading, self.id, text, parts, self.line, self.line + 1 + blank_lines)


def arranged(
    sections: Sequence[Section], allowed: Mapping[str, tuple[int, int]], findings: Findings, line: int
) -> dict[str, list[Section]]:
    """The sections by name, where `allowed` names them in their order, each with how many there must and may be.

    What is unknown, missing, too many or out of order is reported; `line` is where the whole begins.
    """
    found: dict[str, list[Section]] = {name: [] for name in allowed}
    latest = ""
    order = list(allowed)
    for section in sections:
        name = section.name
        if name not in allowed:
            findings.expect(section.line, "section", f"one of {', '.join(allowed)}", shown(section.heading))
            continue
        found[name].append(section)
        if latest and order.index(name) < order.index(latest):
            findings.expect(section.line, "section", f"{name} before {latest}", "it after that")
        else:
            latest = name
    for name, (least, most) in allowed.items():
        if len(found[name]) < least:
            findings.expect(line, name, "this section", "none")
        for section in found[name][most:]:
            findings.expect(section.line, name, "this section once", "it again")
    return found


def every(sections: Sequence[Section]) -> Iterator[Section]:
    """All sections of the tree, from top to bottom."""
    for section in sections:
        yield section
        yield from every(section.parts)
