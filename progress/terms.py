"""The glossary as people meet it: all terms on a page, and in a lesson links to where others say what a word means."""

from dataclasses import replace
from typing import NamedTuple

from progress.doors import address
from roadmap.atlas import Atlas, Stop
from roadmap.glossary import Term, by_letter, glossary
from roadmap.lesson import Lesson, Passage, lesson
from roadmap.lessons.terms import Links

# In these, as they are read, a word may be linked; a figure's words are a part of its picture.
LINKED = ("core", "example", "misconception")
# So many letters a word has that is linked wherever it stands.
CLEAR = 7


class Entry(NamedTuple):
    """A term, with the unit that says it and the address of the place."""

    term: Term
    stop: Stop
    there: str


def entries(atlas: Atlas) -> list[tuple[str, list[Entry]]]:
    """The terms of all units that everybody sees, by their first letter."""
    found = []
    for letter, terms in by_letter(glossary(atlas)).items():
        seen = [Entry(term, stop, f"{address(stop)}#{term.anchor}") for term, stop in _open(atlas, terms)]
        if seen:
            found.append((letter, seen))
    return found


def _open(atlas: Atlas, terms: list[Term]) -> list[tuple[Term, Stop]]:
    stops = ((term, atlas.milestones.get(term.milestone)) for term in terms)
    return [(term, stop) for term, stop in stops if stop and stop.is_open]


def linked_lesson(atlas: Atlas, stop: Stop) -> Lesson:
    """The lesson with a link at the first use of each term that another unit says. Made once for each version."""
    return atlas.keep(("linked", stop.pk), lambda: _linked(atlas, stop))  # type: ignore[no-any-return]


def _rests_on(atlas: Atlas, stop: Stop) -> set[int]:
    """The keys of all units that should be known before this one."""
    found: set[int] = set()
    left = [stop]
    while left:
        for edge in left.pop().builds_on:
            if edge.milestone not in found and edge.milestone in atlas.milestones:
                found.add(edge.milestone)
                left.append(atlas.milestones[edge.milestone])
    return found


def _is_clear(term: Term) -> bool:
    """Short words mean something else in other places: only longer ones, and several, are linked."""
    return len(term.words) >= CLEAR or " " in term.words


def _linked(atlas: Atlas, stop: Stop) -> Lesson:
    before = _rests_on(atlas, stop)
    there = {
        entry.term.known_as: entry.there
        for _letter, found in entries(atlas)
        for entry in found
        if entry.stop.pk in before and _is_clear(entry.term)
    }
    read, links = lesson(atlas, stop), Links(there)

    def with_links(passage: Passage, links: Links) -> Passage:
        return replace(passage, html=links.put_into(passage.html))

    return replace(
        read,
        why=with_links(read.why, links) if read.why else None,
        # Whoever opens a bridge has not read the others.
        bridges=tuple(with_links(bridge, Links(there)) for bridge in read.bridges),
        topics=tuple(
            replace(
                topic,
                passages=topic.passages
                | {kind: with_links(topic.passages[kind], links) for kind in LINKED if kind in topic.passages},
            )
            for topic in read.topics
        ),
    )
