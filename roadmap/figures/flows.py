"""Flows: boxes on a grid, joined by arrows; graphs of a computation, stages of a process, parts of a system."""

from math import hypot, inf
from typing import NamedTuple

from roadmap.figures.canvas import SIDES, Canvas, Point, pushed
from roadmap.figures.lettering import LEADING, breadth

# Between words and the edge of their box, and between a box and the tip of an arrow.
ASIDE, ABOVE, APART = 9.0, 5.0, 3.0
RADIUS = 3.0


class Box(NamedTuple):
    """Where something stands: its middle, and its size."""

    x: float
    y: float
    width: float
    height: float

    def edge(self, towards: Point, apart: float = APART) -> Point:
        """Where the way from the middle of the box to a point leaves the box, and this much further."""
        across, down = towards[0] - self.x, towards[1] - self.y
        # As far as the nearer of two edges: one on a side, one above or below.
        to_side = self.width / 2 / abs(across) if across else inf
        to_level = self.height / 2 / abs(down) if down else inf
        reach = min(to_side, to_level)
        length = hypot(across, down)
        return self.x + across * (reach + apart / length), self.y + down * (reach + apart / length)


class Flow:
    """A sheet with a grid on it. Columns and rows are counted from 0, and a place may lie between two: (1.5, 0)."""

    def __init__(self, columns: float, *, width: float = 360, row: float = 64, least: float = 34) -> None:
        self.canvas = Canvas()
        self.column, self.row, self.least = width / columns, row, least
        self.boxes: dict[str, Box] = {}

    def svg(self, alt: str) -> str:
        return self.canvas.svg(alt)

    def at(self, column: float, row: float) -> Point:
        """The middle of a place of the grid, in units of the picture."""
        return (column + 0.5) * self.column, (row + 0.5) * self.row

    def box(
        self, key: str, column: float, row: float, words: str | None = None, look: str = "paper", form: str = "box"
    ) -> Box:
        """A box as large as its words, which are the key where nothing else is said; arrows join boxes by keys.

        Its form is "box", "round" for what is computed or kept, or "bare" for words without an edge.
        """
        said = key if words is None else words
        x, y = self.at(column, row)
        lines = said.count("\n") + 1
        box = Box(x, y, max(self.least, breadth(said) + 2 * ASIDE), LEADING * lines + 2 * ABOVE)
        if form != "bare":
            radius = box.height / 2 if form == "round" else RADIUS
            self.canvas.rect(x - box.width / 2, y - box.height / 2, box.width, box.height, look, radius)
        self.canvas.text(x, y, said, "on")
        self.boxes[key] = box
        return box

    def arrow(
        self, one: str, other: str, words: str = "", side: str = "above", look: str = "", bend: float = 0,
        share: float = 0.5,
    ) -> None:  # fmt: skip
        """An arrow from one box to another, bent to the right of its way by so many units, and words beside it.

        `share` is how much of the way lies before the words; on the side "on" they interrupt the arrow.
        """
        start, end = self.boxes[one], self.boxes[other]
        middle = pushed(start[:2], end[:2], 2 * bend)
        first, last = start.edge(middle if bend else end[:2]), end.edge(middle if bend else start[:2])
        self.canvas.arrow([first, last], look, bend)
        if words:
            x, y = pushed(first, last, bend)
            x, y = x + (last[0] - first[0]) * (share - 0.5), y + (last[1] - first[1]) * (share - 0.5)
            self.canvas.text(x, y, words, side, "halo" if side == "on" else "", gap=7)

    def under(self, key: str, words: str, side: str = "below", look: str = "") -> None:
        """Words beside a box: under it, or on another side."""
        box = self.boxes[key]
        along, down = SIDES[side]
        self.canvas.text(box.x + along * box.width / 2, box.y + down * box.height / 2, words, side, look, gap=5)
