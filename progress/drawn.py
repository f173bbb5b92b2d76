"""The map as a picture with a learner's standing laid on it.

The picture is written once for each version of the curriculum and each language. What differs between people are
words in it: the state of each station, and whether the routes that leave it are filled.
"""

from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from progress.doors import address
from progress.frames import filled, hole
from progress.standing import Shown, Standing
from roadmap.atlas import Atlas, Stop
from roadmap.picture import Picture, picture_of

# Half the side of the symbol of a station, in pixels of the picture.
HALF = 10
# The shapes that are seen on it: to a learner a claim that is being reviewed is a claim.
LEGEND = [shown for shown in reversed(Shown) if shown is not Shown.BEING_REVIEWED]
NEVER_MADE = Picture({"width": 1, "height": 1, "regions": [], "stations": [], "routes": []}, is_current=False)
UNDER_WAY = (Shown.SENT_BACK, Shown.LEARNING, Shown.CLAIMED, Shown.READY)


class Drawn(NamedTuple):
    """What a page shows: the picture, where the learner is, and what is not on the picture."""

    svg: SafeString
    here: Stop | None
    undrawn: int
    is_current: bool


def drawn(standing: Standing, *, learner: bool) -> Drawn:
    """The picture for this person. Where none was ever made, it is empty and everything is in the list alone."""
    sheet = sheet_of(standing.atlas)
    undrawn = sum(
        standing.is_visible(stop) and stop.pk not in sheet.stops for stop in standing.atlas.milestones.values()
    )
    here = next((stop for word in UNDER_WAY for stop in standing.which(word) if stop.pk in sheet.stops), None)
    return Drawn(sheet.svg(standing, learner=learner), here if learner else None, undrawn, sheet.is_current)


def sheet_of(map_: Atlas) -> "Sheet":
    return map_.keep("sheet", lambda: Sheet(map_, picture_of(map_) or NEVER_MADE))


def plate(map_: Atlas) -> dict[str, Any] | None:
    """The picture without the names of its stations, as the landing page shows it; none where none was ever made."""
    sheet = sheet_of(map_)
    return {"geometry": sheet.geometry, "lines": sheet.lines()} if sheet.stops else None


class Sheet:
    """The picture of one version of the map, with what is on both."""

    def __init__(self, map_: Atlas, picture: Picture) -> None:
        self.geometry, self.is_current = picture.geometry, picture.is_current
        lines = {line.slug: line for line in map_.phases}
        at = {each["key"]: each for each in self.geometry["stations"]}
        stops = {slug: stop for slug, stop in map_.by_slug.items() if slug in at and stop.is_open}
        self.stops = {stop.pk: stop for stop in stops.values()}
        self.stations = [self._station(at[slug], stop) for slug, stop in stops.items()]
        self.regions = [
            {**region, "line": lines[region["key"]], "branches": self._branches(region, map_)}
            for region in self.geometry["regions"]
            if region["key"] in lines
        ]
        edges = {(edge.milestone, stop.pk) for stop in self.stops.values() for edge in stop.builds_on}
        self.routes = [
            {**route, "from": stops[route["before"]], "filled": hole(_filled(stops[route["before"]]))}
            for route in self.geometry["routes"]
            if route["before"] in stops
            and route["after"] in stops
            and (stops[route["before"]].pk, stops[route["after"]].pk) in edges
        ]
        # What is thick is drawn over what is thin.
        self.routes.sort(key=lambda route: route["inside"])

    def _station(self, said: dict[str, Any], stop: Stop) -> dict[str, Any]:
        x, y = said["at"]
        place = {"left": x - HALF, "top": y - HALF, "address": address(stop)}
        return {**said, **place, "stop": stop, "state": hole(_state(stop)), "word": hole(_word(stop))}

    def _branches(self, region: dict[str, Any], map_: Atlas) -> list[dict[str, Any]]:
        return [
            {**branch, "product": map_.capstones[branch["key"]]}
            for branch in region["branches"]
            if branch["key"] in map_.capstones
        ]

    def lines(self) -> list[dict[str, Any]]:
        """Each phase with its place, and what is drawn in its color."""
        return [
            {
                **region,
                "routes": [route for route in self.routes if route["from"].phase.pk == region["line"].pk],
                "stations": [each for each in self.stations if each["stop"].phase.pk == region["line"].pk],
            }
            for region in self.regions
        ]

    def svg(self, standing: Standing, *, learner: bool) -> SafeString:
        pieces: dict[str, str] = {}
        words = {shown: escape(f", {shown.label}") for shown in Shown}
        for stop in self.stops.values():
            shown = standing.shown(stop) if learner else Shown.NOT_STARTED
            pieces[_state(stop)] = shown.value
            pieces[_word(stop)] = words[shown] if learner else ""
            pieces[_filled(stop)] = " filled" if learner and shown is Shown.MASTERED else ""
        same = {"sheet": self, "name": _("Map of the roadmap")}
        return filled(standing.atlas, "progress/_picture.html", same, pieces, key="picture")


def _state(stop: Stop) -> str:
    return f"s{stop.pk}"


def _word(stop: Stop) -> str:
    return f"w{stop.pk}"


def _filled(stop: Stop) -> str:
    return f"f{stop.pk}"
