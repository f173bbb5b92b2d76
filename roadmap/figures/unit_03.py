"""The figures of unit 3, eigenvectors and principal components."""

from math import atan2, cos, degrees, hypot, radians, sin

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# The map of the core idea, and the two directions that it keeps, with the factors by which it stretches them.
A = ((4, 1), (2, 3))
KEPT = (((1, 1), 5), ((-1, 2), 2))
UNIT = 48

# The five learners of the bridge: hours practised, problems solved.
LEARNERS = ((2, 1), (4, 3), (5, 3), (6, 5), (8, 3))
COMPONENTS = ((2, 1), (1, -2))


def image(x: Point) -> Point:
    return A[0][0] * x[0] + A[0][1] * x[1], A[1][0] * x[0] + A[1][1] * x[1]


@figure("u3.eigen.fig")
def two_directions_are_kept() -> Canvas:
    canvas = Canvas()

    def at(x: Point) -> Point:
        return UNIT * x[0], -UNIT * x[1]

    for angle in range(0, 136, 15):
        start = (cos(radians(angle)), sin(radians(angle)))
        if all(abs(angle - degrees(atan2(y, x))) > 6 for (x, y), _ in KEPT):
            canvas.line([at(start), at(image(start))], "thin quiet dash")
            canvas.arrow([(0, 0), at(start)], "second")
            canvas.dot(*at(image(start)), "second", size=3)
    for (x, y), factor in KEPT:
        start = (x / hypot(x, y), y / hypot(x, y))
        end = image(start)
        canvas.arrow([(0, 0), at(end)], "hue thick")
        canvas.dot(*at(start), "hue fill bare", size=3.5)
        words = f"$λ={factor}$ along ({amount(x)}, {amount(y)})"
        canvas.text(*at(end), words, "left" if x < 0 else "above", "hue", gap=8 if x < 0 else 16)
    return canvas


def centred() -> list[Point]:
    means = [sum(column) / len(LEARNERS) for column in zip(*LEARNERS, strict=True)]
    return [(x - means[0], y - means[1]) for x, y in LEARNERS]


def variance(angle: float) -> float:
    """The variance of the learners along a direction, given by its angle in degrees."""
    u = (cos(radians(angle)), sin(radians(angle)))
    return sum((x * u[0] + y * u[1]) ** 2 for x, y in centred()) / (len(LEARNERS) - 1)


@figure("u3.pca.fig")
def variance_by_direction() -> Canvas:
    canvas = Canvas()
    width, height = 188.0, 218.0  # as wide as high inside, so that right angles look right
    cloud = Plot((-4, 4), (-4, 4), "hours less mean", "problems less mean", on=canvas, width=width,
                 height=height, x_ticks=range(-4, 5, 2), y_ticks=range(-4, 5, 2))  # fmt: skip
    for number, (x, y) in enumerate(COMPONENTS):
        reach = 3.8 / max(abs(x), abs(y))
        cloud.line([(-x * reach, -y * reach), (x * reach, y * reach)], "dash second" if number else "hue thick")
    cloud.dots(centred(), "fill bare", size=3.5)
    cloud.text(3.8, 1.9, "(2, 1)", "above left", "hue", gap=5)
    cloud.text(1.6, -3.2, "(1, \N{MINUS SIGN}2)", "right", "second")
    plot = Plot((0, 180), (0, 7), "angle of $u$ in degrees", "variance along $u$", on=canvas, at=(width + 19, 0),
                width=197, height=height, x_ticks=range(0, 181, 45), y_ticks=range(8))  # fmt: skip
    plot.line(variance, "hue thick")
    for x, y in COMPONENTS:
        angle = degrees(atan2(y, x)) % 180
        is_first = variance(angle) > 2
        plot.dots([(angle, variance(angle))], "hue fill bare", size=4)
        words = f"{amount(round(variance(angle), 2))} at {angle:.0f}°"
        plot.text(angle, variance(angle), words, "above" if is_first else "below", "hue strong", gap=8)
    plot.dots([(angle, variance(angle)) for angle in (0, 90)], "paper", "square", size=3.5)
    plot.text(90, variance(90), f"problems: {amount(round(variance(90), 2))}", "left", "second", gap=8)
    plot.text(0, variance(0), f"hours: {amount(round(variance(0), 2))}", "below right", "second", gap=8)
    return canvas
