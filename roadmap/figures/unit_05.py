"""The figures of unit 5, calculus with several variables."""

from math import acos, atan2, cos, cosh, degrees, hypot, pi, sin, sinh, sqrt

from roadmap.figures.kit import Canvas, Point, amount, figure

# The bowl of the first figure, x^2 + 4 y^2, and the point from which it is looked at.
ROUND, STEEP = 1, 4
START = (4, 1)
# How much shorter than the gradients their arrows are.
SHORTER = 8
# The entries of the form a x^2 + 2b xy + a y^2 in the second figure.
ALONG, BESIDE = 1, 1.5


@figure("u5.gradients.fig")
def against_the_gradient() -> Canvas:
    unit = 38
    canvas = Canvas()

    def at(x: float, y: float) -> Point:
        return unit * x, -unit * y

    def value(x: float, y: float) -> float:
        return ROUND * x * x + STEEP * y * y

    def gradient(x: float, y: float) -> Point:
        return 2 * ROUND * x, 2 * STEEP * y

    def on_level(level: float, turn: float) -> Point:
        return sqrt(level / ROUND) * cos(turn), sqrt(level / STEEP) * sin(turn)

    for level in (4, 12, value(*START)):
        canvas.line([at(*on_level(level, 2 * pi * n / 96)) for n in range(97)], "second")
        canvas.text(*at(*on_level(level, 1.5 * pi)), amount(level), "on", "second halo")
    arrows = [START, on_level(20, 0.62 * pi), on_level(12, 0.22 * pi), on_level(12, 0.93 * pi), on_level(4, 1.25 * pi)]
    for x, y in arrows:
        along, up = gradient(x, y)
        canvas.arrow([at(x, y), at(x + along / SHORTER, y + up / SHORTER)])
    canvas.dot(*at(0, 0))
    canvas.line([at(*START), at(0, 0)], "dash")
    # The best point on the straight way against the gradient, where the slope along the way is 0.
    along, up = gradient(*START)
    far = (along**2 + up**2) / (2 * ROUND * along**2 + 2 * STEEP * up**2)
    best = (START[0] - far * along, START[1] - far * up)
    canvas.line([at(*START), at(*best)], "hue thick")
    canvas.dot(*at(*best), "hue fill bare")
    canvas.dot(*at(*START))
    angle = acos((along * START[0] + up * START[1]) / (hypot(along, up) * hypot(*START)))
    first, bow = atan2(-START[1], -START[0]), 1.15
    arc = [
        (START[0] + bow * cos(first + angle * n / 24), START[1] + bow * sin(first + angle * n / 24)) for n in range(25)
    ]
    canvas.line([at(*each) for each in arc], "thin")
    canvas.text(*at(*arc[12]), f"{degrees(angle):.0f}°", "left", "halo", gap=3)
    canvas.text(*at(*START), f"({amount(START[0])}, {amount(START[1])})", "right")
    canvas.text(*at(*best), f"({amount(best[0])}, {amount(best[1])}): {amount(value(*best))}", "below", "hue halo")
    canvas.text(*at(*on_level(20, 1.5 * pi)), f"levels of $x^2 + {STEEP}y^2$", "below", "strong", gap=16)
    canvas.text(*at(0, 0), "minimum", "above left", "halo", gap=4)
    canvas.text(*at(START[0] + along / SHORTER, START[1] + up / SHORTER), f"gradient / {SHORTER}", "above")
    return canvas


@figure("u5.hessians.fig")
def a_saddle_beside_the_axes() -> Canvas:
    unit, reach = 60, 2.3
    canvas = Canvas()

    def at(x: float, y: float) -> Point:
        return unit * x, -unit * y

    def turned(one: float, other: float) -> Point:
        """From the way along (1, 1) and that along (1, -1) to x and y."""
        return (one + other) / sqrt(2), (one - other) / sqrt(2)

    # Half of each eigenvalue is what a unit of way along its eigenvector does to the value.
    up, down = ALONG + BESIDE, ALONG - BESIDE
    for level in (1, 4, -0.25, -1):
        a, b = sqrt(abs(level / up)), sqrt(abs(level / down))
        end = 0.5
        while max(map(abs, turned(*_hyperbola(level, a, b, end)))) < reach:
            end += 0.01
        for side in (1, -1):
            branch = [_hyperbola(level, a, b, end * (n / 20 - 1)) for n in range(41)]
            canvas.line([at(*turned(side * one, side * other)) for one, other in branch],
                        "second" if level > 0 else "second dash")  # fmt: skip
        if level < 0:
            one, other = _hyperbola(level, a, b, 1.15 if level > -1 else -0.65)
            canvas.text(*at(*turned(-one, -other)), amount(level), "on", "second halo")
    for ends in (((-reach, 0), (reach, 0)), ((0, -reach), (0, reach))):
        canvas.line([at(*end) for end in ends], "thin")
    for one, other, value, look in ((1, 0, up, ""), (0, 1, down, "hue thick")):
        x, y = turned(one, other)
        canvas.arrow([at(0, 0), at(1.8 * x, 1.8 * y)], look)
        canvas.arrow([at(0, 0), at(-1.8 * x, -1.8 * y)], look)
        name = "along (1, 1)" if value > 0 else f"along (1, {amount(-1)})"
        words = f"{name}:\neigenvalue {amount(2 * value)},\n{'up' if value > 0 else 'down'}"
        canvas.text(
            *at(1.8 * x, 1.8 * y),
            words,
            "below right" if look else "right",
            f"{look.split()[0]} halo" if look else "halo",
        )
    for place in (-1, -2):
        canvas.text(*at(place, 0), amount(ALONG * place * place), "on", "second halo")
    canvas.text(*at(0, -reach), f"levels of $x^2 + {amount(2 * BESIDE)}xy + y^2$", "below", "strong", gap=14)
    canvas.text(*at(reach, 0), "$x$: up", "right")
    canvas.text(*at(0, reach), "$y$: up", "above")
    canvas.dot(*at(0, 0))
    return canvas


def _hyperbola(level: float, a: float, b: float, turn: float) -> Point:
    """A point of a level line, along both eigenvectors: its branches lie across the one with the sign of its level."""
    return (a * cosh(turn), b * sinh(turn)) if level > 0 else (a * sinh(turn), b * cosh(turn))
