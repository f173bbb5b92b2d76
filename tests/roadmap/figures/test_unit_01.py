"""The figures of unit 1 say what its lesson computes."""

from math import acos, degrees, hypot

import pytest

from tests.roadmap.figure_parts import picture, points


class TestUnit01:
    def test_the_part_along_a_is_four_fifths_of_it_and_the_rest_is_perpendicular(self):
        read = picture("u1.operations.fig")
        x, y = read.line("hue", "thick")[0]
        a, b, along = ((tip[0] - x, y - tip[1]) for tip in (points(each)[0] for each in read.of_look("path", "fill")))
        assert a[1] / a[0] == pytest.approx(4 / 3, abs=0.01)
        assert (b[0] / a[0], b[1] / a[1]) == pytest.approx((8 / 3, -1 / 4), abs=0.01)
        assert along == pytest.approx((0.8 * a[0], 0.8 * a[1]), abs=0.11)
        start, end = points(read.of_look("path", "dash")[0])
        assert [(start[0] - x, y - start[1]), (end[0] - x, y - end[1])] == [along, b]
        assert degrees(acos((a[0] * b[0] + a[1] * b[1]) / hypot(*a) / hypot(*b))) == pytest.approx(60.3, abs=0.1)
        assert {"60.3°", "0.8a = (2.4, 3.2)"} <= {each.text for each in read.words}

    def test_two_orders_send_the_unit_square_to_two_places(self):
        read = picture("u1.transformations.fig")
        images = []
        for square, image in zip(read.of_look("path", "dash"), read.of_look("path", "soft"), strict=True):
            (x, y), (end, _) = points(square)[:2]
            images.append([((across - x) / (end - x), (y - down) / (end - x)) for across, down in points(image)])
        assert images == [[(0, 0), (0, 1), (-1, 3), (-1, 2)], [(0, 0), (2, 1), (1, 1), (-1, 0)]]
        assert [each.text.replace("\N{MINUS SIGN}", "-") for each in read.words if each.text.startswith("e")] == [
            "e1: (0, 1)", "e2: (-1, 2)", "e1: (2, 1)", "e2: (-1, 0)"
        ]  # fmt: skip
