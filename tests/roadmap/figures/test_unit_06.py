"""The figures of unit 6 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, picture


class TestUnit6:
    def test_trials_and_events_are_counted_as_the_words_say(self):
        read = picture("u6.distributions.fig")
        cells = [float(each.attrib["x"]) for each in read.of_look("rect", "paper")]
        inside = [float(each.attrib["x"]) for each in read.of_look("rect", "hue")]
        hits = [sum(cell < each for cell in cells) for each in inside]
        assert (len(cells), len(hits), sum(hit <= 10 for hit in hits), hits[0]) == (20, 5, 2, 4)
        assert read.has("2 successes in 10 trials: binomial")
        assert read.has("4 trials up to the first success: geometric")
        minute = read.word("2").at[0] - read.word("1").at[0]
        times = [(x - read.word("0").at[0]) / minute for x, _ in centres(read)]
        assert sum(1 < time < 2 for time in times) == 3
        assert read.has("3 events in a minute: Poisson")
        assert times[4] - times[3] == pytest.approx(1.1, abs=0.01)
        assert read.has("wait of 1.1 minutes: exponential")

    def test_a_flag_lifts_each_prior_as_the_lesson_says(self):
        read = picture("u6.bayes.fig")
        heights = [read.value(each)[1] for each in centres(read)]
        assert heights == pytest.approx([100 * 45 / 443, 100 * 90 / 486, 100 * 900 / 1260, 100 * 4500 / 4700], abs=0.3)
        words = ("0.5% becomes 10%", "1% becomes 19%", "10% becomes 71%", "50% becomes 96%")
        assert all(read.has(each) for each in words)
