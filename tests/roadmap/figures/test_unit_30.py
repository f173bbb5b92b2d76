"""The figures of unit 30 say what its lesson computes."""

from math import hypot, log

import pytest

from tests.roadmap.figure_parts import centres, crossing, picture

WORD = "stand"


class TestUnit30:
    def test_rank_and_length_cut_the_word_in_different_ways(self):
        read = picture("u30.tokenization.fig")
        tokens = [each for each in read.words if each.text in {"s", "t", "a", "n", "d", "an", "and", "tan"}]
        rows: dict[float, list[tuple[float, str]]] = {}
        for each in tokens:
            rows.setdefault(each.at[1], []).append((each.at[0], each.text))
        cuts = [[text for _, text in sorted(rows[height])] for height in sorted(rows)]
        assert cuts == [list(WORD), ["s", "t", "an", "d"], ["s", "t", "and"], ["s", "tan", "d"]]
        assert len(read.of_look("rect")) == len(tokens)
        assert read.has("a + n: rank 0, seen 16 times")
        assert read.has("an + d: rank 1, seen 13 times")

    def test_the_longer_document_points_elsewhere(self):
        read = picture("u30.tfidf.fig")
        query, five = (read.value(each) for each in centres(read))
        assert [hypot(*query), hypot(*five)] == pytest.approx([1, 1], abs=0.03)
        assert query[0] * five[0] + query[1] * five[1] == pytest.approx(0.788, abs=0.03)
        assert query[1] / query[0] == pytest.approx(1.693 / 1.288, abs=0.06)
        assert read.has("product 9.05, cosine 1.000")
        assert read.has("product 11.16, cosine 0.788")

    def test_pull_and_push_meet_at_the_logarithm(self):
        read = picture("u30.word2vec.fig")
        pull = [read.value(each) for each in read.line("thick")]
        push = [read.value(each) for each in read.line("dash")]
        assert pull[0][1] > pull[-1][1]
        assert push[0][1] < push[-1][1]
        for line in (pull, push):
            assert crossing(line, 1.5) == pytest.approx(log(3), abs=0.05)
        ((score, height),) = (read.value(each) for each in centres(read))
        assert (score, height) == (pytest.approx(log(3), abs=0.03), pytest.approx(1.5, abs=0.03))
        assert read.has("balance at 1.10:")
        assert read.has("1.5 each")
