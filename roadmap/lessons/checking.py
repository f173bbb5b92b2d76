"""What is wrong in a text of a lesson that somebody typed, as sentences: the same rules as for files."""

import re

from roadmap.curriculum.faults import Findings
from roadmap.curriculum.front import fault_of_text, unwanted_character
from roadmap.curriculum.milestones import LONGEST_PROSE, LONGEST_SENTENCE
from roadmap.curriculum.outline import outline
from roadmap.curriculum.questions import KINDS
from roadmap.lessons.asking import question_of
from roadmap.lessons.passages import FIGURE
from roadmap.lessons.text import faults_in

LONGEST = 20_000
ID = re.compile(r"\{#[a-z0-9.-]+\}$")


def faults_of_line(text: str) -> list[str]:
    """Sentences about a text that stands on a line of its own; none where its file could hold it as it is."""
    if fault := fault_of_text(text, LONGEST_SENTENCE):
        expected, found = fault
        return [f"Expected {expected}, found {found}."]
    if text.startswith(("#", "```")):
        return ["A line that begins with # or ``` is more than text in the files. Begin it with a word."]
    return ["What it ends with would be its id in the files. Take that away."] if ID.search(text) else []


def faults_of_text(kind: str, text: str) -> list[str]:
    """Sentences about a passage of this kind, or a question; none where its file could hold it as it is."""
    longest = LONGEST_PROSE if kind == "prose" else LONGEST
    if len(text) > longest:
        return [f"A part of a lesson has at most {longest:,} characters; these are {len(text):,}."]
    if letter := unwanted_character(text.replace("\n", "").replace("\t", "")):
        return [f"There is a control character in it: U+{ord(letter):04X}."]
    if text != text.strip("\n"):
        return ["It begins or ends with an empty line. Take that away."]
    if faults := faults_of_form(text):
        return faults
    if kind in KINDS:
        _question, findings = question_of(kind, text)
        faults = [
            f"Line {each.line}: {each.field}: expected {each.expected}, found {each.found}" for each in findings.faults
        ]
    elif kind == "figure":
        faults = [] if FIGURE.fullmatch(text) else ["A figure has two lines: “draw: …” and “alt: …”."]
    return faults + [f"Line {line + 1}: {sentence}" for line, sentence in faults_in(text)]


def faults_of_form(text: str) -> list[str]:
    """What would end the section in which the text stands, or never let it end."""
    findings = Findings("text")
    lines = text.split("\n")
    sections = outline(["## Part", *lines], 0, findings)
    if len(sections) == 1 and not sections[0].parts and not findings.faults:
        return []
    return ["A line that begins with # would be a heading of the file, and every fence has to be closed by a line ```."]
