"""Seeks better routes for one net after another, judged by what would be drawn: crossings, and ways that are too long.

The prices of the router only guess who will cross whom. So a net is given other ways, as prices that differ by chance
suggest them, and keeps those with which the whole picture is better. Chance is the same each time. Routes that come to
lie on each other are not its matter: `apart` sees to them.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap.map_layout.frame import Frame
from roadmap.map_layout.grid import Grid
from roadmap.map_layout.measuring import measure
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.plan import Plan, names_of
from roadmap.map_layout.routing import Prices, Router
from roadmap.map_layout.runs import routes
from roadmap.map_layout.sizes import sizes

TRIES = 900
# How many crossings worse a picture may get at first: one that is sought from nothing, and one that begins with a plan.
BOLD, CAREFUL = 1.5, 0.5
# So many pixels of detour are as bad as a crossing. Silly is what is longer than a share of the shortest way and what
# leaving and reaching a station takes: those pixels are worse.
DETOUR, SILLY, ENDS, SILLY_DETOUR = 1000.0, 1.3, 140.0, 8.0
# How many slots a channel is taken to have before there are routes.
USUAL = {"gutter": 12}


class Search:
    def __init__(self, frame: Frame, nets: Mapping[str, Sequence[str]], seed: int) -> None:
        self.frame, self.nets = frame, nets
        self.chance = random.Random(seed)  # noqa: S311 (the same picture on every machine is what is wanted)
        self.slots = [USUAL.get(channel.kind, 3) for channel in frame.channels]
        self.router = Router(Grid(frame, sizes(frame, self.slots)), nets)

    def begin(self, passes: int) -> None:
        """Seek all routes so many times, from nothing."""
        self.router.run(passes)
        self.best = self._ordering(passes)
        self.price = self._price(self.best)

    def follow(self, plan: Plan) -> None:
        """Begin with what is left of a plan."""
        names = names_of(self.frame)
        self.router.follow(plan.channels(names))
        found = routes(self.router.grid, self.router.trees, self.nets)
        plan.arrange(found, names)
        self.best = Ordering(self.frame, found)
        self.price = self._price(self.best)

    def run(self, tries: int, bold: float = BOLD) -> Ordering:
        """Try other routes so many times; the picture may get a little worse at first, less and less."""
        names = list(self.nets)
        now, price = self.best, self.price
        for number in range(tries if names else 0):
            group = self._group(names, now)
            before = {net: self.router.trees[net] for net in group}
            self.router.prices = self._other_prices()
            self.router.reroute(group)
            if all(self.router.trees[net].reached == tree.reached for net, tree in before.items()):
                continue
            ordering = self._changed(group, now)
            new = self._price(ordering)
            if new < price + bold * (1 - number / tries) * self.chance.random():
                now, price = ordering, new
                if price < self.price:
                    self.best, self.price = now, price
            else:
                self.router.put_back(before)
        self.best.tighten()
        return self.best

    def _group(self, names: Sequence[str], ordering: Ordering) -> list[str]:
        """Whose routes to seek anew: a net that crosses another, or both, or any."""
        found = ordering.crossings
        which = int(self.chance.random() * 4)
        if not found or which == 0:
            return [names[int(self.chance.random() * len(names))]]
        pair = [names[run.net] for run in found[int(self.chance.random() * len(found))]]
        return pair[:1] if which == 1 else pair[::-1] if which == 2 else pair

    def _other_prices(self) -> Prices:
        usual = Prices()
        names = ("bend", "company", "crossing", "through", "unsure", "aside")
        return replace(usual, **{name: getattr(usual, name) * math.exp(self.chance.random() * 3 - 2) for name in names})

    def _ordering(self, rounds: int) -> Ordering:
        ordering = Ordering(self.frame, routes(self.router.grid, self.router.trees, self.nets))
        ordering.improve(rounds)
        return ordering

    def _changed(self, group: Sequence[str], like: Ordering) -> Ordering:
        """The orders as they were, with the routes of some nets put among the others where they cross least."""
        ordering = Ordering(self.frame, routes(self.router.grid, self.router.trees, self.nets), like)
        nets = {number for number, net in enumerate(self.nets) if net in group}
        ordering.improve(
            1, [number for number in ordering.shared if any(run.net in nets for run in ordering.order[number])]
        )
        return ordering

    def _price(self, ordering: Ordering) -> float:
        """How bad a picture is, in crossings."""
        measured = [measure(ordering.positions, ends, way) for ends, way in ordering.routes.ways.items()]
        detours = [there - least for there, least in measured]
        silly = sum(max(0.0, there - SILLY * least - ENDS) for there, least in measured)
        return len(ordering.crossings) + sum(detours) / DETOUR + silly / SILLY_DETOUR
