"""From a graph to its picture."""

from typing import NamedTuple

from roadmap.map_layout import plan
from roadmap.map_layout.apart import set_apart
from roadmap.map_layout.drawing import Geometry, drawn
from roadmap.map_layout.frame import frame
from roadmap.map_layout.graph import Graph, columns
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.plan import Plan
from roadmap.map_layout.routing import nets_of
from roadmap.map_layout.searching import CAREFUL, TRIES, Search

# Where chance begins when it seeks routes.
WAYS = 10
# How often all routes are sought beside each other: for a first look at a frame, and before single ones are tried.
SKETCHED, PASSES = 1, 3
# A plan is of use as long as it knows so large a share of the routes.
KNOWN = 0.6


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
    known = plan.kept()
    if _knows(known, graph):
        search = planned(graph, known)
        # Where nothing has become worse, nothing needs to be sought.
        return search.run(effort.tries if search.price > known.price else 0, CAREFUL)
    return sought(graph, effort).run(effort.tries)


def _knows(known: Plan, graph: Graph) -> bool:
    return sum(f"{edge.before} {edge.after}" in known.ways for edge in graph.edges) > KNOWN * len(graph.edges)


def planned(graph: Graph, known: Plan) -> Search:
    """The search that begins with what is left of a plan."""
    search = Search(frame(columns(graph), graph.edges, 0, known.spots), nets(graph), WAYS)
    search.follow(known)
    return search


def begun(graph: Graph, seed: int, passes: int) -> Search:
    """A search that begins with nothing, in the frame to which this seed leads."""
    search = Search(frame(columns(graph), graph.edges, seed), nets(graph), WAYS)
    search.begin(passes)
    return search


def sought(graph: Graph, effort: Effort) -> Search:
    """The search that begins with nothing: in the frame in which routes cross least at first sight."""
    best = min((begun(graph, seed, SKETCHED) for seed in range(effort.places)), key=lambda search: search.price)
    best.begin(PASSES)
    return best


def nets(graph: Graph) -> dict[str, list[str]]:
    """The stations that each station of a graph leads to."""
    return nets_of((edge.before, edge.after) for edge in graph.edges)
