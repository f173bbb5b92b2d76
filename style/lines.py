"""The line with its stations: rows, strips, the index, the map, and what stands around a milestone."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress import rows
from progress.doors import Door
from progress.drawn import Sheet
from progress.frames import fragment
from progress.milestone import beside_it, criteria_context
from progress.models import Rating
from progress.standing import Standing
from progress.told import listed
from roadmap.map_layout.making import lay_out
from roadmap.picture import Picture, graph_of
from style.parts import Part, part
from style.samples import ADA, GRACE, ROWS, Laid, SampleMap, event, laid, row_of_claim

DOOR = Door("/roadmap/")
# A script lights the routes of a station that is pointed at.
ROUTE_TO_TWO = re.compile(r'class="route([^"]*"[^>]*data-after="unit-2")')
ROUTE_OF_TWO = re.compile(r'class="route([^"]*"[^>]*data-before="unit-[248]")')


def line_parts(map_: SampleMap) -> Iterator[Part]:
    standing = laid(map_)
    yield part("rows", "Rows on the line", "The 3 px line: pale ahead, open on one's word, full once a mentor has read the proof.", in_rows(standing))  # noqa: E501  # fmt: skip
    yield part("phases", "Phases", "A line with its heading, its sum and its stations.", phases(standing))
    yield part("beside", "Beside the page", "The same line, small: where one is, and how far.", beside(standing))
    yield part("continue", "What to go on with", "What came back comes first.", onward(standing))
    yield part("milestones", "Where one stands", "A state, a sentence and the moves that are open.", moves(standing))
    yield part("around", "What it rests on and opens", "Needed or only helpful, and why.", around(standing))
    yield part("lists", "Lists, figures and tables", "Rules instead of boxes.", lists(standing))
    yield part("map", "The map", "Thick in a phase, thin to another; dotted only helps.", on_the_map(standing))


def in_rows(standing: Laid) -> Iterator[tuple[str, str]]:
    stops = [standing.atlas.milestones[pk] for pk in ROWS]
    yield "In every state", in_phase(rows.items(standing, stops, DOOR, learner=True))
    stop = stops[5]
    yield "Opened, with its criteria and a refusal", in_phase(opened(standing, stop, "This is not started."))
    yield "As a visitor sees it", in_phase(rows.item(stop, rows.row(standing, stop, DOOR, learner=False)))
    answered = rows.item(stop, rows.row(standing, stop, DOOR, learner=True))
    lost = '<p class="error">No connection. Load the page again to see whether the change was made.</p></li>'
    yield "With what went wrong, as a script adds it", in_phase(answered.replace("</li>", lost))


def in_phase(items: str) -> SafeString:
    """Rows lay themselves out by the width of their phase."""
    return format_html('<div class="phase"><ol class="line">{}</ol></div>', SafeString(items))


def opened(standing: Standing, stop: Any, refused: str = "") -> SafeString:
    notes = {stop.criteria[0].pk: Rating.Level.CAN_DO.value, stop.criteria[1].pk: Rating.Level.NOT_YET.value}
    context = criteria_context(standing, stop, notes, DOOR.place(stop), learner=True)
    panel = fragment("progress/_panel.html", context | {"refused": refused})
    return rows.item(stop, rows.row(standing, stop, DOOR, learner=True, opened=True), panel)


def phases(standing: Standing) -> Iterator[tuple[str, str]]:
    yield "For a learner", rows.list_of_phase(standing, standing.atlas.phases[2], DOOR, learner=True)
    yield "With a capstone", rows.list_of_phase(standing, standing.atlas.phases[-1], DOOR, learner=True)
    yield "For a visitor", rows.list_of_phase(standing, standing.atlas.phases[1], DOOR, learner=False)


def beside(standing: Standing) -> Iterator[tuple[str, str]]:
    index = format_html('<nav class="index" aria-label="Phases"><ol>{}</ol></nav>', rows.index(standing, learner=True))
    yield "The index, with a tick for each milestone", index
    # Beside a page it gives way to what is read; here it is what is looked at.
    strip = rows.strip(standing, standing.atlas.milestones[5], learner=True)
    yield "The strip of a unit", strip.replace("rail rail-optional strip", "strip")
    yield "The sum of all", rows.totals(standing)


def onward(standing: Standing) -> Iterator[tuple[str, str]]:
    answered = laid(standing.atlas)
    answered.answered = {4: 1}
    yield "Everything at once", rows.onward(answered)
    nothing = {"onward": dict.fromkeys(("sent_back", "answers", "learning", "ready"))}
    yield "Nothing", fragment("progress/_continue.html", nothing)


def moves(standing: Standing) -> Iterator[tuple[str, str]]:
    for title, pk in (
        ("Learning", 6),
        ("Attested, with new criteria", 11),
        ("Mastered, and changed since", 9),
        ("Not started", 8),
        ("Archived", 10),
    ):
        yield title, milestone(standing, pk)
    yield "As a visitor sees it", milestone(standing, 7, learner=False)


def milestone(standing: Standing, pk: int, *, learner: bool = True) -> SafeString:
    stop = standing.atlas.milestones[pk]
    notes = {stop.criteria[0].pk: Rating.Level.CAN_DO.value}
    context = criteria_context(standing, stop, notes, DOOR.place(stop), learner=learner)
    context |= beside_it(standing, stop, learner=learner, oob=False)
    return fragment("progress/_milestone.html", context | {"claiming": {}, "user": ADA})


def around(standing: Standing) -> Iterator[tuple[str, str]]:
    yield "Both", rows.around(standing, standing.atlas.milestones[5], learner=True)
    yield "Neither", rows.around(standing, standing.atlas.milestones[101], learner=False)


def lists(standing: Standing) -> Iterator[tuple[str, str]]:
    events = [
        event("revoke", GRACE, reason="The notebook does not run any more.", days=1),
        event("send-back", GRACE, about=row_of_claim(1), days=3),
        event("claim", ADA, about=row_of_claim(1), days=5),
    ]
    history = listed(standing.atlas, events, ADA)
    yield "History", fragment("progress/_history.html", {"history": history})
    yield "What one has of oneself", fragment("accounts/me.html#settings", {"user": ADA})
    yield "A table", fragment("progress/home.html#phases", {"phases": standing.atlas.phases})


def on_the_map(standing: Laid) -> Iterator[tuple[str, str]]:
    few = few_phases()
    svg = Sheet(few, Picture(geometry(), is_current=True)).svg(laid(few), learner=True)
    yield "A part of it, to be scrolled", framed(svg, "A sample of the map")
    traced = svg.replace('class="map"', 'class="map tracing"').replace('id="station-unit-2"', 'id="traced"')
    for name in ("unit-1", "unit-4", "unit-8"):
        traced = traced.replace(f'class="station" id="station-{name}"', f'class="station lit" id="station-{name}"')
    traced = traced.replace('class="station" id="traced"', 'class="station lit traced" id="traced"')
    traced = ROUTE_OF_TWO.sub(r'class="route lit below\1', ROUTE_TO_TWO.sub(r'class="route lit\1', traced))
    yield "Traced: what leads there, and what it opens", framed(traced, "A sample of the map, traced")
    new = svg.replace('class="station" id="station-unit-1"', 'class="station new" id="station-unit-1"')
    new = new.replace("route inside filled", "route inside filled new")
    sheet = format_html("<details><summary>Show it again</summary>{}</details>", framed(new, "A station that fills"))
    yield "A station that has become mastered fills, and then its lines: once", sheet


def framed(svg: str, name: str) -> SafeString:
    frame = '<div class="map-frame" tabindex="0" role="region" aria-label="{}">{}</div>'
    return format_html(frame, name, SafeString(svg))


@cache
def geometry() -> dict[str, Any]:
    """The sample as the product lays it out: the same each time, and some hundredths of a second the first."""
    return lay_out(graph_of(few_phases()))


def few_phases() -> SampleMap:
    """As many as show how routes run, in a phase and from one into another."""
    map_ = SampleMap()
    map_.phases = [*map_.phases[:3:2], map_.phases[-1]]
    return map_
