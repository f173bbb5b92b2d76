"""What a capstone's brief must be beside being readable: whole, and no longer than what is read."""

import re
from collections.abc import Iterator
from functools import cached_property

from roadmap.checks.lengths import WORDS, check_length
from roadmap.checks.parts import check_items, check_there
from roadmap.checks.texts import BELOW, Text, texts_of
from roadmap.curriculum.documents import Capstone, Section, Stage
from roadmap.curriculum.faults import Findings
from roadmap.lessons.code import PROGRAM

SKETCHES = 3
STAGE_PARTS = ("Good evidence", "Typically sent back", "Mentors check")
ITEMS = (3, 7)
NUMBERED = re.compile(r"([0-9]+)\. \S.*")


class Brief:
    """A capstone with what there is to read on it."""

    def __init__(self, capstone: Capstone) -> None:
        self.capstone = capstone

    @property
    def is_there(self) -> bool:
        """A capstone that has no more than stages and a rubric waits for its brief, and is judged by no gate."""
        return bool(self.capstone.lesson or any(stage.lesson for stage in self.capstone.stages))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All that is read, from top to bottom."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        capstone = self.capstone
        yield from texts_of(capstone.lesson)
        yield Text("Task", capstone.proof.task, capstone.proof.line + 2 * BELOW)
        for stage in capstone.stages:
            yield Text("Mastered when", stage.mastered_when, stage.line + 2 * BELOW)
            yield from (Text("Deliverables", each.text, each.line) for each in stage.deliverables)
            yield from texts_of(stage.lesson)
        for row in capstone.rubric:
            yield Text("title", row.title, row.line)
            # The levels stand below the line of the stages.
            yield Text("Rubric", "\n".join(row.levels), row.line + BELOW + 1)


def check_brief(brief: Brief, findings: Findings) -> None:
    capstone = brief.capstone
    check_there(("Brief",), capstone.lesson, 1, findings)
    sketches = [section for section in capstone.lesson if section.name == "Sketch"]
    if len(sketches) != SKETCHES:
        line = sketches[-1].line if sketches else capstone.lesson[0].line if capstone.lesson else 1
        findings.expect(line, "Sketch", f"{SKETCHES} sketches of products that would fit", str(len(sketches)))
    for section in capstone.lesson:
        if section.name in WORDS:
            check_length(section.name, section.body, section.line, findings)


def check_stages(brief: Brief, findings: Findings) -> None:
    for stage in brief.capstone.stages:
        check_there(STAGE_PARTS, stage.lesson, stage.line, findings)
        for section in stage.lesson:
            if section.name == "Good evidence":
                _check_evidence(section, stage, findings)
            else:
                check_items(section, ITEMS, findings)


def _check_evidence(section: Section, stage: Stage, findings: Findings) -> None:
    """Each deliverable has its example under its own number, as they stand beside each other on the page."""
    lines = section.body.split("\n")
    found = [int(match[1]) for line in lines if (match := NUMBERED.fullmatch(line))]
    count = len(stage.deliverables)
    if found != list(range(1, count + 1)) or len(lines) != count:
        expected = f'one line ("1. ...") for each of the {count} deliverables, in their order'
        findings.expect(section.body_line, section.name, expected, f"{len(lines)} lines, {len(found)} of them numbered")


def check_runs_nothing(brief: Brief, findings: Findings) -> None:
    """Programs of units alone are run by the tests."""
    for text in brief.texts:
        for fence in text.fences:
            if fence.kind == PROGRAM:
                findings.expect(fence.line, text.name, "no program that is to be run", PROGRAM)
