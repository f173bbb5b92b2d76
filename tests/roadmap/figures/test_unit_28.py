"""The figures of unit 28 say what its lesson computes."""

from collections.abc import Collection
from math import dist
from xml.etree import ElementTree

import pytest

from tests.roadmap.figure_parts import Picture, Point, Words, centre, looks_of, picture, points


def commits(read: Picture) -> dict[Point, tuple[str, bool]]:
    """The name of each commit and whether it is new, by the middle of its circle."""
    found = {}
    for circle in read.of_look("circle"):
        middle = centre(circle)
        (name,) = [word.text for word in read.words if word.anchor == "middle" and dist(middle, word.at) < 10]
        found[middle] = name, "hue" in looks_of(circle)
    return found


def arrows(read: Picture) -> list[tuple[Point, Point, ElementTree.Element]]:
    """The middle of the commit that each arrow leaves, and of the one that it leads to."""

    def nearest(point: Point) -> Point:
        return min(commits(read), key=lambda middle: dist(middle, point))

    lines = [each for each in read.of_look("path") if "fill" not in looks_of(each)]
    return [(nearest(points(each)[0]), nearest(points(each)[-1]), each) for each in lines]


def parents(read: Picture, low: float, high: float) -> set[tuple[str, str]]:
    names = commits(read)
    return {(names[one][0], names[to][0]) for one, to, _ in arrows(read) if low < one[1] < high}


def at(read: Picture, word: Words) -> str:
    """The commit to which a label belongs."""
    middle = min(commits(read), key=lambda place: dist(place, (max(word.box.left, place[0]), word.at[1])))
    return commits(read)[middle][0]


def reached(pairs: Collection[tuple[str, str]], start: str) -> set[str]:
    found, todo = set(), [start]
    while todo:
        one = todo.pop()
        found.add(one)
        todo += [parent for child, parent in pairs if child == one]
    return found


def named(read: Picture, text: str) -> list[Words]:
    return sorted((word for word in read.words if word.text == text), key=lambda word: word.at[1])


class TestUnit28:
    def test_a_rebase_makes_three_copies_and_leaves_three_old_commits(self):
        read = picture("u28.rebasing.fig")
        assert parents(read, 0, 140) == {("C", "B"), ("X", "B"), ("Y", "X"), ("Z", "Y")}
        after = parents(read, 140, 400)
        assert reached(after, "Z'") == {"Z'", "Y'", "X'", "C", "B"}
        assert sorted(name for name, is_new in commits(read).values() if is_new) == ["X'", "Y'", "Z'"]
        dashed = [commits(read)[one][0] for one, _, each in arrows(read) if "dash" in looks_of(each)]
        assert sorted(dashed) == ["X", "Y", "Z"]
        assert [at(read, word) for word in named(read, "topic")] == ["Z", "Z'"]
        assert at(read, read.word("reflog only")) == "Z"

    def test_the_chance_of_a_collision_grows_as_the_lesson_says(self):
        read = picture("u28.workflows.fig")
        dots = sorted(read.value(centre(each)) for each in read.of_look("circle"))
        assert [round(days) for days, _ in dots] == [1, 5, 10, 10]
        assert [value for _, value in dots] == pytest.approx([15, 55, 33, 80], abs=0.7)
        for value in ("15", "55", "33", "80"):
            assert read.has(value)
        busy = [read.value(point) for point in read.line("hue", "thick")]
        assert busy[-1][1] == pytest.approx(100 * (1 - 0.98**96), abs=0.7)

    def test_main_gets_as_many_commits_as_each_way_says(self):
        read = picture("u28.prs.fig")
        titles = [word for word in read.words if "main gets" in word.text]
        for word, tip, expected in zip(titles, ("M", "S", "Z'"), (4, 1, 3), strict=True):
            pairs = parents(read, word.at[1], word.at[1] + 140)
            assert len(reached(pairs, tip) - {"B", "C"}) == expected
            assert word.text.endswith(f" {expected}")
        assert {("M", "C"), ("M", "Z")} <= parents(read, *(titles[0].at[1] + each for each in (0, 140)))
        assert [at(read, word) for word in named(read, "main")] == ["M", "S", "Z'"]
        assert [at(read, word) for word in named(read, "branch")] == ["Z", "Z", "Z"]
