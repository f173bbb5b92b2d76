"""The finished layout as plain data: numbers, lines of text and paths, which a page has only to write down."""

from collections.abc import Mapping, Sequence
from typing import Any

from roadmap.map_layout.frame import Block
from roadmap.map_layout.labels import FONT, LINE
from roadmap.map_layout.measuring import Point, corners
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.sizes import BRANCH_LINE, HEAD_LINE, LABEL_AT

ROUND = 9.0
HEADING_AT, ROUNDEL = (36.0, 27.0), (20.0, 22.0)

type Geometry = dict[str, Any]


def drawn(ordering: Ordering, needs: Mapping[tuple[str, str], bool]) -> Geometry:
    """All that a picture shows, in pixels from its top left corner."""
    sizes = ordering.sizes
    blocks = [block for blocks in ordering.frame.columns for block in blocks]
    region_of = {key: block.region.key for block in blocks for key in block.spots}
    return {
        "width": round(sizes.width),
        "height": round(sizes.height),
        "regions": [_region(block, ordering) for block in blocks],
        "stations": [_station(key, block, ordering) for block in blocks for key in _in_reading_order(block)],
        "routes": [
            {
                "before": before,
                "after": after,
                "needs": needs[before, after],
                "inside": region_of[before] == region_of[after],
                "path": path(corners(ordering.positions, (before, after), way)),
            }
            for (before, after), way in sorted(ordering.routes.ways.items())
        ],
    }


def _in_reading_order(block: Block) -> list[str]:
    return [station.key for station in block.region.all_stations]


def _region(block: Block, ordering: Ordering) -> Geometry:
    x, y, width, height = ordering.sizes.boxes[block.region.key]
    heads = []
    for branch, lines in block.branches.values():
        station_x, station_y = ordering.sizes.points[branch.stations[0].key]
        bottom = station_y - LINE * len(block.labels[branch.stations[0].key]) / 2 - 6
        heads.append(
            {
                "key": branch.key,
                "over": {
                    "x": _short(station_x + LABEL_AT),
                    "y": _short(bottom - BRANCH_LINE * len(lines)),
                    "text": branch.over,
                },
                "lines": _lines(station_x + LABEL_AT, bottom - BRANCH_LINE * (len(lines) - 1), lines, BRANCH_LINE),
            }
        )
    return {
        "key": block.region.key,
        "number": block.region.number,
        "box": [_short(each) for each in (x, y, width, height)],
        "roundel": [_short(x + ROUNDEL[0]), _short(y + ROUNDEL[1])],
        "heading": _lines(x + HEADING_AT[0], y + HEADING_AT[1], block.heading, HEAD_LINE),
        "branches": heads,
    }


def _station(key: str, block: Block, ordering: Ordering) -> Geometry:
    x, y = ordering.sizes.points[key]
    lines = block.labels[key]
    first = y - LINE * (len(lines) - 1) / 2 + FONT / 3
    return {
        "key": key,
        "region": block.region.key,
        "at": [_short(x), _short(y)],
        "lines": _lines(x + LABEL_AT, first, lines, LINE),
    }


def _lines(x: float, y: float, lines: Sequence[str], height: float) -> list[dict[str, Any]]:
    return [{"x": _short(x), "y": _short(y + height * place), "text": text} for place, text in enumerate(lines)]


def path(points: Sequence[Point]) -> str:
    """A route through these corners, rounded, as an SVG path.

    Each step is told from where the one before ended, from tenths of a pixel to tenths of a pixel, so that nothing adds
    up: most corners are the same few characters then, and a page with all routes is a fifth lighter on the wire.
    """
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 0.05:
            kept.append(point)
    at = _tenths(kept[0])
    said = [f"M{_said(at)}"]
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        here, there = _apart(before, corner), _apart(corner, after)
        radius = min(ROUND, here if before == kept[0] else here / 2, there if after == kept[-1] else there / 2)
        begin, bend, end = (
            _tenths(each) for each in (_toward(corner, before, radius), corner, _toward(corner, after, radius))
        )
        said.append(f"{_line(at, begin)}q{_said(_from(begin, bend))} {_said(_from(begin, end))}")
        at = end
    return "".join(said) + _line(at, _tenths(kept[-1]))


def _tenths(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _from(one: Point, other: Point) -> Point:
    return other[0] - one[0], other[1] - one[1]


def _line(one: Point, other: Point) -> str:
    right, down = (_short(far) for far in _from(one, other))
    if right and down:
        return f"l{right} {down}"
    return f"h{right}" if right else f"v{down}" if down else ""


def _apart(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(one: Point, other: Point, far: float) -> Point:
    """The point so far from one on the straight way to the other."""
    share = far / (_apart(one, other) or 1)
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _short(number: float) -> float:
    """To a tenth of a pixel, and without a point where none is needed."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _said(point: Point) -> str:
    return f"{_short(point[0])} {_short(point[1])}"
