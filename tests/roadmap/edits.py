"""What admins do to a map, by chance: units are added, with long titles too, and edges are added and taken away."""

import random
from dataclasses import replace

from roadmap.map_layout.graph import Edge, Graph, Station

# 120 letters, as many as a title may have.
GERMAN = (
    "Grundlagen der Wahrscheinlichkeitstheorie und statistische Entscheidungsverfahren"
    " für datengetriebene Produktentwicklung"
)


def edited(graph: Graph, seed: int, *, times: int = 1) -> Graph:
    """The graph after so many edits of each kind; the same number is always the same edit."""
    chance = random.Random(seed)  # noqa: S311 (the same edits each time are what is wanted)
    for number in range(times):
        graph = with_unit(graph, f"new-{number}", chance)
        graph = with_edge(graph, *chance.sample(keys(graph), 2))
        graph = replace(graph, edges=tuple(sorted(chance.sample(graph.edges, len(graph.edges) - 1), key=place)))
        graph = retitled(graph, chance)
    return graph


def place(edge: Edge) -> tuple[str, str]:
    return edge.after, edge.before


def keys(graph: Graph) -> list[str]:
    return [station.key for region in graph.regions for station in region.all_stations]


def with_edge(graph: Graph, one: str, other: str) -> Graph:
    """From whichever comes first, so that no circle is closed."""
    before, after = sorted((one, other), key=keys(graph).index)
    if any((edge.before, edge.after) == (before, after) for edge in graph.edges):
        return graph
    return replace(graph, edges=tuple(sorted((*graph.edges, Edge(before, after)), key=place)))


def with_unit(graph: Graph, key: str, chance: random.Random) -> Graph:
    """A unit more at the end of a phase, which rests on two of those before it and is rested on by one after it."""
    regions = list(graph.regions)
    at = chance.choice([number for number, region in enumerate(regions) if region.stations])
    title = " ".join(chance.sample(GERMAN.split(), chance.randint(2, 9)))
    regions[at] = replace(regions[at], stations=(*regions[at].stations, Station(key, "81", title)))
    graph = replace(graph, regions=tuple(regions))
    all_keys = keys(graph)
    here = all_keys.index(key)
    for other in (*chance.sample(all_keys[:here], 2), *chance.sample(all_keys[here + 1 :], 1)):
        graph = with_edge(graph, key, other)
    return graph


def with_a_likely_unit(graph: Graph, seed: int) -> Graph:
    """A unit more at the end of a phase, as an admin would add one: with the longest title that there may be.

    It rests on the one before it and on one from where its phase has routes already, and leads to where it has some.
    """
    chance = random.Random(seed)  # noqa: S311
    regions = list(graph.regions)
    at = chance.choice([number for number, region in enumerate(regions) if region.stations])
    phase = regions[at]
    regions[at] = replace(phase, stations=(*phase.stations, Station("new", "81", GERMAN)))
    here = {station.key for station in phase.all_stations}
    before = [edge.before for edge in graph.edges if edge.after in here and edge.before not in here]
    after = [edge.after for edge in graph.edges if edge.before in here and edge.after not in here]
    others = [phase.stations[-1].key, *(chance.choice(each) for each in (before, after) if each)]
    graph = replace(graph, regions=tuple(regions))
    for other in others:
        graph = with_edge(graph, "new", other)
    return graph


def retitled(graph: Graph, chance: random.Random) -> Graph:
    """One of the units with the longest title that there may be."""
    regions = list(graph.regions)
    at = chance.choice([number for number, region in enumerate(regions) if region.stations])
    stations = list(regions[at].stations)
    which = chance.randrange(len(stations))
    stations[which] = replace(stations[which], title=GERMAN)
    regions[at] = replace(regions[at], stations=tuple(stations))
    return replace(graph, regions=tuple(regions))
