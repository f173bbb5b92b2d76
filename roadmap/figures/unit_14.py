"""The figures of unit 14, from one unit to a forward pass."""

from collections.abc import Callable
from math import erf, exp, log, pi, sqrt, tanh

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# The network of the last worked example: its sizes, and its first row with the class of it.
ROWS, FEATURES, HIDDEN, CLASSES = 5, 2, 4, 3
FIRST, TRUE = (2.0, -3.0), 2


@figure("u14.perceptrons.fig")
def two_diagonals_cross() -> Plot:
    fires: list[Point] = [(0, 1), (1, 0)]
    silent: list[Point] = [(0, 0), (1, 1)]
    plot = Plot((-0.3, 1.9), (-0.3, 1.3), "$x_1$", "$x_2$", x_ticks=(0, 0.5, 1), y_ticks=(0, 0.5, 1), height=280)
    plot.line(silent, "dash")
    plot.line(fires, "hue thick")
    plot.dots(fires, "hue fill bare", size=5)
    plot.dots(silent, "thick", "cross", size=5)
    middle = tuple(sum(point[axis] for point in fires) / len(fires) for axis in (0, 1))
    plot.dots([(middle[0], middle[1])], "thick paper", "square", size=4)
    plot.text(*fires[0], "01: score above 0", "above", "hue", gap=9, nudge=(18, 0))
    plot.text(*fires[1], "10: score above 0", "below", "hue", gap=9)
    plot.text(*silent[0], "00: score 0 or less", "below", gap=9, nudge=(14, 0))
    plot.text(*silent[1], "11: score 0 or less", "right", gap=9)
    plot.text(middle[0], middle[1], "here: both?", "right", "strong", gap=12)
    return plot


def sigmoid(a: float) -> float:
    return 1 / (1 + exp(-a))


def below(a: float) -> float:
    """The cumulative distribution of the standard normal."""
    return 0.5 * (1 + erf(a / sqrt(2)))


def density(a: float) -> float:
    return exp(-a * a / 2) / sqrt(2 * pi)


def gelu(a: float) -> float:
    return a * below(a)


def bent(formula: Callable[[float], float]) -> list[Point]:
    """A curve from -4 to 4, with more of its points where it bends."""
    places = [-4, -3.2, -2.5, *(step / 4 for step in range(-8, 9)), 2.5, 3.2, 4]
    return [(place, formula(place)) for place in places]


@figure("u14.activations.fig")
def four_activations() -> Canvas:
    ends = (-4.0, 4.0)
    kinds: list[tuple[str, list[Point], list[Point]]] = [
        ("sigmoid", bent(sigmoid), bent(lambda a: sigmoid(a) * (1 - sigmoid(a)))),
        ("tanh", bent(tanh), bent(lambda a: 1 - tanh(a) ** 2)),
        ("ReLU", [(-4, 0), (0, 0), (2, 2)], [(-4, 0), (0, 0), (0, 1), (4, 1)]),
        ("GELU", bent(gelu), bent(lambda a: below(a) + a * density(a))),
    ]
    canvas, plots = Canvas(), {}
    for number, (name, value, slope) in enumerate(kinds):
        at = (number % 2 * 206, number // 2 * 178)
        plot = Plot(ends, (-1.2, 2), "", name, x_ticks=(-4, 0, 4), y_ticks=(-1, 0, 1), width=196, height=170,
                    on=canvas, at=at)  # fmt: skip
        plot.line(slope, "dash")
        plot.line(value, "hue thick")
        plots[name] = plot
    steepest = sigmoid(0) * (1 - sigmoid(0))
    plots["sigmoid"].dots([(0, steepest)])
    plots["sigmoid"].callout(0, steepest, f"slope {amount(steepest)}", (0, 30))
    plots["sigmoid"].text(2.2, sigmoid(2.2), "value", "above", "hue")
    plots["tanh"].dots([(0, 1 - tanh(0) ** 2)])
    plots["tanh"].text(0, 1, f"slope {amount(1 - tanh(0) ** 2)}", "above")
    plots["ReLU"].text(3.8, 1, "slope 1", "below left")
    plots["ReLU"].text(-2, 0, "slope 0", "above")
    lowest = min((gelu(-step / 100), -step / 100) for step in range(400))
    plots["GELU"].dots([(lowest[1], lowest[0])], "hue fill bare")
    plots["GELU"].text(lowest[1], lowest[0], amount(round(lowest[0], 2)), "below", "hue")
    return canvas


def forward() -> dict[str, list[float]]:
    """The arrays of the first row."""
    x, y = FIRST
    scores = [x - 1, -x - 1, y - 1, -y - 1]
    hidden = [max(0.0, each) for each in scores]
    logits = [1.0, 2 * (hidden[0] + hidden[1]), 2 * (hidden[2] + hidden[3])]
    powers = [exp(each - max(logits)) for each in logits]
    return {"X": [x, y], "A": scores, "H": hidden, "Z": logits, "P": [each / sum(powers) for each in powers]}


@figure("u14.forward.fig")
def shapes_of_a_pass() -> Canvas:
    canvas, step, across = Canvas(), 62.0, 54.0
    arrays = forward()
    columns = {"X": FEATURES, "A": HIDDEN, "H": HIDDEN, "Z": CLASSES, "P": CLASSES}
    ways = [
        f"times $W_1$ ({FEATURES}, {HIDDEN}), plus $b_1$ ({HIDDEN})", "ReLU: cut off at 0",
        f"times $W_2$ ({HIDDEN}, {CLASSES}), plus $b_2$ ({CLASSES})", "softmax in each row",
        "mean of the losses of all rows",
    ]  # fmt: skip
    canvas.text(across, -24, "shape", "on", "second")
    canvas.text(across + 78, -24, "first row", "right", "second")
    for number, (name, values) in enumerate(arrays.items()):
        high = number * step
        canvas.rect(across - 54, high - 14, 108, 28, "paper", 3)
        canvas.text(across, high, f"${name}$ ({ROWS}, {columns[name]})", "on")
        said = ", ".join(amount(round(each, 3)) for each in values)
        canvas.text(across + 78, high, f"({said})", "right", "hue strong")
        canvas.arrow([(across, high + 16), (across, high + step - 16)])
        canvas.text(across + 6, high + step / 2, ways[number], "right", "second")
    high = len(arrays) * step
    canvas.rect(across - 54, high - 14, 108, 28, "paper", 3)
    canvas.text(across, high, "$L$ ()", "on")
    loss = -log(arrays["P"][TRUE])
    canvas.text(across + 78, high, f"class {TRUE}: loss {loss:.3f} for this row", "right", "hue strong")
    return canvas
