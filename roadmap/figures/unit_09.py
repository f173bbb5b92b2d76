"""The figures of unit 9, classical methods."""

from math import hypot

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# Errors in percent by depth, as the worked example prints them, and the share of labels that were flipped.
DEPTHS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12)
TRAINING = (37, 37, 25, 18, 13, 10.5, 10, 7, 3, 0)
VALIDATION = (40.3, 40.3, 31.1, 24.3, 18, 18.9, 19.4, 25.2, 24.3, 22.4)
FLOOR = 10

# The rows of the SVM with their kinds, and its exact minimum for each price.
ROWS = ((4, 3), (5, 5), (7, 4), (2, 2), (1, 1), (0, 3), (2, 0), (0, 1))
KINDS = (1, 1, 1, 1, -1, -1, -1, -1)
SOLVED = ((0.25, (1 / 2, 1 / 3), -2.0), (2, (3 / 2, 1), -4.0))

# The corners of the rectangle, and where K-means ends from two starts.
CORNERS = ((0, 0), (0, 2), (6, 0), (6, 2))
ENDS = (("good end", ((0, 1), (6, 1))), ("bad end", ((3, 0), (3, 2))))


@figure("u9.trees.fig")
def errors_by_depth() -> Plot:
    plot = Plot((0, 12), (0, 45), "depth", "errors, %", beside=["validation 22.4"], x_ticks=range(0, 13, 2),
                y_ticks=range(0, 46, 10), width=400, height=260)  # fmt: skip
    plot.level(FLOOR, f"flipped labels: {FLOOR}", "thin second", "above left", at=12)
    plot.line(list(zip(DEPTHS, TRAINING, strict=True)), "dash")
    plot.line(list(zip(DEPTHS, VALIDATION, strict=True)), "hue thick")
    plot.text(12, TRAINING[-1], f"training {amount(TRAINING[-1])}", nudge=(0, -4))
    plot.text(12, VALIDATION[-1], f"validation {amount(VALIDATION[-1])}", "right", "hue")
    best = VALIDATION.index(min(VALIDATION))
    plot.dots([(DEPTHS[best], VALIDATION[best])], "hue fill bare", size=4)
    plot.text(DEPTHS[best], VALIDATION[best], f"{amount(VALIDATION[best])} at depth {DEPTHS[best]}", "below right",
              "hue strong", gap=5)  # fmt: skip
    worst = VALIDATION.index(max(VALIDATION[best:]))
    plot.text(DEPTHS[worst], VALIDATION[worst], amount(VALIDATION[worst]), "above", "hue")
    plot.text(0, VALIDATION[0], amount(VALIDATION[0]), "above right", "hue", gap=4)
    plot.text(0, TRAINING[0], amount(TRAINING[0]), "below right", gap=4)
    plot.text(2.2, 37, "underfits", "right", "second")
    plot.text(11, 37, "overfits", "left", "second")
    return plot


@figure("u9.svm.fig")
def one_row_at_two_prices() -> Canvas:
    canvas = Canvas()
    for number, (price, w, b) in enumerate(SOLVED):
        # As wide as high inside, so that the band is as wide as it looks.
        plot = Plot((-0.5, 7.5), (-0.5, 6.5), "$x_1$", f"$C$ = {amount(price)}", on=canvas, at=(203 * number, 0),
                    width=194, height=212, x_ticks=range(0, 8, 2), y_ticks=range(0, 7, 2))  # fmt: skip
        for score, look in ((-1, "dash"), (0, "hue thick"), (1, "dash")):
            plot.line([_with_score(w, b, score, x) for x in (-0.5, 7.5)], look)
        margins = [kind * (w[0] * x + w[1] * y + b) for (x, y), kind in zip(ROWS, KINDS, strict=True)]
        for row, kind, margin in zip(ROWS, KINDS, margins, strict=True):
            plot.dots([row], "fill bare" if kind > 0 else "", "disc" if kind > 0 else "cross", size=3.4)
            if margin < 1 + 1e-9:
                canvas.circle(plot.x(row[0]), plot.y(row[1]), 7.5, "second")
        plot.text(3.6, 6.1, f"band {2 / hypot(*w):.2f}", "right", "hue")
        side = "wrong side" if margins[3] < 0 else f"margin {margins[3]:.0f}"
        plot.callout(*ROWS[3], side, (40, 30))
    return canvas


def _with_score(w: Point, b: float, score: float, x: float) -> Point:
    """The point above x that has this score."""
    return x, (score - b - w[0] * x) / w[1]


@figure("u9.kmeans.fig")
def two_ends_on_a_rectangle() -> Canvas:
    canvas = Canvas()
    unit = 24
    for number, (name, centres) in enumerate(ENDS):
        start = number * 200

        def at(point: Point, start: float = start) -> Point:
            return start + unit * point[0], -unit * point[1]

        inertia = 0.0
        for row in CORNERS:
            square, nearest = min(((row[0] - x) ** 2 + (row[1] - y) ** 2, (x, y)) for x, y in centres)
            inertia += square
            canvas.line([at(row), at(nearest)], "second")
            canvas.dot(*at(row))
        for centre in centres:
            canvas.dot(*at(centre), "hue thick", "cross", size=5.5)
        x, y = at((3, 2))
        canvas.text(x, y, f"{name}: $J$ = {amount(inertia)}", "above", "strong", gap=16)
        for centre in centres:
            side = "below" if centre[0] == 3 else "right" if centre[0] == 0 else "left"
            canvas.text(*at(centre), f"({amount(centre[0])}, {amount(centre[1])})", side, "hue halo", gap=11)
    return canvas
