"""The figures of unit 34, attention."""

from itertools import pairwise

from roadmap.figures.kit import Flow, Plot, figure

# The size of the vectors, and the numbers of places that the lesson counts.
SIZE, PLACES = 512, (64, 512, 4096)

SCHEMES = {
    "Bahdanau: the old state asks": ("old", "weights", "context", "cell", "new", "logits"),
    "Luong: the new state asks": ("old", "cell", "new", "weights", "context", "logits"),
}
WORDS = {"old": "$s_{t-1}$", "context": "$c_t$", "new": "$s_t$"}


@figure("u34.scores.fig")
def where_the_context_enters() -> Flow:
    flow = Flow(columns=6, width=410, row=54)
    for scheme, (title, boxes) in enumerate(SCHEMES.items()):
        top = scheme * 3.3
        for column, name in enumerate(boxes):
            look = "hue soft" if name in ("weights", "context") else "paper"
            flow.box(f"{name} {scheme}", column, top + 1, WORDS.get(name, name), look, "round")
        for one, other in pairwise(boxes):
            look = "hue thick" if {one, other} & {"weights", "context"} else ""
            flow.arrow(f"{one} {scheme}", f"{other} {scheme}", look=look)
        flow.box(f"H {scheme}", boxes.index("weights") + 0.5, top, "$H$")
        flow.box(f"y {scheme}", boxes.index("cell"), top, "$y_{t-1}$", form="bare")
        flow.arrow(f"H {scheme}", f"weights {scheme}")
        flow.arrow(f"H {scheme}", f"context {scheme}")
        flow.arrow(f"y {scheme}", f"cell {scheme}")
        start, end = ("old", "cell") if scheme == 0 else ("new", "logits")
        flow.arrow(f"{start} {scheme}", f"{end} {scheme}", look="dash", bend=34)
        x, y = flow.at(-0.45, top - 0.55)
        flow.canvas.text(x, y, title, "right", "second")
    return flow


@figure("u34.bridge.fig")
def when_scores_cost_more() -> Plot:
    def recurrence(places: float) -> float:
        return 2 * places * SIZE**2 / 1e6

    def scores(places: float) -> float:
        return 2 * places**2 * SIZE / 1e6

    plot = Plot((64, 4096), (1, 100000), "places $T$", "multiply-adds, millions", x_log=True, y_log=True,
                x_ticks={64: "64", 512: "512", 4096: "4,096"},
                y_ticks={1: "1", 100: "100", 10000: "10,000"}, width=340)  # fmt: skip
    plot.line(recurrence, "dash")
    plot.line(scores, "hue thick")
    plot.dots([(places, scores(places)) for places in PLACES], "hue fill bare")
    first, same, last = (scores(places) / recurrence(places) for places in PLACES)
    plot.text(PLACES[0], scores(PLACES[0]), f"1/{1 / first:.0f} of it", "right", "hue", nudge=(4, 4))
    plot.text(PLACES[1], scores(PLACES[1]), "equal" if same == 1 else f"{same:.2f}", "above left", "hue")
    plot.text(PLACES[2], scores(PLACES[2]), f"{last:.0f} times", "above left", "hue")
    plot.text(1500, scores(1500), "scores and averages", "above left", "hue", nudge=(-4, -4))
    plot.text(1200, recurrence(1200), "recurrence", "below right")
    return plot
