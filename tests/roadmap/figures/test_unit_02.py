"""The figures of unit 2 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, picture, points


class TestUnit2:
    def test_row_operations_keep_the_area(self):
        read = picture("u2.determinants.fig")
        # The grid's lines stand one unit of the plane apart.
        unit = abs(points(read.of_look("path", "rule")[0])[0][0] - points(read.of_look("path", "rule")[1])[0][0])
        shapes = [points(each) for each in read.of_look("path", "hue", "soft")]
        sides = [
            [((x - shape[0][0]) / unit, (shape[0][1] - y) / unit) for x, y in (shape[1], shape[3])] for shape in shapes
        ]
        assert sides == [[(2, 2), (1, 4)], [(2, 0), (1, 3)], [(2, 0), (0, 3)]]
        assert [x * w - y * v for (x, y), (v, w) in sides] == [6, 6, 6]
        assert sum("area 6" in each.text for each in read.words) == 3

    def test_two_lines_cross_or_are_parallel_or_are_the_same(self):
        read = picture("u2.systems.fig")
        dashed = [points(each) for each in read.of_look("path", "hue", "dash") if len(points(each)) == 2]
        slanted = [line for line in dashed if line[0][1] != line[1][1]]
        crossing, start = centres(read)
        assert [(b[1] - a[1]) / (b[0] - a[0]) for a, b in slanted] == pytest.approx([-1, 1, 1])
        plain = [points(each) for each in read.of_look("path") if not each.get("class")]
        solid = [line for line in plain if line[0][1] != line[1][1]]
        assert solid[2] == slanted[2]
        assert solid[1] != slanted[1]
        for (x, y), line in ((crossing, solid[0]), (crossing, slanted[0]), (start, solid[2])):
            assert y - line[0][1] == pytest.approx((line[1][1] - line[0][1]) / (line[1][0] - line[0][0])
                                                   * (x - line[0][0]))  # fmt: skip
        assert read.has("(2, 1)")
