"""The figures of unit 13 say what its lesson computes."""

from math import dist
from xml.etree import ElementTree

from tests.roadmap.figure_parts import Picture, Point, centre, looks_of, picture, points


def commits(read: Picture) -> dict[Point, str]:
    """The letter of each commit, by the middle of its circle."""
    letters = [word for word in read.words if len(word.text) == 1 and word.anchor == "middle"]
    found = {}
    for circle in read.of_look("circle"):
        x, y = centre(circle)
        (inside,) = [word.text for word in letters if dist((x, y), word.at) < 10]
        found[x, y] = inside
    return found


def lines(read: Picture) -> list[tuple[list[Point], ElementTree.Element]]:
    """The lines of straight arrows, without their heads."""
    paths = [each for each in read.of_look("path") if "fill" not in looks_of(each)]
    return [(points(each), each) for each in paths if "Q" not in each.attrib["d"]]


def parents(read: Picture) -> list[str]:
    """Each arrow as the letters of the commit that it leaves and of the one that it leads to."""
    found = commits(read)

    def nearest(point: Point) -> Point:
        return min(found, key=lambda middle: dist(middle, point))

    return [found[nearest(way[0])] + found[nearest(way[-1])] for way, _ in lines(read)]


def names(read: Picture, letter: str, low: float, high: float) -> list[str]:
    """The names that stand beside a commit, between two heights."""
    ((x, y),) = [at for at, name in commits(read).items() if name == letter and low < at[1] < high]
    near = [word for word in read.words if word.box.left - 25 < x < word.box.right + 25 and abs(word.at[1] - y) < 34]
    return [word.text for word in near if "main" in word.text]


class TestUnit13:
    def test_the_copies_differ_at_as_many_places_as_the_commands_say(self):
        read = picture("u13.commands.fig")
        changed = [float(each.attrib["x"]) for each in read.of_look("rect", "hue")]
        columns = sorted({float(each.attrib["x"]) for each in read.of_look("rect")})
        head, index, tree = (changed.count(column) for column in columns)
        assert (head, index, tree) == (0, 1, 3)
        assert read.has(f"git diff --staged: {index - head}")
        assert read.has(f"git diff: {tree - index}")
        ways = {looks_of(each): way[-1][0] - way[0][0] for way, each in lines(read)}
        assert ways[frozenset({"hue", "thick"})] < 0 < ways[frozenset()]

    def test_a_merge_has_two_parents_and_a_fast_forward_makes_no_commit(self):
        read = picture("u13.branching.fig")
        above = sorted(parents(read)[:6])
        assert above == ["BA", "CB", "DB", "ED", "MC", "ME"]
        assert sorted(parents(read)[6:]) == ["BA", "DB", "ED"]
        assert sorted(commits(read).values()) == list("AABBCDDEEM")
        base = read.word("base").at
        assert commits(read)[min(commits(read), key=lambda middle: dist(middle, base))] == "B"
        slide = points(next(each for each in read.of_look("path", "dash") if "Q" in each.attrib["d"]))
        row = {name: at for at, name in commits(read).items() if at[1] > 150}
        assert abs(slide[0][0] - row["A"][0]) < 10
        assert abs(slide[-1][0] - row["E"][0]) < 10

    def test_the_names_of_a_branch_stand_where_the_lesson_says(self):
        read = picture("u13.remotes.fig")
        first, second, third = (0, 142), (142, 284), (284, 426)
        assert names(read, "C", *first) == ["hub's main"]
        assert names(read, "B", *first) == ["origin/main"]
        assert names(read, "X", *first) == ["main"]
        assert names(read, "C", *second) == ["hub's main, origin/main"]
        assert names(read, "M", *second) == ["main"]
        assert names(read, "M", *third) == ["hub's main", "origin/main", "main"]
        assert sorted(parents(read)) == sorted(["XB", "CB", "XB", "CB", "MX", "MC", "XB", "CB", "MX", "MC"])
