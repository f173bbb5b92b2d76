"""What is shown of a question, and what is told to who has answered it.

Nothing is executed: an answer is compared with what the question's text says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roadmap.curriculum.arithmetic import NotArithmetic, value_of
from roadmap.curriculum.documents import Section
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.outline import QUESTION_DEPTH
from roadmap.curriculum.questions import Question, read_question
from roadmap.lessons.text import render, render_line

OUTPUT = re.compile(r"\n+```output\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A typical wrong number is met by who comes as near to it as to be right, or within a hundredth of it.
NEAR = 0.01
type Made = dict[str, Any]


def question_of(kind: str, text: str, *, mark: str = "") -> tuple[Question | None, Findings]:
    """The question that this text is, and what is at fault in it; its lines are counted from 1."""
    findings = Findings("text")
    return read_question(Section(QUESTION_DEPTH, kind, mark, text, line=1, body_line=1), findings), findings


def asked(kind: str, text: str, *, mark: str) -> Made:
    """What is shown of a question, and what answers are compared with, as plain values; {} where it cannot be read."""
    question, findings = question_of(kind, text, mark=mark)
    if question is None or findings.faults:
        return {}
    prompt, output = _without_output(question)
    return {
        "prompt": render(prompt, mark=mark),
        "choices": [[render_line(each.text), each.is_right, render_line(each.note)] for each in question.choices],
        "items": [render_line(item) for item in question.items],
        "answer": question.one("answer"),
        "tolerance": question.one("tolerance"),
        "unit": question.one("unit"),
        "output": output,
        "traps": [[each.value, render_line(each.betrays)] for each in question.traps],
        "swaps": [[each.later, each.earlier, render_line(each.betrays)] for each in question.swaps],
        "model": render(question.one("model"), mark=f"{mark}.model"),
        "musts": [render_line(must) for must in question.all("must")],
        "weak": [render_line(weak) for weak in question.all("weak")],
        "why": render(question.one("why"), mark=f"{mark}.why"),
    }


def _without_output(question: Question) -> tuple[str, str]:
    """What a prediction's program prints is its answer, and is not shown before."""
    if question.kind != "predict":
        return question.prompt, ""
    found = OUTPUT.search(question.prompt)
    return OUTPUT.sub("", question.prompt, count=1), found[1] if found else ""


@dataclass(frozen=True)
class Told:
    """What is told of an answer: whether it is right, and what a wrong one betrays. None: the learner judges it."""

    is_right: bool | None
    betrays: tuple[str, ...] = ()


class NoAnswer(Exception):
    """Nothing was answered that could be judged; its argument says what is wanted: choice, number, order or text."""


def tell(kind: str, made: Made, given: Sequence[str]) -> Told:
    """Judge an answer: places of choices, a number, places of items in the order given, or text."""
    return JUDGES[kind](made, [each.strip() for each in given if each.strip()])


def _chosen(made: Made, given: Sequence[str], *, one: bool) -> Told:
    places = {int(each) for each in given if each.isdecimal() and int(each) < len(made["choices"])}
    if not places or (one and len(places) > 1):
        raise NoAnswer("choice")
    # Of several, a right one that was left out is told of as well as a wrong one that was taken.
    missed = [
        note
        for place, (_text, is_right, note) in enumerate(made["choices"])
        if (place in places) != is_right and (place in places or not one)
    ]
    return Told(not missed, tuple(missed))


def _number(made: Made, given: Sequence[str]) -> Told:
    value = _value("".join(given))
    right, tolerance = value_of(made["answer"]), value_of(made["tolerance"])
    if abs(value - right) <= tolerance:
        return Told(True)
    near = ((abs(value - trap), betrays) for trap, betrays in ((value_of(each), note) for each, note in made["traps"]))
    found = [(far, betrays) for far, betrays in near if far <= max(tolerance, NEAR * abs(value))]
    return Told(False, (min(found)[1],) if found else ())


def _value(text: str) -> float:
    """A number as people type it: 3,75 and 3.75 and 1 000 and 11/3."""
    plain = re.sub(r"[\s_€%]", "", text).replace("\N{MINUS SIGN}", "-")
    if "," in plain:
        # One comma before one or two or more than three digits, and no point, is a decimal comma.
        is_decimal = "." not in plain and plain.count(",") == 1 and not re.search(r",\d{3}$", plain)
        plain = plain.replace(",", "." if is_decimal else "")
    try:
        return value_of(plain)
    except NotArithmetic as error:
        raise NoAnswer("number") from error


def _order(made: Made, given: Sequence[str]) -> Told:
    places = [int(each) for each in given if each.isdecimal()]
    if sorted(places) != list(range(1, len(made["items"]) + 1)):
        raise NoAnswer("order")
    stands = {item: place for place, item in enumerate(places)}
    betrays = tuple(note for later, earlier, note in made["swaps"] if stands[later] < stands[earlier])
    return Told(places == sorted(places), betrays)


def _short(_made: Made, given: Sequence[str]) -> Told:
    if not given:
        raise NoAnswer("text")
    return Told(None)


def _printed(made: Made, given: Sequence[str]) -> Told:
    typed = tokens("\n".join(given))
    if not typed:
        raise NoAnswer("text")
    if typed == tokens(made["output"]):
        return Told(True)
    return Told(False, tuple(note for trap, note in made["traps"] if tokens(trap.replace(" / ", "\n")) == typed)[:1])


def tokens(printed: str) -> list[str | float]:
    """What was printed, without its blanks: numbers as numbers, all else letter by letter."""
    found = re.findall(r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?|\w+|[^\w\s]", printed)
    return [float(each) if re.match(r"-?\d", each) else each.strip("'\"") for each in found if each not in "'\""]


JUDGES = {
    "single": lambda made, given: _chosen(made, given, one=True),
    "multiple": lambda made, given: _chosen(made, given, one=False),
    "numeric": _number,
    "order": _order,
    "short": _short,
    "predict": _printed,
}
