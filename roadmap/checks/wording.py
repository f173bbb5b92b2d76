"""What must not be said, or not in this way: what will not stay true, what says nothing, what pages cannot show."""

import re

from roadmap.checks.texts import Lesson, Read, Text
from roadmap.curriculum.faults import Findings, shown
from roadmap.lessons.callouts import CALLOUT
from roadmap.lessons.checking import faults_in

# Years (a power of two is none), words that mean "now", and names of models.
DATED = re.compile(
    r"\b(?!2048\b)(19[89]|20[1-4])\d\b|\b(recently|nowadays|currently|latest|state[- ]of[- ]the[- ]art|cutting[- ]edge"
    r"|as of (now|today|this)|these days|GPT-?\d|ChatGPT|Claude|Gemini|Llama|Mistral|DeepSeek|Qwen)\b",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"\b(in today's|fast-paced|it is important to note|it's worth noting|in this (unit|section|lesson) we|delve"
    r"|game[- ]chang\w+|unlock the power|let's dive|dive into|leverag\w+|seamless|crucial|in conclusion"
    r"|needless to say|simply put|at the end of the day|robust|powerful|ever-evolving|journey|landscape)\b",
    re.IGNORECASE,
)
RECALL = re.compile(
    r"(what is the name|who (invented|proposed)|what does \w+ stand for|which of the following is the definition"
    r"|define |what is (a|an|the definition)\b|which paper)",
    re.IGNORECASE,
)
STRAY = re.compile(r"\t| $|[A-Za-z.,] {2,}[A-Za-z]")
QUOTE = "> "


def check_wording(lesson: Read, findings: Findings) -> None:
    for text in lesson.texts:
        dated = _lines_of_dated_callouts(text)
        for number, line in text.prose:
            if (found := DATED.search(line)) and number not in dated:
                expected = 'what stays true, or a callout "> dated <day>: ..." around what does not'
                findings.expect(number, text.name, expected, shown(found[0]))
            if found := FILLER.search(line):
                findings.expect(number, text.name, "words that say something", shown(found[0]))
            if STRAY.search(line):
                findings.expect(number, text.name, "no tab, no blank at the end and no two in a row", shown(line))


def check_recall(lesson: Lesson, findings: Findings) -> None:
    """A name can be looked up: a question asks for what has to be thought."""
    for question in lesson.questions:
        if found := RECALL.match(question.prompt):
            findings.expect(question.line, "prompt", "a question that takes thought", shown(found[0]))


def check_markdown(lesson: Read, findings: Findings) -> None:
    """Formulas become MathML, links lead to https or into the curriculum, and there is no HTML and no image."""
    for text in lesson.texts:
        for place, sentence in faults_in(text.body):
            findings.expect(text.line + place, text.name, "Markdown that pages can show", f"a fault: {sentence}")


def _lines_of_dated_callouts(text: Text) -> set[int]:
    found, is_dated, last = set(), False, 0
    for number, line in text.prose:
        if not line.startswith(QUOTE.rstrip()):
            is_dated = False
        elif not is_dated or last != number - 1:
            callout = CALLOUT.match(line.removeprefix(QUOTE))
            is_dated = bool(callout and callout["kind"] == "dated" and callout["day"])
        if is_dated:
            found.add(number)
        last = number
    return found
