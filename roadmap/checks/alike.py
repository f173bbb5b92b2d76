"""Questions that are nearly the same: what was answered once must not be asked again in other numbers of words."""

import re
from collections.abc import Iterator, Mapping, Sequence

from roadmap.checks.texts import Lesson, Text
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.questions import Question

MOST_SHARED = 0.45
WORD = re.compile(r"[a-z]{4,}|\d+")


def check_alike(lessons: Sequence[Lesson], findings: Mapping[str, Findings]) -> None:
    """Compares all questions of all lessons; the later one of two is told of."""
    asked = [(lesson.unit.file, question) for lesson in lessons for question in lesson.questions]
    for earlier, later, shared in pairs([words_of(question) for _file, question in asked]):
        (first, one), (second, other) = asked[earlier], asked[later]
        where = f"{shown(one.id)} in line {one.line}" if first == second else f"{shown(one.id)} in {first}:{one.line}"
        expected = f"a question that shares at most {MOST_SHARED:.0%} of its words with any other"
        findings[second].expect(other.line, "question", expected, f"{shared:.0%} shared with {where}")


def words_of(question: Question) -> frozenset[str]:
    prose = "\n".join(line for _number, line in Text("", question.prompt, 1).prose)
    return frozenset(WORD.findall(" ".join([prose, *(choice.text for choice in question.choices)]).lower()))


def pairs(bags: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    """Places of two bags with too much in common, the earlier first, and how much of both they share.

    Every word is a bit of a whole number, so that a million of comparisons take a moment.
    """
    bits = {word: 1 << place for place, word in enumerate({word for bag in bags for word in bag})}
    sums = [(sum(bits[word] for word in bag), len(bag)) for bag in bags]
    for later, (words, count) in enumerate(sums):
        for earlier, (others, their_count) in enumerate(sums[:later]):
            shared = (words & others).bit_count()
            if shared > MOST_SHARED * (count + their_count - shared):
                yield earlier, later, shared / (count + their_count - shared)
