"""The figures of unit 7 say what its lesson computes."""

from math import exp, log, pi, sqrt

import pytest

from tests.roadmap.figure_parts import centres, picture, points


def highest(line):
    """The highest point of a line: heights grow downwards."""
    return min(line, key=lambda point: point[1])


class TestUnit7:
    def test_both_peaks_are_at_seven_tenths_and_one_is_ten_times_as_sharp(self):
        read = picture("u7.mle.fig")
        for looks in (("second", "dash"), ("hue", "thick")):
            top = read.value(highest(read.line(*looks)))
            assert top == (pytest.approx(0.7, abs=0.02), pytest.approx(0, abs=0.1))
        small = 7 * log(0.5 / 0.7) + 3 * log(0.5 / 0.3)
        dots = sorted((read.value(each) for each in centres(read)), key=lambda point: -point[1])
        assert dots[0] == pytest.approx((0.5, small), abs=0.05)
        assert dots[1] == pytest.approx((0.5, 10 * small), abs=0.05)
        assert read.has("7 of 10: \N{MINUS SIGN}0.82")
        assert read.has("70 of 100: \N{MINUS SIGN}8.23")

    def test_the_effect_lies_beyond_the_limit_as_often_as_its_power(self):
        read = picture("u7.testing.fig")
        null, effect = read.line("second", "dash"), read.line("hue", "thick")
        zero, six = read.word("0").at[0], read.word("6").at[0]

        def place(point):
            return 6 * (point[0] - zero) / (six - zero)

        assert place(highest(null)) == pytest.approx(0, abs=0.1)
        assert place(highest(effect)) == pytest.approx(2.83, abs=0.1)
        unit = null[0][1] - highest(null)[1]
        shares = []
        for shape in [*read.of_look("path", "hue", "soft"), *read.of_look("path", "deep")]:
            corners = points(shape)
            twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, [*corners[1:], corners[0]], strict=True))
            shares.append(abs(twice) / 2 * 6 / (six - zero) / unit / sqrt(2 * pi) * (1 - exp(-(3.5**2) / 2)))
        assert shares == pytest.approx([0.807, 0.025, 0.025], abs=0.006)
        assert read.has("power")
        assert read.has("81%")
        assert sum(each.text == "2.5%" for each in read.words) == 2

    def test_two_of_forty_intervals_miss_the_line(self):
        read = picture("u7.intervals.fig")
        level = read.word("50").at[1] - 4.32
        uprights = [points(each) for each in read.of_look("path")]
        intervals = [each for each in uprights if len(each) == 2 and each[0][0] == each[1][0]]
        intervals = [each for each in intervals if abs(each[0][1] - each[1][1]) > 10]
        holding = [each for each in intervals if min(each[0][1], each[1][1]) <= level <= max(each[0][1], each[1][1])]
        assert (len(intervals), len(holding)) == (40, 38)
        assert read.has("38 of 40 catch 50, 2 miss it")
