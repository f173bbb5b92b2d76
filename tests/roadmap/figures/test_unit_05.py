"""The figures of unit 5 say what its lesson computes."""

from math import acos, degrees, hypot, sqrt

import pytest

from tests.roadmap.figure_parts import centres, picture, points


class TestUnit05:
    def test_against_the_gradient_one_passes_the_minimum(self):
        read = picture("u5.gradients.fig")
        (x, y), *others = centres(read)
        (start, end), (straight, middle) = (points(each) for each in read.of_look("path", "hue") + _dashed(read))
        assert start == straight
        assert middle == (x, y)
        unit = (start[0] - x) / 4

        def at(point):
            return (point[0] - x) / unit, (y - point[1]) / unit

        assert [at(each) for each in others] == [pytest.approx(each, abs=0.01) for each in ((2.4, -0.6), (4, 1))]
        one, other = ((end[0] - start[0], end[1] - start[1]), (x - start[0], y - start[1]))
        angle = acos((one[0] * other[0] + one[1] * other[1]) / hypot(*one) / hypot(*other))
        assert degrees(angle) == pytest.approx(31, abs=0.1)
        assert {"31\N{DEGREE SIGN}", "(2.4, \N{MINUS SIGN}0.6): 7.2", "(4, 1)", "4", "12", "20", "gradient / 8"} <= {
            each.text for each in read.words
        }
        levels = [[at(each) for each in points(line)] for line in read.of_look("path", "second")]
        assert [[across**2 + 4 * up**2 for across, up in line] for line in levels] == [
            pytest.approx([level] * len(line), abs=0.1) for level, line in zip((4, 12, 20), levels, strict=True)
        ]
        # The best point of the way is as high as its label says, and those beside it are higher.
        heights = [(4 - part) ** 2 + 4 * (1 - part) ** 2 for part in (1.5, 1.6, 1.7)]
        assert heights[1] == pytest.approx(7.2)
        assert heights[1] == min(heights)

    def test_arrows_cross_level_sets_at_right_angles(self):
        read = picture("u5.gradients.fig")
        (x, y), *_ = centres(read)
        unit = (centres(read)[-1][0] - x) / 4
        shafts = [points(each) for each in read.of_look("path") if not each.get("class") and len(points(each)) == 2]
        assert len(shafts) == 5
        for foot, neck in shafts:
            gradient = (2 * (foot[0] - x) / unit, 8 * (foot[1] - y) / unit)
            way = (neck[0] - foot[0], neck[1] - foot[1])
            turn = (gradient[0] * way[1] - gradient[1] * way[0]) / hypot(*gradient) / hypot(*way)
            assert turn == pytest.approx(0, abs=0.01)

    def test_a_saddle_rises_along_the_axes_and_falls_across_the_dashed_lines(self):
        read = picture("u5.hessians.fig")
        ((x, y),) = centres(read)

        def value(point):
            across, up = (point[0] - x) / 60, (y - point[1]) / 60
            return across**2 + 3 * across * up + up**2

        solid, dashed = ([each for each in _lines(read) if ("dash" in each.get("class")) == dash] for dash in (0, 1))
        assert [value(points(each)[20]) for each in solid] == pytest.approx([1, 1, 4, 4], abs=0.05)
        assert [value(points(each)[20]) for each in dashed] == pytest.approx([-0.25, -0.25, -1, -1], abs=0.05)
        tip = points(read.of_look("path", "hue", "fill")[0])[0]
        assert value(tip) == pytest.approx(-(1.8**2) / 2, abs=0.05)
        assert (tip[0] - x, tip[1] - y) == pytest.approx([60 * 1.8 / sqrt(2)] * 2, abs=0.1)
        said = {each.text.replace("\N{MINUS SIGN}", "-") for each in read.words}
        assert {"eigenvalue 5,", "eigenvalue -1,", "x: up", "y: up", "along (1, -1):", "-0.25", "-1"} <= said


def _dashed(read):
    return read.of_look("path", "dash")


def _lines(read):
    return read.of_look("path", "second")
