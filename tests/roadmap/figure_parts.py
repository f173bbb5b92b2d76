"""A finished figure, measured from its SVG alone: the code that drew it is not its own witness."""

import re
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

from roadmap.figures import draw
from roadmap.map_layout.labels import width
from tests.roadmap.drawings import Box

SMALL, WORDS, FORMULA = 12, 13, 15
# How far letters reach over their line and under it, in parts of their size.
OVER, UNDER = 0.75, 0.22
# From the line up to the middle of a capital letter or a digit.
MIDDLE = 0.36 * SMALL
ALT = 'Costs rise, "slowly" & <late>.'
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

type Point = tuple[float, float]


class Words(NamedTuple):
    """A label, where it stands and how it looks."""

    text: str
    box: Box
    looks: frozenset[str]
    anchor: str
    at: Point


class Picture:
    """A figure that has been read."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)  # noqa: S314 - it is our own
        self.elements = list(self.root.iter())
        left, top, wide, high = map(float, self.root.attrib["viewBox"].split())
        self.box = Box(left, top, left + wide, top + high)
        self.words = [_words(each) for each in self.elements if each.tag == "text"]

    def has(self, text: str) -> bool:
        return any(each.text == text for each in self.words)

    def word(self, text: str) -> Words:
        (found,) = [each for each in self.words if each.text == text]
        return found

    def of_look(self, tag: str, *looks: str) -> list[ElementTree.Element]:
        """The elements with a tag that have all these looks."""
        return [each for each in self.elements if each.tag == tag and set(looks) <= looks_of(each)]

    def line(self, *looks: str) -> list[Point]:
        """The points of the longest line with these looks."""
        return max((points(each) for each in self.of_look("path", *looks)), key=len)

    def value(self, point: Point) -> Point:
        """What a place means, by the labels of the two axes."""
        ticks = [each for each in self.words if "small" in each.looks and _value(each.text) is not None]
        across = [(each.at[0], _value(each.text)) for each in ticks if each.anchor == "middle"]
        down = [(each.at[1] - MIDDLE, _value(each.text)) for each in ticks if each.anchor == "end"]
        return _between(across, point[0]) if across else 0, _between(down, point[1])

    def heights_of(self, elements: list[ElementTree.Element]) -> list[float]:
        """The values of bars."""
        return [self.value((0, float(each.attrib["y"])))[1] for each in elements]


def looks_of(element: ElementTree.Element) -> frozenset[str]:
    return frozenset(name.removeprefix("f-") for name in element.get("class", "").split())


def points(path: ElementTree.Element) -> list[Point]:
    numbers = [float(each) for each in NUMBER.findall(path.attrib["d"])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def crossing(line: list[Point], level: float) -> float:
    """Where a line of values first comes to a height."""
    for one, other in pairwise(line):
        if min(one[1], other[1]) <= level <= max(one[1], other[1]):
            return one[0] + (other[0] - one[0]) * (level - one[1]) / (other[1] - one[1])
    raise AssertionError(f"It never comes to {level}.")


def _value(text: str) -> float | None:
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "")
    return float(plain) if NUMBER.fullmatch(plain) else None


def _between(ticks: list[tuple[float, float]], place: float) -> float:
    (low, first), (high, last) = min(ticks), max(ticks)
    return first + (last - first) * (place - low) / (high - low)


def _words(element: ElementTree.Element) -> Words:
    looks = looks_of(element)
    size = SMALL if "small" in looks else WORDS
    wide = width(element.text or "", size)
    for run in element:
        kind = run.get("class", "")
        wide += width(run.text or "", size if not kind else SMALL if "f-index" in kind else FORMULA)
        wide += width(run.tail or "", size)
    x, y, anchor = float(element.attrib["x"]), float(element.attrib["y"]), element.get("text-anchor", "start")
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    box = Box(left, y - OVER * size, left + wide, y + UNDER * size)
    return Words("".join(element.itertext()), box, looks, anchor, (x, y))


def picture(mark: str) -> Picture:
    """The finished figure of this id."""
    return Picture(draw(mark, ALT))


def value(text: str) -> float:
    """The number that a label says."""
    return float(text.replace("\N{MINUS SIGN}", "-"))


def centre(circle: ElementTree.Element) -> Point:
    return float(circle.attrib["cx"]), float(circle.attrib["cy"])


def centres(read: Picture) -> list[Point]:
    return [centre(each) for each in read.of_look("circle", "fill")]


def inside(point: Point, corners: list[Point]) -> bool:
    """Whether a point lies on one side of all edges of a shape that has no dents."""
    turns = [
        (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    return all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
