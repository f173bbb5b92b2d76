"""From a graph to its picture."""

from typing import NamedTuple

from roadmap.map_layout.apart import set_apart
from roadmap.map_layout.drawing import Geometry, drawn
from roadmap.map_layout.frame import frame
from roadmap.map_layout.graph import Graph, columns
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.routing import nets_of
from roadmap.map_layout.searching import TRIES, Search

# Where chance begins when it seeks routes.
WAYS = 10


class Effort(NamedTuple):
    """How long a picture is sought. What must not be on one is on none, however short that was.

    Stations are placed so many times, and the placing is taken with which routes cross least at first sight, since that
    tells well what a search will make of it. Then single routes are tried so many times.
    """

    places: int
    tries: int


FULL, HASTY = Effort(places=12, tries=TRIES), Effort(places=1, tries=0)


def lay_out(graph: Graph, effort: Effort = FULL) -> Geometry:
    """The picture of this graph, which is always the same. It takes some seconds."""
    if not columns(graph):
        return {"width": 1, "height": 1, "regions": [], "stations": [], "routes": []}
    ordering = ordered(graph, effort)
    set_apart(ordering)
    return drawn(ordering, {(edge.before, edge.after): edge.needs for edge in graph.edges})


def ordered(graph: Graph, effort: Effort) -> Ordering:
    """All routes in their slots, and the sizes that they ask for."""
    nets = nets_of((edge.before, edge.after) for edge in graph.edges)
    frames = (frame(columns(graph), graph.edges, seed) for seed in range(effort.places))
    return min((Search(each, nets, WAYS) for each in frames), key=lambda search: search.price).run(effort.tries)
