"""The figures of unit 17 say what its lesson computes."""

from math import log10

import pytest

from tests.roadmap.figure_parts import Picture, Point, Words, centres, picture, points, value

ENDS = {"He, 2/n": 1, "3/n": 58, "1/n": 0.00098}


class TestUnit17:
    def test_sizes_by_layer_follow_the_rule(self):
        read = picture("u17.init.fig")
        said = {each.text.rpartition(": ")[0]: each for each in read.words if ": " in each.text}
        assert {name: value(said[name].text.rpartition(": ")[2]) for name in ENDS} == ENDS
        for looks, exact in ((("hue", "thick"), 1), (("dash",), 2**-10)):
            assert _decades(read, read.line(*looks)[-1]) == pytest.approx(log10(exact), abs=0.05)
        assert said["spread 0.01"].text == "spread 0.01: 0.000019 after 5"
        (small,) = centres(read)
        assert read.value(small)[0] == pytest.approx(5, abs=0.05)
        assert _decades(read, small) == pytest.approx(2.5 * log10(0.0128), abs=0.05)

    def test_one_value_in_four_companies(self):
        read = picture("u17.batchnorm.fig")
        becomes = [value(each.text.split()[-1]) for each in read.words if "becomes" in each.text]
        assert becomes == [1.73, -1.73, 0, 1]
        assert [value(each.text.split()[-1]) for each in read.words if each.text.startswith("mean ")] == [2, 8, 5, 3]
        discs = centres(read)
        marks = [points(each)[0][0] for each in read.of_look("path", "thick") if len(points(each)) == 2]
        unit = discs[0][0] / 5
        assert [round(mark / unit) for mark in marks] == [2, 8, 5, 3]
        assert len(discs) == 4
        assert len(read.of_look("circle", "paper")) == 6
        assert read.has("evaluation: running mean 3, spread 2")

    def test_expected_loss_of_four_schedules(self):
        read = picture("u17.schedules.fig")
        ends = {each.text.rpartition(": ")[0]: value(each.text.rpartition(": ")[2]) for each in _named(read)}
        assert ends == {"0.05 throughout": 0.57, "cut after 30": 0.37, "0.5 throughout": 0.29, "cut after 200": 0.13}
        late = [read.value(each) for each in read.line("hue", "thick")]
        assert late[-1] == pytest.approx((300, 0.131), abs=0.02)
        assert next(y for x, y in late if abs(x - 200) < 1) == pytest.approx(0.308, abs=0.01)
        early = [read.value(each) for each in read.line("dash")]
        slow = [read.value(each) for each in read.line("dot")]
        assert (early[-1][1], slow[-1][1]) == pytest.approx((0.370, 0.567), abs=0.01)


def _decades(read: Picture, point: Point) -> float:
    """The height of a point on the logarithmic axis, as a power of ten."""
    high, low = (read.word(text).at[1] for text in ("100", "0.001"))
    middle = 0.36 * 12
    return 2 - 5 * (point[1] + middle - high) / (low - high)


def _named(read: Picture) -> list[Words]:
    return [each for each in read.words if ": " in each.text]
