"""The figures of unit 21 say what its lesson computes."""

from itertools import pairwise

import pytest

from tests.roadmap.figure_parts import centres, picture, points


class TestUnit21:
    def test_the_machine_says_what_its_states_are_worth(self):
        read = picture("u21.mdp.fig")
        worn = -3 + 0.9 * (8.65 / 0.145)
        assert (round(8.65 / 0.145, 1), round(worn, 1)) == (59.7, 50.7)
        assert all(read.has(each) for each in ("fresh", "worth 59.7", "worn", "worth 50.7"))
        assert all(read.has(each) for each in ("run: 10", "run: 4", "repair: \N{MINUS SIGN}3"))
        said = [each.text for each in read.words]
        assert (said.count("0.5"), said.count("1")) == (2, 2)
        # Seven arrows: one to each action, and one for each chance; the two of a repair stand out.
        assert len(read.of_look("path", "fill", "bare")) == 7
        assert len(read.of_look("path", "hue", "fill")) == 2

    def test_the_edge_is_shorter_and_the_upper_path_better_for_who_slips(self):
        read = picture("u21.sarsa.fig")
        size = float(read.of_look("rect", "rule")[0].attrib["width"])
        for look, steps in (("thick", 15), ("dash", 13)):
            longest = read.line(look)
            way = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(longest))
            assert way / size == pytest.approx(steps, abs=0.6)
        upper, edge = (min(y for _, y in read.line(look)) for look in ("thick", "dash"))
        assert edge - upper == pytest.approx(size, abs=0.1)
        assert len(read.of_look("rect", "mid")) == 10
        minus = "\N{MINUS SIGN}"
        assert read.has(f"upper path, 15 steps: {minus}15 without slips,")
        assert read.has(f"{minus}20.7 with a random move in 10% of steps")
        assert read.has(f"edge path, 13 steps: {minus}13 without slips,")
        assert read.has(f"{minus}45.8 with a random move in 10% of steps")

    def test_the_score_rises_all_the_way_and_the_truth_does_not(self):
        read = picture("u21.rlhf.fig")
        score = [read.value(each)[1] for each in read.line("dash")]
        truth = [read.value(each)[1] for each in read.line("hue", "thick")]
        assert (score[0], score[-1]) == pytest.approx((0.59, 3), abs=0.02)
        assert all(one <= other + 0.001 for one, other in pairwise(score))
        assert (truth[0], max(truth), truth[-1]) == pytest.approx((0.64, 1.16, -2), abs=0.02)
        assert max(read.value(each)[0] for each in points(read.of_look("path", "dash")[0])) < 6.3
        marks = [read.value(each)[1] for each in centres(read)]
        assert marks == pytest.approx([1.01, 1.06, 1.29, 1.16, 2.24, -0.19], abs=0.02)
        beta = "\N{GREEK SMALL LETTER BETA}"
        assert read.has(f"1.16 at {beta} = 0.6")
        assert read.has(f"2.24 at {beta} = 0.3")
        assert read.has(f"\N{MINUS SIGN}0.19 at {beta} = 0.3")
