"""The figures of unit 8 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import picture


class TestUnit08:
    def test_a_column_and_a_row_meet_in_twelve_sums(self):
        read = picture("u8.numpy.fig")
        cells = [each.text for each in read.words if each.text.isdigit()]
        column, row, sums = cells[:12], cells[12:24], [int(each) for each in cells[24:]]
        assert column == ["0"] * 4 + ["10"] * 4 + ["20"] * 4
        assert row == ["1", "2", "3", "4"] * 3
        assert sums == [int(a) + int(b) for a, b in zip(column, row, strict=True)]
        assert (sums[0], sums[-1]) == (1, 24)
        assert len(read.of_look("rect", "soft")) == 3
        assert len(read.of_look("rect", "mid")) == 4

    def test_bars_of_50_and_55_look_like_two_ratios(self):
        read = picture("u8.matplotlib.fig")
        lengths = [float(each.attrib["height"]) for each in read.elements if each.tag == "rect"]
        assert lengths[1] / lengths[0] == pytest.approx(1.1, abs=0.01)
        assert lengths[3] / lengths[2] == pytest.approx(2, abs=0.02)
        assert {"looks like 1 to 1.1", "looks like 1 to 2"} <= {each.text for each in read.words}
