"""The figures of unit 12 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, picture, points


class TestUnit12:
    def test_one_cut_admits_the_groups_at_unlike_numbers_of_illnesses(self):
        read = picture("u12.bias.fig")
        values = [read.value(each) for each in centres(read)]
        for cost, first in ((1000, 2), (600, 4)):
            own = [count for x, count in values if count > 0.5 and x / count == pytest.approx(cost, rel=0.02)]
            assert sorted(own) == pytest.approx([1, 2, 3, 4], abs=0.02)
            assert min(count for count in own if count * cost > 1900) == pytest.approx(first, abs=0.02)
        assert read.has("A: from 2")
        assert read.has("B: from 4")
        assert read.has("admitted from 1,900")

    def test_equal_precision_and_hits_leave_unlike_false_alarms(self):
        read = picture("u12.fairness.fig")
        places = sorted(read.value(each) for each in centres(read))
        assert [x for x, _ in places] == pytest.approx([30 / 54, 30 / 54], abs=0.005)
        assert [y for _, y in places] == pytest.approx([10 / 146, 10 / 46], abs=0.002)
        for look, base in (("thick", 0.54), ("dash", 0.27)):
            start, end = (read.value(each) for each in read.line(look))
            assert start == pytest.approx((0, 0), abs=0.002)
            assert end == pytest.approx((1, base / (1 - base) / 3), abs=0.002)
            assert read.has(f"base rate {base}")
        assert read.has("0.217")
        assert read.has("0.068")

    def test_a_pair_of_columns_errs_more_than_either_alone(self):
        read = picture("u12.transparency.fig")
        ticks = {each.text: each.at[0] for each in read.words if each.text in ("0", "40")}

        def percent(place: float) -> float:
            return 40 * (place - ticks["0"]) / (ticks["40"] - ticks["0"])

        rates = [percent(x) for x, _ in sorted(centres(read), key=lambda each: each[1])]
        assert rates == pytest.approx([5.47, 8.6, 8.1, 27.5, 25.33, 0], abs=0.1)
        lines = sorted((points(each) for each in read.of_look("path", "thick")), key=lambda each: each[0][1])
        spans = [[percent(x) for x, _ in line] for line in lines]
        assert spans[3] == pytest.approx([18.9, 38.1], abs=0.1)
        assert spans[5] == pytest.approx([0, 32.4], abs=0.1)
        assert read.has("22 of 80")
