"""The figures of unit 22 say what its lesson computes."""

from tests.roadmap.figure_parts import Picture, picture


def filled(read: Picture, *looks: str) -> list[tuple[float, float]]:
    """The upper left corners of boxes with these looks."""
    return [(float(each.attrib["x"]), float(each.attrib["y"])) for each in read.of_look("rect", *looks)]


class TestUnit22:
    def test_functions_of_a_loop_share_a_box_or_have_their_own(self):
        read = picture("u22.es6.fig")
        assert read.has("give 3, 3, 3")
        assert read.has("give 0, 1, 2")
        middle = sum(read.word("let i").at[:1] + read.word("var i").at[:1]) / 2
        columns = [x for x, _ in filled(read, "hue")]
        assert [sum(x < middle for x in columns), sum(x > middle for x in columns)] == [1, 3]
        held = [word.text for word in read.words if word.text.isdigit()]
        assert held == ["3", "0", "1", "2"]
        tips = [each for each in read.of_look("path", "hue") if "Q" not in each.attrib["d"]]
        assert len(tips) == 12

    def test_a_kind_goes_with_each_case_and_the_new_one_stays(self):
        read = picture("u22.typescript.fig")
        cells = filled(read, "hue") + filled(read, "warn")
        rows = sorted({y for _, y in cells})
        assert [sum(y == row for _, y in cells) for row in rows] == [5, 4, 3, 2, 1]
        ((x, y),) = filled(read, "warn")
        assert (x, y) == (max(x for x, _ in cells), rows[-1])
        heading = read.word("cancelled").at[0]
        assert abs(x + 31 - heading) < 1
        assert read.has("1 left: not never, so it does not compile")
        assert [read.has(f"after {kind}") for kind in ("idle", "loading", "failed", "done")] == [True] * 4

    def test_letters_stand_in_their_lanes_in_the_order_of_running(self):
        read = picture("u22.async.fig")
        letters = sorted((word for word in read.words if len(word.text) == 1 and word.text.isalpha()),
                         key=lambda word: word.at[0])  # fmt: skip
        assert [word.text for word in letters] == list("AEGCFDB")
        lanes = {name: read.word(name).at[1] for name in ("script", "microtasks", "timers")}
        at = {word.text: min(lanes, key=lambda lane: abs(lanes[lane] - word.at[1])) for word in letters}
        assert {lane: [letter for letter in "AEGCFDB" if at[letter] == lane] for lane in lanes} == {
            "script": ["A", "E", "G"], "microtasks": ["C", "F", "D"], "timers": ["B"],
        }  # fmt: skip
        places = [read.word(str(place)).at[0] for place in range(1, 8)]
        assert all(abs(word.at[0] - place) < 1 for word, place in zip(letters, places, strict=True))
        assert read.has("C adds D")
