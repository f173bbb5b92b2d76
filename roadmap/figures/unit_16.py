"""The figures of unit 16, a neural network library."""

from collections.abc import Mapping, Sequence
from math import exp, log, log1p

from roadmap.figures.kit import Canvas, Flow, Plot, amount, figure

# The graph of the core idea: f = a + b with b = 2a and a = xx, and for each node its parents with the slopes.
X = 3
EDGES: Mapping[str, Sequence[tuple[str, int]]] = {
    "f": [("a", 1), ("b", 1)],
    "b": [("a", 2)],
    "a": [("x", X), ("x", X)],
    "x": [],
}

# The network of the worked example, from outside to inside: how deep, what, and how many parameters.
PARTS = [
    (0, "Net", None),
    (1, "first: Linear", 2 * 4 + 4),
    (1, "blocks: list", None),
    (2, "PReLU", 1),
    (2, "Residual", 4 * 4 + 4),
    (2, "PReLU", 1),
    (2, "the same Residual", 0),
    (1, "heads: dictionary", None),
    (2, "xor: Linear", 4 * 1 + 1),
]

CLIP = 1e-12


def walked(order: str) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """The gradient of each node in the end, and what each node passed on, if they pass on in this order."""
    gradients = dict.fromkeys(EDGES, 0) | {"f": 1}
    passed: dict[tuple[str, str], int] = {}
    for node in order:
        for parent, slope in EDGES[node]:
            share = slope * gradients[node]
            passed[node, parent] = passed.get((node, parent), 0) + share
            gradients[parent] += share
    return gradients, passed


@figure("u16.autograd.fig")
def who_still_owes() -> Flow:
    flow = Flow(columns=4, width=412, row=74)
    orders = {"users first": "fba", "nearest first": "fab"}
    for number, (title, order) in enumerate(orders.items()):
        gradients, passed = walked(order)
        top = 2.75 * number + 0.35
        places = {"x": (0, top), "a": (1.1, top), "b": (2, top + 0.85), "f": (3, top)}
        words = {"x": f"$x={X}$", "a": f"$a={X * X}$", "b": f"$b={2 * X * X}$", "f": f"$f={3 * X * X}$"}
        flow.canvas.text(0, flow.at(0, top - 0.62)[1], title, "right", "strong", gap=0)
        key = {node: f"{node}{number}" for node in places}
        for node, (column, row) in places.items():
            flow.box(key[node], column, row, words[node], form="round")
        late = order.index("b") > order.index("a")
        flow.arrow(key["f"], key["a"], str(passed["f", "a"]), look="hue")
        flow.arrow(key["f"], key["b"], str(passed["f", "b"]), "below right", "hue")
        flow.arrow(key["b"], key["a"], f"{passed['b', 'a']}, too late" if late else str(passed["b", "a"]),
                   "below left", "warn dash" if late else "hue")  # fmt: skip
        flow.arrow(key["a"], key["x"], str(passed["a", "x"]), look="warn thick" if late else "hue thick")
        turns = ["1st", "2nd", "3rd"]
        for node in places:
            turn = f"{turns[order.index(node)]}: " if node in order else ""
            side = "below" if node in "xb" else "above"
            flow.under(key[node], f"{turn}gradient {gradients[node]}", side, "small second")
    return flow


@figure("u16.layers.fig")
def parts_within_parts() -> Canvas:
    canvas = Canvas()
    line, step, right = 23.0, 26.0, 300.0
    places = {}
    for number, (depth, words, count) in enumerate(PARTS):
        x, y = depth * step, number * line
        if words.startswith("first"):
            canvas.rect(x - 7, y - line / 2, right - x + 14, line, "hue soft bare", 3)
            canvas.text(right + 7, y, "found one\nlevel deep", "right", "small second")
        canvas.text(x, y, words, "right", "strong" if not depth else "", gap=0)
        if count is not None:
            canvas.text(right, y, amount(count), "left", gap=0)
        places[number] = (x, y)
        if depth:
            parent = max(other for other in range(number) if PARTS[other][0] == depth - 1)
            from_x = places[parent][0] + 5
            canvas.line([(from_x, places[parent][1] + 9), (from_x, y), (x - 3, y)], "thin rule")
    first, again = 4, 6
    x = places[first][0] + 150
    canvas.arrow([(x, places[again][1]), (x, places[first][1] + 6)], "dash second")
    canvas.text(x, places[first + 1][1], "met before", "right", "small second")
    under = len(PARTS) * line
    canvas.line([(right - 40, under - line / 2), (right, under - line / 2)], "thin")
    canvas.text(right, under, f"{sum(count or 0 for _, _, count in PARTS)} parameters", "left", "strong", gap=0)
    return canvas


@figure("u16.losses.fig")
def clipped_and_not() -> Plot:
    def loss(logit: float) -> float:
        return max(logit, 0) + log1p(exp(-abs(logit)))

    ceiling = -log(CLIP)
    plot = Plot((-10, 50), (0, 50), "logit $z$", "loss for label 0", height=260, beside=["slope 1"])
    one = next(z for z in range(60) if 1 / (1 + exp(-z)) == 1)
    plot.upright(one, look="dot second")
    plot.line([(z, min(loss(z), ceiling)) for z in (-10, -3, 0, 3, ceiling, 50)], "warn dash")
    plot.line([(z / 2, loss(z / 2)) for z in (-20, -12, -8, *range(-6, 9, 1), 12, 100)], "hue thick")
    plot.dots([(50, loss(50)), (50, ceiling)], "fill bare")
    plot.text(50, loss(50), "slope 1", "right", "hue")
    plot.text(50, ceiling, "slope 0", "right", "warn")
    plot.text(50, ceiling, f"clipped: {ceiling:.1f}", "above left", "halo", nudge=(0, -2))
    plot.text(30, loss(30), "from the logit", "above left", "hue")
    plot.text(one, 0, f"sigmoid is 1\nfrom {one} on", "above left", "small second", nudge=(0, -4))
    return plot
