"""The figures of unit 2, determinants and linear systems."""

from collections.abc import Callable, Sequence

from roadmap.figures.kit import Canvas, Point, amount, figure

MINUS = "\N{MINUS SIGN}"
SIZE = 22.0

# The rows of the lesson's matrix.
MATRIX = ((2.0, 1.0), (2.0, 4.0))

# Two lines each, as a, b and c of ax + by = c.
SYSTEMS = (
    ("one solution", (1, 1, 3), (1, -1, 1)),
    ("none", (1, 1, 3), (1, 1, 1)),
    ("infinitely many", (1, 1, 3), (2, 2, 6)),
)


@figure("u2.determinants.fig")
def shears_keep_the_area() -> Canvas:
    canvas = Canvas()
    first, second = MATRIX
    lower = _less(second, first, second[0] / first[0])
    upper = _less(first, lower, first[1] / lower[1])
    _spanned(canvas, 0, "columns of $A$", (first, second))
    _spanned(canvas, 1, f"row 2 {MINUS} row 1", (first, lower))
    _spanned(canvas, 2, f"row 1 {MINUS} \N{VULGAR FRACTION ONE THIRD} row 2", (upper, lower))
    return canvas


def _less(row: Point, other: Point, times: float) -> Point:
    return row[0] - times * other[0], row[1] - times * other[1]


def _spanned(canvas: Canvas, number: int, words: str, rows: Sequence[Point]) -> None:
    """The parallelogram on the columns of a matrix, with its area."""
    (a, b), (c, d) = rows
    at = _grid(canvas, number * 132, words, (0, 4), (0, 6))
    canvas.shape([at(0, 0), at(a, c), at(a + b, c + d), at(b, d)], "hue soft bare")
    canvas.line([at(a, c), at(a + b, c + d), at(b, d)], "thin")
    canvas.arrow([at(0, 0), at(a, c)], "hue thick")
    canvas.arrow([at(0, 0), at(b, d)], "thick")
    columns = f"({amount(a)}, {amount(c)}), ({amount(b)}, {amount(d)})"
    canvas.text(*at(2, 0), f"{columns}\narea {amount(a * d - b * c)}", "below", gap=8)


@figure("u2.systems.fig")
def two_lines() -> Canvas:
    canvas = Canvas()
    panels = [_pair(canvas, number, *system) for number, system in enumerate(SYSTEMS)]
    crossing, start, end = panels[0](2, 1), panels[2](3, 0), panels[2](2, 1)
    canvas.dot(*crossing)
    canvas.text(*crossing, "(2, 1)", "right", "strong halo", gap=9)
    canvas.arrow([start, end], "thick")
    canvas.dot(*start)
    canvas.text(*start, "$p$", "below left", "halo", gap=4)
    canvas.text(*panels[2](2.5, 0.5), "$n$", "above right", "halo", gap=4)
    return canvas


def _pair(canvas: Canvas, number: int, words: str, *lines: tuple[int, int, int]) -> Callable[[float, float], Point]:
    """Two lines on a grid, and below it their equations."""
    at = _grid(canvas, number * 136, words, (-1, 4), (-1, 4))
    canvas.line([at(-1, 0), at(4, 0)], "thin")
    canvas.line([at(0, -1), at(0, 4)], "thin")
    left, bottom = at(-1, -1)
    for row, ((a, b, c), look) in enumerate(zip(lines, ("", "hue thick dash"), strict=True)):
        # A line is in sight from where it crosses one side of the square to where it crosses another.
        sides = (-1.0, 4.0, (c + b) / a, (c - 4 * b) / a)
        seen = [x for x in sides if -1 <= x <= 4 and -1 <= (c - a * x) / b <= 4]
        canvas.line([at(x, (c - a * x) / b) for x in (min(seen), max(seen))], look)
        height = bottom + 14 + row * 18
        canvas.line([(left, height), (left + 24, height)], look)
        sign = MINUS if b < 0 else "+"
        x, y = (f"{abs(factor) if abs(factor) > 1 else ''}{name}" for factor, name in ((a, "x"), (b, "y")))
        canvas.text(left + 24, height, f"${x} {sign} {y} = {c}$")
    return at


def _grid(
    canvas: Canvas, left: float, words: str, across: tuple[int, int], up: tuple[int, int]
) -> Callable[[float, float], Point]:
    """A grid with words above it, and where on it a point of the plane lies."""

    def at(x: float, y: float) -> Point:
        return left + (x - across[0]) * SIZE, 24 + (up[1] - y) * SIZE

    for x in range(across[0], across[1] + 1):
        canvas.line([at(x, up[0]), at(x, up[1])], "thin rule")
    for y in range(up[0], up[1] + 1):
        canvas.line([at(across[0], y), at(across[1], y)], "thin rule")
    canvas.text(at(sum(across) / 2, 0)[0], 10, words, "on", "second")
    return at
