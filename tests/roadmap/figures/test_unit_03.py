"""The figures of unit 3 show what their lesson says: two directions that are kept, and variance by direction."""

from math import atan2, degrees, hypot

import pytest

from tests.roadmap.figure_parts import Picture, picture, points


class TestEigenvectors:
    def test_two_directions_are_kept_and_become_five_and_two_times_as_long(self):
        read = picture("u3.eigen.fig")
        shafts = [points(each) for each in read.of_look("path", "hue", "thick")]
        heads = [points(each)[0] for each in read.of_look("path", "hue", "fill")]
        marks = [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in read.of_look("circle", "hue")]
        assert all(shaft[0] == (0, 0) for shaft in shafts)
        assert [degrees(atan2(-y, x)) for x, y in heads] == pytest.approx([45, 116.57], abs=0.3)
        assert [degrees(atan2(-y, x)) for x, y in marks] == pytest.approx([45, 116.57], abs=0.3)
        factors = [hypot(*head) / hypot(*mark) for head, mark in zip(heads, marks, strict=True)]
        assert factors == pytest.approx([5, 2], abs=0.02)
        assert read.has("λ = 5 along (1, 1)")
        assert read.has("λ = 2 along (\N{MINUS SIGN}1, 2)")

    def test_all_others_turn(self):
        ways = [points(each) for each in picture("u3.eigen.fig").of_look("path", "dash")]
        assert len(ways) == 8
        for (x, y), (to_x, to_y) in ways:
            assert abs(degrees(atan2(-y, x) - atan2(-to_y, to_x))) > 5


class TestComponents:
    def test_variance_is_six_at_27_degrees_and_one_at_117(self):
        read = picture("u3.pca.fig")
        curve = [_right(read, point) for point in read.line("hue", "thick")]
        assert max(curve, key=lambda point: point[1]) == pytest.approx((26.6, 6), abs=2)
        assert min(curve, key=lambda point: point[1]) == pytest.approx((116.6, 1), abs=2)
        assert [variance for _, variance in (curve[0], curve[-1])] == pytest.approx([5, 5], abs=0.03)
        assert {"6 at 27°", "1 at 117°", "hours: 5", "problems: 2"} <= {each.text for each in read.words}

    def test_the_two_columns_lie_on_the_curve(self):
        read = picture("u3.pca.fig")
        squares = [
            (float(each.attrib["x"]) + 3.5, float(each.attrib["y"]) + 3.5) for each in read.of_look("rect", "paper")
        ]
        assert [_right(read, point) for point in squares] == [
            pytest.approx((0, 5), abs=0.5),
            pytest.approx((90, 2), abs=0.5),
        ]

    def test_the_directions_look_perpendicular(self):
        read = picture("u3.pca.fig")
        first, second = (points(read.of_look("path", look)[0]) for look in ("hue", "dash"))
        (x, y), (other_x, other_y) = ((line[-1][0] - line[0][0], line[-1][1] - line[0][1]) for line in (first, second))
        assert (x * other_x + y * other_y) / hypot(x, y) / hypot(other_x, other_y) == pytest.approx(0, abs=0.01)


def _right(read: Picture, point: tuple[float, float]) -> tuple[float, float]:
    """What a place in the right one of the two plots means, by its own labels."""
    along = {text: read.word(text).at[0] for text in ("45", "180")}
    down = {text: read.word(text).at[1] for text in ("7", "1")}
    share = (point[0] - along["45"]) / (along["180"] - along["45"])
    height = (point[1] + 0.36 * 12 - down["1"]) / (down["7"] - down["1"])
    return 45 + 135 * share, 1 + 6 * height
