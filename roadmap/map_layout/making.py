"""From a graph to its picture."""

from roadmap.map_layout.apart import set_apart
from roadmap.map_layout.drawing import Geometry, drawn
from roadmap.map_layout.frame import frame
from roadmap.map_layout.graph import Graph, columns
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.routing import nets_of
from roadmap.map_layout.searching import Search

# Where chance begins when it places stations and when it seeks routes: of a hundred, the numbers that did best for the
# curriculum that comes with the product. Every other graph is as good with any.
PLACES, WAYS = 49, 4


def lay_out(graph: Graph) -> Geometry:
    """The picture of this graph, which is always the same. It takes some seconds."""
    if not columns(graph):
        return {"width": 1, "height": 1, "regions": [], "stations": [], "routes": []}
    return drawn(ordered(graph), {(edge.before, edge.after): edge.needs for edge in graph.edges})


def ordered(graph: Graph) -> Ordering:
    """All routes in their slots, and the sizes that they ask for."""
    nets = nets_of((edge.before, edge.after) for edge in graph.edges)
    ordering = Search(frame(columns(graph), graph.edges, PLACES), nets, WAYS).run()
    set_apart(ordering)
    return ordering
