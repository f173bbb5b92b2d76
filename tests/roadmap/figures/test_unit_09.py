"""The figures of unit 9 say what its lesson computes."""

from itertools import pairwise
from math import hypot

import pytest

from tests.roadmap.figure_parts import centre, centres, picture, points


class TestUnit09:
    def test_validation_errors_are_lowest_at_depth_4(self):
        read = picture("u9.trees.fig")
        validation = [read.value(each) for each in read.line("hue", "thick")]
        training = [read.value(each) for each in read.line("dash")]
        assert validation[0][1] == pytest.approx(40.3, abs=0.3)
        assert min(validation, key=lambda each: each[1]) == pytest.approx((4, 18), abs=0.3)
        assert max(validation[5:], key=lambda each: each[1]) == pytest.approx((8, 25.2), abs=0.3)
        assert validation[-1] == pytest.approx((12, 22.4), abs=0.3)
        assert (training[0][1], training[-1][1]) == pytest.approx((37, 0), abs=0.3)
        assert min(height for _, height in validation) > 10
        assert all(one[1] >= other[1] - 0.1 for one, other in pairwise(training))
        words = ("18 at depth 4", "40.3", "37", "25.2", "validation 22.4", "training 0", "flipped labels: 10")
        assert all(read.has(each) for each in words)

    def test_a_higher_price_narrows_the_band_and_lets_go_of_a_row(self):
        read = picture("u9.svm.fig")
        cheap, dear = _panels(read)
        for unit, boundary, edges, width in ((*cheap, 3.33), (*dear, 1.11)):
            apart = [_distance(boundary, edge[0]) / unit for edge in edges]
            assert apart == pytest.approx([width / 2] * 2, abs=0.03)
        rings = [centre(each) for each in read.of_look("circle", "second")]
        half = len([1 for x, _ in rings if x < 205])
        assert (half, len(rings) - half) == (4, 3)
        assert read.has("band 3.33")
        assert read.has("band 1.11")
        assert read.has("wrong side")
        assert read.has("margin 1")

    def test_the_point_2_2_changes_its_side(self):
        read = picture("u9.svm.fig")
        discs = centres(read)
        (_, first, _), (_, second, _) = _panels(read)
        # Discs are of kind +1; the fourth of each panel is (2, 2), and the first, (4, 3), is right in both.
        assert _side(first, discs[3]) != _side(first, discs[0])
        assert _side(second, discs[7]) == _side(second, discs[4])

    def test_both_ends_of_k_means_have_the_inertia_that_they_say(self):
        read = picture("u9.kmeans.fig")
        lines = [points(each) for each in read.of_look("path", "second")]
        rows = [centre(each) for each in read.elements if each.tag == "circle"]
        assert len(rows) == len(lines) == 8
        unit = (rows[2][0] - rows[0][0]) / 6
        assert (rows[0][1] - rows[1][1]) / unit == pytest.approx(2)
        squares = [(hypot(a[0] - b[0], a[1] - b[1]) / unit) ** 2 for a, b in lines]
        assert (sum(squares[:4]), sum(squares[4:])) == pytest.approx((4, 36), abs=0.1)
        assert read.has("good end: J = 4")
        assert read.has("bad end: J = 36")
        assert all(read.has(each) for each in ("(0, 1)", "(6, 1)", "(3, 0)", "(3, 2)"))


def _panels(read):
    """Of each panel: the length of a unit, the boundary, and the two edges of the band."""
    boundaries = [points(each) for each in read.of_look("path", "hue", "thick")]
    edges = [points(each) for each in read.of_look("path", "dash")]
    discs = centres(read)
    units = [(discs[at + 1][0] - discs[at][0]) for at in (0, 4)]  # from (4, 3) to (5, 5)
    return [(units[at], boundaries[at], edges[2 * at : 2 * at + 2]) for at in (0, 1)]


def _turn(line, point):
    (ax, ay), (bx, by) = line[0], line[-1]
    return ((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)) / hypot(bx - ax, by - ay)


def _distance(line, point):
    return abs(_turn(line, point))


def _side(line, point):
    return _turn(line, point) > 0
