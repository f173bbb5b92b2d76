"""The figures of unit 17, training deep networks."""

from collections.abc import Callable
from math import sqrt
from statistics import fmean, pstdev

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# The nets of the first worked example, and the noisy bowl of the last one.
WIDTH, DEPTH = 256, 20
CURVATURES, STARTS, STEPS, LARGE, SMALL = (1.0, 0.02), (1.0, 10.0), 300, 0.5, 0.05


@figure("u17.init.fig")
def size_by_layer() -> Plot:
    def size(variance: float) -> Callable[[float], float]:
        return lambda layer: sqrt(WIDTH * variance / 2) ** layer

    nets = {"He, $2/n$": (2 / WIDTH, "hue thick"), "$3/n$": (3 / WIDTH, ""), "$1/n$": (1 / WIDTH, "dash")}
    ticks = {0.00001: "0.00001", 0.001: "0.001", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}
    ends = {name: f"{name}: {amount(float(f'{size(variance)(DEPTH):.2g}'))}" for name, (variance, _) in nets.items()}
    plot = Plot((0, DEPTH), (0.00001, 100), "layer", "RMS of the values", x_ticks=range(0, 21, 5), y_ticks=ticks,
                y_log=True, beside=list(ends.values()), width=400)  # fmt: skip
    for name, (variance, look) in nets.items():
        line = size(variance)
        plot.line([(0, line(0)), (DEPTH, line(DEPTH))], look)
        plot.text(DEPTH, line(DEPTH), ends[name], look="hue" if "hue" in look else "")
    small = size(0.01**2)
    plot.line([(0, 1), (5, small(5))], "dot thick")
    plot.dots([(5, small(5))])
    plot.text(5, small(5), f"spread 0.01: {small(5):.6f} after 5", "right")
    return plot


@figure("u17.batchnorm.fig")
def one_value_in_four_companies() -> Canvas:
    canvas, value, unit, step = Canvas(), 5.0, 17.0, 58.0
    companies: list[tuple[str, list[float]]] = [
        ("training, beside 1, 1, 1", [1, 1, 1]),
        ("training, beside 9, 9, 9", [9, 9, 9]),
        ("training, alone", []),
        ("evaluation: running mean 3, spread 2", []),
    ]
    for number, (words, others) in enumerate(companies):
        high = number * step
        column = [value, *others]
        mean, spread = fmean(column), pstdev(column)
        if number == len(companies) - 1:
            mean, spread = 3, 2
        result = (value - mean) / spread if spread else 0
        canvas.text(0, high - 20, words, "right", "second", gap=0)
        canvas.line([(0, high), (10 * unit, high)], "thin")
        canvas.line([(mean * unit, high - 9), (mean * unit, high + 9)], "thick")
        canvas.text(mean * unit, high + 7, f"mean {amount(mean)}", "below", "small second", gap=5)
        for place, other in enumerate(others):
            canvas.dot(other * unit + 7 * (place - 1), high, "thick paper")
        canvas.dot(value * unit, high, "hue fill bare", size=4.5)
        canvas.arrow([(10 * unit + 14, high), (10 * unit + 54, high)])
        canvas.text(10 * unit + 60, high, f"5 becomes {amount(round(result, 2))}", "right", "hue strong")
    return canvas


def expected(rate: Callable[[int], float]) -> list[Point]:
    """The expected loss of the noisy bowl, step by step."""
    squares, path = [start**2 for start in STARTS], []
    for step in range(STEPS + 1):
        path.append((float(step), sum(h * square / 2 for h, square in zip(CURVATURES, squares, strict=True))))
        squares = [
            (1 - rate(step) * h) ** 2 * square + rate(step) ** 2 for h, square in zip(CURVATURES, squares, strict=True)
        ]
    return path


@figure("u17.schedules.fig")
def far_first_fine_last() -> Plot:
    runs: list[tuple[str, Callable[[int], float], str]] = [
        (f"{SMALL} throughout", lambda step: SMALL, "dot thick"),
        ("cut after 30", lambda step: LARGE if step < 30 else SMALL, "dash"),
        (f"{LARGE} throughout", lambda step: LARGE, ""),
        ("cut after 200", lambda step: LARGE if step < 200 else SMALL, "hue thick"),
    ]
    paths = {name: expected(rate) for name, rate, _ in runs}
    ends = {name: f"{name}: {path[-1][1]:.2f}" for name, path in paths.items()}
    plot = Plot((0, STEPS), (0, 1.5), "step", "expected loss", x_ticks=range(0, 301, 100), beside=list(ends.values()),
                width=416, height=280)  # fmt: skip
    for name, _, look in runs:
        path = paths[name]
        bends = {*range(10), *range(32, 50, 3), *range(201, 210, 2)}
        plot.line([point for point in path if point[0] % 10 == 0 or point[0] in bends], look)
        lift = {"cut after 30": -4, f"{LARGE} throughout": 4}.get(name, 0)
        plot.text(*path[-1], ends[name], look="hue" if "hue" in look else "", nudge=(0, lift))
    return plot
