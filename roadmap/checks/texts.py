"""A lesson as the gates look at it: its texts with their lines, its fences, its questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from roadmap.curriculum.documents import Section, Topic, Unit
from roadmap.curriculum.outline import FENCE, every
from roadmap.curriculum.questions import Question, questions_of

MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
WORD = re.compile(r"[^\W_][\w'\N{RIGHT SINGLE QUOTATION MARK}.,/%€-]*")
# From a heading to the text below it there is one empty line.
BELOW = 2


@dataclass(frozen=True)
class Fence:
    """Lines between two that begin with three signs `; `line` is that of the first sign."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Text:
    """A text of a lesson: the name of its section, what it says, and the line where that begins."""

    name: str
    body: str
    line: int

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        found: list[Fence] = []
        opened: list[str] | None = None
        for number, line in enumerate(self.body.split("\n"), self.line):
            if opened is None and line.startswith(FENCE):
                opened, kind, begun = [], line.removeprefix(FENCE).strip(), number
            elif opened is not None and line.startswith(FENCE):
                found.append(Fence(kind, "".join(f"{each}\n" for each in opened), begun))
                opened = None
            elif opened is not None:
                opened.append(line)
        return tuple(found)

    @cached_property
    def prose(self) -> tuple[tuple[int, str], ...]:
        """The lines outside of fences, each with its number."""
        found, is_fenced = [], False
        for number, line in enumerate(self.body.split("\n"), self.line):
            if line.startswith(FENCE):
                is_fenced = not is_fenced
            elif not is_fenced:
                found.append((number, line))
        return tuple(found)


def words(text: str) -> int:
    """How many words are read: a formula and a piece of code are one each, a fence is none."""
    prose = "\n".join(line for _, line in Text("", text, 1).prose)
    return len(WORD.findall(MATH.sub(" formula ", CODE.sub(" code ", prose))))


class Read(Protocol):
    """Something that is read: a lesson, or the brief of a capstone."""

    @property
    def texts(self) -> tuple[Text, ...]: ...


class Lesson:
    """A unit with something to read. `asked` is every question with its topic."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.asked: tuple[tuple[Topic, Question], ...] = tuple(
            (topic, question) for topic in unit.topics for question in questions_of(topic)
        )

    @property
    def is_there(self) -> bool:
        """A unit that has no more than criteria and a task waits for its lesson, and is judged by no gate."""
        unit = self.unit
        return bool(unit.lesson or unit.resources or unit.proof.lesson or any(topic.lesson for topic in unit.topics))

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for _topic, question in self.asked)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All that is read, from top to bottom."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        yield from texts_of(self.unit.lesson)
        for topic in self.unit.topics:
            for each in topic.criteria:
                yield Text("Criterion", each.text, each.line + BELOW)
            yield from texts_of(topic.lesson)
        # The heading of the task stands two lines below that of the proof.
        yield Text("Task", self.unit.proof.task, self.unit.proof.line + 2 * BELOW)
        yield from texts_of(self.unit.proof.lesson)


def texts_of(sections: tuple[Section, ...]) -> Iterator[Text]:
    for section in every(sections):
        if section.title:
            yield Text("title", section.title, section.line)
        if section.body:
            yield Text(section.name, section.body, section.body_line)
