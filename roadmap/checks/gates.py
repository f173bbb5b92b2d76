"""All gates together. They read and reckon; nothing is run here."""

from collections.abc import Callable, Iterable

from roadmap.checks.alike import check_alike
from roadmap.checks.balance import check_balance
from roadmap.checks.lengths import check_lengths, check_lengths_of_choices, check_lengths_of_code_lines
from roadmap.checks.numbers import check_numbers
from roadmap.checks.parts import check_parts, check_predictions, check_programs, check_questions, check_resources
from roadmap.checks.terms import check_terms, check_terms_of_all
from roadmap.checks.texts import Lesson
from roadmap.checks.wording import check_markdown, check_recall, check_wording
from roadmap.curriculum.documents import Unit
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


def faults_of(units: Iterable[Unit]) -> list[Fault]:
    """What is wrong with the lessons of these units, in the order of files and lines."""
    lessons = [lesson for lesson in map(Lesson, units) if lesson.is_there]
    findings = {lesson.unit.file: Findings(lesson.unit.file) for lesson in lessons}
    for lesson in lessons:
        for gate in GATES:
            gate(lesson, findings[lesson.unit.file])
    check_alike(lessons, findings)
    check_terms_of_all(lessons, findings)
    return [fault for found in findings.values() for fault in sorted(found.faults, key=lambda fault: fault.line)]
