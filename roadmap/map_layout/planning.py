"""Seeks for minutes what a picture in seconds can begin with."""

from collections.abc import Callable

from roadmap.map_layout.graph import Graph
from roadmap.map_layout.making import PASSES, begun, planned
from roadmap.map_layout.plan import Plan, plan_of
from roadmap.map_layout.searching import Search

# How long each of the first placings is tried.
FIRST = 600


def planned_well(graph: Graph, places: int, tries: int, tell: Callable[[str], None]) -> Plan:
    """The best plan that so many placings and in the end so many tries lead to; the same for the same numbers.

    Half of the placings stay for a search that is twice as long, and so on; the last one gets all the tries.
    """
    seeds, length = list(range(places)), FIRST
    while len(seeds) > 1:
        prices = {seed: _searched(graph, seed, length, tell).price for seed in seeds}
        seeds = sorted(seeds, key=prices.__getitem__)[: len(seeds) // 2]
        length *= 2
    search = _searched(graph, seeds[0], tries, tell)
    plan = plan_of(search.best, search.price)
    # Sizes were those of the whole search, and are now those of what was found.
    return plan._replace(price=planned(graph, plan).price)


def _searched(graph: Graph, seed: int, tries: int, tell: Callable[[str], None]) -> Search:
    search = begun(graph, seed, PASSES)
    search.run(tries)
    tell(f"Placing {seed}, {tries} tries: {len(search.best.crossings)} crossings, price {search.price:.1f}")
    return search
