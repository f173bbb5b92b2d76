"""Terms: a word is bold where the lesson says what it means, in one place of the whole curriculum."""

import re
from collections.abc import Iterator, Mapping, Sequence

from roadmap.checks.texts import CODE, MATH, Lesson, words
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.questions import KINDS
from roadmap.lessons.terms import known_as

BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
# Where a word may be said: what stands elsewhere is no explanation.
SAID_IN = ("Bridge", "Core idea")
FEWEST = 2
MOST_WORDS, MOST_LETTERS = 4, 40
SENTENCE = (6, 45)


def check_terms(lesson: Lesson, findings: Findings) -> None:
    """A lesson says some words, each in a sentence that can stand alone in the glossary."""
    said = 0
    for name, number, line, term in terms_of(lesson):
        said += 1
        if name not in SAID_IN:
            expected = "bold words in a core idea or a bridge alone, where it is said what they mean (*so* elsewhere)"
            findings.expect(number, name, expected, shown(term))
        elif len(term.split()) > MOST_WORDS or len(term) > MOST_LETTERS or re.search(r"[.,:;?!](\s|$)", term):
            findings.expect(number, name, f"a term of at most {MOST_WORDS} words (*so* elsewhere)", shown(term))
        elif not SENTENCE[0] <= words(line) <= SENTENCE[1]:
            expected = f"a sentence of {SENTENCE[0]} to {SENTENCE[1]} words around a term, on a line of its own"
            findings.expect(number, name, expected, f"{words(line)} around {shown(term)}")
    if said < (fewest := max(FEWEST, len(lesson.unit.topics))):
        expected = f"at least {fewest} terms in bold where it is said what they mean, for the glossary"
        findings.expect(lesson.unit.lines.get("title", 1), "terms", expected, str(said))


def check_terms_of_all(lessons: Sequence[Lesson], findings: Mapping[str, Findings]) -> None:
    """No word is said in two places: the later one refers to the earlier."""
    places: dict[str, str] = {}
    for lesson in lessons:
        for name, number, _line, term in terms_of(lesson):
            where = f"{lesson.unit.file}:{number}"
            if earlier := places.get(known_as(term)):
                expected = "a term that is said in one place of the curriculum (*so* elsewhere, with a link to it)"
                findings[lesson.unit.file].expect(number, name, expected, f"{shown(term)}, said in {earlier}")
            places.setdefault(known_as(term), where)


def terms_of(lesson: Lesson) -> Iterator[tuple[str, int, str, str]]:
    """Each bold word with the name of its section, the number of its line, and the line."""
    for text in lesson.texts:
        # The sums of a question have powers.
        if text.name in KINDS:
            continue
        for number, line in text.prose:
            for term in BOLD.findall(MATH.sub("", CODE.sub("", line))):
                yield text.name, number, line, term
