"""The figures of unit 34 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, picture


class TestUnit34:
    def test_the_old_state_asks_in_one_scheme_and_the_new_one_in_the_other(self):
        read = picture("u34.scores.fig")
        assert read.has("Bahdanau: the old state asks")
        assert read.has("Luong: the new state asks")
        below = read.word("Luong: the new state asks").at[1]
        names = ("weights", "cell", "logits")
        row = {
            name: [each.at[0] for each in sorted(read.words, key=lambda word: word.at[1]) if each.text == name]
            for name in names
        }
        assert all(len(places) == 2 for places in row.values())
        assert row["weights"][0] < row["cell"][0] < row["logits"][0]
        assert row["cell"][1] < row["weights"][1] < row["logits"][1]
        assert sum(each.at[1] > below for each in read.words if each.text in names) == 3

    def test_scores_cost_an_eighth_as_much_and_eight_times_a_recurrence(self):
        read = picture("u34.bridge.fig")
        assert all(read.has(each) for each in ("1/8 of it", "equal", "8 times"))
        ticks = {each.text: each.at for each in read.words if "small" in each.looks}
        by_power = (ticks["1"][1] - ticks["10,000"][1]) / 4
        dots = sorted(centres(read))
        assert [x for x, _ in dots] == pytest.approx([ticks[each][0] for each in ("64", "512", "4,096")], abs=0.5)
        rises = [(dots[0][1] - y) / by_power for _, y in dots]
        assert rises == pytest.approx([0, 1.806, 3.612], abs=0.02)
        # The recurrence begins 8 times as high as the first dot and ends at an eighth of the last.
        other = sorted(read.line("dash"))
        assert (dots[0][1] - other[0][1]) / by_power == pytest.approx(0.903, abs=0.02)
        assert (other[-1][1] - dots[-1][1]) / by_power == pytest.approx(0.903, abs=0.02)
