"""Questions: six kinds, each with what a wrong answer betrays.

A question is kept as the text that its author wrote. Here that text is read into its parts, for the page that lets it
be tried and for the checks; reading it and putting it together again gives the same text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from roadmap.curriculum.arithmetic import NotArithmetic, value_of
from roadmap.curriculum.documents import Section, Topic
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.outline import FENCE

MANY = 9
# The fields of each kind in their order, each with how often it must and may stand there.
FIELDS: dict[str, dict[str, tuple[int, int]]] = {
    "single": {"why": (1, 1)},
    "multiple": {"why": (1, 1)},
    "numeric": {
        "answer": (1, 1), "tolerance": (1, 1), "unit": (0, 1), "check": (1, 1), "trap": (1, MANY), "why": (1, 1),
    },
    "order": {"swap": (1, MANY), "why": (1, 1)},
    "short": {"model": (1, 1), "must": (2, 5), "weak": (1, MANY), "why": (1, 1)},
    "predict": {"trap": (1, MANY), "why": (1, 1)},
}  # fmt: skip
KINDS = tuple(FIELDS)
# Kinds whose answer is chosen from a list.
CHOSEN = ("single", "multiple")
FIELD = re.compile(r"(answer|tolerance|unit|check|trap|swap|model|must|weak|why): (.*)")
CHOICE = re.compile(r"- \[([ x])\] (.*)")
NOTE = re.compile(r"  (betrays|because): (.*)")
ITEM = re.compile(r"([0-9]+)\. (.*)")
SWAP = re.compile(r"([1-9]) before ([1-9])")
ITEMS = (4, 7)
CHOICES = {"single": (4, 4), "multiple": (4, 8)}
BETWEEN = " | "


@dataclass(frozen=True)
class Choice:
    """An answer to choose; `note` says what a wrong one betrays, or why a right one is right."""

    text: str
    is_right: bool
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Trap:
    """A typical wrong answer, and what it betrays.

    `value` is a number or a sum such as `11/3`, or for a prediction what would be printed, its lines joined by ` / `.
    """

    value: str
    betrays: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Swap:
    """What it betrays to put a later item (counted from 1) before an earlier one."""

    later: int
    earlier: int
    betrays: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Question:
    """One question. What does not belong to its kind is empty; `fields` holds every field as it was written."""

    kind: str
    id: str
    prompt: str
    choices: tuple[Choice, ...]
    items: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    traps: tuple[Trap, ...] = ()
    swaps: tuple[Swap, ...] = ()
    # Where the question begins, and where each of its fields does.
    lines: tuple[int, ...] = field(default=(), compare=False)
    line: int = field(default=0, compare=False)

    def one(self, name: str) -> str:
        """The text of a field, or the empty text."""
        return next(self.all(name), "")

    def all(self, name: str) -> Iterator[str]:
        return (text for each, text in self.fields if each == name)

    @property
    def right(self) -> tuple[int, ...]:
        """The places of the right choices, counted from 0."""
        return tuple(place for place, choice in enumerate(self.choices) if choice.is_right)

    @property
    def text(self) -> str:
        """The question as its file has it."""
        listed = [line for choice in self.choices for line in _lines_of_choice(choice)]
        listed += [f"{number}. {item}" for number, item in enumerate(self.items, 1)]
        fields = [f"{name}: {text}".replace("\n", "\n  ") for name, text in self.fields]
        return "\n\n".join(filter(None, (self.prompt, "\n".join(listed), "\n".join(fields))))


def _lines_of_choice(choice: Choice) -> list[str]:
    word = "because" if choice.is_right else "betrays"
    return [f"- [{'x' if choice.is_right else ' '}] {choice.text}"] + [f"  {word}: {choice.note}"] * bool(choice.note)


def read_question(section: Section, findings: Findings) -> Question | None:
    """What a question says, or None where its kind is not known. What is at fault in it is reported."""
    kind = section.heading
    if kind not in FIELDS:
        findings.expect(section.line, "question", f"one of the kinds {', '.join(KINDS)}", shown(kind))
        return None
    known = len(findings.faults)
    reading = _Reading(kind, section, findings)
    for number, line in enumerate(section.body.split("\n"), section.body_line):
        reading.take(number, line)
    question = reading.finished()
    _check(question, reading, findings)
    if len(findings.faults) == known and question.text != section.body:
        _report_form(question.text.split("\n"), section, findings)
    return question


def questions_of(topic: Topic) -> tuple[Question, ...]:
    """The questions of a topic that was read without a fault."""
    parts = [part for section in topic.lesson if section.name == "Questions" for part in section.parts]
    found = Findings("")
    return tuple(question for part in parts if (question := read_question(part, found)))


def _report_form(expected: list[str], section: Section, findings: Findings) -> None:
    found = section.body.split("\n")
    for place, line in enumerate(found):
        wanted = expected[place] if place < len(expected) else None
        if line != wanted:
            findings.expect(
                section.body_line + place, "form", shown(wanted) if wanted else "an empty line", shown(line)
            )
            return


class _Reading:
    """A question while its lines are coming in: first the prompt, then what is chosen or put in order, then fields."""

    def __init__(self, kind: str, section: Section, findings: Findings) -> None:
        self.kind, self.section, self.findings = kind, section, findings
        self.prompt: list[str] = []
        self.choices: list[Choice] = []
        self.items: list[str] = []
        self.fields: list[tuple[str, str, int]] = []
        self.in_fence = False

    def take(self, number: int, line: str) -> None:
        if line.startswith(FENCE):
            self.in_fence = not self.in_fence
            if self._has_begun:
                self._no_place_for(number, line)
            else:
                self.prompt.append(line)
        elif self.in_fence and not self._has_begun:
            self.prompt.append(line)
        elif not self.in_fence:
            self._take_text(number, line)

    @property
    def _has_begun(self) -> bool:
        return bool(self.choices or self.items or self.fields)

    def _take_text(self, number: int, line: str) -> None:
        if match := FIELD.fullmatch(line):
            self.fields.append((match[1], match[2], number))
        elif match := CHOICE.fullmatch(line):
            self.choices.append(Choice(match[2], match[1] == "x", line=number))
        elif (match := NOTE.fullmatch(line)) and self.choices and not self.fields:
            self._take_note(number, match[1], match[2])
        elif self.kind == "order" and (match := ITEM.fullmatch(line)):
            if int(match[1]) != len(self.items) + 1:
                self.findings.expect(number, "item", f"the number {len(self.items) + 1}", match[1])
            self.items.append(match[2])
        elif self.fields and line.startswith("  "):
            name, text, begun = self.fields[-1]
            self.fields[-1] = (name, f"{text}\n{line[2:]}", begun)
        elif not self._has_begun:
            self.prompt.append(line)
        elif line:
            self._no_place_for(number, line)

    def _take_note(self, number: int, word: str, text: str) -> None:
        last = self.choices[-1]
        expected = "because" if last.is_right else "betrays"
        if word != expected or last.note:
            what = "a right" if last.is_right else "a wrong"
            self.findings.expect(number, word, f"{expected}: under {what} choice, once", shown(text))
            return
        self.choices[-1] = Choice(last.text, last.is_right, text, last.line)

    def _no_place_for(self, number: int, line: str) -> None:
        names = ", ".join(FIELDS[self.kind])
        self.findings.expect(number, "question", f"a field ({names}), or its next line after two blanks", shown(line))

    def finished(self) -> Question:
        return Question(
            kind=self.kind,
            id=self.section.id,
            prompt="\n".join(self.prompt).strip("\n"),
            choices=tuple(self.choices),
            items=tuple(self.items),
            fields=tuple((name, text) for name, text, _line in self.fields),
            traps=tuple(self._traps()),
            swaps=tuple(self._swaps()),
            lines=tuple(number for _name, _text, number in self.fields),
            line=self.section.line,
        )

    def _traps(self) -> Iterator[Trap]:
        for text, number in self._noted("trap"):
            value, betrays = text
            if self.kind == "predict":
                if not (len(value) > 2 and value.startswith("`") and value.endswith("`")):
                    self.findings.expect(number, "trap", "what would be printed, between two signs `", shown(value))
                value = value.strip("`")
            elif self.kind == "numeric" and _number(value) is None:
                self.findings.expect(number, "trap", "a number or a sum of numbers", shown(value))
            yield Trap(value, betrays, number)

    def _swaps(self) -> Iterator[Swap]:
        for (value, betrays), number in self._noted("swap"):
            match = SWAP.fullmatch(value)
            if match is None or not int(match[2]) < int(match[1]) <= len(self.items):
                self.findings.expect(number, "swap", "a later item before an earlier one (3 before 2)", shown(value))
            else:
                yield Swap(int(match[1]), int(match[2]), betrays, number)

    def _noted(self, name: str) -> Iterator[tuple[tuple[str, str], int]]:
        """Fields that say what a wrong answer betrays: the answer, and behind " | " what it betrays."""
        for each, text, number in self.fields:
            if each == name:
                value, between, betrays = text.partition(BETWEEN)
                if not (between and value.strip() and betrays.strip()):
                    self.findings.expect(number, name, "an answer, then | and what it betrays", shown(text))
                else:
                    yield (value, betrays), number


def _check(question: Question, reading: _Reading, findings: Findings) -> None:
    if not question.prompt:
        findings.expect(question.line, "prompt", "what is asked", "nothing")
    _check_fields(question, reading.fields, findings)
    if question.kind in CHOSEN:
        _check_choices(question, findings)
    elif question.choices:
        findings.expect(question.choices[0].line, "choice", f"no choices in a question of kind {question.kind}", "one")
    if question.kind == "order" and not ITEMS[0] <= len(question.items) <= ITEMS[1]:
        findings.expect(question.line, "item", f"{ITEMS[0]} to {ITEMS[1]} items", str(len(question.items)))
    for name, text, number in reading.fields:
        if name in ("answer", "tolerance") and _number(text) is None:
            findings.expect(number, name, "a number", shown(text))


def _check_fields(question: Question, fields: list[tuple[str, str, int]], findings: Findings) -> None:
    allowed = FIELDS[question.kind]
    order, latest = list(allowed), ""
    for name, text, number in fields:
        if name not in allowed:
            findings.expect(number, name, f"one of the fields {', '.join(allowed)}", shown(name))
            continue
        if latest and order.index(name) < order.index(latest):
            findings.expect(number, name, f"this field before {latest}", "it after that")
        latest = name
        if not text.strip():
            findings.expect(number, name, "text", "nothing")
    for name, (least, most) in allowed.items():
        count = sum(each == name for each, _text, _line in fields)
        if not least <= count <= most:
            how_many = str(least) if least == most else f"{least} to {most}"
            findings.expect(question.line, name, f"{how_many} of this field", str(count))


def _check_choices(question: Question, findings: Findings) -> None:
    least, most = CHOICES[question.kind]
    if not least <= len(question.choices) <= most:
        how_many = str(least) if least == most else f"{least} to {most}"
        findings.expect(question.line, "choice", f"{how_many} choices", str(len(question.choices)))
    right, wrong = len(question.right), len(question.choices) - len(question.right)
    if question.kind == "single" and right != 1:
        findings.expect(question.line, "choice", "one right choice", str(right))
    if question.kind == "multiple" and min(right, wrong) < 2:
        findings.expect(question.line, "choice", "at least 2 right and 2 wrong choices", f"{right} and {wrong}")
    for choice in question.choices:
        if not choice.text.strip():
            findings.expect(choice.line, "choice", "text", "nothing")
        if not choice.is_right and not choice.note:
            findings.expect(choice.line, "betrays", "what this wrong choice betrays, in the line below", "nothing")
        if choice.is_right and not choice.note and question.kind == "multiple":
            findings.expect(choice.line, "because", "why this right choice is right, in the line below", "nothing")


def _number(text: str) -> float | None:
    try:
        return value_of(text)
    except NotArithmetic:
        return None
