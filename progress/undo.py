"""What is said of a change where it was made, and the way back from it where there is one.

An undo is a move like any other, with its own event and its own refusals. So it is nothing but the address of the
inverse move, and it is offered beside the sentence about the change until the next one. A word that was given anew is
not undone: it takes the place of the one before, which can be taken back.
"""

import re
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape
from django.utils.safestring import SafeString

from progress.doors import Place
from progress.frames import filled_out
from progress.models import WORDS, Event
from roadmap.atlas import Atlas, Stop

INVERSE = {"start": "put-back", "put-back": "start", "attest": "retract", "retract": "attest"}
TOP = "top"
# What an archived milestone takes no more.
NEW = frozenset({"start", "attest"})


def seen_of(stop: Stop) -> str:
    """What an address says of the wordings on which a word is given there."""
    return f"seen={'-'.join(str(asked.wording) for asked in stop.criteria)}"


def seen_in(request: HttpRequest) -> set[int] | None:
    """The wordings that an address names; none where it speaks of none."""
    named = request.GET.get("seen")
    if named is None:
        return None
    return {int(each) for each in named.split("-") if each.isascii() and each.isdecimal() and len(each) < 19}


class Done(NamedTuple):
    """What is said of a change, and whether it was refused.

    `undo` is the end of the address that undoes it, where something does; `on` says where it was made: on a criterion,
    at the TOP of its milestone, or below all criteria.
    """

    said: str
    refused: bool = False
    undo: str = ""
    on: int | str = ""


def way_back(stop: Stop, move: str) -> str:
    """The end of the address that undoes a move of the learner's own."""
    inverse = INVERSE.get(move, "")
    if not inverse or (inverse in NEW and not stop.is_open):
        return ""
    seen = f"&{seen_of(stop)}" if inverse in WORDS else ""
    return f"{inverse}/?undoes={move}{seen}"


def way_back_from_note(stop: Stop, key: str, level: str, before: str | None, event: Event | None) -> str:
    """The end of the address that undoes a note: what it has brought about, or else the note itself.

    A first note cannot be taken away: it can be changed.
    """
    if event and event.move == "start":
        return way_back(stop, "start")
    if not before or before == level:
        return ""
    attests = f"&attests=1&{seen_of(stop)}" if event and event.move == "retract" else ""
    return "" if attests and not stop.is_open else f"{key}/{before}/?undoes={level}{attests}"


def notice(map_: Atlas, done: Done, place: Place) -> SafeString:
    """The sentence about a change, with the button that undoes it."""
    pieces: dict[str, str] = {"said": escape(done.said)}
    if done.undo:
        # Each way back has an id of its own: whoever presses one is not led on to the next.
        name = re.sub(r"\W+", "-", done.undo.partition("?")[0]).strip("-")
        pieces |= {"undo": escape(place.verbs + done.undo), "target": place.target, "name": name}
    return filled_out(map_, "progress/_done.html", {"refused": done.refused}, pieces)


def back_to(request: HttpRequest, page: str, done: Done, verbs: str = "") -> HttpResponse:
    """Without htmx: to the page that shows the change, with the sentence about it and the button that undoes it."""
    add = messages.error if done.refused else messages.success
    add(request, done.said, extra_tags=done.undo and verbs + done.undo)
    return redirect(page, preserve_request=False)
