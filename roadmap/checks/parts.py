"""What a lesson consists of: no part is missing, each has its form, and every topic is served and asked about."""

import re
from collections.abc import Sequence

from roadmap.checks.texts import Lesson, Text
from roadmap.curriculum.documents import Section
from roadmap.curriculum.faults import Findings, shown
from roadmap.lessons.code import OUTPUT, PROGRAM
from roadmap.lessons.passages import FIGURE

TOPIC_PARTS = ("Core idea", "Worked example", "Misconception", "Questions")
PROOF_PARTS = ("Good evidence", "Typically sent back")
RESOURCES = (4, 8)
QUESTIONS, KINDS = 4, 3
LIST_ITEMS = (3, 6)
# More than this is a list of remarks, and no explanation.
MOST_ITEMS_OF_AN_IDEA = 4
ITEM = re.compile(r"[-*] ")
SHORTEST = {"draw": 40, "alt": 30}


def check_parts(lesson: Lesson, findings: Findings) -> None:
    unit = lesson.unit
    check_there(("Why it matters",), unit.lesson, 1, findings)
    for topic in unit.topics:
        check_there(TOPIC_PARTS, topic.lesson, topic.line, findings)
        for section in topic.lesson:
            if section.name in CHECKS and section.body:
                CHECKS[section.name](section, findings)
    check_there(PROOF_PARTS, unit.proof.lesson, unit.proof.line, findings)
    for section in unit.proof.lesson:
        check_items(section, LIST_ITEMS, findings)


def check_questions(lesson: Lesson, findings: Findings) -> None:
    """Enough of them, of several kinds: one kind alone can be answered by habit."""
    for topic in lesson.unit.topics:
        kinds = [question.kind for of, question in lesson.asked if of == topic]
        if len(kinds) < QUESTIONS or len(set(kinds)) < KINDS:
            line = next((part.line for part in topic.lesson if part.name == "Questions"), topic.line)
            expected = f"at least {QUESTIONS} questions of at least {KINDS} kinds"
            findings.expect(line, "Questions", expected, f"{len(kinds)} of {len(set(kinds))}")


def check_resources(lesson: Lesson, findings: Findings) -> None:
    unit, (least, most) = lesson.unit, RESOURCES
    if not least <= len(unit.resources) <= most:
        findings.expect(unit.lines["resources"], "resources", f"{least} to {most} resources", str(len(unit.resources)))
    seen: set[str] = set()
    for resource in unit.resources:
        if resource.url in seen:
            findings.expect(resource.line, "resources.url", "each address once", f"{shown(resource.url)} again")
        seen.add(resource.url)
    for topic in unit.topics:
        if not any(topic.id in resource.serves for resource in unit.resources):
            findings.expect(topic.line, "Topic", f"a resource that serves {topic.id}", "none")


def check_programs(lesson: Lesson, findings: Findings) -> None:
    """What is run is followed by what it prints, so that it can be compared."""
    for text in lesson.texts:
        fences = text.fences
        for place, fence in enumerate(fences):
            after = fences[place + 1] if place + 1 < len(fences) else None
            if fence.kind == PROGRAM and not (
                after and after.kind == OUTPUT and _is_next(text, fence.line, after.line)
            ):
                findings.expect(fence.line, PROGRAM, "a fence `output` directly below it", "none")


def check_predictions(lesson: Lesson, findings: Findings) -> None:
    """What is to be predicted is what the one program prints, and no trap says the same."""
    for question in lesson.questions:
        if question.kind != "predict":
            continue
        fences = Text("prompt", question.prompt, question.line).fences
        printed = [fence.text for fence in fences if fence.kind == OUTPUT]
        if [fence.kind for fence in fences].count(PROGRAM) != 1 or len(printed) != 1:
            findings.expect(
                question.line,
                "prompt",
                f"one program (`{PROGRAM}`) and its `{OUTPUT}`",
                f"{[fence.kind for fence in fences].count(PROGRAM)} and {len(printed)}",
            )
        for trap in question.traps:
            if trap.value.replace(" / ", "\n") in [each.rstrip("\n") for each in printed]:
                findings.expect(trap.line, "trap", "another output than the right one", shown(trap.value))


def _is_next(text: Text, start: int, end: int) -> bool:
    """Whether no words stand between two fences."""
    return not any(line.strip() for number, line in text.prose if start < number < end)


def check_there(names: Sequence[str], sections: Sequence[Section], line: int, findings: Findings) -> None:
    for name in names:
        if not any(section.name == name and (section.body or section.parts) for section in sections):
            findings.expect(line, name, "this section with its text, as every lesson has it", "none")


def _check_idea(section: Section, findings: Findings) -> None:
    items = [number for number, line in Text("", section.body, section.body_line).prose if ITEM.match(line)]
    if len(items) > MOST_ITEMS_OF_AN_IDEA:
        expected = f"an explanation with at most {MOST_ITEMS_OF_AN_IDEA} list items"
        findings.expect(items[MOST_ITEMS_OF_AN_IDEA], section.name, expected, str(len(items)))


def _check_example(section: Section, findings: Findings) -> None:
    text = Text("", section.body, section.body_line)
    if not any(fence.kind == PROGRAM for fence in text.fences):
        findings.expect(section.line, section.name, f"at least one program (`{PROGRAM}`)", "none")
    if not re.search(r"\d", section.body):
        findings.expect(section.line, section.name, "at least one number", "none")


def _check_misconception(section: Section, findings: Findings) -> None:
    if not re.match(r"> .+\n\n\S", section.body):
        expected = '"> " and the claim on one line, an empty line, and why it is wrong'
        findings.expect(section.body_line, section.name, expected, shown(section.body.partition("\n")[0]))


def _check_figure(section: Section, findings: Findings) -> None:
    found = FIGURE.fullmatch(section.body)
    if found is None:
        expected = 'two lines, "draw: ..." and "alt: ..."'
        findings.expect(section.body_line, section.name, expected, shown(section.body.partition("\n")[0]))
        return
    for place, (name, least) in enumerate(SHORTEST.items()):
        if len(found[name]) < least:
            findings.expect(section.body_line + place, name, f"at least {least} characters", str(len(found[name])))


def check_items(section: Section, number: tuple[int, int], findings: Findings) -> None:
    lines = section.body.split("\n")
    least, most = number
    if section.body and not (least <= len(lines) <= most and all(line.startswith("- ") for line in lines)):
        other = next((line for line in lines if not line.startswith("- ")), "")
        findings.expect(
            section.body_line,
            section.name,
            f'{least} to {most} list items ("- ..."), one line each',
            shown(other) if other else str(len(lines)),
        )


CHECKS = {
    "Core idea": _check_idea,
    "Worked example": _check_example,
    "Misconception": _check_misconception,
    "Figure": _check_figure,
}
