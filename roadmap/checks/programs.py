"""What of a unit is run: its programs, against what the file says they print, and the sums of numeric questions."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest

from roadmap.checks.numbers import check_answer, expression, line_of, plain_value
from roadmap.checks.running import Ran, run
from roadmap.checks.texts import Lesson
from roadmap.curriculum.documents import Unit
from roadmap.curriculum.faults import Fault, Findings, shown
from roadmap.curriculum.questions import Question
from roadmap.lessons.code import OUTPUT, PROGRAM


@dataclass(frozen=True)
class Program:
    """A program and what its file says that it prints; `line` is that of the output's fence."""

    source: str
    output: str
    line: int

    @property
    def said(self) -> list[str]:
        return [self.source, self.output]

    def compare(self, ran: Ran, findings: Findings) -> None:
        """Name the first line that differs."""
        if ran.stopped:
            findings.expect(self.line, "output", "a program that comes to its end", ran.stopped)
            return
        lines = zip_longest(_lines(ran.output), _lines(self.output))
        for number, (printed, written) in enumerate(lines, self.line + 1):
            if printed != written:
                findings.expect(number, "output", f"{_told(printed)}, as the program prints it", _told(written))
                return
        if ran.output != self.output:
            findings.expect(self.line, "output", "a program that ends its last line", "one that does not")


@dataclass(frozen=True)
class Sum:
    """The sum of a numeric question that needs more than plain arithmetic."""

    question: Question

    @property
    def source(self) -> str:
        return f"import math\nfrom math import *\nimport numpy as np\nprint(float({expression(self.question)}))\n"

    @property
    def said(self) -> list[str]:
        return [self.source, self.question.one("answer"), self.question.one("tolerance")]

    def compare(self, ran: Ran, findings: Findings) -> None:
        line = line_of(self.question, "check")
        try:
            value = None if ran.stopped else float(ran.output)
        except ValueError:
            value = None
        if value is None:
            findings.expect(line, "check", "a sum with a value", ran.stopped or shown(ran.output))
        else:
            check_answer(self.question, value, findings)


type Work = Program | Sum


def _lines(output: str) -> list[str]:
    return output.removesuffix("\n").split("\n") if output else []


def _told(line: str | None) -> str:
    if line is None:
        return "nothing more"
    return shown(line) if line else "an empty line"


def work_of(unit: Unit) -> tuple[Work, ...]:
    """All that is run of a unit, in the order of its file."""
    return tuple(_work_of(Lesson(unit)))


def _work_of(lesson: Lesson) -> Iterator[Work]:
    for text in lesson.texts:
        for before, after in zip(text.fences, text.fences[1:], strict=False):
            if (before.kind, after.kind) == (PROGRAM, OUTPUT):
                yield Program(before.text, after.text, after.line)
    for question in lesson.questions:
        if question.kind == "numeric" and plain_value(question) is None:
            yield Sum(question)


def digest_of(unit: Unit) -> str:
    """A fingerprint of all that is run of a unit, and of what is expected of it."""
    return hashlib.sha256(json.dumps([each.said for each in work_of(unit)]).encode()).hexdigest()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(units: Sequence[Unit]) -> Iterator[tuple[Unit, int, list[Fault]]]:
    """Run what there is of these units, side by side; of each, when it is done, how much ran and what is wrong."""
    with ThreadPoolExecutor(_processors()) as pool:
        try:
            begun = [(unit, [(each, pool.submit(run, each.source)) for each in work_of(unit)]) for unit in units]
            for unit, work in begun:
                findings = Findings(unit.file)
                for each, future in work:
                    each.compare(future.result(), findings)
                yield unit, len(work), sorted(findings.faults, key=lambda fault: fault.line)
        finally:
            # Whoever stops it waits for what is running, and for nothing that has not begun.
            pool.shutdown(cancel_futures=True)
