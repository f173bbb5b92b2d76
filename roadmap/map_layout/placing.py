"""Which row and track each station of a region stands on: what it rests on above it, routes straight, rows few."""

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product, starmap
from operator import gt, itemgetter

TRACKS = 2
MOVES = 2000
SKIPPED, CHANGED, RUN_OVER, CROSSED, RAGGED = 4.0, 5.0, 7.0, 9.0, 6.0
OUTWARD, INWARD, LOW, OUT_OF_ORDER = 2.2, 1.2, 0.25, 0.12

# To stand above what it rests on is worse than anything.
IMPOSSIBLE = 1000.0

type Spot = tuple[int, int]


class _Region:
    """A region while its stations change places. Stations are numbered in reading order."""

    def __init__(self, count: int, inside: Sequence[tuple[int, int]], outward: Sequence[int], inward: Sequence[int]):
        self.count, self.inside, self.outward, self.inward = count, inside, outward, inward
        self.apart = [
            (a, b, x, y)
            for at, (a, b) in enumerate(inside)
            for x, y in inside[at + 1 :]
            if a not in (x, y) and b not in (x, y)
        ]

    def price(self, spots: Sequence[Spot]) -> float:
        """How bad this arrangement is; a station above what it rests on is worse than anything."""
        taken = set(spots)
        total = 0.0
        for a, b in self.inside:
            (above, track), (below, other) = spots[a], spots[b]
            if below <= above:
                total += IMPOSSIBLE * (1 + above - below)
                continue
            total += SKIPPED * (below - above - 1)
            if track != other:
                total += CHANGED
            elif below - above > 1:
                total += RUN_OVER * sum((row, track) in taken for row in range(above + 1, below))
        total += CROSSED * self._crossed(spots)
        for station, (row, track) in enumerate(spots):
            total += OUTWARD * self.outward[station] * (TRACKS - 1 - track) + INWARD * self.inward[station] * track
            total += LOW * row
        total += RAGGED * (1 + max(spots)[0])
        # Where nothing else decides, whoever reads from top to bottom reads in the order of the numbers.
        return total + OUT_OF_ORDER * sum(starmap(gt, combinations(spots, 2)))

    def _crossed(self, spots: Sequence[Spot]) -> int:
        """How many pairs of routes change sides between the rows that both of them run through."""
        rows, tracks = zip(*spots, strict=True)
        crossed = 0
        for a, b, x, y in self.apart:
            # Most pairs are done with by this, and it is asked most of all.
            if (tracks[a] - tracks[x]) * (tracks[b] - tracks[y]) < 0:
                crossed += max(rows[a], rows[x]) < min(rows[b], rows[y])
        return crossed

    def stacked(self) -> list[Spot]:
        """The first arrangement: each station in the first row below all that it rests on which has room."""
        rows = [0] * self.count
        for _ in range(self.count):
            for above, below in self.inside:
                rows[below] = max(rows[below], rows[above] + 1)
        spots: dict[int, Spot] = {}
        full: dict[int, int] = {}
        for station in sorted(range(self.count), key=lambda each: (rows[each], each)):
            row = max((spots[above][0] + 1 for above, below in self.inside if below == station), default=0)
            while full.get(row) == TRACKS:
                row += 1
            spots[station] = row, full.get(row, 0)
            full[row] = full.get(row, 0) + 1
        return [spots[station] for station in range(self.count)]

    def anneal(self, chance: random.Random, rows: int) -> tuple[float, list[Spot]]:
        """An arrangement that no small change makes better, found by changing the first one less and less boldly.

        In the first nothing stands above what it rests on, so it does not in the best one either.
        """
        spots = self.stacked()
        price, heat = self.price(spots), 30.0
        best = price, spots
        for _ in range(MOVES):
            heat = max(0.05, heat * 0.997)
            station = int(chance.random() * self.count)
            spot = int(chance.random() * rows), int(chance.random() * TRACKS)
            changed = list(spots)
            if spot in spots:
                changed[spots.index(spot)] = spots[station]
            changed[station] = spot
            new = self.price(changed)
            if new < price or chance.random() < math.exp(min(0.0, (price - new) / heat)):
                spots, price = changed, new
                if price < best[0]:
                    best = price, spots
        return best


def place(
    keys: Sequence[str],
    inside: Sequence[tuple[str, str]],
    outward: Mapping[str, int],
    inward: Mapping[str, int],
    seed: int,
) -> dict[str, Spot]:
    """A row and a track for each station. `outward` and `inward` count its routes to and from other regions."""
    if not keys:
        return {}
    region = _region(keys, inside, outward, inward)
    chance = random.Random(seed)  # noqa: S311 (the same picture on every machine is what is wanted)
    rows = max(math.ceil(len(keys) / TRACKS) + 2, _depth(len(keys), region.inside))
    _, spots = region.anneal(chance, rows)
    return _without_empty_rows(dict(zip(keys, spots, strict=True)))


def settle(
    keys: Sequence[str],
    inside: Sequence[tuple[str, str]],
    outward: Mapping[str, int],
    inward: Mapping[str, int],
    kept: Mapping[str, Spot],
) -> dict[str, Spot] | None:
    """A row and a track for each station, of which some have theirs.

    Nothing if none of them has, or if one would stand above what it rests on.
    Each other one comes to where it costs least, also on a row of its own between two that there are.
    """
    spots = {key: kept[key] for key in keys if key in kept}
    if not spots:
        return None
    for key in keys:
        if key not in spots:
            placed = [each for each in keys if each in spots or each == key]
            region = _region(placed, inside, outward, inward)
            priced = ((region.price([choice[each] for each in placed]), choice) for choice in _with(spots, key))
            _, spots = min(priced, key=itemgetter(0))
    is_possible = _region(keys, inside, outward, inward).price([spots[key] for key in keys]) < IMPOSSIBLE
    return _without_empty_rows(spots) if is_possible else None


def _region(
    keys: Sequence[str], inside: Iterable[tuple[str, str]], outward: Mapping[str, int], inward: Mapping[str, int]
) -> _Region:
    """These stations, and of the routes inside those that join two of them."""
    at = {key: number for number, key in enumerate(keys)}
    edges = [(at[before], at[after]) for before, after in inside if before in at and after in at]
    return _Region(len(keys), edges, [outward.get(key, 0) for key in keys], [inward.get(key, 0) for key in keys])


def _with(spots: Mapping[str, Spot], key: str) -> Iterator[dict[str, Spot]]:
    """All arrangements in which one station more stands on a free spot, or on a row that is put in for it."""
    taken = set(spots.values())
    rows = 2 + max((row for row, _ in taken), default=-1)
    for row, track in product(range(rows), range(TRACKS)):
        if (row, track) not in taken:
            yield {**spots, key: (row, track)}
        yield {each: (at + (at >= row), on) for each, (at, on) in spots.items()} | {key: (row, track)}


def _without_empty_rows(spots: Mapping[str, Spot]) -> dict[str, Spot]:
    used = {row: place for place, row in enumerate(sorted({row for row, _ in spots.values()}))}
    return {key: (used[row], track) for key, (row, track) in spots.items()}


def _depth(count: int, edges: Sequence[tuple[int, int]]) -> int:
    """How many rows the longest chain of stations takes."""
    depth = [1] * count
    for _ in range(count):
        for before, after in edges:
            depth[after] = max(depth[after], depth[before] + 1)
    return max(depth)
