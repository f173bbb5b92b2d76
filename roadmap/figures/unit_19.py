"""The figures of unit 19, advanced optimization."""

from math import acos, atan2, cos, degrees, hypot, pi, sin, sqrt

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# Adam's usual memories, and the steps that are marked.
FIRST, SECOND = 0.9, 0.999
MARKED = (1, 12, 1000)

# A valley, and descents in it.
CURVATURES, START, RATE, MEMORY, STEPS = (1, 25), (3.0, 0.8), 0.07, 0.99, 12

# A gradient, and the limits on its norm and on its entries.
GRADIENT, NORM, ENTRY = (5, 12), 6.5, 5


@figure("u19.adam.fig")
def steps_without_correction() -> Plot:
    def excess(t: float) -> float:
        return (1 - FIRST**t) / sqrt(1 - SECOND**t)

    ticks = {1: "1", 10: "10", 100: "100", 1000: "1,000"}
    plot = Plot((1, 3000), (0, 7.5), "step $t$", "length of a step, in rates", x_log=True, x_ticks=ticks,
                y_ticks=(0, 1, 2, 4, 6))  # fmt: skip
    plot.level(1, "corrected", "dash", "below right", at=1)
    plot.line(excess, "hue thick")
    plot.dots([(t, excess(t)) for t in MARKED], "hue fill bare")
    for t, side in zip(MARKED, ("below right", "above", "above right"), strict=True):
        plot.text(t, excess(t), f"{excess(t):.2f}", side, "hue")
    plot.text(60, 4.9, "not corrected", "right", "hue")
    return plot


def descent(scaled: bool) -> list[Point]:
    """The path of plain descent, or of RMSprop."""
    place, squares = list(START), [0.0, 0.0]
    path = [START]
    for _ in range(STEPS):
        for axis, curvature in enumerate(CURVATURES):
            slope = curvature * place[axis]
            squares[axis] = MEMORY * squares[axis] + (1 - MEMORY) * slope * slope
            place[axis] -= RATE * slope / (sqrt(squares[axis]) if scaled else 1)
        path.append((place[0], place[1]))
    return path


@figure("u19.rmsprop.fig")
def two_paths_in_one_valley() -> Canvas:
    canvas = Canvas()
    for top, scaled, words, look in ((0, False, "plain descent", ""), (190, True, "RMSprop", "hue")):
        plot = Plot((-1, 3.5), (-1, 1), "$x$", f"{words}: $y$", x_ticks=(-1, 0, 1, 2, 3), y_ticks=(-1, 0, 1),
                    width=390, height=180, on=canvas, at=(0, top))  # fmt: skip
        for size in (1.2, 2.4):
            half = acos(max(-1, -1 / size))
            angles = [turn * half / 10 for turn in range(-10, 11)]
            ring = [(size * cos(angle), size / 5 * sin(angle)) for angle in angles]
            plot.line(ring, "thin second")
        path = descent(scaled)
        plot.line(path, f"{look} thick".strip())
        plot.dots(path, f"{look} fill bare".strip(), size=3)
        plot.text(*START, "start", "above")
        end = f"$x$ = {path[-1][0]:.2f} after {STEPS} steps"
        plot.text(path[-1][0], -0.55, end, "right" if scaled else "on", look)
    return canvas


@figure("u19.clipping.fig")
def shortened_or_turned() -> Canvas:
    canvas, unit = Canvas(), 20.0

    def at(point: tuple[float, float]) -> Point:
        return point[0] * unit, -point[1] * unit

    def named(point: tuple[float, float]) -> str:
        angle = degrees(atan2(point[1], point[0]))
        return f"({amount(point[0])}, {amount(point[1])}), {angle:.0f}°"

    factor = NORM / hypot(*GRADIENT)
    by_norm = (GRADIENT[0] * factor, GRADIENT[1] * factor)
    by_entry = (min(GRADIENT[0], ENTRY), min(GRADIENT[1], ENTRY))
    canvas.line([at((0, 0)), at((8, 0))], "thin")
    canvas.line([at((0, 0)), at((0, 12.4))], "thin")
    canvas.line([at((NORM * cos(turn * pi / 40), NORM * sin(turn * pi / 40))) for turn in range(21)], "dash second")
    canvas.line([at((0, ENTRY)), at((ENTRY, ENTRY)), at((ENTRY, 0))], "dot second")
    canvas.arrow([at((0, 0)), at(GRADIENT)], "second")
    canvas.arrow([at((0, 0)), at(by_entry)], "warn thick")
    canvas.arrow([at((0, 0)), at(by_norm)], "hue thick")
    canvas.text(*at(GRADIENT), f"gradient {named(GRADIENT)}", "right")
    canvas.text(*at(by_norm), f"norm {amount(NORM)}: {named(by_norm)}", "right", "hue halo", gap=12)
    canvas.text(*at(by_entry), f"entries cut to {ENTRY}: {named(by_entry)}", "right", "warn halo", gap=9)
    return canvas
