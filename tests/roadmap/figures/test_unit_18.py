"""The figures of unit 18 say what its lesson computes."""

from xml.etree import ElementTree

import pytest

from tests.roadmap.figure_parts import Picture, Point, looks_of, picture, value


def cells(read: Picture) -> list[ElementTree.Element]:
    """The squares of one size, without the frames that lie over several of them."""
    boxes = read.of_look("rect")
    least = min(float(each.attrib["width"]) for each in boxes)
    return [each for each in boxes if float(each.attrib["width"]) == pytest.approx(least)]


def corner(box: ElementTree.Element) -> Point:
    return float(box.attrib["x"]), float(box.attrib["y"])


def holds(box: ElementTree.Element, point: Point, above: float = 0) -> bool:
    x, y = corner(box)
    across, down = point[0] - x, point[1] - above - y
    return 0 < across < float(box.attrib["width"]) and 0 < down < float(box.attrib["height"])


def under(read: Picture, title: str) -> list[float]:
    """The numbers of the grid below its title, row by row."""
    x, y = read.word(title).at
    return [value(each.text) for each in read.words if each.at[1] > y and abs(each.at[0] - x) < 4 * 16]


class TestUnit18:
    def test_each_place_says_how_many_windows_lie_over_it(self):
        read = picture("u18.convolution.fig")
        frames = [each for each in read.of_look("rect") if each not in cells(read)]
        numbers = [each for each in read.words if each.text.isdigit()]
        assert (len(frames), len(numbers), len(cells(read))) == (4, 25, 25 + 4)
        for number in numbers:
            assert sum(holds(frame, number.at, 5) for frame in frames) == int(number.text)
        said = [each.text for each in numbers]
        assert (said.count("1"), said.count("2"), said.count("4")) == (16, 8, 1)
        assert read.has("windows over each of 5 by 5 places")
        assert read.has("2 by 2 outputs")

    def test_winners_get_all_and_means_give_a_quarter(self):
        read = picture("u18.pooling.fig")
        marked = [each for each in cells(read) if {"hue", "mid"} <= looks_of(each)]
        inside = [word.text for box in marked for word in read.words if holds(box, word.at, 5)]
        assert sorted(map(value, inside)) == sorted([5, 7, 8, 6, 4, -8, 12, 20])
        assert under(read, "max: to the winner") == [4, -8, 20, 12]
        assert under(read, "mean: a quarter each") == [1, 1, -2, -2, 1, 1, -2, -2, 3, 3, 5, 5, 3, 3, 5, 5]

    def test_an_output_sees_five_places_or_eight(self):
        read = picture("u18.architectures.fig")
        rows: dict[float, int] = {}
        for each in cells(read):
            rows[corner(each)[1]] = rows.get(corner(each)[1], 0) + 1
        assert [rows[each] for each in sorted(rows)] == [1, 1 + 3, 3 + 6, 5 + 8]
        assert sorted(int(each.text) for each in read.words if each.text.isdigit()) == [1, 1, 3, 3, 5, 6, 8]
        assert len(read.of_look("rect", "hue")) == 5 + 8
        assert read.has("pool 2, stride 2")
