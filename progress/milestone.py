"""One milestone as a person meets it: its criteria with their notes, the moves that are open, what it rests on."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress import rows
from progress.doors import Place, address, own_place
from progress.mastery import MOVES
from progress.models import Event, Rating, State
from progress.standing import Shown, Standing
from roadmap.atlas import Stop
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


def criteria_context(
    standing: Standing, stop: Stop, notes: dict[int, str], place: Place, *, learner: bool
) -> dict[str, Any]:
    """The criteria with the learner's notes on them, and the moves that are open, the main one first."""
    state = standing.state.get(stop.pk, State.NOT_STARTED)
    can_do = sum(notes.get(asked.pk) == Rating.Level.CAN_DO for asked in stop.criteria)
    moves = [
        {"name": name, "label": label, "waits": name == "attest" and can_do < len(stop.criteria)}
        for name, label in BUTTONS.items()
        if MOVES[name].allows(state) and (stop.is_open or MOVES[name].on_archived)
    ]
    can_rate = learner and (stop.is_open or state != State.NOT_STARTED)
    can_start = learner and any(move["name"] == "start" for move in moves)
    return {
        "stop": stop,
        "learner": learner,
        "shown": standing.shown(stop),
        "criteria": rows.criteria(standing, stop, notes, place, can_rate=can_rate),
        "can_do": can_do,
        "new": standing.new(stop),
        "can_start": can_start,
        "moves": moves if learner and not can_start else [],
        "address": address(stop),
    } | place._asdict()


def milestone_context(request: HttpRequest, standing: Standing, stop: Stop) -> dict[str, Any]:
    """All that the page of a unit or a stage shows."""
    learner = request.user if request.user.is_authenticated else None
    notes = Rating.objects.of(learner, stop.pk) if learner else {}
    missing = standing.missing(stop) if standing.shown(stop) is Shown.NOT_STARTED else ()
    return criteria_context(standing, stop, notes, own_place(stop), learner=bool(learner)) | {
        "proof": standing.atlas.keep(("proof", stop.pk), lambda: markdown(stop.proof)),
        "history": Event.objects.on(learner, stop.pk) if learner else [],
        "rests_on": rows.ends(standing, stop.builds_on, learner=bool(learner)),
        "opens": rows.ends(standing, stop.unlocks, learner=bool(learner)),
        "missing": [(need, address(need)) for need in missing],
        "strip": rows.strip(standing, stop, learner=bool(learner)),
    }
