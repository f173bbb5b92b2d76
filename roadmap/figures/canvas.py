"""The sheet that a figure is drawn on: lines, shapes, arrows, braces and labels in units of the picture.

How something looks is said in words, such as `"hue thick dash"`; each is a class of the stylesheet. Without any it is a
line in ink. A picture has no ids, so that several stand on a page, and no colors or fonts of its own.
"""

from collections.abc import Iterable, Sequence
from math import ceil, floor, hypot
from xml.sax.saxutils import quoteattr

from roadmap.figures.lettering import ASCENT, CAPITAL, DESCENT, LEADING, SIZE, SMALL, breadth, marked, number

type Point = tuple[float, float]

# Units: wider, and letters would be too small to read on a telephone.
WIDEST = 420
# How large a unit is on a wide page: letters of 13 units are 15.6 pixels high there, a little less than the lesson's.
REM = 0.075
LOOKS = frozenset({
    "second", "quiet", "rule", "hue", "warn", "fade",  # tones
    "thin", "thick", "dash", "dot", "points", "bare",  # lines
    "soft", "mid", "deep", "fill", "paper",  # fills
    "small", "strong", "halo",  # letters
})  # fmt: skip
# Where a label stands from its point: along, and down.
SIDES = {
    "right": (1, 0), "left": (-1, 0), "above": (0, -1), "below": (0, 1), "on": (0, 0),
    "above right": (1, -1), "above left": (-1, -1), "below right": (1, 1), "below left": (-1, 1),
}  # fmt: skip
ANCHORS = {1: "", 0: ' text-anchor="middle"', -1: ' text-anchor="end"'}
# An arrow's head: its length, and half its width.
HEAD, HALF = 7.5, 3.2


class TooWide(ValueError):
    """What was drawn is wider than a telephone shows it legibly."""


class Canvas:
    """A picture that is being drawn. What comes later lies above; the picture is as large as what is on it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.across: list[float] = []
        self.down: list[float] = []

    def svg(self, alt: str) -> str:
        """The picture as it stands in a page. Whoever does not see it is told `alt`, and nothing of what is inside."""
        left, top = floor(min(self.across)) - 1, floor(min(self.down)) - 1
        width, height = ceil(max(self.across)) + 1 - left, ceil(max(self.down)) + 1 - top
        if width > WIDEST:
            raise TooWide(f"A figure is at most {WIDEST} units wide, and this one {width}.")
        return (
            f'<svg class="drawing" viewBox="{left} {top} {width} {height}" width="{round(width * REM, 2)}rem" '
            f'role="img" aria-label={quoteattr(alt)}>{"".join(self.parts)}</svg>'
        )

    def line(self, points: Iterable[Point], look: str = "") -> None:
        self._path(f"M{'L'.join(map(self._at, points))}", look)

    def shape(self, points: Iterable[Point], look: str = "") -> None:
        """A closed line; it is filled where the look says how."""
        self._path(f"M{'L'.join(map(self._at, points))}z", look)

    def points(self, points: Iterable[Point], look: str = "") -> None:
        """Many small points, as one part of the picture."""
        self._path("".join(f"M{self._at(point)}h0" for point in points), f"{look} points".strip())

    def curve(self, start: Point, control: Point, end: Point, look: str = "") -> None:
        """A line that bends once: it leaves `start` towards `control`, and comes from there into `end`."""
        self._path(f"M{self._at(start)}Q{self._at(control)} {self._at(end)}", look)

    def rect(self, x: float, y: float, width: float, height: float, look: str = "", radius: float = 0) -> None:
        rounded = f' rx="{number(radius)}"' if radius else ""
        sizes = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._reaches(x, y, x + width, y + height)
        self.parts.append(f"<rect{_class(look)} {sizes}{rounded}/>")

    def circle(self, x: float, y: float, radius: float, look: str = "") -> None:
        self._reaches(x - radius, y - radius, x + radius, y + radius)
        self.parts.append(f'<circle{_class(look)} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>')

    def dot(self, x: float, y: float, look: str = "fill", form: str = "disc", size: float = 3.5) -> None:
        """A mark for a point: a disc, a square, a triangle or a cross, so that kinds are told without color."""
        if form == "disc":
            self.circle(x, y, size, look)
        elif form == "square":
            self.rect(x - size, y - size, 2 * size, 2 * size, look)
        elif form == "triangle":
            self.shape([(x, y - size * 1.2), (x + size * 1.1, y + size * 0.8), (x - size * 1.1, y + size * 0.8)], look)
        elif form == "cross":
            ends = [[(x - size, y - size), (x + size, y + size)], [(x - size, y + size), (x + size, y - size)]]
            self._path("".join(f"M{self._at(one)}L{self._at(other)}" for one, other in ends), look)
        else:
            raise ValueError(f'A dot is a disc, square, triangle or cross, not a "{form}".')

    def text(self, x: float, y: float, words: str, side: str = "right", look: str = "", gap: float = 6) -> None:
        """A label at a point, on one of its SIDES, with this gap between; a line feed begins a new line.

        Between dollar signs it is mathematics, see `lettering`.
        """
        along, down = SIDES[side]
        size = SMALL if "small" in look else SIZE
        lines = words.split("\n")
        over = LEADING * (len(lines) - 1)
        line = y + {-1: -gap - over, 0: (CAPITAL * size - over) / 2, 1: gap + CAPITAL * size}[down]
        x += along * gap
        for row in lines:
            wide = breadth(row, size)
            start = x - wide * (1 - along) / 2
            self._reaches(start, line - ASCENT, start + wide, line + DESCENT)
            where = f'x="{number(x)}" y="{number(line)}"'
            self.parts.append(f"<text{_class(look)} {where}{ANCHORS[along]}>{marked(row)}</text>")
            line += LEADING

    def arrow(self, points: Sequence[Point], look: str = "", bend: float = 0) -> None:
        """A line with a head at its last point. Where it has two points, `bend` pushes its middle out, to its right."""
        if bend:
            control = pushed(points[0], points[-1], 2 * bend)
            tip, neck, head = _head(control, points[-1])
            self.curve(points[0], control, neck, look)
        else:
            tip, neck, head = _head(points[-2], points[-1])
            self.line([*points[:-1], neck], look)
        # A head has no dashes, however its line is drawn.
        plain = " ".join(word for word in look.split() if word not in ("dash", "dot", "thin", "thick"))
        self.shape([tip, *head], f"{plain} fill bare".strip())

    def brace(self, start: Point, end: Point, words: str = "", look: str = "", depth: float = 7) -> None:
        """A brace along an upright or level line, with its words at its tip, which points to the left of the way."""
        length = hypot(end[0] - start[0], end[1] - start[1])
        ahead = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        aside = (ahead[1], -ahead[0])

        def reached(along: float, out: float) -> Point:
            return start[0] + ahead[0] * along + aside[0] * out, start[1] + ahead[1] * along + aside[1] * out

        def at(along: float, out: float) -> str:
            return self._at(reached(along, out))

        half, bow = depth / 2, min(depth, length / 4)
        middle = length / 2
        self._path(
            f"M{at(0, 0)}Q{at(0, half)} {at(bow, half)}L{at(middle - bow, half)}Q{at(middle, half)} {at(middle, depth)}"
            f"Q{at(middle, half)} {at(middle + bow, half)}L{at(length - bow, half)}Q{at(length, half)} {at(length, 0)}",
            look,
        )
        if words:
            side = {(1, 0): "right", (-1, 0): "left", (0, -1): "above", (0, 1): "below"}
            self.text(*reached(middle, depth), words, side[round(aside[0]), round(aside[1])], gap=5)

    def _at(self, point: Point) -> str:
        self._reaches(*point, *point)
        return f"{number(point[0])} {number(point[1])}"

    def _reaches(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keeps how far the picture reaches."""
        self.across += [left, right]
        self.down += [top, bottom]

    def _path(self, way: str, look: str) -> None:
        self.parts.append(f'<path{_class(look)} d="{way}"/>')


def pushed(start: Point, end: Point, out: float) -> Point:
    """The point in the middle between two, pushed out to the right of the way from one to the other."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    return (start[0] + end[0]) / 2 - down / length * out, (start[1] + end[1]) / 2 + across / length * out


def _head(before: Point, tip: Point) -> tuple[Point, Point, list[Point]]:
    """The tip of an arrow, where its line ends under the head, and the two corners of the head."""
    length = hypot(tip[0] - before[0], tip[1] - before[1])
    ahead = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
    root = (tip[0] - HEAD * ahead[0], tip[1] - HEAD * ahead[1])
    corners = [(root[0] - side * ahead[1], root[1] + side * ahead[0]) for side in (HALF, -HALF)]
    return tip, (tip[0] - 0.7 * HEAD * ahead[0], tip[1] - 0.7 * HEAD * ahead[1]), corners


def _class(look: str) -> str:
    """The classes of a look; raises ValueError for a word that the stylesheet does not know."""
    words = look.split()
    if unknown := set(words) - LOOKS:
        raise ValueError(f'No figure looks "{", ".join(sorted(unknown))}". It may be: {", ".join(sorted(LOOKS))}.')
    return f' class="{" ".join(f"f-{word}" for word in words)}"' if words else ""
