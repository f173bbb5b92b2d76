"""One milestone as a person meets it: its criteria with their notes, the moves that are open, what it rests on."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress.doors import address
from progress.mastery import MOVES
from progress.models import Event, Rating, State
from progress.standing import Shown, Standing
from roadmap.atlas import Edge, Stop
from roadmap.markdown import render as markdown

# What is on the button of a move, and what is said once it is made.
BUTTONS: dict[str, Promise] = {
    "start": _("Start"),
    "attest": _("Give your word"),
    "retract": _("Take your word back"),
    "put-back": _("Put back"),
}
SAID: dict[str, Promise] = {
    "start": _("Started: %(name)s."),
    "attest": _("You gave your word: %(name)s."),
    "retract": _("You took your word back: %(name)s."),
    "put-back": _("Put back: %(name)s. Your notes are kept."),
}


def criteria_context(standing: Standing, stop: Stop, notes: dict[int, str], *, learner: bool) -> dict[str, Any]:
    """The criteria with the learner's notes on them, and the moves that are open, the main one first."""
    state = standing.state.get(stop.pk, State.NOT_STARTED)
    can_do = sum(notes.get(asked.pk) == Rating.Level.CAN_DO for asked in stop.criteria)
    moves = [
        {"name": name, "label": label, "waits": name == "attest" and can_do < len(stop.criteria)}
        for name, label in BUTTONS.items()
        if MOVES[name].allows(state) and (stop.is_open or MOVES[name].on_archived)
    ]
    can_start = learner and any(move["name"] == "start" for move in moves)
    return {
        "stop": stop,
        "learner": learner,
        "shown": standing.shown(stop),
        "criteria": [(asked, notes.get(asked.pk, "")) for asked in stop.criteria],
        "levels": Rating.Level,
        "can_rate": learner and (stop.is_open or state != State.NOT_STARTED),
        "can_do": can_do,
        "new": standing.new(stop),
        "can_start": can_start,
        "moves": moves if learner and not can_start else [],
    }


def milestone_context(request: HttpRequest, standing: Standing, stop: Stop) -> dict[str, Any]:
    """All that the page of a unit or a stage shows."""
    learner = request.user if request.user.is_authenticated else None
    notes = Rating.objects.of(learner, stop.pk) if learner else {}
    missing = standing.missing(stop) if standing.shown(stop) is Shown.NOT_STARTED else ()
    return criteria_context(standing, stop, notes, learner=bool(learner)) | {
        "verbs": f"/milestones/{stop.slug}/",
        "target": "#milestone",
        "address": address(stop),
        "proof": standing.atlas.keep(("proof", stop.pk), lambda: markdown(stop.proof)),
        "history": Event.objects.on(learner, stop.pk) if learner else [],
        "rests_on": ends(standing, stop.builds_on),
        "opens": ends(standing, stop.unlocks),
        "missing": [(need, address(need)) for need in missing],
        "strip": [(each, address(each), standing.shown(each)) for each in _neighbours(standing, stop)],
        "whole": standing.whole,
    }


def ends(standing: Standing, edges: list[Edge]) -> list[dict[str, Any]]:
    """What is at the other end of these edges, with the learner's standing there."""
    stops = standing.atlas.milestones
    seen = [(stops[edge.milestone], edge) for edge in edges if standing.is_visible(stops[edge.milestone])]
    return [{"stop": end, "address": address(end), "shown": standing.shown(end), "edge": edge} for end, edge in seen]


def _neighbours(standing: Standing, stop: Stop) -> list[Stop]:
    line = stop.capstone.stages if stop.capstone else stop.phase.units
    return [each for each in line if standing.is_visible(each)]
