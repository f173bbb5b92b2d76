"""The figures of unit 11 say what its lesson computes."""

from itertools import combinations
from math import dist
from xml.etree.ElementTree import Element

import pytest

from tests.roadmap.figure_parts import centre, looks_of, picture, points


def nearest(texts: list[Element], place: tuple[float, float]) -> Element:
    return min(texts, key=lambda each: dist((float(each.attrib["x"]), float(each.attrib["y"])), place))


def is_barred(text: Element) -> bool:
    return any("bar" in looks_of(run) for run in text)


class TestUnit11:
    def test_no_edge_joins_two_of_the_chosen_literals(self):
        read = picture("u11.pnp.fig")
        places = [centre(each) for each in read.of_look("circle")]
        chosen = [centre(each) for each in read.of_look("circle", "soft")]
        dashed = [points(each) for each in read.of_look("path", "dash")]
        paths = [points(each) for each in read.of_look("path")]
        assert (len(places), len(chosen), len(paths), len(dashed)) == (9, 3, 15, 6)
        ends = [frozenset({each[0], each[-1]}) for each in paths]
        assert len(set(ends)) == 15
        assert all(each < set(places) for each in ends)
        assert not any(frozenset(pair) in ends for pair in combinations(chosen, 2))
        triangles = [path for path in paths if path not in dashed]
        assert [sum(place in path for path in triangles) for place in places] == [2] * 9

    def test_dashed_edges_join_a_variable_and_its_opposite(self):
        read = picture("u11.pnp.fig")
        names = [each for each in read.of_look("text") if "".join(each.itertext()) in ("x1", "x2", "x3")]
        assert len(names) == 9
        for each in read.of_look("path", "dash"):
            one, other = (nearest(names, end) for end in (points(each)[0], points(each)[-1]))
            assert "".join(one.itertext()) == "".join(other.itertext())
            assert is_barred(one) != is_barred(other)

    def test_each_level_is_as_long_as_it_costs(self):
        read = picture("u11.analysis.fig")
        widths = [float(each.attrib["width"]) for each in read.of_look("rect")]
        costs = [16, 8, 4, 2, 1, *[16] * 5, 16, 24, 36, 54, 81]
        assert [wide / widths[0] * 16 for wide in widths] == pytest.approx(costs, abs=0.2)
        ruling = [float(each.attrib["width"]) for each in read.of_look("rect", "mid")]
        assert ruling == [widths[0], *widths[5:10], widths[-1]]
        assert all(read.has(f"sum {total}") for total in (sum(costs[:5]), sum(costs[5:10]), sum(costs[10:])))
        assert read.has("sum 31")
        assert read.has("sum 80")
        assert read.has("sum 211")
        assert read.has("81 \N{MULTIPLICATION SIGN} 1 = 81")

    def test_the_heuristic_takes_eight_where_six_suffice(self):
        read = picture("u11.intractability.fig")
        edges = [points(each) for each in read.of_look("path")]
        tops = [centre(each) for each in read.of_look("circle")]
        assert (len(edges), len(tops), len(read.of_look("rect", "soft"))) == (27, 8, 6)
        degrees = [sum(top in edge for edge in edges) for top in tops]
        turns = [int(next(w.text for w in read.words if w.box.left < x < w.box.right and w.box.top < y < w.box.bottom))
                 for x, y in tops]  # fmt: skip
        assert [degree for _, degree in sorted(zip(turns, degrees, strict=True))] == [6, 5, 4, 3, 3, 2, 2, 2]
        assert sorted(turns) == list(range(1, 9))
        assert read.has("these 6 touch every edge")
        assert read.has("degree, and in the circle its turn: 8 are taken")
