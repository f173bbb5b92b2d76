"""The figures of unit 27 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import picture, points


class TestUnit27:
    def test_an_edit_builds_three_steps_of_four_or_two_of_five(self):
        read = picture("u27.docker.fig")
        again, kept = read.of_look("rect", "hue"), read.of_look("rect", "paper")
        lefts = sorted({float(each.attrib["x"]) for each in again})
        counts = [
            (sum(float(each.attrib["x"]) == left for each in again), sum(float(k.attrib["x"]) == left for k in kept))
            for left in lefts
        ]
        assert counts == [(3, 1), (2, 3)]
        assert read.has("again: 80 s")
        assert read.has("again: 10 s")

    def test_the_critical_jobs_fill_fifteen_minutes_without_a_gap(self):
        read = picture("u27.cicd.fig")
        minute = (read.word("15").at[0] - read.word("0").at[0]) / 15
        zero = read.word("0").at[0]
        bars = [
            ((float(each.attrib["x"]) - zero) / minute, float(each.attrib["width"]) / minute)
            for each in read.of_look("rect", "hue")
        ]
        assert [start for start, _ in bars] == pytest.approx([0, 5, 13], abs=0.05)
        assert [start + length for start, length in bars] == pytest.approx([5, 13, 15], abs=0.05)
        others = [float(each.attrib["width"]) / minute for each in read.of_look("rect", "paper")]
        assert others == pytest.approx([1, 2, 6], abs=0.05)
        assert read.has("7 minutes to spare")

    def test_stopping_first_answers_twenty_too_few_for_eighty_seconds(self):
        read = picture("u27.deployment.fig")
        stopped = [read.value(each) for each in read.line("hue", "thick")]
        low = [time for time, height in stopped if height < 310]
        assert min(height for _, height in stopped) == pytest.approx(300, abs=1)
        assert (min(low), max(low)) == pytest.approx((0, 80), abs=0.5)

    def test_two_ways_fall_to_nothing(self):
        read = picture("u27.deployment.fig")
        blind = [read.value(each) for each in read.line("dash")]
        at_once = max(([read.value(each) for each in points(path)] for path in read.of_look("path", "second")), key=len)
        assert {round(height) for _, height in blind} == {0, 80, 160, 240, 320}
        assert max(time for time, height in blind if height < 310) == pytest.approx(35, abs=0.5)
        none = [time for time, height in at_once if height < 1]
        assert (min(none), max(none)) == pytest.approx((0, 20), abs=0.5)
