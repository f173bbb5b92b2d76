"""One milestone as a person meets it: its criteria with their notes, the moves that are open, what it rests on."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from prepared import Prepared
from progress import rows
from progress.claiming import claiming_context
from progress.doors import Place, address, own_place
from progress.entries import Filled
from progress.lesson import TOP as TOP_OF_LESSON
from progress.lesson import gone_piece, lesson_piece, neighbours, regions
from progress.machine import MOVES
from progress.models import WORDS, Event, Here, Rating, State
from progress.standing import Shown, Standing, shown
from progress.told import listed
from progress.undo import TOP, Done, notice, seen_of
from roadmap.atlas import Atlas, Stop
from roadmap.lesson import lesson

# What is on the button of a move, and what is said once it is made.
BUTTONS: dict[str, Promise] = {
    "start": _("Start"),
    "attest": _("Give your word"),
    "renew": _("Give your word anew"),
    "retract": _("Take your word back"),
    "put-back": _("Put back"),
}
SAID: dict[str, Promise] = {
    "start": _("Started: %(name)s."),
    "attest": _("You gave your word: %(name)s."),
    "renew": _("You gave your word anew: %(name)s."),
    "retract": _("You took your word back: %(name)s."),
    "put-back": _("Put back: %(name)s. Your notes are kept."),
}
# What is not the next thing to do.
QUIET = frozenset({"retract", "put-back"})

_events = Prepared[Event](lambda learner, milestone: Event.objects.on(learner, milestone))


def criteria_context(
    standing: Standing,
    stop: Stop,
    notes: Mapping[int, str],
    place: Place,
    *,
    learner: bool,
    quiet: frozenset[str] = QUIET,
    done: Done | None = None,
) -> dict[str, Any]:
    """The criteria with the learner's notes, and what can be done; what was just `done` is said where it was."""
    state = standing.state.get(stop.pk, State.NOT_STARTED)
    can_rate = learner and (stop.is_open or state != State.NOT_STARTED)
    seen = standing.seen(stop)
    after, told = told_where(standing.atlas, stop, done, place)
    return {
        "stop": stop,
        "learner": learner,
        "shown": seen.shown,
        "criteria": rows.criteria(standing, stop, notes, place, can_rate=can_rate, after=after),
        "new": seen.new,
        "changed": seen.changed,
        "topping_up": seen.topping_up,
        "address": address(stop),
        **to_do(standing, stop, notes, learner=learner, quiet=quiet),
        **place._asdict(),
        **told,
    }


def to_do(
    standing: Standing, stop: Stop, notes: Mapping[int, str], *, learner: bool, quiet: frozenset[str]
) -> dict[str, Any]:
    """The moves that are open, the main one first; a start stands apart from the others."""
    can_do = sum(notes.get(asked.pk) == Rating.Level.CAN_DO for asked in stop.criteria)
    moves = moves_of(standing, stop, quiet, waits=can_do < len(stop.criteria))
    can_start = learner and any(move["name"] == "start" for move in moves)
    return {"can_do": can_do, "can_start": can_start, "moves": moves if learner and not can_start else []}


def told_where(
    map_: Atlas, stop: Stop, done: Done | None, place: Place
) -> tuple[tuple[int | str, SafeString], dict[str, Any]]:
    """What was just done, with the criterion after which it is said; else what is said above or below all criteria."""
    if done is None:
        return ("", SafeString()), {}
    said = notice(map_, done, place)
    if any(done.on == asked.pk for asked in stop.criteria):
        return (done.on, said), {"done": done}
    return ("", said), {"done": done, "done_at_top" if done.on == TOP else "done_below": said}


def moves_of(standing: Standing, stop: Stop, quiet: frozenset[str], *, waits: bool) -> list[dict[str, Any]]:
    """The buttons of the moves that are open; one's word `waits` while a criterion is not rated for it.

    It says which words it is given on, so that nobody gives it on others than they saw.
    """
    return [
        {
            "name": name,
            "label": label,
            "is_quiet": name in quiet,
            "waits": name in WORDS and waits,
            "seen": f"?{seen_of(stop)}" if name in WORDS else "",
        }
        for name, label in BUTTONS.items()
        if standing.offers(MOVES[name], stop) and (name != "renew" or standing.since(stop))
    ]


def milestone_context(
    request: HttpRequest,
    standing: Standing,
    stop: Stop,
    filled: Filled | None = None,
    *,
    oob: bool = False,
    done: Done | None = None,
    whole: bool = False,
) -> dict[str, Any]:
    """All that the page of a unit or a stage shows, with what a form on it has brought back.

    `oob` where regions of it change beside another, after something was `done`; `whole` with all of the lesson open.
    """
    user, place = request.user, own_place(stop)
    here = Here.of(user, stop) if user.is_authenticated else None
    notes = here.notes if here else {}
    beside = beside_it(standing, stop, learner=user.is_authenticated, oob=oob)
    beside |= lesson_context(request, standing, stop, notes, oob=oob, whole=whole)
    beside["gone"] = "" if stop.capstone else gone_piece(standing, stop, notes, here.draft.answers if here else {})
    if here is None or not user.is_authenticated:
        return criteria_context(standing, stop, {}, place, learner=False) | beside
    claiming = claiming_context(request, standing, stop, here, filled or Filled(previews="preview" in request.GET))
    # Where a mentor can look at it, claiming is the next thing to do, and one's own word the quiet one.
    quiet = QUIET.union(WORDS) if "fields" in claiming and user.has_reviewers else QUIET
    context = criteria_context(standing, stop, here.notes, place, learner=True, quiet=quiet, done=done) | beside
    if here.waiting and here.waiting.is_held:
        context["shown"] = shown(standing.state[stop.pk], standing.claim[stop.pk], held=True)
    history = listed(standing.atlas, _events(learner=user.pk, milestone=stop.pk), user)
    return context | {"history": history, "claiming": claiming}


def lesson_context(
    request: HttpRequest, standing: Standing, stop: Stop, notes: Mapping[int, str], *, oob: bool, whole: bool
) -> dict[str, Any]:
    """The lesson of a unit, with what is the person's own in it; in an answer the latter alone.

    On a stage nothing that is read is anybody's own.
    """
    if stop.capstone:
        text = None if oob else lesson(standing.atlas, stop)
        return {"lesson": text, "before": None, "after": None, "top": "", "read": ""}
    context: dict[str, Any] = {"lesson": lesson(standing.atlas, stop), **neighbours(standing, stop)}
    if not context["lesson"].is_there:
        return context | {"top": "", "read": ""}
    found = regions(request, standing, stop, notes, oob=oob)
    if oob:
        return context | {"regions": found}
    read = lesson_piece(standing, stop, found, whole=whole)
    return context | {"top": found[TOP_OF_LESSON], "read": read, "regions": found, "whole": whole}


def beside_it(standing: Standing, stop: Stop, *, learner: bool, oob: bool) -> dict[str, Any]:
    """What proves it, what it rests on and opens, and the line that it is on."""
    missing = standing.missing(stop) if standing.shown(stop) is Shown.NOT_STARTED else ()
    return {
        "proof": SafeString(stop.proof_html),
        "around": rows.around(standing, stop, learner=learner, oob=oob),
        "missing": [(need, address(need)) for need in missing],
        "strip": rows.strip(standing, stop, learner=learner, oob=oob),
    }
