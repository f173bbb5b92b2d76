"""The figures of unit 1, linear algebra and vectors."""

from math import acos, atan2, cos, degrees, hypot, sin

from roadmap.figures.kit import Canvas, Point, amount, figure

type Matrix = tuple[Point, Point]

# How long an arrow of length 1 is in the second figure.
UNIT = 40
# The corners of the unit square, in the order in which one walks along its edges.
SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


@figure("u1.operations.fig")
def how_much_of_b_points_along_a() -> Canvas:
    unit = 38
    a, b = (3, 4), (8, -1)
    share = _dot(a, b) / _dot(a, a)
    along = (share * a[0], share * a[1])
    rest = (b[0] - along[0], b[1] - along[1])
    angle = acos(_dot(a, b) / (hypot(*a) * hypot(*b)))

    def at(x: float, y: float) -> Point:
        return unit * x, -unit * y

    canvas = Canvas()
    canvas.line([at(*along), at(*b)], "dash")
    canvas.arrow([at(0, 0), at(*a)])
    canvas.arrow([at(0, 0), at(*b)])
    canvas.arrow([at(0, 0), at(*along)], "hue thick")
    # The corner of a small square at the right angle, and a piece of a circle at the origin.
    ahead, aside = ([0.3 * each / hypot(*way) for each in way] for way in (a, rest))
    corner = [(along[0] - p * ahead[0] + q * aside[0], along[1] - p * ahead[1] + q * aside[1]) for p, q in SQUARE[1:]]
    canvas.line([at(*each) for each in corner], "thin")
    start = atan2(b[1], b[0])
    canvas.line([at(1.1 * cos(start + angle * n / 24), 1.1 * sin(start + angle * n / 24)) for n in range(25)], "thin")
    canvas.text(*at(1.1 * cos(start + angle / 2), 1.1 * sin(start + angle / 2)), f"{amount(degrees(angle), 1)}°")
    canvas.text(*at(*a), f"$a$ = {_pair(a)}", "above")
    canvas.text(*at(*b), f"$b$ = {_pair(b)}", "below left", gap=8)
    canvas.text(*at(*along), f"${amount(share)}a$ = {_pair(along)}", "left", "hue", gap=9)
    middle = at(along[0] + rest[0] / 2, along[1] + rest[1] / 2)
    canvas.text(*middle, f"rest {_pair(rest)}", "above right")
    return canvas


@figure("u1.transformations.fig")
def two_orders() -> Canvas:
    turn, shear = ((0, 1), (-1, 0)), ((1, 0), (2, 1))
    canvas = Canvas()
    _panel(canvas, 0, _after(turn, shear), "shear, then turn: $AB$", ("above right", "left", "above"))
    _panel(canvas, 172, _after(shear, turn), "turn, then shear: $BA$", ("above", "below", "above left"))
    canvas.text(UNIT, -UNIT / 2, "unit square", "right", "second")
    return canvas


def _panel(canvas: Canvas, middle: float, matrix: Matrix, words: str, sides: tuple[str, str, str]) -> None:
    """The unit square and its image, whose edges at the origin are the columns of the matrix."""

    def at(x: float, y: float) -> Point:
        return middle + UNIT * x, -UNIT * y

    image = [_image(matrix, corner) for corner in SQUARE]
    canvas.shape([at(*corner) for corner in image], "hue soft bare")
    canvas.shape([at(*corner) for corner in SQUARE], "dash")
    canvas.line([at(*corner) for corner in image[1:]], "hue")
    for column, name, side in zip(matrix, ("e_1", "e_2"), sides, strict=False):
        canvas.arrow([at(0, 0), at(*column)], "hue thick")
        canvas.text(*at(*column), f"${name}$: {_pair(column)}", side)
    canvas.text(*at(*image[2]), _pair(image[2]), sides[2])
    canvas.text(*at(0, 0), words, "below", "strong", gap=32)


def _image(matrix: Matrix, vector: Point) -> Point:
    """Where a map sends a vector: as much of each column as the vector has of each direction."""
    (x, y), (one, other) = vector, matrix
    return x * one[0] + y * other[0], x * one[1] + y * other[1]


def _after(later: Matrix, earlier: Matrix) -> Matrix:
    """The columns of the product, which does the earlier map first."""
    return _image(later, earlier[0]), _image(later, earlier[1])


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]


def _pair(vector: Point) -> str:
    return f"({amount(vector[0])}, {amount(vector[1])})"
