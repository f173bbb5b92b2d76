"""Questions that are nearly the same: what was answered once must not be asked again in other numbers of words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

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

    Two bags that share more than this have one of their rarest words in common: had they none among the rarest of
    each, what is left could not be enough. So only bags that meet in such a word are compared.
    """
    counts = Counter(word for bag in bags for word in bag)
    holders: dict[str, list[int]] = defaultdict(list)
    for later, bag in enumerate(bags):
        rarest = sorted(bag, key=lambda word: (counts[word], word))[: len(bag) - ceil(MOST_SHARED * len(bag)) + 1]
        for earlier in sorted({place for word in rarest for place in holders[word]}):
            shared = len(bag & bags[earlier]) / len(bag | bags[earlier])
            if shared > MOST_SHARED:
                yield earlier, later, shared
        for word in rarest:
            holders[word].append(later)
