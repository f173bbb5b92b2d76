"""A finished picture, measured from what is drawn alone: the code that laid it out is not its own witness."""

import itertools
import math
import re
from typing import Any, NamedTuple

from roadmap.map_layout.labels import width

RADIUS, FONT = 8, 12


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def corners(path: str) -> list[tuple[float, float]]:
    """The points of a route as if its corners were not rounded."""
    x = y = 0.0
    found = []
    for step, said in re.findall(r"([Mhvlq])([^Mhvlq]*)", path):
        numbers = [float(each) for each in said.split()]
        if step == "q":
            found.append((x + numbers[0], y + numbers[1]))
            numbers = numbers[2:]
        right, down = {"h": (numbers[0], 0), "v": (0, numbers[0])}.get(step) or numbers
        x, y = round(x + right, 1), round(y + down, 1)
        if step == "M":
            found.append((x, y))
    return [*found, (x, y)]


def runs(path: str) -> list[tuple[float, float, float, float]]:
    """The straight pieces of a route, from left to right and from top to bottom."""
    found = []
    for (x, y), (end_x, end_y) in itertools.pairwise(corners(path)):
        assert math.isclose(x, end_x, abs_tol=0.11) or math.isclose(y, end_y, abs_tol=0.11), "askew"
        if (x, y) != (end_x, end_y):
            found.append((min(x, end_x), min(y, end_y), max(x, end_x), max(y, end_y)))
    return found


def length(path: str) -> float:
    return sum(right - left + bottom - top for left, top, right, bottom in runs(path))


class Drawing:
    """Stations, labels and routes of a geometry."""

    def __init__(self, geometry: dict[str, Any]) -> None:
        self.geometry = geometry
        self.at = {each["key"]: tuple(each["at"]) for each in geometry["stations"]}
        self.routes = {(each["before"], each["after"]): runs(each["path"]) for each in geometry["routes"]}
        self.nets: dict[str, set[tuple[float, float, float, float]]] = {}
        for (before, _), pieces in self.routes.items():
            self.nets.setdefault(before, set()).update(pieces)

    def labels(self) -> dict[str, Box]:
        """Each line of text, with what it belongs to."""
        found = {}
        for station in self.geometry["stations"]:
            for number, line in enumerate(station["lines"]):
                found[f"{station['key']} {number}"] = text_box(line, FONT)
        for region in self.geometry["regions"]:
            for number, line in enumerate(region["heading"]):
                found[f"{region['key']} {number}"] = text_box(line, 15)
            for branch in region["branches"]:
                for number, line in enumerate([branch["over"], *branch["lines"]]):
                    found[f"{branch['key']} {number}"] = text_box(line, FONT if number == 0 else 13.5)
        return found

    def stations(self) -> dict[str, Box]:
        return {key: Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for key, (x, y) in self.at.items()}

    def crossings(self) -> int:
        """Points in which routes of two different stations cross; routes of one station are one line there."""
        points = set()
        for (one, pieces), (other, others) in itertools.combinations(self.nets.items(), 2):
            for upright, lying in itertools.chain(itertools.product(pieces, others), itertools.product(others, pieces)):
                x, y = upright[0], lying[1]
                is_across = upright[0] == upright[2] and lying[1] == lying[3]
                if is_across and lying[0] + 0.2 < x < lying[2] - 0.2 and upright[1] + 0.2 < y < upright[3] - 0.2:
                    points.add((one, other, x, y))
        return len(points)

    def detours(self) -> dict[tuple[str, str], tuple[float, float]]:
        """For each route its length, and that of the shortest way along the axes."""
        found = {}
        for route in self.geometry["routes"]:
            (x, y), (end_x, end_y) = self.at[route["before"]], self.at[route["after"]]
            found[route["before"], route["after"]] = length(route["path"]), abs(x - end_x) + abs(y - end_y)
        return found

    def on_each_other(self) -> list[tuple[str, str]]:
        """Stations whose routes lie on each other for a while, so that one could be taken for the other."""
        found = []
        for (one, pieces), (other, others) in itertools.combinations(self.nets.items(), 2):
            for a, b in itertools.product(pieces, others):
                across = min(a[2], b[2]) - max(a[0], b[0])
                down = min(a[3], b[3]) - max(a[1], b[1])
                if (abs(across) < 1 and down > 3 and a[0] == a[2] and b[0] == b[2]) or (
                    abs(down) < 1 and across > 3 and a[1] == a[3] and b[1] == b[3]
                ):
                    found.append((one, other))
                    break
        return found

    def through(self, boxes: dict[str, Box]) -> list[tuple[str, str, str]]:
        """Which routes run through which of these boxes, other than those of their own two stations."""
        return [
            (before, after, key)
            for (before, after), pieces in self.routes.items()
            for key, box in boxes.items()
            if key.split(" ")[0] not in (before, after)
            and any(Box(*piece).overlaps(box) or inside(piece, box) for piece in pieces)
        ]


def inside(piece: tuple[float, float, float, float], box: Box) -> bool:
    """Whether a piece, which is as thin as a line, has a part in a box."""
    left, top, right, bottom = piece
    return left < box.right and right > box.left and top < box.bottom and bottom > box.top


def text_box(line: dict[str, Any], font: float) -> Box:
    """About the room that a line of text takes: from the top of a capital to below the line."""
    return Box(line["x"], line["y"] - 0.75 * font, line["x"] + width(line["text"], font), line["y"] + 0.2 * font)
