"""Which channels each route takes: the cheapest way, one net of routes after another, and again beside all others.

All routes that leave one station are a net: they share their way as far as they can. A price is pixels of detour.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from roadmap.map_layout.grid import Grid, Link

# A way is the direction in which it goes, and the side on which it has entered its channel.
UPRIGHT, LOW, HIGH, UNKNOWN, NOWHERE = 1, 2, 4, 8, 16


@dataclass(frozen=True)
class Prices:
    """What routes pay for, in pixels of detour. The first is a share of a way's length: what a net has already."""

    shared: float = 0.19
    bend: float = 6.8
    company: float = 3.6
    crossing: float = 41.0
    # What a turn costs for each net that runs straight on there: if it is crossed for certain, perhaps, or hardly.
    through: float = 57.0
    unsure: float = 8.5
    aside: float = 4.3


@dataclass
class Tree:
    """The ways of one net: for each point how it is reached from the station, and what that cost."""

    root: int
    reached: dict[int, tuple[int, Link] | None] = field(default_factory=dict)
    length: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, root: int) -> "Tree":
        return cls(root, {root: None}, {root: 0.0})

    def extend(self, steps: Iterable[tuple[int, Link]]) -> None:
        """Go along these links, each with the point at which it begins."""
        for before, link in steps:
            # A way may come to a point again from another side: what lies between is a loop, and left out.
            if link.to not in self.reached:
                self.reached[link.to] = before, link
                self.length[link.to] = self.length[before] + link.price

    def way(self, point: int) -> list[Link]:
        """The links from the station to a point that was reached."""
        links: list[Link] = []
        step = self.reached[point]
        while step is not None:
            point, link = step
            links.append(link)
            step = self.reached[point]
        return links[::-1]


class Router:
    """Seeks ways on a grid while it keeps count of who uses what."""

    def __init__(self, grid: Grid, nets: Mapping[str, Sequence[str]]) -> None:
        self.grid, self.nets = grid, nets
        self.prices = Prices()
        self.trees: dict[str, Tree] = {}
        self.company = [0] * grid.number_of_links
        # How many nets run straight through each point, lying and upright: who comes across them makes a crossing.
        self.straight: list[list[int]] = [[0] * len(grid.at), [0] * len(grid.at)]

    def run(self, passes: int) -> dict[str, Tree]:
        order = sorted(self.nets, key=lambda net: (self._reach(net), net))
        for _ in range(passes):
            for net in order:
                self.reroute([net])
        return self.trees

    def follow(self, ways: Mapping[tuple[str, str], Sequence[int]]) -> None:
        """Lead routes through these channels; those that cannot go there, or have none, are sought beside them."""
        left: dict[str, list[str]] = {}
        for net, ends in self.nets.items():
            tree = Tree.of(self.grid.stations[net])
            left[net] = [end for end in ends if not self._lead(tree, ways.get((net, end), ()), end)]
            self._put(net, tree)
        for net in sorted(left, key=lambda net: (self._reach(net), net)):
            if left[net]:
                self._count(self.trees[net], -1)
                self._put(net, self._grown(self.trees[net], left[net]))

    def _lead(self, tree: Tree, channels: Sequence[int], end: str) -> bool:
        """Give a net its way through these channels to one station; returns whether there is one."""
        goal = self.grid.stations[end]
        steps = self.grid.way(tree.root, channels, goal)
        if not steps or not all(self._leads_on(tree.root, *step, goal) for step in steps):
            return False
        tree.extend(steps)
        return True

    def reroute(self, nets: Sequence[str]) -> None:
        """Seek the ways of these nets anew, one after another, beside all others as they are."""
        self._take_away(nets)
        for net in nets:
            self._put(net, self._tree(net))

    def put_back(self, trees: Mapping[str, Tree]) -> None:
        """Give nets the ways that they had before."""
        self._take_away(list(trees))
        for net, tree in trees.items():
            self._put(net, tree)

    def _take_away(self, nets: Sequence[str]) -> None:
        for net in nets:
            if net in self.trees:
                self._count(self.trees[net], -1)

    def _put(self, net: str, tree: Tree) -> None:
        self.trees[net] = tree
        self._count(tree, +1)

    def _reach(self, net: str) -> float:
        at, stations = self.grid.at, self.grid.stations
        return max(math.dist(at[stations[net]], at[stations[end]]) for end in self.nets[net])

    def _count(self, tree: Tree, by: int) -> None:
        arms: dict[int, set[bool | int]] = {}
        for end, step in tree.reached.items():
            if step is None:
                continue
            start, link = step
            self.company[link.number] += by
            a, b = self.grid.at[start], self.grid.at[end]
            side = (2 if b[1] > a[1] else 3) if link.is_upright else (0 if b[0] > a[0] else 1)
            arms.setdefault(start, set()).add(side)
            arms.setdefault(end, set()).add(side ^ 1)
        for point, sides in arms.items():
            if {0, 1} <= sides:
                self.straight[0][point] += by
            if {2, 3} <= sides:
                self.straight[1][point] += by

    def _tree(self, net: str) -> Tree:
        return self._grown(Tree.of(self.grid.stations[net]), self.nets[net])

    def _grown(self, tree: Tree, ends: Sequence[str]) -> Tree:
        """The tree, after it has reached these stations too."""
        grid = self.grid
        for end in sorted(ends, key=lambda end: (math.dist(grid.at[tree.root], grid.at[grid.stations[end]]), end)):
            self._grow(tree, grid.stations[end])
        return tree

    def _grow(self, tree: Tree, goal: int) -> None:
        """Reach one more station from wherever the net is already."""
        at = self.grid.at
        x, y = at[goal]
        heap: list[tuple[float, float, int, int, int]] = []
        came: list[tuple[int, int, Link] | None] = []
        seen: dict[tuple[int, int], tuple[int, int, Link] | None] = {}
        cheapest: dict[tuple[int, int], float] = {}

        def push(cost: float, point: int, way: int, step: tuple[int, int, Link] | None) -> None:
            if cost < cheapest.get((point, way), math.inf):
                cheapest[point, way] = cost
                ahead = abs(at[point][0] - x) + abs(at[point][1] - y)
                heapq.heappush(heap, (cost + ahead, cost, len(came), point, way))
                came.append(step)

        for point, cost, way in self._begin(tree):
            push(cost, point, way, None)
        while heap:
            _, cost, index, point, way = heapq.heappop(heap)
            if (point, way) in seen:
                continue
            step = seen[point, way] = came[index]
            if point == goal:
                return self._add(tree, goal, way, seen)
            for link in self.grid.links[point]:
                if self._may_take(tree, point, link, goal):
                    price, after = self._price(point, way, step, link)
                    push(cost + price, link.to, after, (point, way, link))
        raise ValueError(f"No way leads to {self.grid.key_of[goal]}.")

    def _begin(self, tree: Tree) -> Iterable[tuple[int, float, int]]:
        """Where a new way may leave those that are there: the point, what it costs, and the way at that point."""
        for point, step in tree.reached.items():
            if step is None:
                yield point, 0.0, NOWHERE
            elif point not in self.grid.key_of:
                yield point, self.prices.shared * tree.length[point], int(step[1].is_upright) | UNKNOWN

    def _may_take(self, tree: Tree, point: int, link: Link, goal: int) -> bool:
        return link.to not in tree.reached and self._leads_on(tree.root, point, link, goal)

    def _leads_on(self, root: int, point: int, link: Link, goal: int) -> bool:
        """No way runs through a station, into one from below, or out of one at its top."""
        end = link.to
        if end in self.grid.key_of and end != goal:
            return False
        if not link.is_upright:
            return True
        is_upward = self.grid.at[end][1] < self.grid.at[point][1]
        return not (is_upward and (end == goal or point == root))

    def _price(self, point: int, way: int, step: tuple[int, int, Link] | None, link: Link) -> tuple[float, int]:
        """What it costs to go on along a link, and the way at its end."""
        price = link.price + self.prices.company * self.company[link.number]
        price += self.prices.crossing * self.straight[not link.is_upright][link.to]
        if way == NOWHERE:
            return price, int(link.is_upright) | UNKNOWN
        if (way & UPRIGHT) == link.is_upright:
            return price, way
        # It leaves its channel to one side. Whoever runs straight on is crossed, if it has entered on the other.
        side = HIGH if self.grid.is_forward(point, link.to) else LOW
        entered = way & (LOW | HIGH | UNKNOWN)
        share = (
            self.prices.unsure if entered == UNKNOWN else self.prices.through if entered != side else self.prices.aside
        )
        price += self.prices.bend + share * self.straight[way & UPRIGHT][point]
        enters = UNKNOWN if step is None else LOW if self.grid.is_forward(step[0], point) else HIGH
        return price, int(link.is_upright) | enters

    def _add(
        self, tree: Tree, goal: int, way: int, seen: Mapping[tuple[int, int], tuple[int, int, Link] | None]
    ) -> None:
        steps: list[tuple[int, Link]] = []
        point = goal
        while (step := seen[point, way]) is not None:
            steps.append((step[0], step[2]))
            point, way = step[0], step[1]
        tree.extend(reversed(steps))


def nets_of(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The stations that each station leads to."""
    nets: dict[str, list[str]] = {}
    for before, after in edges:
        nets.setdefault(before, []).append(after)
    return nets
