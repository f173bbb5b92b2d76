"""Rows of the roadmap, kept ready.

A row is a pure function of a milestone, what is shown of it, a count and the page it is on, in one language. It holds
no token, time or name, so it is rendered once for each of these and kept until the curriculum changes; so is a
phase, for all whose rows show the same. A page of 89 rows is then joined, not rendered.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress.doors import Door, Place, address
from progress.frames import filled, fragment, hole, joined
from progress.models import Rating
from progress.overview import Onward
from progress.reworded import differences
from progress.standing import Seen, Shown, Since, Standing, Total
from roadmap.atlas import Edge, Line, Stop
from roadmap.demands import Asked

UNSEEN = Seen(None)


def row(
    standing: Standing, stop: Stop, door: Door, *, learner: bool, opened: bool = False, oob: bool = False
) -> SafeString:
    """One milestone in a list. A visitor's shows no state; `oob` marks one that changes beside the answer's region."""
    seen = standing.seen(stop) if learner else UNSEEN
    key = ("row", stop.pk, door.path, seen, opened, oob)
    return standing.keep(key, lambda: _row(stop, door, seen, opened=opened, oob=oob))


def _row(stop: Stop, door: Door, seen: Seen, *, opened: bool = False, oob: bool = False) -> SafeString:
    context = {
        "stop": stop,
        "address": address(stop),
        "verbs": door.verbs(stop),
        "target": f"#stop-{stop.slug}",
        "opened": opened,
        "oob": oob,
    }
    return fragment("progress/_row.html", context | seen._asdict())


def item(stop: Stop, line: SafeString, panel: str = "") -> SafeString:
    """A row in its place in the list, with the panel that opens below it."""
    return format_html(
        '<li id="stop-{}" data-phase="{}">{}<div class="panel">{}</div></li>', stop.slug, stop.phase.number, line, panel
    )


def items(standing: Standing, stops: Iterable[Stop], door: Door, *, learner: bool) -> SafeString:
    """The rows of a list, of all milestones that this person may see."""
    keep, page = standing.keep, ("item", door.path)
    parts = []
    for stop in stops:
        if standing.is_visible(stop):
            seen = standing.seen(stop) if learner else UNSEEN
            parts.append(keep((page, stop.pk, seen), partial(_item, stop, door, seen)))
    return joined(parts)


def _item(stop: Stop, door: Door, seen: Seen) -> SafeString:
    return item(stop, _row(stop, door, seen))


def sum_of_phase(standing: Standing, phase: Line, *, learner: bool, oob: bool = False) -> SafeString:
    """What is reached of a phase, in words."""
    total = standing.of_phase(phase)
    key = ("sum", phase.pk, total, learner, oob)
    context = {"phase": phase, "total": total, "learner": learner, "oob": oob}
    return standing.keep(key, lambda: fragment("progress/_sum.html", context))


def list_of_phase(standing: Standing, phase: Line, door: Door, *, learner: bool, alone: bool = False) -> SafeString:
    """A phase with its heading and all rows; `alone` where the page has said the heading already."""
    key = ("phase", phase.pk, door.path, alone, learner, standing.picture(phase), standing.of_phase(phase))
    return standing.keep(key, lambda: _list(standing, phase, door, learner=learner, alone=alone))


def _list(standing: Standing, phase: Line, door: Door, *, learner: bool, alone: bool) -> SafeString:
    pieces = {
        "sum": "" if alone else sum_of_phase(standing, phase, learner=learner),
        "units": items(standing, phase.units, door, learner=learner),
        **{f"stages_{each.pk}": items(standing, each.stages, door, learner=learner) for each in phase.capstones},
    }
    pieces = {name: piece for name, piece in pieces.items() if piece}
    stages = [name if (name := f"stages_{each.pk}") in pieces else "" for each in phase.capstones]
    products = [(each, name and hole(name)) for each, name in zip(phase.capstones, stages, strict=True)]
    same = {"phase": phase, "alone": alone, "products": products}
    return filled(standing.atlas, "progress/_phase.html", same, pieces, key=(phase.pk, alone))


def index_of_phase(standing: Standing, phase: Line, *, learner: bool, oob: bool = False) -> SafeString:
    """A phase in the contents beside the roadmap: what is reached of it, and one tick for each milestone."""
    total, picture = standing.of_phase(phase), standing.picture(phase) if learner else ()
    key = ("index", phase.pk, picture, total, learner, oob)
    return standing.keep(key, lambda: _index(standing, phase, total, learner=learner, oob=oob))


def _index(standing: Standing, phase: Line, total: Total, *, learner: bool, oob: bool) -> SafeString:
    ticks = [standing.shown(stop) for stop in phase.milestones if standing.counts(stop)] if learner else []
    reached = total.mastered + total.attested
    context = {"phase": phase, "total": total, "reached": reached, "ticks": ticks, "learner": learner, "oob": oob}
    return fragment("progress/_index.html", context)


def lists(standing: Standing, door: Door, *, learner: bool) -> SafeString:
    """All phases with their rows."""
    return joined(list_of_phase(standing, phase, door, learner=learner) for phase in standing.phases())


def index(standing: Standing, *, learner: bool) -> SafeString:
    """The contents beside the roadmap."""
    return joined(index_of_phase(standing, phase, learner=learner) for phase in standing.phases())


def totals(standing: Standing, *, oob: bool = False) -> SafeString:
    """What is reached of the whole, in words."""
    key = ("totals", standing.whole, oob)
    return standing.keep(key, lambda: fragment("progress/_totals.html", {"whole": standing.whole, "oob": oob}))


def onward(standing: Standing, *, oob: bool = False) -> SafeString:
    """What to go on with: what is under way, and the first milestones that are ready."""
    going = Onward(standing)
    key = ("onward", going.key, oob)
    return standing.keep(key, lambda: fragment("progress/_continue.html", {"onward": going.told(), "oob": oob}))


def criteria(
    standing: Standing,
    stop: Stop,
    notes: Mapping[int, str],
    place: Place,
    *,
    can_rate: bool,
    after: tuple[int | str, SafeString] = ("", SafeString()),
) -> SafeString:
    """The criteria of a milestone with the learner's notes on them, and what is said `after` one of them."""
    parts, since = [], standing.since(stop)
    for asked in stop.criteria:
        level = notes.get(asked.pk, "")
        parts.append(criterion(standing, stop, asked, level, place, can_rate=can_rate, since=since.get(asked.pk)))
        if asked.pk == after[0]:
            parts.append(after[1])
    return joined(parts)


def criterion(
    standing: Standing,
    stop: Stop,
    asked: Asked,
    level: str,
    place: Place,
    *,
    can_rate: bool,
    since: Since | None = None,
) -> SafeString:
    """One criterion with the learner's note on it, and what became of it since they reached it."""
    key = ("criterion", place, can_rate, asked.pk, level, since)
    return standing.keep(key, partial(_criterion, stop, asked, level, place, can_rate=can_rate, since=since))


def _criterion(
    stop: Stop, asked: Asked, level: str, place: Place, *, can_rate: bool, since: Since | None
) -> SafeString:
    context = {"stop": stop, "asked": asked, "level": level, "levels": Rating.Level, "can_rate": can_rate}
    context |= {"since": since, "differences": differences(asked, since.former) if since and since.former else ()}
    return fragment("progress/_criterion.html", context | place._asdict())


def ends(standing: Standing, edges: Iterable[Edge], *, learner: bool) -> SafeString:
    """What is at the other end of these edges, with the learner's standing there."""
    keep, page = standing.keep, "end"
    parts = []
    for edge in edges:
        end = standing.atlas.milestones[edge.milestone]
        if standing.is_visible(end):
            shown = standing.shown(end) if learner else None
            parts.append(keep((page, edge, shown), partial(_end, end, edge, shown)))
    return joined(parts)


def _end(end: Stop, edge: Edge, shown: Shown | None) -> SafeString:
    return fragment("progress/_end.html", {"end": end, "edge": edge, "shown": shown, "address": address(end)})


def around(standing: Standing, stop: Stop, *, learner: bool, oob: bool = False) -> SafeString:
    """What a milestone rests on and what it opens."""
    rests_on = ends(standing, stop.builds_on, learner=learner)
    opens = ends(standing, stop.unlocks, learner=learner)
    return _region(standing, "progress/_around.html", {"rests_on": rests_on, "opens": opens, "oob": oob})


def _region(standing: Standing, template: str, context: dict[str, Any]) -> SafeString:
    """A region of a page, which depends on pieces that are ready and on little else."""
    return standing.keep((template, *context.values()), lambda: fragment(template, context))


def strip(standing: Standing, stop: Stop, *, learner: bool, oob: bool = False) -> SafeString:
    """The milestones on the same line as this one."""
    return _region(
        standing, "progress/_strip.html", {"stop": stop, "strip": _line(standing, stop, learner=learner), "oob": oob}
    )


def _line(standing: Standing, stop: Stop, *, learner: bool) -> SafeString:
    keep, page = standing.keep, "strip"
    parts = []
    for each in stop.capstone.stages if stop.capstone else stop.phase.units:
        if standing.is_visible(each):
            shown, here = standing.shown(each) if learner else None, each is stop
            parts.append(keep((page, each.pk, shown, here), partial(_neighbour, each, shown, here=here)))
    return joined(parts)


def _neighbour(stop: Stop, shown: Shown | None, *, here: bool) -> SafeString:
    return fragment("progress/_neighbour.html", {"stop": stop, "shown": shown, "here": here, "address": address(stop)})
