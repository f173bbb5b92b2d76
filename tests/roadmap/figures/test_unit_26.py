"""The figures of unit 26 say what its lesson computes and what PostgreSQL measured."""

import pytest

from tests.roadmap.figure_parts import centres, crossing, picture


class TestUnit26:
    def test_one_row_in_a_hundred_lies_on_two_pages_of_three(self):
        read = picture("u26.postgresql.fig")
        assert [read.value(each)[1] for each in centres(read)] == pytest.approx([0.25, 11.3, 69.4, 100], abs=0.4)
        assert read.has("986 rows, 943 pages")
        assert read.has("9,930 rows, 5,784 pages")
        curve = [(x, read.value((x, y))[1]) for x, y in read.line("hue", "thick")]
        for words, height in (("0.1", 11.3), ("1", 70.06)):
            assert crossing(curve, height) == pytest.approx(read.word(words).at[0], abs=3)

    def test_a_counter_lets_twice_the_limit_pass(self):
        read = picture("u26.redis.fig")
        counter = [read.value(each) for each in read.line("hue", "thick")]
        others = [each for each in read.of_look("path") if "hue" not in each.get("class", "")]
        assert max(height for _, height in counter) == pytest.approx(200, abs=1)
        high = [time for time, height in counter if height > 199]
        assert (min(high), max(high)) == pytest.approx((61, 119), abs=0.3)
        assert others
