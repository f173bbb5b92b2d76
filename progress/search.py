"""What somebody finds on the map and among the pages, each with where they stand on it."""

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress.doors import address
from progress.frames import filled, joined
from progress.lesson import within_lessons
from progress.overview import ONWARD
from progress.signs import Sign, actions_for, signs_for
from progress.standing import Shown, Standing
from roadmap.atlas import Line, Product, Stop
from roadmap.models.finding import Hit, find_in_lessons
from roadmap.search import Entry, Held, Match, Part, entries_of, find, words_of

MOST_LETTERS, MOST_WORDS, MOST_FOUND, MOST_REASONS = 100, 10, 40, 2
# So many places in lessons are shown below what is on the map.
MOST_HITS = 12


class Result(NamedTuple):
    """One line of what was found. `number` is shown before the title, `says` tells what and where it is."""

    title: str
    address: str
    says: str
    number: str = ""
    phase: int | None = None
    shown: Shown | None = None
    is_phase: bool = False


class Group(NamedTuple):
    heading: str
    lines: SafeString


class Query:
    """What was typed, as it is searched: one line without control characters, and not too long."""

    def __init__(self, typed: str) -> None:
        line = " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in typed).split())
        self.text = line[:MOST_LETTERS].strip()
        words = list(dict.fromkeys(words_of(self.text)))
        self.words = words[:MOST_WORDS]
        self.is_cut = len(line) > MOST_LETTERS or len(words) > MOST_WORDS


class Search:
    """What a person finds. Without a query it is what they need now: where to go on, and the pages there are."""

    def __init__(self, query: Query, standing: Standing, person: Any) -> None:
        self.query, self.standing, self.person = query, standing, person
        self.signs = signs_for(person)

    @cached_property
    def found(self) -> tuple[list[Match], Held]:
        actions = actions_for(self.standing) if self.person.is_authenticated else []
        return find([*self.entries(), *map(_entry, [*self.signs, *actions])], self.query.words)

    @cached_property
    def hits(self) -> list[Hit]:
        """Where the words stand in lessons."""
        return find_in_lessons([word for word in self.query.words if word.isalnum()], MOST_HITS)

    @property
    def groups(self) -> list[Group]:
        if self.query.text:
            shown, within = self.found[0][:MOST_FOUND], within_lessons(self.standing, self.hits)
            on_the_map = Group("", joined(self.line(match.entry.thing, match.because) for match in shown))
            in_lessons = [Group(_("In the lessons"), within)] if within else []
            return [on_the_map] * bool(shown or not within) + in_lessons
        groups = [*(self._onward() if self.person.is_authenticated else self._whole()), (_("Pages"), self.signs)]
        return [Group(heading, joined(map(self.line, things))) for heading, things in groups if things]

    @property
    def said(self) -> str:
        """How much was found, for eyes and ears."""
        if not self.query.text:
            return _("Type a number, a name, a topic or a page.")
        matches, held = self.found
        number = len(matches)
        if self.hits and not number:
            return ngettext("%(number)d place in the lessons.", "%(number)d places in the lessons.", len(self.hits)) % {
                "number": len(self.hits)
            }
        if not number:
            return _("Nothing is called that.")
        if number > MOST_FOUND:
            return _("The first %(first)d of %(number)d. One more word narrows it.") % {
                "first": MOST_FOUND, "number": number,
            }  # fmt: skip
        said = ngettext("%(number)d found.", "%(number)d found.", number) % {"number": number}
        if held is Held.CLOSE:
            return _("Nothing is written quite like that; close to it: %(said)s") % {"said": said}
        return (
            _("Nothing holds all of these words; some of them: %(said)s") % {"said": said}
            if held is Held.SOME
            else said
        )

    def entries(self) -> list[Entry]:
        """All on the map that this person may see."""
        return [entry for entry in entries_of(self.standing.atlas) if self.is_visible(entry.thing)]

    def is_visible(self, thing: Any) -> bool:
        if isinstance(thing, Stop):
            return self.standing.is_visible(thing)
        stops = thing.milestones if isinstance(thing, Line) else thing.stages
        return any(map(self.standing.is_visible, stops))

    def line(self, thing: Any, because: Sequence[str] = ()) -> SafeString:
        """How something that was found is shown; what it depends on takes few values, so each is rendered once."""
        result = self.result(thing)
        pieces = {"because": escape(", ".join(because[:MOST_REASONS]))} if because else {}
        return filled(self.standing.atlas, "progress/_result.html", {"result": result}, pieces, key=result)

    def result(self, thing: Any) -> Result:
        if isinstance(thing, Stop):
            return self._of_stop(thing)
        if isinstance(thing, Line):
            there, says = reverse("progress:phase", args=[thing.slug]), f"{_('Phase')}: {thing.tagline}"
            return Result(thing.title, there, says, str(thing.number), thing.number, is_phase=True)
        if isinstance(thing, Product):
            there, says = reverse("progress:capstone", args=[thing.slug]), f"{_('Capstone')}: {thing.focus}"
            return Result(thing.title, there, says, f"C{thing.number}", thing.phase.number)
        return Result(thing.title, thing.address, thing.says)

    def _of_stop(self, stop: Stop) -> Result:
        shown = self.standing.shown(stop) if self.person.is_authenticated else None
        where = _("Phase %(number)d, %(title)s") % {"number": stop.phase.number, "title": stop.phase.title}
        number = f"C{stop.capstone.number}" if stop.capstone else stop.label
        return Result(stop.name, address(stop), where, number, stop.phase.number, shown)

    def _whole(self) -> list[tuple[str, Sequence[Any]]]:
        return [(_("Phases"), self.standing.phases())]

    def _onward(self) -> list[tuple[str, Sequence[Any]]]:
        which, began = self.standing.which, bool(self.standing.state)
        return [
            (_("Came back to you"), which(Shown.SENT_BACK)),
            (_("Go on with"), which(Shown.LEARNING)[:ONWARD]),
            (_("Ready for you") if began else _("Start with one of these"), which(Shown.READY)[:ONWARD]),
        ]


def _entry(sign: Sign) -> Entry:
    return Entry(sign, sign.called or sign.title, parts=(Part("", sign.says),))
