"""What somebody finds on the map and among the pages, each with where they stand on it."""

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress.doors import address
from progress.overview import ONWARD
from progress.signs import Sign, actions_for, signs_for
from progress.standing import Shown, Standing
from roadmap.atlas import Line, Product, Stop
from roadmap.search import Entry, Held, Part, entries_of, find, words_of

MOST_LETTERS, MOST_WORDS, MOST_FOUND, MOST_REASONS = 100, 10, 40, 2


class Result(NamedTuple):
    """One line of what was found. `number` is shown before the title, `says` tells what and where it is."""

    title: str
    address: str
    says: str
    number: str = ""
    phase: Line | None = None
    shown: Shown | None = None
    is_phase: bool = False
    because: str = ""


class Group(NamedTuple):
    heading: str
    results: list[Result]


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
    def found(self) -> tuple[list[Result], Held]:
        actions = actions_for(self.standing) if self.person.is_authenticated else []
        matches, held = find([*self.entries(), *map(_entry, [*self.signs, *actions])], self.query.words)
        return [self.result(match.entry.thing, match.because) for match in matches], held

    @property
    def groups(self) -> list[Group]:
        if self.query.text:
            return [Group("", self.found[0][:MOST_FOUND])]
        groups = self._onward() if self.person.is_authenticated else self._whole()
        return [group for group in [*groups, Group(_("Pages"), self._results(self.signs))] if group.results]

    @property
    def said(self) -> str:
        """How much was found, for eyes and ears."""
        if not self.query.text:
            return ""
        results, held = self.found
        number = len(results)
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

    def result(self, thing: Any, because: Iterable[str] = ()) -> Result:
        reasons = ", ".join(list(because)[:MOST_REASONS])
        if isinstance(thing, Stop):
            return self._of_stop(thing, reasons)
        if isinstance(thing, Line):
            return Result(
                thing.title, reverse("progress:phase", args=[thing.slug]), f"{_('Phase')}: {thing.tagline}",
                str(thing.number), thing, is_phase=True,
            )  # fmt: skip
        if isinstance(thing, Product):
            there = reverse("progress:capstone", args=[thing.slug])
            return Result(thing.title, there, f"{_('Capstone')}: {thing.focus}", f"C{thing.number}", thing.phase)
        return Result(thing.title, thing.address, thing.says)

    def _of_stop(self, stop: Stop, reasons: str) -> Result:
        shown = self.standing.shown(stop) if self.person.is_authenticated else None
        where = _("Phase %(number)d, %(title)s") % {"number": stop.phase.number, "title": stop.phase.title}
        number = f"C{stop.capstone.number}" if stop.capstone else stop.label
        return Result(stop.name, address(stop), where, number, stop.phase, shown, because=reasons)

    def _results(self, things: Iterable[Any]) -> list[Result]:
        return [self.result(thing) for thing in things]

    def _onward(self) -> list[Group]:
        which, began = self.standing.which, bool(self.standing.state)
        return [
            Group(_("Came back to you"), self._results(which(Shown.SENT_BACK))),
            Group(_("Go on with"), self._results(which(Shown.LEARNING)[:ONWARD])),
            Group(
                _("Ready for you") if began else _("Start with one of these"),
                self._results(which(Shown.READY)[:ONWARD]),
            ),
        ]

    def _whole(self) -> list[Group]:
        return [Group(_("Phases"), self._results(self.standing.phases()))]


def _entry(sign: Sign) -> Entry:
    return Entry(sign, sign.called or sign.title, parts=(Part("", sign.says),))
