"""What holds of a picture of the map, whatever is on it: measured from what is drawn."""

import dataclasses
import itertools
import json
import re
import subprocess
import sys

import pytest

from roadmap import atlas
from roadmap.map_layout import apart, making, plan
from roadmap.map_layout.graph import Branch, Edge, Graph, Region, Station, columns, digest, read, running, written
from roadmap.map_layout.labels import WIDEST, width, wrapped
from roadmap.map_layout.making import HASTY, lay_out, planned
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.planning import planned_well
from roadmap.picture import committed, graph_of
from tests.roadmap.drawings import Drawing
from tests.roadmap.edits import GERMAN, edited, with_a_likely_unit

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


# It knows no route, so it is of no use for any graph.
NO_PLAN = plan.Plan({}, {}, {}, 0.0)

MUST_NOT_BE = {"through stations", "through labels", "lie on each other", "overlap", "off the page"}


def letters(texts):
    return "".join(texts).replace("-", "").replace(" ", "")


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


def beside(drawing, one, other):
    """Whether one station stands to the left of another one, and whether above."""
    (x, y), (at, down) = drawing.at[one], drawing.at[other]
    return x < at, y < down


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


class TestAfterEdits:
    """Drawn in haste: what must not be on a picture does not depend on how long it was sought."""

    def test_a_unit_with_the_longest_german_title_finds_its_room(self, graph):
        assert len(GERMAN) == 120
        regions = list(graph.regions)
        regions[2] = dataclasses.replace(regions[2], stations=(*regions[2].stations, Station("new", "81", GERMAN)))
        drawing = Drawing(lay_out(dataclasses.replace(graph, regions=tuple(regions)), HASTY))
        assert {key: found for key, found in faults(drawing).items() if key in MUST_NOT_BE and found} == {}
        lines = next(each["lines"] for each in drawing.geometry["stations"] if each["key"] == "new")
        assert letters(line["text"] for line in lines) == letters(["81", GERMAN])

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", [1, 3])
    def test_a_unit_more_leaves_fewer_than_200_crossings(self, graph, seed):
        drawing = Drawing(lay_out(with_a_likely_unit(graph, seed)))
        assert not {fault: found for fault, found in faults(drawing).items() if found}
        assert 0 < drawing.crossings() < 200

    def test_it_would_not_without_the_plan(self, graph, monkeypatch):
        """The control of the test above, in haste on both sides: a picture from nothing crosses far more."""
        graph = with_a_likely_unit(graph, 1)
        planned = Drawing(lay_out(graph, HASTY)).crossings()
        monkeypatch.setattr(plan, "kept", lambda: NO_PLAN)
        assert planned + 20 < Drawing(lay_out(graph, HASTY)).crossings()

    @pytest.mark.parametrize("seed", range(1, 4))
    def test_who_knew_the_picture_finds_their_way(self, shipped, graph, seed):
        """Stations of a phase stand to each other as they stood."""
        graph = with_a_likely_unit(graph, seed)
        drawing = Drawing(lay_out(graph, HASTY))
        for region in graph.regions:
            old = [station.key for station in region.all_stations if station.key in shipped.at]
            for one, other in itertools.combinations(old, 2):
                assert beside(shipped, one, other) == beside(drawing, one, other)

    @pytest.mark.parametrize("seed", range(1, 11))
    def test_no_routes_lie_on_each_other_and_nothing_overlaps(self, graph, seed):
        drawing = Drawing(lay_out(edited(graph, seed), HASTY))
        assert {key: found for key, found in faults(drawing).items() if key in MUST_NOT_BE and found} == {}

    @pytest.mark.parametrize("seed", range(1, 4))
    def test_not_without_a_plan_either(self, graph, seed, monkeypatch):
        monkeypatch.setattr(plan, "kept", lambda: NO_PLAN)
        drawing = Drawing(lay_out(edited(graph, seed), HASTY))
        assert {key: found for key, found in faults(drawing).items() if key in MUST_NOT_BE and found} == {}

    def test_not_after_many_edits_either(self, graph):
        drawing = Drawing(lay_out(edited(graph, 101, times=5), HASTY))
        assert {key: found for key, found in faults(drawing).items() if key in MUST_NOT_BE and found} == {}

    def test_they_would_if_they_were_not_set_apart(self, graph, monkeypatch):
        monkeypatch.setattr(making, "set_apart", lambda ordering: None)
        assert faults(Drawing(lay_out(edited(graph, 3), HASTY)))["lie on each other"]

    def test_a_channel_in_which_moving_is_not_enough_gets_another_slot(self, graph, monkeypatch):
        monkeypatch.setattr(plan, "kept", lambda: NO_PLAN)
        monkeypatch.setattr(apart, "MOST", 0.0)
        assert not faults(Drawing(lay_out(edited(graph, 3), HASTY)))["lie on each other"]
        monkeypatch.setattr(Ordering, "widen", lambda self, numbers: None)
        assert faults(Drawing(lay_out(edited(graph, 3), HASTY)))["lie on each other"]


class TestThePlan:
    def test_leads_back_to_the_picture_that_it_is_of(self):
        found = planned_well(SMALL, places=2, tries=5, tell=lambda text: None)
        assert plan.read(json.loads(plan.written(found))) == found
        assert planned(SMALL, found).price == found.price
        again = plan.plan_of(planned(SMALL, found).best, found.price)
        assert again == found

    def test_tells_how_far_it_is(self):
        said: list[str] = []
        planned_well(SMALL, places=4, tries=5, tell=said.append)
        found = [re.fullmatch(r"Placing [0-3], (\d+) tries: \d+ crossings, price [\d.]+", line) for line in said]
        assert [line and line[1] for line in found] == ["600"] * 4 + ["1200"] * 2 + ["5"]

    def test_that_cannot_be_kept_to_is_left(self):
        """A route turned around: what stood below stands above now."""
        found = planned_well(SMALL, places=1, tries=0, tell=lambda text: None)
        graph = dataclasses.replace(SMALL, edges=(Edge("b", "a"), *SMALL.edges[1:]))
        at = planned(graph, found).best.sizes.points
        assert at["b"][1] < at["a"][1]

    def test_what_is_not_there_any_more_leaves_no_gap(self):
        found = planned_well(SMALL, places=1, tries=0, tell=lambda text: None)
        without = dataclasses.replace(SMALL.regions[0], stations=stations("a", "c"))
        graph = Graph((without, *SMALL.regions[1:]), (Edge("a", "c"), *SMALL.edges[2:]))
        spots = planned(graph, found).frame.columns[0][0].spots
        assert spots == {"a": (0, found.spots["one"]["a"][1]), "c": (1, found.spots["one"]["c"][1])}

    def test_of_another_curriculum_is_of_no_use(self, monkeypatch):
        monkeypatch.setattr(making, "planned", None)
        assert lay_out(SMALL)["stations"]


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

    @pytest.mark.parametrize("seed", [None, 1, 2, 3])
    def test_what_is_rested_on_stands_above(self, shipped, graph, seed):
        if seed is not None:
            graph = edited(graph, seed, times=4)
        at = shipped.at if seed is None else Drawing(lay_out(graph, HASTY)).at
        region_of = {station.key: region.key for region in graph.regions for station in region.all_stations}
        for edge in graph.edges:
            if region_of[edge.before] == region_of[edge.after]:
                assert at[edge.before][1] < at[edge.after][1]

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

    def test_is_of_what_the_code_does_and_not_of_what_is_said_about_it(self):
        bare = "def half(x):\n    return x / 2\n\nTEXT = 'a'\n"
        said = '"""Halves."""\n\n# A half.\ndef half(x):\n    """Half."""\n\n    return x / 2  # Two.\n\n\nTEXT = "a"\n'
        assert running(said.replace('"a"', "'a'")) == running(bare)
        assert running(bare.replace("2", "3")) != running(bare)
        assert running(bare.replace("'a'", "'b'")) != running(bare)
        assert running(bare.replace("    return x / 2", "    if x:\n        return x\n    return 2")) != running(
            bare.replace("    return x / 2", "    if x:\n        return x\n        return 2")
        )


class TestLabels:
    @pytest.mark.parametrize(
        "title", ["15 Backpropagation Deep Dive", GERMAN, "W" * 120, "a b " * 30, "日本語の題名" * 10]
    )
    def test_no_line_is_wider_than_its_room_and_nothing_is_lost(self, title):
        lines = wrapped(title)
        assert max(map(width, lines)) <= WIDEST
        assert letters(lines) == letters([title])

    def test_lines_are_about_equally_long(self):
        assert wrapped("30 Text Processing & Embeddings") == ["30 Text Processing", "& Embeddings"]

    def test_a_word_is_broken_at_its_own_hyphen(self):
        assert "to--" not in "".join(wrapped("33 Sequence-to-Sequence Models"))
