"""Moves: what a learner does to a milestone, from its own page or from a row in a list.

Each answers with the region that it changed, or redirects to it when htmx did not ask. A refused move answers 422 with
its sentence, and shows what is true now.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from progress import mastery, rows
from progress.doors import Door, address, own_place, phase_door, roadmap_door
from progress.frames import fragment
from progress.freshness import revisitable
from progress.milestone import SAID, criteria_context, milestone_context
from progress.models import WORDS, Event, Rating
from progress.standing import Standing
from progress.undo import TOP, Done, back_to, seen_in, way_back, way_back_from_note
from progress.views.pages import atlas_of, standing_for, stop_or_404
from roadmap.atlas import Stop
from roadmap.errors import too_many
from roadmap.models import Criterion

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """Refuse more changes in a minute than a person makes by hand."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may_change():  # type: ignore[union-attr]
            return too_many(request)
        return view(request, *args, **kwargs)

    return counted


@require_POST
@limited
def milestone_move(request: HttpRequest, slug: str, move: str) -> HttpResponse:
    """Start, put back, attest or retract on the milestone's own page."""
    stop = stop_to_change(request, slug)
    return milestone_answer(request, stop, make(request, stop, move))


@require_POST
@limited
def milestone_rate(request: HttpRequest, slug: str, key: str, level: str) -> HttpResponse:
    """Note how sure the learner is of one criterion, on the milestone's own page."""
    stop = stop_to_change(request, slug)
    return milestone_answer(request, stop, note(request, stop, key, level))


@require_POST
@limited
def row_move(request: HttpRequest, slug: str, move: str, phase: str = "") -> HttpResponse:
    """Start, put back, attest or retract from a row."""
    stop = stop_to_change(request, slug)
    door = door_or_404(phase, stop)
    return row_answer(request, stop, door, make(request, stop, move))


@require_POST
@limited
def row_rate(request: HttpRequest, slug: str, key: str, level: str, phase: str = "") -> HttpResponse:
    """Note how sure the learner is of one criterion, in the panel of a row."""
    stop = stop_to_change(request, slug)
    door = door_or_404(phase, stop)
    return row_answer(request, stop, door, note(request, stop, key, level))


@login_not_required
@require_safe
@revisitable
def row_criteria(request: HttpRequest, slug: str, phase: str = "") -> HttpResponse:
    """A row with its criteria opened below it. Without htmx, the milestone's own page."""
    stop = stop_or_404(standing := standing_for(request), standing.atlas.by_slug.get(slug))
    door = door_or_404(phase, stop)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address(stop) + "#criteria")
    return HttpResponse(opened_item(request, standing, stop, door))


@login_not_required
@require_safe
@revisitable
def row_closed(request: HttpRequest, slug: str, phase: str = "") -> HttpResponse:
    """A row with its criteria closed again. Without htmx, the milestone's own page."""
    stop = stop_or_404(standing := standing_for(request), standing.atlas.by_slug.get(slug))
    door = door_or_404(phase, stop)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address(stop))
    learner = request.user.is_authenticated
    return HttpResponse(rows.item(stop, rows.row(standing, stop, door, learner=learner)))


def door_or_404(phase: str, stop: Stop) -> Door:
    """The page that the row is on: the roadmap, or its own phase's."""
    if not phase:
        return roadmap_door()
    if stop.phase.slug != phase:
        raise Http404
    return phase_door(stop.phase)


def stop_to_change(request: HttpRequest, slug: str) -> Stop:
    """The milestone, where this person may see it. An open one is seen by all, without asking where they stand."""
    map_ = atlas_of(request)
    stop = map_.by_slug.get(slug)
    return stop if stop and stop.is_open else stop_or_404(standing_for(request), stop)


def make(request: HttpRequest, stop: Stop, move: str) -> Done:
    """Make a move and say so. One that undoes another is answered where that was made."""
    on = TOP if (request.GET.get("undoes") or move) == "start" else ""
    about = {"seen": seen_in(request)} if move in WORDS else {}
    try:
        mastery.VERBS[move](request.user, stop, **about)  # type: ignore[arg-type]
    except mastery.NotAllowed as refusal:
        return Done(str(refusal), refused=True, on=on)
    return Done(SAID[move] % {"name": stop.name}, undo=way_back(stop, move), on=on)


def note(request: HttpRequest, stop: Stop, key: str, level: str) -> Done:
    """Note a rating and say so, with what it brought about."""
    criterion = get_object_or_404(Criterion, milestone=stop.pk, key=key)
    learner: Any = request.user
    undoes = request.GET.get("undoes", "")
    rate = partial(mastery.rate_back, seen=seen_in(request)) if "attests" in request.GET else mastery.rate
    try:
        event, before = rate(learner, criterion, level, undoes=undoes)
    except mastery.NotAllowed as refusal:
        return Done(str(refusal), refused=True, on=criterion.pk)
    asked = next((each.title for each in stop.criteria if each.pk == criterion.pk), stop.name)
    said = _("Noted: %(criterion)s, %(level)s.") % {
        "criterion": asked,
        "level": Rating.Level(level).label.lower(),
    }
    undo = way_back_from_note(stop, key, level, before, event)
    return Done(f"{consequence(event, stop)} {said}".strip(), undo=undo, on=criterion.pk)


def consequence(event: Event | None, stop: Stop) -> str:
    if event is None:
        return ""
    if event.move == "retract":
        return _("Your word covers every criterion, so it was taken back: %(name)s.") % {"name": stop.name}
    return SAID[event.move] % {"name": stop.name}


def attempt(change: Callable[[], Done]) -> Done:
    """What is said of a change, also where it was refused."""
    try:
        return change()
    except mastery.NotAllowed as refusal:
        return Done(str(refusal), refused=True)


def milestone_answer(request: HttpRequest, stop: Stop, done: Done) -> HttpResponse:
    """The region of the milestone's page that a move changed: all of it that is the learner's."""
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(request, address(stop) + "#milestone", done, own_place(stop).verbs)
    context = milestone_context(request, standing_for(request), stop, oob=True, done=done)
    context |= {"answer": True, "said": done.said}
    return render(request, "progress/_milestone.html", context, status=422 if done.refused else 200)


def row_answer(request: HttpRequest, stop: Stop, door: Door, done: Done) -> HttpResponse:
    """The row with its panel, and beside it all that the move changed on that page."""
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(request, f"{door.path}#stop-{stop.slug}", done, door.verbs(stop))
    standing = standing_for(request)
    parts = [
        opened_item(request, standing, stop, door, done),
        *beside(standing, stop, door),
        format_html('<p id="live" data-hx-swap-oob="innerHTML">{}</p>', done.said),
    ]
    return HttpResponse("".join(parts), status=422 if done.refused else 200)


def opened_item(request: HttpRequest, standing: Standing, stop: Stop, door: Door, done: Done | None = None) -> str:
    learner = request.user if request.user.is_authenticated else None
    notes = Rating.objects.of(learner, stop.pk) if learner else {}
    context = criteria_context(standing, stop, notes, door.place(stop), learner=bool(learner), done=done)
    panel = fragment("progress/_panel.html", context)
    return rows.item(stop, rows.row(standing, stop, door, learner=bool(learner), opened=True), panel)


def beside(standing: Standing, stop: Stop, door: Door) -> list[str]:
    """The other regions of the page: rows that became ready or no longer are, the phase's sum, the whole."""
    stops = standing.atlas.milestones
    dependents = [stops[edge.milestone] for edge in stop.unlocks if edge.needs]
    parts: list[str] = [
        rows.row(standing, each, door, learner=True, oob=True)
        for each in dependents
        if door.shows(each) and standing.is_visible(each)
    ]
    parts.append(rows.sum_of_phase(standing, stop.phase, learner=True, oob=True))
    parts.append(rows.index_of_phase(standing, stop.phase, learner=True, oob=True))
    if door.phase is None:
        parts += [rows.totals(standing, oob=True), rows.onward(standing, oob=True)]
    return parts
