"""All gates together. They read and reckon; nothing is run here."""

from collections.abc import Callable, Iterable

from roadmap.checks.alike import check_alike
from roadmap.checks.balance import check_balance
from roadmap.checks.briefs import Brief, check_brief, check_runs_nothing, check_stages
from roadmap.checks.lengths import check_lengths, check_lengths_of_choices, check_lengths_of_code_lines
from roadmap.checks.numbers import check_numbers
from roadmap.checks.parts import check_parts, check_predictions, check_programs, check_questions, check_resources
from roadmap.checks.terms import check_terms, check_terms_of_all
from roadmap.checks.texts import Lesson
from roadmap.checks.wording import check_markdown, check_recall, check_wording
from roadmap.curriculum.documents import Capstone, Unit
from roadmap.curriculum.faults import Fault, Findings

GATES: tuple[Callable[[Lesson, Findings], None], ...] = (
    check_parts,
    check_questions,
    check_resources,
    check_programs,
    check_predictions,
    check_lengths,
    check_lengths_of_choices,
    check_lengths_of_code_lines,
    check_balance,
    check_numbers,
    check_wording,
    check_recall,
    check_markdown,
    check_terms,
)
GATES_OF_BRIEFS: tuple[Callable[[Brief, Findings], None], ...] = (
    check_brief,
    check_stages,
    check_runs_nothing,
    check_wording,
    check_markdown,
)


def faults_of(units: Iterable[Unit]) -> list[Fault]:
    """What is wrong with the lessons of these units, in the order of files and lines."""
    lessons = [lesson for lesson in map(Lesson, units) if lesson.is_there]
    findings = {lesson.unit.file: Findings(lesson.unit.file) for lesson in lessons}
    for lesson in lessons:
        for gate in GATES:
            gate(lesson, findings[lesson.unit.file])
    check_alike(lessons, findings)
    check_terms_of_all(lessons, findings)
    return _in_order(findings.values())


def faults_of_briefs(capstones: Iterable[Capstone]) -> list[Fault]:
    """The same for the briefs of capstones."""
    found = []
    for brief in [brief for brief in map(Brief, capstones) if brief.is_there]:
        found.append(Findings(brief.capstone.file))
        for gate in GATES_OF_BRIEFS:
            gate(brief, found[-1])
    return _in_order(found)


def _in_order(findings: Iterable[Findings]) -> list[Fault]:
    return [fault for found in findings for fault in sorted(found.faults, key=lambda fault: fault.line)]
