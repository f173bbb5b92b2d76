"""How far the lessons have come: a table of the phases, and what is still thin."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from roadmap.checks.parts import QUESTIONS
from roadmap.checks.texts import Lesson, words
from roadmap.curriculum.documents import Curriculum, Section
from roadmap.curriculum.outline import every
from roadmap.curriculum.questions import KINDS
from roadmap.figures import marks
from roadmap.lesson import WORDS_A_MINUTE
from roadmap.lessons.code import PROGRAM

HEADS = ("phase", "lessons", "topics", "words", "minutes", *KINDS, "figures", "programs")


def report(curriculum: Curriculum) -> Iterator[str]:
    """The lines of the table, then sentences."""
    lessons = [Lesson(unit) for unit in curriculum.units]
    rows = [
        _row(str(phase.number), [each for each in lessons if each.unit.phase == phase.number])
        for phase in curriculum.phases
    ]
    yield from _aligned([HEADS, *rows, _row("all", lessons)])
    yield from _thin(lessons)


def _row(name: str, lessons: Sequence[Lesson]) -> tuple[str, ...]:
    there = [lesson for lesson in lessons if lesson.is_there]
    kinds = Counter(question.kind for lesson in there for question in lesson.questions)
    read = sum(words(section.body) for lesson in there for section in _read(lesson))
    fences = [fence for lesson in there for text in lesson.texts for fence in text.fences]
    counts = (
        sum(len(lesson.unit.topics) for lesson in there),
        read,
        round(read / WORDS_A_MINUTE),
        *(kinds[kind] for kind in KINDS),
        sum(len(_figures(lesson)) for lesson in there),
        sum(fence.kind == PROGRAM for fence in fences),
    )
    return name, f"{len(there)}/{len(lessons)}", *(f"{count:,}" for count in counts)


def _read(lesson: Lesson) -> Iterator[Section]:
    """What is read before anything is asked."""
    unit = lesson.unit
    yield from (*unit.lesson, *unit.proof.lesson)
    yield from (section for topic in unit.topics for section in topic.lesson if section.name != "Figure")


def _figures(lesson: Lesson) -> list[str]:
    sections = [section for topic in lesson.unit.topics for section in every(topic.lesson)]
    return [section.id for section in sections if section.name == "Figure"]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _thin(lessons: Sequence[Lesson]) -> Iterator[str]:
    there = [lesson for lesson in lessons if lesson.is_there]
    drawn = marks()
    least = [topic.id for lesson in there for topic in lesson.unit.topics if _asked(lesson, topic.id) <= QUESTIONS]
    paid = [
        topic.id
        for lesson in there
        for topic in lesson.unit.topics
        if not any(each.free and topic.id in each.serves for each in lesson.unit.resources)
    ]
    unasked = [
        f"{lesson.unit.number} ({kind})"
        for lesson in there
        for kind in KINDS
        if not any(question.kind == kind for question in lesson.questions)
    ]
    for what, found in (
        ("Units without a lesson", _ranges(each.unit.number for each in lessons if not each.is_there)),
        ("Lessons without a figure", _ranges(each.unit.number for each in there if not _figures(each))),
        ("Figures that nobody has drawn", [mark for each in there for mark in _figures(each) if mark not in drawn]),
        (f"Topics with no more than {QUESTIONS} questions", least),
        ("Topics without a free resource", paid),
        ("Lessons without a kind of question", unasked),
    ):
        yield f"{what}: {', '.join(found) or 'none'}."


def _asked(lesson: Lesson, topic: str) -> int:
    return sum(of.id == topic for of, _question in lesson.asked)


def _ranges(numbers: Iterable[int]) -> list[str]:
    """1, 2, 3 and 5 are told as 1-3 and 5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ["-".join(map(str, each)) for each in found]
