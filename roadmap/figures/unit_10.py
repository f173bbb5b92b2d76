"""The figure of unit 10, data structures and algorithms."""

from math import inf

from roadmap.figures.kit import Canvas, figure

TEXT = "thetabledown"
COSTS = {"the": 1, "table": 4, "down": 4, "theta": 8, "bled": 9, "own": 5}
# Where a piece begins in the text, and whether its arc is drawn over the letters or under them.
OVER, UNDER = {"the": 0, "table": 3, "down": 8}, {"theta": 0, "bled": 5, "own": 9}
LETTER = 26.0


def cheapest() -> list[float]:
    """The cost of the cheapest cut up to each place."""
    best = [0.0] + [inf] * len(TEXT)
    for start in range(len(TEXT)):
        for piece, cost in COSTS.items():
            if TEXT.startswith(piece, start):
                end = start + len(piece)
                best[end] = min(best[end], best[start] + cost)
    return best


@figure("u10.dsa.fig")
def two_cuts_of_one_text() -> Canvas:
    canvas = Canvas()
    for place, letter in enumerate(TEXT):
        canvas.text((place + 0.5) * LETTER, 0, letter, "on", "strong")
    for starts, out, side, look in ((OVER, -1, "above", "hue thick"), (UNDER, 1, "below", "dash")):
        for piece, start in starts.items():
            first, last = start * LETTER + 3, (start + len(piece)) * LETTER - 3
            high = 12 + 6 * len(piece)
            canvas.arrow([(first, 8 * out), (last, 8 * out)], look, bend=out * high)
            canvas.text((first + last) / 2, (8 + high) * out, f"{piece} {COSTS[piece]}", side, gap=5)
    # Where no arrow comes in, and outside at both ends.
    sides = {0: "left", 3: "below", 5: "above", 8: "below left", 9: "above right", 12: "right"}
    for place, cost in enumerate(cheapest()):
        if cost < inf:
            canvas.dot(place * LETTER, 0, "hue fill bare")
            canvas.text(place * LETTER, 0, f"$B={cost:.0f}$", sides[place], "small", gap=9)
    return canvas
