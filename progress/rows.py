"""Rows of the roadmap, kept ready.

A row is a pure function of a milestone, what is shown of it, a count and the page it is on, in one language. It holds
no token, time or name, so it is rendered once for each of these and kept until the curriculum changes. A page of 89
rows is then joined, not rendered.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from progress.doors import Door, address
from progress.standing import Shown, Standing
from roadmap.atlas import Line, Stop


def fragment(template: str, context: dict[str, Any]) -> SafeString:
    """A piece of a page as its template makes it, which has escaped all that needs it."""
    return SafeString(render_to_string(template, context).strip())


def row(
    standing: Standing, stop: Stop, door: Door, *, learner: bool, opened: bool = False, oob: bool = False
) -> SafeString:
    """One milestone in a list. A visitor's shows no state; `oob` marks one that changes beside the answer's region."""
    shown = standing.shown(stop) if learner else None
    can_do = standing.can_do.get(stop.pk, 0) if shown is Shown.LEARNING else 0
    new = standing.new(stop) if learner else 0
    missing = tuple(need.short for need in standing.missing(stop)) if shown is Shown.NOT_STARTED else ()
    key = ("row", stop.pk, door, shown, can_do, new, missing, opened, oob, get_language())
    return standing.atlas.keep(
        key,
        lambda: fragment(
            "progress/_row.html",
            {
                "stop": stop,
                "shown": shown,
                "can_do": can_do,
                "new": new,
                "missing": missing,
                "address": address(stop),
                "verbs": door.verbs(stop),
                "target": f"#stop-{stop.slug}",
                "opened": opened,
                "oob": oob,
            },
        ),
    )


def item(stop: Stop, line: SafeString, panel: str = "") -> SafeString:
    """A row in its place in the list, with the panel that opens below it."""
    return format_html(
        '<li id="stop-{}" data-phase="{}">{}<div class="panel">{}</div></li>', stop.slug, stop.phase.number, line, panel
    )


def items(standing: Standing, stops: Iterable[Stop], door: Door, *, learner: bool) -> SafeString:
    """The rows of a list, of all milestones that this person may see."""
    parts = []
    for stop in stops:
        if standing.is_visible(stop):
            line = row(standing, stop, door, learner=learner)
            parts.append((standing.atlas.keep(("item", stop.pk, line), partial(item, stop, line)),))
    return format_html_join("", "{}", parts)


def sum_of_phase(standing: Standing, phase: Line, *, learner: bool, oob: bool = False) -> SafeString:
    """What is reached of a phase, in words."""
    total = standing.total(phase.milestones)
    key = ("sum", phase.pk, total, learner, oob, get_language())
    context = {"phase": phase, "total": total, "learner": learner, "oob": oob}
    return standing.atlas.keep(key, lambda: fragment("progress/_sum.html", context))


def list_of_phase(standing: Standing, phase: Line, door: Door, *, learner: bool, alone: bool = False) -> SafeString:
    """A phase with its heading and all rows; `alone` where the page has said the heading already."""
    context: dict[str, Any] = {
        "phase": phase,
        "alone": alone,
        "sum": sum_of_phase(standing, phase, learner=learner),
        "units": items(standing, phase.units, door, learner=learner),
        "products": [(product, items(standing, product.stages, door, learner=learner)) for product in phase.capstones],
    }
    # The rows are kept ready; what is around them is a few bytes for each phase.
    return standing.atlas.keep(
        (
            "list",
            phase.pk,
            door,
            alone,
            context["sum"],
            context["units"],
            *(stages for _, stages in context["products"]),
        ),
        lambda: fragment("progress/_phase.html", context),
    )


def index_of_phase(standing: Standing, phase: Line, *, learner: bool, oob: bool = False) -> SafeString:
    """A phase in the contents beside the roadmap: what is reached of it, and one tick for each milestone."""
    shown = tuple(standing.shown(stop) for stop in phase.milestones if standing.counts(stop)) if learner else ()
    total = standing.total(phase.milestones)
    reached = total.mastered + total.attested
    context = {"phase": phase, "total": total, "reached": reached, "ticks": shown, "learner": learner, "oob": oob}
    key = ("index", phase.pk, shown, learner, oob, get_language())
    return standing.atlas.keep(key, lambda: fragment("progress/_index.html", context))


def lists(standing: Standing, door: Door, *, learner: bool) -> SafeString:
    """All phases with their rows."""
    phases = standing.atlas.phases
    return format_html_join("", "{}", ((list_of_phase(standing, phase, door, learner=learner),) for phase in phases))


def index(standing: Standing, *, learner: bool) -> SafeString:
    """The contents beside the roadmap."""
    phases = standing.atlas.phases
    return format_html_join("", "{}", ((index_of_phase(standing, phase, learner=learner),) for phase in phases))
