"""The figures of unit 31 say what its lesson computes."""

from itertools import pairwise
from math import log10
from pathlib import Path

import pytest

from roadmap.figures.unit_31 import NORMS
from tests.roadmap.figure_parts import centres, picture, points

LESSON = Path(__file__).parents[3] / "fixtures" / "curriculum" / "units" / "unit-31.md"


class TestUnit31:
    def test_blame_goes_back_and_is_cut(self):
        read = picture("u31.bptt.fig")
        assert [read.has(f"h{t} = {state}") for t, state in enumerate(("0", "1", "2.5", "4.25"))] == [True] * 4
        assert all(read.has(words) for words in ("1", "0.5", "0.25", "1 · 2.5", "0.5 · 1", "0.25 · 0", "sum 3:"))
        assert read.has("cut: 2.5 is left")
        (cut,) = read.of_look("path", "warn", "dash")
        assert read.word("0.5").at[0] < points(cut)[0][0] < read.word("1").at[0]

    def test_norms_are_drawn_as_they_are_printed(self):
        read = picture("u31.vanishing.fig")
        heights = [y for _, y in centres(read)]
        assert len(heights) == 28
        one, low = heights[0], read.word("10\N{MINUS SIGN}10").at[1] - read.word("1").at[1]
        decades = [10 * (one - height) / low for height in heights]
        assert decades == pytest.approx([log10(norm) for norms in NORMS.values() for norm in norms], abs=0.1)
        # The ends that the words for ears tell.
        assert decades[6::7] == pytest.approx([log10(8e-11), 0, log10(700_000), -9], abs=0.1)

    def test_norms_are_those_of_the_lesson(self):
        lines = LESSON.read_text(encoding="utf-8").splitlines()
        printed = {}
        for line in lines:
            words = line.split()
            if len(words) == 11 and words[0] == "tanh":
                printed[float(words[1]), float(words[2])] = [1.0, *map(float, words[3:9])]
        assert printed == {run: list(norms) for run, norms in NORMS.items()}
        falls = printed[0.7, 0.1]
        assert all(one > other for one, other in pairwise(falls))
