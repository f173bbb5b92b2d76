"""How long each part of a lesson may be, in words."""

from collections.abc import Iterator

from roadmap.checks.texts import Lesson, words
from roadmap.curriculum.documents import Section
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.questions import CHOSEN, Question

WORDS = {
    "Why it matters": (60, 120),
    "Bridge": (120, 250),
    "Criterion": (10, 55),
    "Core idea": (120, 250),
    "Worked example": (25, 200),
    "claim": (4, 30),
    "Misconception": (40, 120),
    "Task": (60, 220),
    "prompt": (8, 130),
    "why": (15, 95),
    "betrays": (4, 32),
    "because": (4, 32),
    "model": (35, 150),
    "Brief": (120, 300),
    "Sketch": (120, 250),
}
# The longest choice of a question, against its shortest; what is this short, or this near, shows nothing.
LONGEST_CHOICE = 1.6
SHORT, NEAR = 20, 14
LONGEST_CODE_LINE = 92


def check_lengths(lesson: Lesson, findings: Findings) -> None:
    for name, text, line in _measured(lesson):
        check_length(name, text, line, findings)


def check_length(name: str, text: str, line: int, findings: Findings) -> None:
    least, most = WORDS[name]
    count = words(text)
    if not least <= count <= most:
        findings.expect(line, name, f"{least} to {most} words", str(count))


def check_lengths_of_choices(lesson: Lesson, findings: Findings) -> None:
    """Whoever chooses the longest must not be right more often than not."""
    for question in lesson.questions:
        if question.kind in CHOSEN:
            lengths = [len(choice.text) for choice in question.choices]
            most, least = max(lengths), min(lengths)
            if most > SHORT and most - least > NEAR and most > LONGEST_CHOICE * least:
                line = next(choice.line for choice in question.choices if len(choice.text) == most)
                expected = f"choices of like length (the longest at most {LONGEST_CHOICE} times the shortest)"
                findings.expect(line, "choice", expected, f"{most} characters beside {least}")


def check_lengths_of_code_lines(lesson: Lesson, findings: Findings) -> None:
    """A program is read on a telephone too."""
    for text in lesson.texts:
        for fence in text.fences:
            for number, line in enumerate(fence.text.split("\n"), fence.line + 1):
                if len(line) > LONGEST_CODE_LINE:
                    expected = f"lines of at most {LONGEST_CODE_LINE} characters"
                    findings.expect(number, fence.kind, expected, str(len(line)))


def _measured(lesson: Lesson) -> Iterator[tuple[str, str, int]]:
    """Each part with its name in the table above and its line."""
    unit = lesson.unit
    for section in (*unit.lesson, *(section for topic in unit.topics for section in topic.lesson)):
        yield from _measured_section(section)
    for topic in unit.topics:
        yield from (("Criterion", each.text, each.line) for each in topic.criteria)
    yield "Task", unit.proof.task, unit.proof.line
    for question in lesson.questions:
        yield from _measured_question(question)


def _measured_section(section: Section) -> Iterator[tuple[str, str, int]]:
    if section.name == "Misconception":
        claim, _, answer = section.body.removeprefix("> ").partition("\n\n")
        yield "claim", claim, section.body_line
        yield "Misconception", answer, section.body_line + claim.count("\n") + 2
    elif section.name in WORDS:
        yield section.name, section.body, section.line


def _measured_question(question: Question) -> Iterator[tuple[str, str, int]]:
    yield "prompt", question.prompt, question.line
    for choice in question.choices:
        if choice.note:
            yield "because" if choice.is_right else "betrays", choice.note, choice.line + 1
    for trap in question.traps:
        yield "betrays", trap.betrays, trap.line
    for swap in question.swaps:
        yield "betrays", swap.betrays, swap.line
    for (name, text), line in zip(question.fields, question.lines, strict=True):
        if name in WORDS:
            yield name, text, line
