"""The figures of unit 28, Git in a team: a rebase, the price of waiting, and three ways to merge."""

from collections.abc import Iterable

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

RADIUS = 14.0
STEP = 62.0
HIT = 0.02  # the probability that one change of others touches a place of the branch
BUSY, QUIET = 8, 2  # how many changes others merge a day


class Graph:
    """Commits at places of their own, with an arrow from each to its parents."""

    def __init__(self, canvas: Canvas, places: dict[str, Point]) -> None:
        self.canvas, self.places = canvas, places

    def parents(self, pairs: Iterable[tuple[str, str]], look: str = "") -> None:
        for child, parent in pairs:
            (x, y), (to_x, to_y) = self.places[child], self.places[parent]
            length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
            along, down = (to_x - x) / length * (RADIUS + 2), (to_y - y) / length * (RADIUS + 2)
            self.canvas.arrow([(x + along, y + down), (to_x - along, to_y - down)], look)

    def commits(self, names: Iterable[str], look: str = "paper") -> None:
        for name in names:
            x, y = self.places[name]
            self.canvas.circle(x, y, RADIUS, look)
            self.canvas.text(x, y, name, "on")

    def label(self, name: str, words: str, side: str, look: str = "") -> None:
        (x, y), out = self.places[name], {"right": (1, 0), "above": (0, -1), "below": (0, 1)}[side]
        self.canvas.text(x + out[0] * RADIUS, y + out[1] * RADIUS, words, side, look, gap=5)


def places(top: float, upper: Iterable[str], lower: Iterable[str]) -> dict[str, Point]:
    """B at the left; from there one row of commits above and one below."""
    found = {"B": (RADIUS, top + 28)}
    found |= {name: (RADIUS + STEP * (place + 1), top) for place, name in enumerate(upper)}
    return found | {name: (RADIUS + STEP * (place + 1), top + 56) for place, name in enumerate(lower)}


@figure("u28.rebasing.fig")
def copies_upon_main() -> Canvas:
    canvas = Canvas()
    before = Graph(canvas, places(40, "C", "XYZ"))
    canvas.text(0, 0, "Before", "right", "strong", gap=0)
    before.parents([("C", "B"), ("X", "B"), ("Y", "X"), ("Z", "Y")])
    before.commits("BCXYZ")
    before.label("C", "main", "right")
    before.label("Z", "topic", "right", "strong")

    after = Graph(canvas, places(190, ["C", "X'", "Y'", "Z'"], "XYZ"))
    canvas.text(0, 150, "After git rebase main", "right", "strong", gap=0)
    after.parents([("C", "B")])
    after.parents([("X", "B"), ("Y", "X"), ("Z", "Y")], "dash quiet")
    after.parents([("X'", "C"), ("Y'", "X'"), ("Z'", "Y'")], "hue thick")
    after.commits("BC")
    after.commits("XYZ", "dash quiet paper")
    after.commits(["X'", "Y'", "Z'"], "hue soft")
    after.label("C", "main", "above")
    after.label("Z'", "topic", "right", "strong")
    after.label("Z", "reflog only", "right")
    return canvas


def hit(days: float, changes: int) -> float:
    """The chance, in percent, that at least one of the changes of some days hits a place of the branch."""
    return 100 * (1 - (1 - HIT) ** (changes * days))


@figure("u28.workflows.fig")
def price_of_waiting() -> Plot:
    ends = {changes: f"{changes} changes\na day" for changes in (BUSY, QUIET)}
    plot = Plot(
        (0, 12),
        (0, 100),
        "days that the branch is open",
        "at least one collision, %",
        x_ticks=range(0, 13, 2),
        beside=list(ends.values()),
    )
    plot.line(lambda days: hit(days, QUIET), "dash")
    plot.line(lambda days: hit(days, BUSY), "hue thick")
    for changes, words in ends.items():
        plot.text(12, hit(12, changes), words)
    for days, changes in ((1, BUSY), (5, BUSY), (10, BUSY), (10, QUIET)):
        value = hit(days, changes)
        plot.dots([(days, value)], "hue fill bare" if changes == BUSY else "fill bare")
        plot.text(days, value, amount(round(value)), "below right")
    return plot


@figure("u28.prs.fig")
def three_ways_to_merge() -> Canvas:
    canvas = Canvas()
    ways: list[tuple[str, list[str], list[tuple[str, str]]]] = [
        ("Merge commit", ["M"], [("M", "C"), ("M", "Z")]),
        ("Squash merge", ["S"], [("S", "C")]),
        ("Rebase merge", ["X'", "Y'", "Z'"], [("X'", "C"), ("Y'", "X'"), ("Z'", "Y'")]),
    ]
    old = ["X", "Y", "Z"]
    for number, (title, new, arrows) in enumerate(ways):
        top = 40 + 150.0 * number
        graph = Graph(canvas, places(top, ["C", *new], old))
        if len(new) == 1:
            graph.places[new[0]] = (RADIUS + STEP * 4, top)
        joined = any(parent == "Z" for _, parent in arrows)
        gained = len(new) + (len(old) if joined else 0)
        canvas.text(0, top - 40, f"{title}: main gets {gained}", "right", "strong", gap=0)
        graph.parents([("C", "B")])
        graph.parents([("X", "B"), ("Y", "X"), ("Z", "Y")], "" if joined else "dash quiet")
        graph.parents(arrows, "hue thick")
        graph.commits("BC")
        graph.commits(old, "paper" if joined else "dash quiet paper")
        graph.commits(new, "hue soft")
        graph.label(new[-1], "main", "right", "strong")
        graph.label("Z", "branch", "right")
    return canvas
