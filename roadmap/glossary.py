"""The glossary: a lesson sets a word bold where it says what the word means, and that sentence is its entry.

So nothing is written twice, and what an author or an admin changes in a lesson is changed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from roadmap.atlas import Atlas
from roadmap.lessons.terms import known_as, said_in
from roadmap.models import Passage


@dataclass(frozen=True)
class Term:
    """A word with the sentence that says what it means, and where it stands: a unit, by its key, and an anchor."""

    words: str
    milestone: int
    place: str
    anchor: str
    says: str = field(repr=False)

    @property
    def known_as(self) -> str:
        return known_as(self.words)

    @property
    def letter(self) -> str:
        return self.words[0].upper() if self.words[0].isalpha() else "#"


def glossary(atlas: Atlas) -> tuple[Term, ...]:
    """All terms in the order of the alphabet, read once for each version of the curriculum."""
    return atlas.keep(("glossary",), _read)  # type: ignore[no-any-return]


def _read() -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for row in Passage.objects.that_say_terms():
        anchor = f"{row['mark']}.{row['topic__slug'] or row['key']}"
        for words, says in said_in(row["html"]):
            # The first unit that says it is the one that others stand on.
            found.setdefault(known_as(words), Term(words, row["milestone_id"], row["place"], anchor, says))
    return tuple(sorted(found.values(), key=lambda term: term.known_as))


def by_letter(terms: Iterable[Term]) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for term in terms:
        found.setdefault(term.letter, []).append(term)
    return found
