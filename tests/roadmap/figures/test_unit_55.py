"""The figures of unit 55 say what its lesson computes."""

import re
from itertools import pairwise

import pytest

from tests.roadmap.figure_parts import centre, centres, crossing, inside, picture, points


class TestUnit55:
    def test_the_factor_for_repetition_is_where_the_lesson_says(self):
        read = picture("u55.bm25.fig")
        curve = [read.value(point) for point in read.line("hue", "thick")]
        for count, factor in ((1, 1), (2, 1.375), (10, 1.964)):
            assert crossing([(y, x) for x, y in curve], count) == pytest.approx(factor, abs=0.02)
        assert [read.value(each) for each in centres(read)] == [
            pytest.approx(each, abs=0.02) for each in ((1, 1), (10, 1.964), (2, 1.375))
        ]
        assert {"1.38", "1.96"} <= {each.text for each in read.words}

    def test_every_curve_stays_below_its_own_limit(self):
        read = picture("u55.bm25.fig")
        limits = sorted(read.value(points(each)[0])[1] for each in read.of_look("path", "dash"))
        assert limits == pytest.approx([1.3, 2.2, 4], abs=0.02)
        long = [points(each) for each in read.of_look("path") if len(points(each)) > 6]
        ends = sorted(read.value(line[-1])[1] for line in long)
        assert ends == pytest.approx([1.268, 2.0, 3.2], abs=0.02)

    def test_two_of_the_five_nearest_lie_across_the_border(self):
        read = picture("u55.vector.fig")
        found = [each for each in read.of_look("circle", "hue", "thick") if float(each.attrib["r"]) == 5]
        # One more of each stands in the legend.
        assert (len(found) - 1, len(read.of_look("rect", "warn")) - 1) == (3, 2)
        (opened,) = read.of_look("path", "soft")
        assert all(inside(each, points(opened)) for each in (centre(one) for one in found[:-1]))
        for missed in read.of_look("rect", "warn")[:-1]:
            middle = (float(missed.attrib["x"]) + 5, float(missed.attrib["y"]) + 5)
            assert not inside(middle, points(opened))

    def test_the_ringed_are_the_nearest_of_all(self):
        read = picture("u55.vector.fig")
        (cloud,) = read.of_look("path", "points")
        vectors = [(float(x), float(y)) for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)h0", cloud.attrib["d"])]
        corners = points(read.of_look("path", "fill")[0])
        query = (corners[0][0], corners[0][1] + 6)
        nearest = sorted(vectors, key=lambda each: (each[0] - query[0]) ** 2 + (each[1] - query[1]) ** 2)[:5]
        rings = [centre(each) for each in read.of_look("circle", "hue", "thick")[:3]]
        rings += [
            (float(each.attrib["x"]) + 5, float(each.attrib["y"]) + 5) for each in read.of_look("rect", "warn")[:2]
        ]
        assert sorted(nearest) == [pytest.approx(each, abs=0.11) for each in sorted(rings)]

    def test_recall_rises_steeply_and_then_flattens(self):
        read = picture("u55.vector.fig")
        tried = [read.value(point) for point in read.line("hue", "thick")]
        work, recall = tried[0]
        assert work == pytest.approx(90, abs=8)
        assert recall == pytest.approx(0.39, abs=0.005)
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(tried)]
        assert slopes == sorted(slopes, reverse=True)
