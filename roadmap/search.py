"""Finds things by their number, name and topics, whatever the case and the accents in which they are typed.

Nothing is asked of the database: what can be found is a list of entries, and the list of the map is kept beside it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roadmap.atlas import Atlas, Line, Product, Stop

WORD = re.compile(r"[^\W_]+")
# Marks of letters, and what only steers how a text is shown, such as the signs of direction.
UNSEEN = ("Mn", "Cf")
# How far a word is from what it was meant to be; the sum of all words orders what was found.
NUMBER, WHOLE, BEGINNING, ONE_OF_THEM, WITHIN, NUMBER_BEGINS = range(6)
TOPIC, ONE_OF_TOPIC, ASKED, ONE_OF_ASKED, WITHIN_ASKED = range(6, 11)
# Shorter words are within nearly everything, or are a slip of nearly every other.
LONG_ENOUGH_WITHIN, LONG_ENOUGH_FOR_MANY, LONG_ENOUGH_FOR_A_SLIP = 2, 4, 5


class Held(Enum):
    """How much of what was typed is in what was found."""

    ALL = "all"
    CLOSE = "close"
    SOME = "some"


class Part(NamedTuple):
    """Something that belongs to an entry and is searched with it: its title is shown where it was found."""

    title: str
    text: str


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `kinds` are words for what it is, which may stand beside its number or name."""

    thing: Any
    name: str
    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @cached_property
    def text(self) -> str:
        """Its name for looking into: each word between two spaces."""
        return f" {' '.join(words_of(self.name))} "

    @cached_property
    def texts(self) -> tuple[tuple[Part, str, str], ...]:
        """Each part with its title, and then all of it, for looking into."""
        return tuple(
            (part, f" {' '.join(words_of(part.title))}", f" {' '.join(words_of(f'{part.title} {part.text}'))}")
            for part in self.parts
        )

    @cached_property
    def rest(self) -> str:
        """All of its parts in one, which tells quickly that a word is in none of them."""
        return "".join(text for _part, _title, text in self.texts)

    @cached_property
    def known(self) -> frozenset[str]:
        """The words of which another one may be a slip: those that people see."""
        return frozenset(self.text.split()).union(*(words_of(part.title) for part in self.parts))

    def far(self, word: str) -> tuple[int, str] | None:
        """How far its words are from this one, and the part in which it was found."""
        if word in self.numbers:
            return NUMBER, ""
        if word in self.kinds or f" {word} " in self.text:
            return WHOLE, ""
        if f" {word}" in self.text:
            return BEGINNING, ""
        if f" {one_of(word)}" in self.text:
            return ONE_OF_THEM, ""
        is_within = len(word) >= LONG_ENOUGH_WITHIN or not word.isascii()
        if is_within and word in self.text:
            return WITHIN, ""
        if any(number.startswith(word) for number in self.numbers):
            return NUMBER_BEGINS, ""
        return self._far_in_parts(word) if is_within else None

    def _far_in_parts(self, word: str) -> tuple[int, str] | None:
        if one_of(word) not in self.rest:
            return None
        begins, one = f" {word}", f" {one_of(word)}"
        for far, wanted, place in (
            (TOPIC, begins, 1), (ONE_OF_TOPIC, one, 1),
            (ASKED, begins, 2), (ONE_OF_ASKED, one, 2), (WITHIN_ASKED, word, 2),
        ):  # fmt: skip
            for part in self.texts:
                if wanted in part[place]:
                    return far, part[0].title
        return None


class Match(NamedTuple):
    """An entry with how far it is from each word that was typed."""

    entry: Entry
    distances: list[tuple[int, str] | None]

    @property
    def number(self) -> int:
        """How many of the words are in it."""
        return sum(map(bool, self.distances))

    @property
    def because(self) -> tuple[str, ...]:
        """The titles of those of its parts that say why it was found."""
        return tuple(dict.fromkeys(each[1] for each in self.distances if each and each[1]))

    def order(self, phrase: str) -> tuple[int, int]:
        """The nearest come first; of those as near, what is called that, and then what begins with it."""
        rest = self.entry.text.strip().removeprefix(phrase)
        return sum(each[0] for each in self.distances if each), bool(rest) + (rest == self.entry.text.strip())


def folded(text: str) -> str:
    """A text without case and accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join([each for each in apart if unicodedata.category(each) not in UNSEEN])


def one_of(word: str) -> str:
    """What many of something are searched as too: agents are found where an agent is named."""
    return word.removesuffix("s") if len(word) >= LONG_ENOUGH_FOR_MANY else word


def words_of(text: str) -> list[str]:
    return WORD.findall(folded(text))


def find(entries: Sequence[Entry], words: Sequence[str]) -> tuple[list[Match], Held]:
    """What holds all of these words, the nearest first; else what holds words like them, or else most of them."""
    distances = {word: [entry.far(word) for entry in entries] for word in words}
    held = Held.ALL
    for word in words:
        if not any(distances[word]):
            distances[word] = _slips(entries, word)
            held = Held.CLOSE
    columns = [distances[word] for word in words]
    matches = [Match(entry, list(found)) for entry, *found in zip(entries, *columns, strict=True)]
    most = max((match.number for match in matches), default=0)
    best = [match for match in matches if match.number == most > 0]
    return sorted(best, key=lambda match: match.order(" ".join(words))), held if most == len(words) else Held.SOME


def _slips(entries: Sequence[Entry], word: str) -> list[tuple[int, str] | None]:
    """How far each entry is from the words that are nearly this one."""
    known = frozenset().union(*(entry.known for entry in entries))
    near = sorted(each for each in known if is_near(word, each))
    if not near:
        return [None] * len(entries)
    return [min(filter(None, map(entry.far, near)), default=None) for entry in entries]


def is_near(word: str, other: str) -> bool:
    """Whether one word was meant by the other: they begin alike up to the last letter, or one letter is a slip."""
    if len(word) < LONG_ENOUGH_FOR_A_SLIP:
        return False
    if other.startswith(word[:-1]):
        return True
    start = next((at for at, (mine, theirs) in enumerate(zip(word, other, strict=False)) if mine != theirs), len(other))
    mine, theirs = word[start:], other[start:]
    is_wrong, is_left_out, is_too_many = mine[1:] == theirs[1:], mine == theirs[1:], mine[1:] == theirs
    is_swapped = mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
    return is_wrong or is_left_out or is_too_many or is_swapped


def entries_of(atlas: Atlas) -> list[Entry]:
    """All that is on the map, in its order: units, then phases, capstones and their stages."""
    return atlas.keep(("entries", get_language()), lambda: _entries(atlas))  # type: ignore[no-any-return]


def _entries(atlas: Atlas) -> list[Entry]:
    units = [_unit(unit) for phase in atlas.phases for unit in phase.units]
    products = list(atlas.capstones.values())
    stages = [_stage(product, stage) for product in products for stage in product.stages]
    return [*units, *map(_phase, atlas.phases), *map(_product, products), *stages]


def _unit(unit: Stop) -> Entry:
    asked: dict[str, list[str]] = {title: [] for title in unit.topics}
    for each in unit.criteria:
        asked.setdefault(each.title, []).append(each.text)
    parts = tuple(Part(title, " ".join(texts)) for title, texts in asked.items())
    return Entry(unit, unit.title, (unit.label,), _kinds(_("unit"), _("units")), parts)


def _phase(phase: Line) -> Entry:
    kinds = _kinds(_("phase"), _("phases"))
    return Entry(phase, phase.title, (str(phase.number),), kinds, (Part("", phase.tagline),))


def _product(product: Product) -> Entry:
    numbers = (str(product.number), f"c{product.number}")
    return Entry(product, product.title, numbers, _kinds(_("capstone"), _("capstones")), (Part("", product.focus),))


def _stage(product: Product, stage: Stop) -> Entry:
    parts = tuple(Part(each.title, "") for each in stage.criteria)
    kinds = _kinds(_("stage"), _("stages"), _("capstone"))
    return Entry(stage, f"{product.title} {stage.label}", (f"c{product.number}",), kinds, parts)


def _kinds(*names: str) -> tuple[str, ...]:
    return tuple(word for name in names for word in words_of(name))
