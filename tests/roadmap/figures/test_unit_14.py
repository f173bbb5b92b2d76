"""The figures of unit 14 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import MIDDLE, Picture, Point, centres, crossing, picture, points, value


class TestUnit14:
    def test_the_diagonals_of_xor_cross_in_the_middle(self):
        read = picture("u14.perceptrons.fig")
        fires = [read.value(each) for each in read.line("hue", "thick")]
        silent = [read.value(each) for each in read.line("dash")]
        assert [each for point in sorted(fires) for each in point] == pytest.approx([0, 1, 1, 0], abs=0.01)
        assert [each for point in sorted(silent) for each in point] == pytest.approx([0, 0, 1, 1], abs=0.01)
        (box,) = read.of_look("rect", "paper")
        sides = [float(box.attrib[each]) for each in ("x", "y", "width", "height")]
        middle = read.value((sides[0] + sides[2] / 2, sides[1] + sides[3] / 2))
        assert middle == pytest.approx((0.5, 0.5), abs=0.01)
        assert crossing(fires, middle[1]) == pytest.approx(middle[0], abs=0.01)
        assert crossing(silent, middle[1]) == pytest.approx(middle[0], abs=0.01)
        assert [each.text[:2] for each in read.words if "above 0" in each.text] == ["01", "10"]
        assert [each.text[:2] for each in read.words if "0 or less" in each.text] == ["00", "11"]
        assert len(centres(read)) == 2

    def test_values_and_slopes_of_four_activations(self):
        read = picture("u14.activations.fig")
        lines = {name: _lines(read, name) for name in ("sigmoid", "tanh", "ReLU", "GELU")}
        ends = {
            name: (min(y for _, y in each["value"]), max(y for _, y in each["value"])) for name, each in lines.items()
        }
        assert ends["sigmoid"] == pytest.approx((0, 1), abs=0.03)
        assert ends["tanh"] == pytest.approx((-1, 1), abs=0.02)
        assert ends["GELU"][0] == pytest.approx(-0.17, abs=0.02)
        steepest = {name: max(y for _, y in each["slope"]) for name, each in lines.items()}
        assert steepest["sigmoid"] == pytest.approx(0.25, abs=0.02)
        assert steepest["tanh"] == pytest.approx(1, abs=0.03)
        assert {round(y, 1) for x, y in lines["ReLU"]["slope"]} == {0, 1}
        assert {round(y, 1) for x, y in lines["ReLU"]["slope"] if x < -0.1} == {0}
        said = {each.text for each in read.words}
        assert {"slope 0.25", "slope 1", "slope 0", "\N{MINUS SIGN}0.17"} <= said

    def test_shapes_and_the_first_row_of_a_pass(self):
        read = picture("u14.forward.fig")
        boxes = [each for each in read.words if each.anchor == "middle" and "(" in each.text]
        assert [each.text.replace("\N{THIN SPACE}", "") for each in sorted(boxes, key=lambda each: each.at[1])] == [
            "X (5, 2)", "A (5, 4)", "H (5, 4)", "Z (5, 3)", "P (5, 3)", "L ()",
        ]  # fmt: skip
        rows = [each.text.strip("()").split(", ") for each in read.words if each.text.startswith("(")]
        assert [[value(each) for each in row] for row in rows] == [
            [2, -3], [1, -3, -4, 2], [1, 0, 0, 2], [1, 2, 4], [0.042, 0.114, 0.844],
        ]  # fmt: skip
        assert read.has("class 2: loss 0.170 for this row")


def _lines(read: Picture, name: str) -> dict[str, list[Point]]:
    """The two lines of one of four small plots, in values; it has its own ticks."""
    left, top = read.word(name).at
    there = [each for each in read.words if 0 <= each.at[0] - left < 200 and 0 < each.at[1] - top < 172]
    ticks = [each for each in there if "small" in each.looks]
    across = {value(each.text): each.at[0] for each in ticks if each.anchor == "middle"}
    down = {value(each.text): each.at[1] - MIDDLE for each in ticks if each.anchor == "end"}

    def meant(point: Point) -> Point:
        x = -4 + 8 * (point[0] - across[-4]) / (across[4] - across[-4])
        return x, -1 + 2 * (point[1] - down[-1]) / (down[1] - down[-1])

    found = {}
    for kind, looks in (("value", ("hue", "thick")), ("slope", ("dash",))):
        drawn = [points(each) for each in read.of_look("path", *looks)]
        found[kind] = [
            meant(point)
            for line in drawn
            if across[-4] - 1 < line[0][0] < across[4] + 1 and down[1] - 70 < line[0][1] < down[-1] + 20
            for point in line
        ]
    return found
