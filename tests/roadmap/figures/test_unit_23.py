"""The figures of unit 23 say what its lesson computes."""

from tests.roadmap.figure_parts import Picture, Words, picture


def in_rows(read: Picture, *, left: float, right: float) -> list[str]:
    """The words of the boxes between two places, from above."""
    found: list[Words] = [
        each for each in read.words if left < each.at[0] < right and not {"strong", "small"} & each.looks
    ]
    return [each.text for each in sorted(found, key=lambda each: each.at[1])]


class TestUnit23:
    def test_drafts_go_to_rows_as_the_words_say(self):
        read = picture("u23.components.fig")
        assert in_rows(read, left=0, right=90) == ["0: 2 kg", "1: blue"]
        assert in_rows(read, left=90, right=200) == ["jam: 2 kg", "tea: blue", "cup: (none)"]
        assert in_rows(read, left=200, right=300) == ["tea: 2 kg", "cup: blue"]
        assert in_rows(read, left=300, right=420) == ["jam: (none)", "tea: 2 kg", "cup: blue"]
        assert read.has("by index: 3 wrong")
        assert read.has("by id: 0 wrong")
        assert len(read.of_look("rect", "warn")) == 3

    def test_slots_are_read_by_place(self):
        read = picture("u23.hooks.fig")
        assert in_rows(read, left=0, right=80) == ["draft", "count"]
        assert in_rows(read, left=90, right=180) == ["0: hello", "1: 7"]
        assert in_rows(read, left=200, right=290) == ["count"]
        assert in_rows(read, left=290, right=400) == ["0: hello", "1: 7", "left over"]
        count = next(each for each in read.words if each.text == "count" and each.at[0] > 200)
        hello = next(each for each in read.words if each.text == "0: hello" and each.at[0] > 200)
        assert count.at[1] == hello.at[1]

    def test_queues_end_at_one_and_three(self):
        read = picture("u23.state.fig")
        words = sorted(read.words, key=lambda each: each.at[1])
        texts = [each.text for each in words]
        assert texts.count("n = 0") == 2
        assert (texts.count("k + 1"), texts.count("n = 1"), texts.count("n = 3")) == (3, 1, 1)
        under = [each for each in words if each.text.isdigit()]
        values = [each.text for each in sorted(under, key=lambda each: (each.at[1], each.at[0]))]
        assert values == ["1"] * 6 + ["1", "2", "3"]
