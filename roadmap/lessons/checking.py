"""What is wrong in a text of a lesson that somebody typed, as sentences: the same rules as for files."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from roadmap.curriculum.faults import Findings
from roadmap.curriculum.front import fault_of_text, unwanted_character
from roadmap.curriculum.milestones import LONGEST_PROSE, LONGEST_SENTENCE
from roadmap.curriculum.outline import outline
from roadmap.curriculum.questions import KINDS
from roadmap.lessons.allowed import is_allowed_link
from roadmap.lessons.asking import question_of
from roadmap.lessons.code import KINDS as FENCES
from roadmap.lessons.formulas import BadFormula, mathml
from roadmap.lessons.passages import FIGURE
from roadmap.lessons.text import parser
from roadmap.lessons.tying import MOST_IN_A_LINE, width

LONGEST = 20_000
ID = re.compile(r"\{#[a-z0-9.-]+\}$")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HEAPED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4,}")
# Sees every link as one, whatever its scheme, and every tag, where a page shows them as plain text.
_reader = parser(html=True)
_reader.validateLink = lambda url: True  # type: ignore[method-assign]
# A sign with a backslash before it stays apart from other text, so that it is told from one that stands alone.
_reader.disable("text_join")


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
    if found := TURNING.search(text):
        return [f"There is a sign in it that turns the direction of the text: U+{ord(found[0]):04X}. Take it out."]
    if HEAPED.search(text):
        return ["A letter in it carries more than three accents. Take them away."]
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


def faults_in(text: str) -> list[tuple[int, str]]:
    """What is wrong in a text: lines counted from 0, each with a sentence that says what would be right."""
    return sorted({fault for block in _reader.parse(text, {}) for fault in _faults_of(block)})


def _faults_of(block: Token) -> Iterator[tuple[int, str]]:
    line = block.map[0] if block.map else 0
    if block.type == "fence" and block.info not in FENCES:
        yield line, f"A fence is one of {', '.join(FENCES)}, not “{block.info}”."
    if block.type == "html_block":
        yield line, "HTML is shown as it was typed. Use Markdown."
    if block.type.startswith("math"):
        yield from _faults_of_formula(block.content, line)
    for child in block.children or ():
        yield from _faults_within(child, line)
        line += child.type in ("softbreak", "hardbreak")


def _faults_within(child: Token, line: int) -> Iterator[tuple[int, str]]:
    if child.type.startswith("math"):
        yield from _faults_of_formula(child.content, line, is_inline=True)
    elif child.type == "html_inline":
        yield line, f"HTML is shown as it was typed: {child.content[:40]}. Use Markdown."
    elif child.type == "image":
        yield line, "There are no images in lessons: a figure is drawn by code."
    elif child.type == "link_open" and not is_allowed_link(str(child.attrs["href"])):
        yield line, f"A link leads to https://... or to a page of the curriculum, not to “{child.attrs['href']}”."
    elif child.type == "text" and "$" in child.content:
        yield line, "A $ opens or closes a formula, and its other end is missing. Write money as €12 or 12 USD."


def _faults_of_formula(tex: str, line: int, *, is_inline: bool = False) -> Iterator[tuple[int, str]]:
    said = f"The formula “{tex.strip()[:60]}”"
    try:
        made = mathml(tex, display=False)
    except BadFormula as error:
        yield line, f"{said} cannot be read {error}"
    else:
        if is_inline and width(made) > MOST_IN_A_LINE:
            yield line, f"{said} is too long for a line on a telephone. Put it between two lines $$."
