"""From values to places: scales with round ticks, lines sampled from a formula, and what of a line is in sight."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, hypot, log10
from typing import NamedTuple

from roadmap.figures.canvas import Point

# Between two ends a formula is asked so many times; what lies on a straight line is left out again.
SAMPLES = 240
# How far a line may stray from the formula, in units of the picture.
STRAY = 0.12


class Scale(NamedTuple):
    """Where the values from `low` to `high` lie: from `start` to `end`, in equal steps or in equal ratios."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * self.share(value)

    def share(self, value: float) -> float:
        """How much of the way from the low end to the high one lies before this value."""
        if self.is_log:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, share: float) -> float:
        """The value before which this share of the way lies."""
        if self.is_log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + (self.high - self.low) * share

    def ticks(self, about: int = 5) -> list[float]:
        """Round values on the scale: about so many, or the powers of ten."""
        if self.is_log:
            powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
            return [10.0**power for power in powers]
        raw = abs(self.high - self.low) / about
        size = 10.0 ** floor(log10(raw))
        step = next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= raw * 0.999)
        low, high = sorted((self.low, self.high))
        return [round(n * step, 9) for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def sampled(formula: Callable[[float], float], scale: Scale, low: float, high: float) -> list[Point]:
    """Points of a formula from one value to another, evenly apart on the scale."""
    first, last = scale.share(low), scale.share(high)
    values = [scale.value(first + (last - first) * n / SAMPLES) for n in range(SAMPLES + 1)]
    return [(value, formula(value)) for value in values]


def lean(points: Sequence[Point]) -> list[Point]:
    """The points without those that a straight line between others passes closely enough."""
    if len(points) < 3:
        return list(points)
    (x, y), (far_x, far_y) = points[0], points[-1]
    length = hypot(far_x - x, far_y - y)

    def stray(point: Point) -> float:
        across, down = point[0] - x, point[1] - y
        return abs(across * (far_y - y) - down * (far_x - x)) / length if length else hypot(across, down)

    farthest = max(range(1, len(points) - 1), key=lambda at: stray(points[at]))
    if stray(points[farthest]) <= STRAY:
        return [points[0], points[-1]]
    return lean(points[: farthest + 1])[:-1] + lean(points[farthest:])


def in_sight(points: Iterable[Point], top: float, bottom: float) -> list[list[Point]]:
    """The pieces of a line that lie between two heights, cut where it leaves or comes in."""
    pieces: list[list[Point]] = []
    for one, other in pairwise(points):
        cut = _cut(one, other, top, bottom)
        if cut is None:
            continue
        if pieces and pieces[-1][-1] == cut[0]:
            pieces[-1].append(cut[1])
        else:
            pieces.append(list(cut))
    return pieces


def _cut(one: Point, other: Point, top: float, bottom: float) -> tuple[Point, Point] | None:
    """What of a straight line lies between two heights."""
    if max(one[1], other[1]) < top or min(one[1], other[1]) > bottom:
        return None

    def kept(point: Point) -> Point:
        height = min(max(point[1], top), bottom)
        if height == point[1]:
            return point
        share = (height - one[1]) / (other[1] - one[1])
        return one[0] + (other[0] - one[0]) * share, height

    return kept(one), kept(other)
