"""In which order routes lie side by side in their channels, so that as few as possible cross where they leave them.

Whether two runs of one channel cross depends on which of them comes first: a run that is left to the right crosses all
that lie to its right there. So each pair has a price for either order, and the order of a channel is improved by moving
one run at a time to where all its pairs together cost least. What the other channels look like decides which runs are
crossed, so all channels are gone through several times.
"""

from collections.abc import Collection, Sequence

from roadmap.map_layout.crossings import crossings
from roadmap.map_layout.frame import Frame
from roadmap.map_layout.runs import Positions, Routes, Run
from roadmap.map_layout.sizes import Sizes, sizes

ROUNDS, SWEEPS = 5, 4
CLEAR = 2.0


class Ordering:
    """Orders of all channels, with the sizes that they ask for. Channels only grow, so this comes to an end."""

    def __init__(self, frame: Frame, routes: Routes, like: "Ordering | None" = None) -> None:
        self.frame, self.routes = frame, routes
        self.slots: list[int] = list(like.slots) if like else [1] * len(frame.channels)
        self.order: dict[int, list[Run]] = {number: list(runs) for number, runs in routes.by_channel.items()}
        if like:
            for number, runs in self.order.items():
                places = {run.net: place for place, run in enumerate(like.order.get(number, ()))}
                runs.sort(key=lambda run: places.get(run.net, len(places)))
        self.shared = [number for number, runs in self.order.items() if len(runs) > 1]
        self._strips: dict[Run, tuple[float, float]] = {}
        # As long as no channel has to grow, everything stays where it is.
        self.sizes: Sizes = like.sizes if like else sizes(frame, self.slots)
        self.positions: Positions = like.positions if like else Positions(frame, self.sizes, self.slots)
        self._fit()

    def tighten(self) -> None:
        """Give channels no more slots than they need by now."""
        self._resize([1] * len(self.frame.channels))
        self._fit()

    def widen(self, numbers: Collection[int]) -> None:
        """Give channels one more slot than they need, with all that this moves."""
        self._resize([count + (number in numbers) for number, count in enumerate(self.slots)])
        self._fit()

    def _resize(self, slots: list[int]) -> None:
        self.slots = slots
        self.sizes = sizes(self.frame, slots)
        self.positions = Positions(self.frame, self.sizes, slots)
        self._strips.clear()

    def _fit(self, changed: Collection[int] | None = None) -> None:
        """Give each run a slot, or those of some channels only, and the channels the sizes that these ask for."""
        numbers = self.shared if changed is None else changed
        while True:
            needed = {number: self._assign(number) for number in numbers}
            if all(count <= self.slots[number] for number, count in needed.items()):
                break
            self._resize([max(count, needed.get(number, 1)) for number, count in enumerate(self.slots)])
            # Where channels have moved, runs elsewhere reach further than they did.
            numbers = self.shared
        self.crossings = crossings(self.routes.all, self.positions)

    def _assign(self, number: int) -> int:
        """Slots for the runs of a channel, in their order; returns how many it takes."""
        placed: list[tuple[float, float, Run]] = []
        most = 0
        for run in self.order[number]:
            if run not in self._strips:
                self._strips[run] = self.positions.strip(run)
            start, end = self._strips[run]
            slot = 0
            for first, last, other in placed:
                if other.slot >= slot and start < last + CLEAR and first < end + CLEAR:
                    slot = other.slot + 1
            run.slot = slot
            most = max(most, slot)
            placed.append((start, end, run))
        return most + 1

    def improve(self, rounds: int = ROUNDS, only: Sequence[int] | None = None) -> None:
        """Better orders for all channels, or for some of them only."""
        numbers = self.shared if only is None else only
        best, kept = len(self.crossings), self._kept(numbers)
        for _ in range(rounds):
            for number in numbers:
                self._sift(number)
            self._fit(numbers)
            if len(self.crossings) < best:
                best, kept = len(self.crossings), self._kept(numbers)
        if len(self.crossings) > best:
            self.order.update(kept)
            self._fit(numbers)

    def _kept(self, numbers: Sequence[int]) -> dict[int, list[Run]]:
        return {number: list(self.order[number]) for number in numbers}

    def _sift(self, number: int) -> None:
        """Move each run of a channel to where it crosses least, until nothing gets better."""
        runs = self.order[number]
        prices = self._prices(runs)
        order = list(range(len(runs)))
        for _ in range(SWEEPS):
            moved = False
            for one in range(len(runs)):
                moved |= _move(order, one, prices)
            if not moved:
                break
        self.order[number] = [runs[each] for each in order]
        self._assign(number)

    def _prices(self, runs: Sequence[Run]) -> list[list[int]]:
        """For each two runs how much it costs that the first comes before the second."""
        seen = [self._seen(run) for run in runs]
        prices = [[0] * len(runs) for _ in runs]
        for one, (net, first, last, _low, high) in enumerate(seen):
            for other, (net_of_other, start, end, low_of_other, _high) in enumerate(seen):
                if net == net_of_other or first > end + CLEAR or start > last + CLEAR:
                    continue
                # The first lies before the second: what leaves it behind crosses the second, and the other way round.
                behind = sum(start < at < end for at in high)
                prices[one][other] = behind + sum(first < at < last for at in low_of_other)
        return prices

    def _seen(self, run: Run) -> tuple[int, float, float, list[float], list[float]]:
        """Net and reach of a run, and where others leave it before and behind its channel."""
        along = self.positions.along(run)
        here = self.sizes.strips[run.channel]
        middle = (here[0] + here[1]) / 2
        low, high = [], []
        for other in run.touches:
            at = self.positions.across(other)
            ends = self.positions.along(other)
            if min(ends) < here[0] - 0.1 or (min(ends) < middle and len(other.touches) == 1):
                low.append(at)
            if max(ends) > here[1] + 0.1 or (max(ends) > middle and len(other.touches) == 1):
                high.append(at)
        return run.net, min(along), max(along), low, high


def _move(order: list[int], one: int, prices: Sequence[Sequence[int]]) -> bool:
    """Put one run where all its pairs cost least; among equals, where it is already."""
    at = order.index(one)
    rest = order[:at] + order[at + 1 :]
    cost = sum(prices[one][other] for other in rest)
    costs = [cost]
    for other in rest:
        cost += prices[other][one] - prices[one][other]
        costs.append(cost)
    best = min(costs)
    if costs[at] == best:
        return False
    order[:] = rest
    order.insert(costs.index(best), one)
    return True
