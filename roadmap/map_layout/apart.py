"""Sets routes apart that came to lie on each other, so that nobody takes one for the other.

Routes of one channel never do. But to a gutter they come from two columns, whose heights know nothing of each other:
where one reaches further in than the other begins, at one height, they would be one line. So what lies is moved up or
down by a few pixels, a channel as a whole: it has as much room on both sides. Where that is not enough, a channel gets
another slot, which moves all that is below it.
"""

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from typing import NamedTuple

from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.sizes import RADIUS

# So many pixels should be between two routes, and so many must be: less is told as one line.
WISHED, LEAST = 2.6, 1.2
# Two that end at one place from two sides look like one that goes on.
ENDS = 3.0
# How far a channel may be moved, in what steps, and how often all of them are gone through.
MOST, STEP, SWEEPS = 3.0, 0.5, 12
# To be taken for one is so much worse than to be close by a pixel.
TAKEN_FOR_ONE = 9.0
# How often a channel may get another slot.
WIDENED = 12


class Line(NamedTuple):
    """What lies of a route."""

    y: float
    left: float
    right: float
    net: int
    channel: int


def set_apart(ordering: Ordering) -> None:
    """Move channels until no two routes lie on each other."""
    for _ in range(WIDENED):
        moves = _Moves(ordering)
        moves.improve()
        for channel, by in moves.by.items():
            ordering.positions.first[channel] += by
        tight = moves.tight()
        if not tight:
            return
        ordering.widen(tight)


class _Moves:
    """By how much each channel is moved, and which of their routes could be taken for one."""

    def __init__(self, ordering: Ordering) -> None:
        self.ordering = ordering
        self.pairs = list(_meeting(_lines(ordering)))
        self.of: dict[int, list[tuple[Line, Line]]] = {}
        for pair in self.pairs:
            for line in pair:
                self.of.setdefault(line.channel, []).append(pair)
        self.by = dict.fromkeys(sorted(self.of), 0.0)

    def improve(self) -> None:
        """Move one channel after another to where it is clear of the others, until nothing gets better."""
        for _ in range(SWEEPS):
            before = dict(self.by)
            for channel in self.by:
                self.by[channel] = min(self._choices(channel), key=partial(self._price, channel))
            if self.by == before:
                break

    def tight(self) -> set[int]:
        """Of each two routes that still lie on each other the channel of one."""
        return {min(one.channel, other.channel) for one, other in self.pairs if self._apart(one, other) < LEAST}

    def _choices(self, channel: int) -> list[float]:
        """What is nearest comes first: among equals that is chosen."""
        room = MOST
        if self.ordering.frame.channels[channel].kind == "port":
            # A route has to meet its station.
            positions = self.ordering.positions
            room = min(MOST, RADIUS - 2 - positions.pitch[channel] * (self.ordering.slots[channel] - 1) / 2)
        steps = [STEP * number for number in range(1, int(max(0.0, room) / STEP) + 1)]
        return [0.0, *(by for step in steps for by in (step, -step))]

    def _price(self, channel: int, by: float) -> float:
        kept, self.by[channel] = self.by[channel], by
        price = sum(self._price_of(*pair) for pair in self.of[channel])
        self.by[channel] = kept
        return price

    def _price_of(self, one: Line, other: Line) -> float:
        apart = self._apart(one, other)
        return max(0.0, WISHED - apart) + TAKEN_FOR_ONE * (apart < LEAST)

    def _apart(self, one: Line, other: Line) -> float:
        return abs(one.y + self.by[one.channel] - other.y - self.by[other.channel])


def _lines(ordering: Ordering) -> list[Line]:
    positions = ordering.positions
    found = []
    for run in ordering.routes.all:
        if not run.is_upright:
            ends = positions.along(run)
            found.append(Line(positions.across(run), min(ends), max(ends), run.net, run.channel))
    return sorted(found)


def _meeting(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Each two of different nets and channels that could come to lie on each other."""
    for one, other in combinations(lines, 2):
        if (
            one.net != other.net
            and one.channel != other.channel
            and other.y - one.y < 2 * MOST + WISHED
            and min(one.right, other.right) - max(one.left, other.left) > -ENDS
        ):
            yield one, other
