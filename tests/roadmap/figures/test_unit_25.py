"""The figures of unit 25 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import picture


class TestUnit25:
    def test_requests_behind_a_report_take_as_long_as_the_lesson_prints(self):
        read = picture("u25.node.fig")
        whole = [read.value(point) for point in read.line("hue", "thick")]
        slices = [read.value(point) for point in read.line("second", "dash")]
        assert max(took for _, took in whole) == pytest.approx(592, abs=1)
        assert max(whole, key=lambda each: each[1])[0] == pytest.approx(1020, abs=2)
        late = [at for at, took in whole if took > 5]
        assert max(late) == pytest.approx(1660, abs=2)
        assert max(took for _, took in slices) == pytest.approx(10, abs=1)
        assert read.has("in one piece: 592")
        assert read.has("in slices: at most 10")
        assert read.has("2 again at 1,680")

    def test_the_pages_are_those_of_the_alt_line(self):
        read = picture("u25.rest.fig")
        items = [each for each in read.words if each.text.isdigit()]
        rows = [
            [each.text for each in sorted(items, key=lambda each: each.at[0]) if each.at[1] == line]
            for line in sorted({each.at[1] for each in items})
        ]
        assert rows == [["50", "40", "30", "20", "10"], ["60", "50", "40", "30", "20", "10"]]
        after = {each.text: each.at[0] for each in items if each.at[1] == max(word.at[1] for word in items)}
        offset = read.word("page 2 by offset 2").at[0]
        cursor = read.word("page 2 behind cursor 40").at[0]
        assert offset == pytest.approx((after["40"] + after["30"]) / 2, abs=1)
        assert cursor == pytest.approx((after["30"] + after["20"]) / 2, abs=1)
        (twice,) = read.of_look("rect", "warn")
        assert float(twice.attrib["x"]) + float(twice.attrib["width"]) / 2 == pytest.approx(after["40"], abs=1)

    def test_each_question_ends_in_its_status(self):
        read = picture("u25.auth.fig")
        asked = ("token proves a user?", "body fits the model?", "may they see the object?", "may they do this to it?")
        for words, status in zip(asked, ("401", "422", "404", "403"), strict=True):
            assert read.word(words).at[1] == pytest.approx(read.word(status).at[1], abs=1)
        assert read.word("200").at[1] > read.word("403").at[1]
