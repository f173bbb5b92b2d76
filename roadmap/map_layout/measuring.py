"""What can be said of a picture in figures."""

from collections.abc import Sequence
from itertools import pairwise

from roadmap.map_layout.runs import Positions, Run

type Point = tuple[float, float]


def corners(positions: Positions, ends: tuple[str, str], way: Sequence[Run]) -> list[Point]:
    """The points of a route: its stations, and where it turns."""
    turns = []
    for one, other in pairwise(way):
        a, b = positions.across(one), positions.across(other)
        turns.append((a, b) if one.is_upright else (b, a))
    return [_end(positions, ends[0], way[0]), *turns, _end(positions, ends[1], way[-1])]


def _end(positions: Positions, key: str, run: Run) -> Point:
    """Where a route meets its station: beside the middle of it, where several meet it on one side."""
    x, y = positions.sizes.points[key]
    return (positions.across(run), y) if run.is_upright else (x, positions.across(run))


def length(points: Sequence[Point]) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))


def measure(positions: Positions, ends: tuple[str, str], way: Sequence[Run]) -> tuple[float, float]:
    """How long a route is, and how long the shortest way along the axes would be."""
    points = corners(positions, ends, way)
    return length(points), length([points[0], points[-1]])
