"""Numeric questions: the answer is what its sum gives, and no trap lies where an answer counts as right."""

from roadmap.checks.texts import Lesson
from roadmap.curriculum.arithmetic import NotArithmetic, value_of
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.questions import Question

# How far a trap lies from the answer, in tolerances, and how much of one the answer may be rounded by.
TRAP_AWAY = 2
ROUNDED = 0.5
# A tolerance that is wider than this share of its answer, and than this, lets guesses pass.
WIDEST_SHARE, WIDEST = 0.05, 0.5


def check_numbers(lesson: Lesson, findings: Findings) -> None:
    for question in lesson.questions:
        if question.kind == "numeric":
            answer, tolerance = value_of(question.one("answer")), value_of(question.one("tolerance"))
            _check_tolerance(question, answer, tolerance, findings)
            _check_traps(question, answer, tolerance, findings)
            if (value := plain_value(question)) is not None:
                check_answer(question, value, findings)


def expression(question: Question) -> str:
    """The sum of a numeric question, as Python."""
    return question.one("check").strip("`")


def plain_value(question: Question) -> float | None:
    """What the sum gives where it can be reckoned without running it."""
    try:
        return value_of(expression(question))
    except NotArithmetic:
        return None


def check_answer(question: Question, value: float, findings: Findings) -> None:
    answer, tolerance = value_of(question.one("answer")), value_of(question.one("tolerance"))
    # A little more than nothing, since 0.1 + 0.2 is not 0.3.
    if not abs(answer - value) <= ROUNDED * max(0, tolerance) + 1e-9 * max(1, abs(answer)):
        findings.expect(line_of(question, "answer"), "answer", f"{value:.6g}, as check gives it", f"{answer:.6g}")


def line_of(question: Question, name: str) -> int:
    names = [each for each, _text in question.fields]
    return question.lines[names.index(name)] if name in names else question.line


def _check_tolerance(question: Question, answer: float, tolerance: float, findings: Findings) -> None:
    line = line_of(question, "tolerance")
    if tolerance < 0:
        findings.expect(line, "tolerance", "0 or more", f"{tolerance:g}")
    elif tolerance > WIDEST and tolerance > WIDEST_SHARE * abs(answer):
        expected = f"at most {WIDEST_SHARE:.0%} of the answer, or {WIDEST:g}"
        findings.expect(line, "tolerance", expected, f"{tolerance:g} for {answer:g}")


def _check_traps(question: Question, answer: float, tolerance: float, findings: Findings) -> None:
    for trap in question.traps:
        value = value_of(trap.value)
        if abs(value - answer) <= TRAP_AWAY * tolerance:
            expected = f"a value more than {TRAP_AWAY} tolerances away from {answer:g}"
            findings.expect(trap.line, "trap", expected, f"{value:g}")
