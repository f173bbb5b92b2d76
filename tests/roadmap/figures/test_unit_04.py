"""The figures of unit 4 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, crossing, picture, points, value


class TestUnit4:
    def test_a_quarter_is_left_over_where_the_slope_promises_one(self):
        read = picture("u4.derivatives.fig")
        assert [read.value(each) for each in centres(read)] == [
            pytest.approx(each, abs=0.02) for each in ((1, 1), (1.5, 2.25))
        ]
        (left,) = read.of_look("path", "warn", "thick")
        assert [read.value(each)[1] for each in points(left)] == pytest.approx([2, 2.25], abs=0.02)
        (tangent,) = read.of_look("path", "dash")
        assert crossing([read.value(each)[::-1] for each in points(tangent)], 1.5) == pytest.approx(2, abs=0.02)
        assert {"nudge h = 0.5", "= 1", "h2 = 0.25"} <= {each.text for each in read.words}

    def test_one_descent_closes_in_and_the_other_one_climbs(self):
        read = picture("u4.gradients.fig")
        labels = [value(each.text) for each in read.words if "halo" in each.looks]
        assert labels == [2, -1.6, 1.28, -1.02, 2, -2.4, 2.88, -3.46]
        squares = [float(each.attrib["y"]) + float(each.attrib["height"]) / 2 for each in read.of_look("rect", "warn")]
        heights = [read.value(each)[1] for each in [*centres(read), *((0, y) for y in squares)]]
        assert heights == pytest.approx([2 * error**2 for error in labels], abs=0.1)
