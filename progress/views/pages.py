"""Pages: the map with the learner's own standing laid on it. Visitors read the same pages without one."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import asked_by_pages
from progress import rows
from progress.doors import address, phase_door, roadmap_door
from progress.drawn import LEGEND, drawn
from progress.entries import Filled
from progress.frames import fragment, framed, piece
from progress.freshness import revisitable
from progress.lesson import has_lesson, read_of
from progress.milestone import milestone_context
from progress.models import Event, News
from progress.overview import overview
from progress.standing import Standing, standing_of
from progress.told import told
from progress.views.choosing import with_chosen_view
from roadmap import atlas
from roadmap.atlas import Asked, Atlas, Stop
from roadmap.picture import is_overdue, make_soon

HISTORY_PAGE = 50
NEWS_PAGE = 100


def atlas_of(request: HttpRequest) -> Atlas:
    """The map as it was when this request first asked for it."""
    if not hasattr(request, "atlas"):
        request.atlas = atlas.current(getattr(request, "curriculum_version", None))  # type: ignore[attr-defined]
    return request.atlas  # type: ignore[attr-defined, no-any-return]


def standing_for(request: HttpRequest) -> Standing:
    """The standing of whoever asks; a visitor has reached nothing."""
    learner = request.user if request.user.is_authenticated else None
    return standing_of(learner, atlas_of(request))


def stop_or_404(standing: Standing, stop: Stop | None) -> Stop:
    """The milestone where this person may see it; for everybody else it is not there."""
    if stop is None or not standing.is_visible(stop):
        raise Http404
    return stop


@login_not_required
@require_safe
@revisitable
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; for a learner the roadmap, with what to go on with on top."""
    if request.user.is_authenticated:
        return roadmap_page(request)
    map_ = atlas_of(request)
    return render(request, "progress/home.html", map_.keep("home", lambda: overview(map_)))


@login_not_required
@require_safe
@with_chosen_view
@revisitable
def roadmap(request: HttpRequest) -> HttpResponse:
    """All phases with all their milestones."""
    return roadmap_page(request)


@login_not_required
@require_safe
@revisitable
def picture(request: HttpRequest) -> HttpResponse:
    """The roadmap as a map, with where the learner stands on it."""
    standing, learner = standing_for(request), request.user.is_authenticated
    seen = drawn(standing, learner=learner)
    if not seen.is_current and is_overdue(standing.atlas):
        make_soon()
    same = {"learner": learner, "is_current": seen.is_current, "undrawn": seen.undrawn, "legend": LEGEND}
    pieces = {"svg": seen.svg, "here": fragment("progress/_here.html", {"here": seen.here})}
    if learner:
        pieces |= {"totals": rows.totals(standing)}
        key = (request.path, seen.undrawn, seen.is_current)
        return framed(request, standing.atlas, "progress/picture.html", same, pieces, key=key)
    return render(request, "progress/picture.html", same | pieces)


def roadmap_page(request: HttpRequest) -> HttpResponse:
    standing, door, learner = standing_for(request), roadmap_door(), request.user.is_authenticated
    pieces = {"index": rows.index(standing, learner=learner), "phases": rows.lists(standing, door, learner=learner)}
    if learner:
        pieces |= {"totals": rows.totals(standing), "onward": rows.onward(standing)}
        return framed(request, standing.atlas, "progress/roadmap.html", {"learner": True}, pieces)
    sums = {"whole": standing.whole, "number_of_phases": len(standing.phases())}
    return render(request, "progress/roadmap.html", pieces | sums)


@login_not_required
@require_safe
@revisitable
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    """One phase: its tagline, its milestones, the way to the next."""
    standing, learner = standing_for(request), request.user.is_authenticated
    phases = standing.phases()
    place = next((at for at, each in enumerate(phases) if each.slug == slug), None)
    if place is None:
        raise Http404
    line = phases[place]
    same = {
        "phase": line,
        "learner": learner,
        "before": phases[place - 1] if place else None,
        "after": phases[place + 1] if place + 1 < len(phases) else None,
    }
    pieces = {
        "sum": rows.sum_of_phase(standing, line, learner=learner),
        "list": rows.list_of_phase(standing, line, phase_door(line), learner=learner, alone=True),
        "index": rows.index(standing, learner=learner),
    }
    if learner:
        # Whoever began on what is archived by now sees phases that others do not, on the way there and back.
        around = tuple(each.pk for each in phases[max(0, place - 1) : place + 2])
        return framed(request, standing.atlas, "progress/phase.html", same, pieces, key=(request.path, around))
    return render(request, "progress/phase.html", same | pieces)


@login_not_required
@require_safe
@revisitable
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit: what it asks for, what it rests on and opens; for a learner also how far they are."""
    standing = standing_for(request)
    stop = stop_or_404(standing, standing.atlas.by_slug.get(slug))
    if stop.capstone:
        raise Http404
    return milestone_page(request, standing, stop)


@login_not_required
@require_safe
@revisitable
def whole(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit with all parts of its lesson open, to print and to search in."""
    standing = standing_for(request)
    stop = stop_or_404(standing, standing.atlas.by_slug.get(slug))
    if not has_lesson(standing, stop):
        raise Http404
    return milestone_page(request, standing, stop, whole=True)


def milestone_page(
    request: HttpRequest,
    standing: Standing,
    stop: Stop,
    filled: Filled | None = None,
    *,
    status: int = 200,
    whole: bool = False,
) -> HttpResponse:
    """The page of a unit or a stage, with what a form on it has brought back."""
    context = milestone_context(request, standing, stop, filled, whole=whole)
    template = "stage" if stop.capstone else "whole" if whole else "unit"
    template = f"progress/{template}.html"
    same = {name: context.get(name) for name in ("stop", "proof", "learner", "lesson", "before", "after", "whole")}
    pieces = {name: context[name] for name in ("strip", "around", "top", "read", "gone")}
    if not same["learner"]:
        return render(request, template, context | {"milestone": fragment("progress/_milestone.html", context)})
    pieces |= {
        "milestone": piece(request, "progress/_milestone.html", context),
        "history": piece(request, "progress/_history.html", context),
    }
    response = framed(request, standing.atlas, template, same, pieces)
    response.status_code = status
    if context["lesson"] and context["lesson"].is_there:
        response.is_text = True  # type: ignore[attr-defined]
    # What it says of a claim that waits is changed by others, and by the clock; and the form names the window that it
    # is in, which a second one that shows the same copy would name too.
    if context["claiming"].keys() & {"waiting", "fields"}:
        response["Cache-Control"] = "no-store, private"
    return response


@login_not_required
@require_safe
@revisitable
def capstone(request: HttpRequest, slug: str) -> HttpResponse:
    """A capstone's brief, with its three stages."""
    standing, learner = standing_for(request), request.user.is_authenticated
    product = standing.atlas.capstones.get(slug)
    stages = [stage for stage in product.stages if standing.is_visible(stage)] if product else []
    if product is None or not stages:
        raise Http404
    context: dict[str, Any] = {
        "capstone": product,
        # What is said of it as a whole hangs on its first stage, whoever may see that.
        "lesson": read_of(standing, product.stages[0]),
        "learner": learner,
        "stages": [(stage, address(stage), standing.shown(stage)) for stage in stages],
        "rubric": rubric(stages),
        "rests_on": rows.ends(standing, [edge for edge in stages[0].builds_on if edge.why], learner=learner),
        "opens": rows.ends(standing, [edge for edge in stages[-1].unlocks if edge.why], learner=learner),
    }
    return render(request, "progress/capstone.html", context)


def rubric(stages: list[Stop]) -> list[tuple[Asked, list[str]]]:
    """Each row of a capstone's rubric once, with the stages in which it is judged."""
    found: dict[str, tuple[Asked, list[str]]] = {}
    for stage in stages:
        for asked in stage.criteria:
            found.setdefault(asked.title, (asked, []))[1].append(stage.title)
    return list(found.values())


@login_not_required
@require_safe
@revisitable
def stage(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One stage of a capstone: deliverables, rubric, and for a learner how far they are."""
    standing = standing_for(request)
    product = standing.atlas.capstones.get(slug)
    stages = product.stages if product else []
    stop = stop_or_404(standing, next((each for each in stages if each.label.lower() == step), None))
    return milestone_page(request, standing, stop)


@asked_by_pages
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """All that the learner has moved, the newest first. The page about the learner pulls in the list alone."""
    events = Event.objects.of(request.user).select_related("progress")
    page = Paginator(events, HISTORY_PAGE).get_page(request.GET.get("page"))
    stops = atlas_of(request).milestones
    lines = []
    for line in told(page, request.user):
        stop = stops.get(line.event.progress.milestone_id)
        lines.append((line, stop, address(stop) if stop else ""))
    template = "progress/history.html#list" if request.htmx else "progress/history.html"  # type: ignore[attr-defined]
    return render(request, template, {"page": page, "told": lines})


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """On which claims something happened that this person has not seen. They have, once the claim's page is opened."""
    person: Any = request.user
    latest = list(News.objects.of(person)[:NEWS_PAGE])
    # Claims of others are closed to who is no mentor any more.
    gone = [each.claim_id for each in latest if each.claim.learner_id != person.pk and not person.is_mentor]
    if gone:
        News.objects.seen(person, gone)
    stops = atlas_of(request).milestones
    told = [(each, stops.get(each.claim.progress.milestone_id)) for each in latest if each.claim_id not in gone]
    return render(request, "progress/news.html", {"told": told})
