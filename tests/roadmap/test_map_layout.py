"""What holds of a picture of the map, whatever is on it: measured from what is drawn."""

import dataclasses
import itertools
import json
import subprocess
import sys

import pytest

from roadmap import atlas
from roadmap.map_layout.graph import Branch, Edge, Graph, Region, Station, columns, digest, read, written
from roadmap.map_layout.labels import WIDEST, width, wrapped
from roadmap.map_layout.making import lay_out
from roadmap.picture import committed, graph_of
from tests.roadmap.drawings import Drawing

GERMAN = (
    "Grundlagen der Wahrscheinlichkeitstheorie und statistische Entscheidungsverfahren"
    " für datengetriebene Produktentwicklung"
)
# A route may be so much longer than the shortest way: a share of it, and what leaving and reaching a station takes.
DETOUR, ENDS = 1.4, 200


def stations(*keys):
    return tuple(Station(key, key, f"Station {key}") for key in keys)


def chain(*keys):
    return tuple(Edge(before, after) for before, after in itertools.pairwise(keys))


SMALL = Graph(
    (
        Region("one", 1, "One", 1, 1, stations("a", "b", "c")),
        Region("two", 2, "Two", 2, 1, stations("d", "e")),
        Region("end", 3, "The End", None, None, (), (Branch("p", "Capstone 1", "Product", stations("x", "y", "z")),)),
    ),
    (*chain("a", "b", "c"), *chain("d", "e"), *chain("x", "y", "z"), Edge("a", "d", needs=False), Edge("e", "x")),
)


def faults(drawing):
    """All that must not be on any picture."""
    labels, dots = drawing.labels(), drawing.stations()
    boxes = labels | dots
    page = drawing.geometry
    return {
        "through stations": drawing.through(dots),
        "through labels": drawing.through(labels),
        "lie on each other": drawing.on_each_other(),
        "overlap": [(a, b) for a, b in itertools.combinations(boxes, 2) if boxes[a].overlaps(boxes[b])],
        "off the page": [
            key for key, box in boxes.items()
            if box.left < 0 or box.top < 0 or box.right > page["width"] or box.bottom > page["height"]
        ],
        "silly": [
            (*ends, round(there), round(least)) for ends, (there, least) in drawing.detours().items()
            if there > DETOUR * least + ENDS
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    return Drawing(committed()["geometry"])


@pytest.fixture
def graph(db):
    """What the committed picture is of."""
    return graph_of(atlas.current())


class TestTheCommittedPicture:
    def test_shows_everything(self, shipped, graph):
        assert set(shipped.at) == {station.key for region in graph.regions for station in region.all_stations}
        assert set(shipped.routes) == {(edge.before, edge.after) for edge in graph.edges}
        assert len(shipped.at) == 89

    def test_has_fewer_than_200_crossings(self, shipped):
        assert 0 < shipped.crossings() < 200

    def test_has_no_fault(self, shipped):
        assert not {fault: found for fault, found in faults(shipped).items() if found}

    def test_is_what_the_code_makes_of_the_committed_curriculum(self, graph):
        """Also in a process of its own: nothing of it is left to chance, or to the order of a set."""
        done = subprocess.run(
            [sys.executable, "-m", "roadmap.map_layout"],
            input=json.dumps(written(graph)),
            capture_output=True,
            text=True,
        )
        assert json.loads(done.stdout) == committed()["geometry"], "manage.py layout_map --write renews it"
        assert digest(graph) == committed()["digest"]


def test_a_unit_with_the_longest_german_title_finds_its_room(graph):
    assert len(GERMAN) == 120
    regions = list(graph.regions)
    regions[2] = dataclasses.replace(regions[2], stations=(*regions[2].stations, Station("new", "81", GERMAN)))
    edges = (*graph.edges, Edge("databases", "new"), Edge("new", "mlops-fundamentals"), Edge("git-fundamentals", "new"))
    drawing = Drawing(lay_out(Graph(tuple(regions), edges)))
    assert not {fault: found for fault, found in faults(drawing).items() if found}
    assert "".join(
        line["text"] for each in drawing.geometry["stations"] if each["key"] == "new" for line in each["lines"]
    )
    assert drawing.crossings() < 240


class TestAnyGraph:
    def test_a_small_one_has_no_fault(self):
        drawing = Drawing(lay_out(SMALL))
        assert not {fault: found for fault, found in faults(drawing).items() if found}
        assert [route["needs"] for route in drawing.geometry["routes"]].count(False) == 1

    def test_a_route_may_lead_back_to_the_left(self):
        graph = dataclasses.replace(SMALL, edges=(*SMALL.edges, Edge("z", "c")))
        assert ("z", "c") in Drawing(lay_out(graph)).routes

    @pytest.mark.parametrize("regions", [(), (Region("one", 1, "One"),)], ids=["nothing", "an empty phase"])
    def test_there_may_be_nothing_to_show(self, regions):
        assert lay_out(Graph(regions, ()))["stations"] == []

    def test_stations_need_no_routes(self):
        graph = Graph((Region("one", 1, "One", 1, 1, stations("a", "b", "c")),), ())
        drawing = Drawing(lay_out(graph))
        assert len(drawing.at) == 3
        assert not {fault: found for fault, found in faults(drawing).items() if found}

    def test_what_is_rested_on_stands_above(self, shipped, graph):
        region_of = {station.key: region.key for region in graph.regions for station in region.all_stations}
        for edge in graph.edges:
            if region_of[edge.before] == region_of[edge.after]:
                assert shipped.at[edge.before][1] < shipped.at[edge.after][1]

    def test_it_can_be_written_and_read(self):
        assert read(json.loads(json.dumps(written(SMALL)))) == SMALL


class TestColumns:
    def test_a_phase_without_a_place_stands_after_the_last_that_it_rests_on(self):
        assert [[region.key for region in regions] for regions in columns(SMALL)] == [["one"], ["two"], ["end"]]

    def test_one_that_rests_on_nothing_stands_in_the_first_below_the_others(self):
        new = Region("new", 4, "New", stations=stations("n"))
        graph = Graph((*SMALL.regions, new), SMALL.edges)
        assert [region.key for region in columns(graph)[0]] == ["one", "new"]

    def test_each_stands_where_an_admin_says(self):
        moved = dataclasses.replace(SMALL.regions[1], column=1, order=1)
        first = dataclasses.replace(SMALL.regions[0], order=2)
        graph = Graph((first, moved, SMALL.regions[2]), SMALL.edges)
        assert [[region.key for region in regions] for regions in columns(graph)] == [["two", "one"], ["end"]]


class TestTheDigest:
    @pytest.mark.parametrize(
        "other",
        [
            dataclasses.replace(SMALL, edges=SMALL.edges[1:]),
            dataclasses.replace(SMALL, edges=(dataclasses.replace(SMALL.edges[0], needs=False), *SMALL.edges[1:])),
            dataclasses.replace(SMALL, regions=(dataclasses.replace(SMALL.regions[0], column=3), *SMALL.regions[1:])),
        ],
        ids=["an edge", "its strength", "a place"],
    )
    def test_tells_graphs_apart(self, other):
        assert digest(other) != digest(SMALL)

    def test_is_the_same_for_the_same(self):
        assert digest(read(written(SMALL))) == digest(SMALL)


class TestLabels:
    @pytest.mark.parametrize(
        "title", ["15 Backpropagation Deep Dive", GERMAN, "W" * 120, "a b " * 30, "日本語の題名" * 10]
    )
    def test_no_line_is_wider_than_its_room_and_nothing_is_lost(self, title):
        lines = wrapped(title)
        assert max(map(width, lines)) <= WIDEST
        letters = "".join(lines).replace("-", "").replace(" ", "")
        assert letters == title.replace(" ", "").replace("-", "")

    def test_lines_are_about_equally_long(self):
        assert wrapped("30 Text Processing & Embeddings") == ["30 Text Processing", "& Embeddings"]

    def test_a_word_is_broken_at_its_own_hyphen(self):
        assert "to--" not in "".join(wrapped("33 Sequence-to-Sequence Models"))
