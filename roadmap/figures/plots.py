"""Plots: a frame with ticks, and in it lines, areas, steps, bars, points and labels at values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import hypot

from roadmap.figures.canvas import Canvas, Point
from roadmap.figures.lettering import LEADING, SIZE, SMALL, amount, breadth
from roadmap.figures.scales import Scale, in_sight, lean, sampled

type Range = tuple[float, float]
# Values that get a tick, or what is written at each of them; without, round values are chosen.
type Ticks = Sequence[float] | Mapping[float, str] | Mapping[int, str] | None
# A line is given by its points, or by the formula that gives y for x.
type Line = Iterable[Point] | Callable[[float], float]

TICK, GAP = 4.0, 6.0


class Plot:
    """A frame for values `x` and `y`, on a sheet of its own or on a part of another one.

    `x_title` stands under the end of the axis, `y_title` over its top, and nothing is turned on its side. `beside` are
    the labels for which room is kept on the right.
    """

    def __init__(
        self, x: Range, y: Range, x_title: str = "", y_title: str = "", *, x_ticks: Ticks = None, y_ticks: Ticks = None,
        x_log: bool = False, y_log: bool = False, beside: Sequence[str] = (), width: float = 360, height: float = 240,
        on: Canvas | None = None, at: Point = (0, 0),
    ) -> None:  # fmt: skip
        self.canvas = on or Canvas()
        self.left, self.top = at[0], at[1] + (SIZE + 8 if y_title else 8)
        bottom = at[1] + height - TICK - SMALL - 2 - (LEADING if x_title else 0)
        self.y = Scale(*y, bottom, self.top, y_log)
        heights = _named(y_ticks, self.y)
        self.left += max((breadth(words, SMALL) + GAP for words in heights.values()), default=1)
        right = at[0] + width - max((breadth(words) + GAP for words in beside), default=0)
        self.x = Scale(*x, self.left, right, x_log)
        self._frame(heights, _named(x_ticks, self.x))
        if y_title:
            self.canvas.text(at[0], at[1] + 1, y_title, "below right", "second", gap=0)
        if x_title:
            self.canvas.text(self.x.end, at[1] + height - 4, x_title, "above left", "second", gap=0)

    def svg(self, alt: str) -> str:
        return self.canvas.svg(alt)

    def _frame(self, heights: Mapping[float, str], places: Mapping[float, str]) -> None:
        start, bottom, end = self.left, self.y.start, self.x.end
        ground = self.y(0) if not self.y.is_log and min(self.y[:2]) < 0 < max(self.y[:2]) else bottom
        for value, words in heights.items():
            height = self.y(value)
            if abs(height - ground) > 0.5:
                self.canvas.line([(start, height), (end, height)], "thin rule")
            self.canvas.text(start, height, words, "left", "small second")
        self.canvas.line([(start, ground), (end, ground)], "thin")
        for value, words in places.items():
            place = self.x(value)
            self.canvas.line([(place, bottom), (place, bottom + TICK)], "thin")
            self.canvas.text(place, bottom + TICK, words, "below", "small second", gap=4)

    def line(self, line: Line, look: str = "", over: Range | None = None) -> None:
        """A line, as far as it lies in the frame; `over` are the values of x between which a formula is drawn."""
        for piece in in_sight(self._placed(line, over), self.y.end, self.y.start):
            self.canvas.line(lean(piece), look)

    def step(self, points: Sequence[Point], look: str = "") -> None:
        """A line that keeps its height until the next point."""
        corners = [corner for one, other in pairwise(points) for corner in (one, (other[0], one[1]))]
        self.line([*corners, points[-1]], look)

    def area(self, line: Line, base: Line | float = 0, look: str = "soft bare", over: Range | None = None) -> None:
        """What lies between a line and a base, which is another line or a value; all of it should lie in the frame."""
        upper = self._placed(line, over)
        if isinstance(base, int | float):
            lower = [(upper[0][0], self.y(base)), (upper[-1][0], self.y(base))]
        else:
            lower = self._placed(base, over)
        self.canvas.shape([*lean(upper), *reversed(lean(lower))], look)

    def bars(
        self, values: Sequence[float], looks: Sequence[str] = ("soft",), at: Sequence[float] = (), share: float = 0.68
    ) -> None:
        """A bar for each value, from the ground, at 1, 2, 3 and so on or where `at` says; looks are taken in turn.

        `share` is how much of the way from one to the next a bar takes.
        """
        places = at or range(1, len(values) + 1)
        ground = self.y.start if self.y.is_log else self.y(max(min(self.y[:2]), 0))
        width = share * (self.x(places[1]) - self.x(places[0]) if len(places) > 1 else self.x.end - self.x.start)
        for number, (place, value) in enumerate(zip(places, values, strict=True)):
            top, bottom = sorted((self.y(value), ground))
            look = looks[number % len(looks)]
            self.canvas.rect(self.x(place) - width / 2, top, width, bottom - top, look)

    def scatter(self, points: Iterable[Point], look: str = "") -> None:
        """Many small points."""
        self.canvas.points([(self.x(x), self.y(y)) for x, y in points], look)

    def dots(self, points: Iterable[Point], look: str = "fill bare", form: str = "disc", size: float = 3.2) -> None:
        """A mark at each point: a disc, square, triangle or cross."""
        for x, y in points:
            self.canvas.dot(self.x(x), self.y(y), look, form, size)

    def level(
        self, y: float, words: str = "", look: str = "", side: str = "above right", at: float | None = None
    ) -> None:
        """A level line through the frame; its words stand at its left end, or at a value `at` of x."""
        self.canvas.line([(self.left, self.y(y)), (self.x.end, self.y(y))], look)
        if words:
            self.text(at if at is not None else self.x.low, y, words, side)

    def upright(self, x: float, words: str = "", look: str = "", side: str = "right") -> None:
        """An upright line through the frame, with words at its top."""
        self.canvas.line([(self.x(x), self.y.start), (self.x(x), self.y.end)], look)
        if words:
            self.canvas.text(self.x(x), self.y.end + SIZE / 2, words, side, "halo")

    def band(self, low: float, high: float, look: str = "soft bare") -> None:
        """The part of the frame between two values of x."""
        self.canvas.rect(self.x(low), self.y.end, self.x(high) - self.x(low), self.y.start - self.y.end, look)

    def text(
        self, x: float, y: float, words: str, side: str = "right", look: str = "", gap: float = 6, nudge: Point = (0, 0)
    ) -> None:
        """A label at a value, on a side of it; `nudge` moves it by units of the picture, to the right and down."""
        self.canvas.text(self.x(x) + nudge[0], self.y(y) + nudge[1], words, side, f"{look} halo".strip(), gap)

    def callout(self, x: float, y: float, words: str, way: Point, look: str = "") -> None:
        """A label some way off its value, such as (10, 40) to the right and down, where beside it there is no room."""
        across, down = way
        near = 7 / hypot(across, down)
        start = (self.x(x) + across * near, self.y(y) + down * near)
        end = (self.x(x) + across, self.y(y) + down)
        self.canvas.line([start, end], "thin second")
        side = ("below" if down > 0 else "above") if abs(down) > abs(across) else "right" if across > 0 else "left"
        self.canvas.text(*end, words, side, f"{look} halo".strip(), gap=3)

    def _placed(self, line: Line, over: Range | None) -> list[Point]:
        points = sampled(line, self.x, *(over or self.x[:2])) if callable(line) else line
        return [(self.x(x), self.y(y)) for x, y in points]


def _named(ticks: Ticks, scale: Scale) -> Mapping[float, str]:
    """What is written at which value."""
    if isinstance(ticks, Mapping):
        return dict(ticks.items())
    values = scale.ticks() if ticks is None else ticks
    if scale.is_log:
        return {value: amount(value) for value in values}
    # All with as many decimals as one of them needs: 0.5, 1.0.
    decimals = max((len(amount(value).partition(".")[2]) for value in values), default=0)
    return {value: amount(value, decimals) for value in values}
