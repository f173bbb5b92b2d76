"""The figures of unit 16 say what its lesson computes."""

from math import log

import pytest

from tests.roadmap.figure_parts import centres, picture


class TestUnit16:
    def test_users_first_gives_18_and_nearest_first_6(self):
        read = picture("u16.autograd.fig")
        said = [each for each in read.words if "gradient" in each.text]
        middle = sum(each.at[1] for each in said) / len(said)
        above = sorted(each.text for each in said if each.at[1] < middle)
        below = sorted(each.text for each in said if each.at[1] > middle)
        assert above == ["1st: gradient 1", "2nd: gradient 1", "3rd: gradient 3", "gradient 18"]
        assert below == ["1st: gradient 1", "2nd: gradient 3", "3rd: gradient 1", "gradient 6"]
        shares = [each.text for each in read.words if each.text.split(",")[0].isdigit()]
        assert shares == ["1", "1", "2", "18", "1", "1", "2, too late", "6"]
        assert len(read.of_look("path", "warn", "dash")) == 1

    def test_the_parts_add_up_to_39(self):
        read = picture("u16.layers.fig")
        counts = [int(each.text) for each in read.words if each.text.isdigit()]
        assert counts == [12, 1, 20, 1, 0, 5]
        assert read.has(f"{sum(counts)} parameters")
        (band,) = read.of_look("rect", "soft")
        top = float(band.attrib["y"])
        inside = [each.text for each in read.words if top < each.at[1] < top + float(band.attrib["height"])]
        assert {"first: Linear", "12"} <= set(inside)
        assert not any("PReLU" in each for each in inside)

    def test_the_clipped_loss_is_flat_where_the_other_rises(self):
        read = picture("u16.losses.fig")
        ends = sorted(read.value(each) for each in centres(read))
        assert [height for _, height in ends] == pytest.approx([-log(1e-12), 50], abs=0.3)
        assert [place for place, _ in ends] == pytest.approx([50, 50], abs=0.3)
        flat = [read.value(each) for each in read.line("warn", "dash")]
        assert flat[-1][1] == pytest.approx(flat[-2][1], abs=0.1)
        assert flat[-2][0] == pytest.approx(27.6, abs=0.3)
        assert read.has("clipped: 27.6")
        assert read.has("sigmoid is 1")
        assert read.has("from 37 on")
