"""The figures of unit 55, search."""

from collections.abc import Sequence
from functools import partial
from math import dist, fsum
from random import Random

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

K1 = (0.3, 1.2, 3)

# What the worked example of the topic prints: cells opened, recall@10, vectors compared.
TRIED = ((1, 0.39, 90), (2, 0.6, 143), (4, 0.81, 247), (8, 0.95, 455), (16, 1.0, 867), (40, 1.0, 2040))

VECTORS, CELLS, SEED = 60, 6, 3
LEGEND = (
    ("triangle", "fill", "query, its cell opened"),
    ("disc", "hue thick", "nearest, found"),
    ("square", "warn thick", "nearest, missed"),
)


@figure("u55.bm25.fig")
def repetition_saturates() -> Plot:
    def factor(count: float, k1: float) -> float:
        return count * (k1 + 1) / (count + k1)

    last = 12
    ends = {k1: f"$k_1$ = {k1}\nlimit {amount(k1 + 1)}" for k1 in K1}
    plot = Plot((0, last), (0, 4.5), "count $f$ of the word", "factor for repetition", beside=list(ends.values()),
                x_ticks=range(0, last + 1, 2), y_ticks=range(5), height=290)  # fmt: skip
    plot.line(lambda count: count, "thin second")
    plot.text(4.2, 4.2, "plain counting", "right", "second")
    for k1 in K1:
        look = "hue thick" if k1 == 1.2 else ""
        plot.level(k1 + 1, look="dash hue" if k1 == 1.2 else "dash second")
        plot.line(partial(factor, k1=k1), look)
        plot.text(last, (factor(last, k1) + k1 + 1) / 2, ends[k1], look="hue" if k1 == 1.2 else "second")
    for count, side in {1: "below right", 10: "below", 2: ""}.items():
        reached = factor(count, 1.2)
        words = amount(round(reached, 2))
        plot.dots([(count, reached)], "hue fill bare", size=4)
        if side:
            plot.text(count, reached, words, side, "hue strong", gap=8)
        else:
            plot.callout(count, reached, words, (9, 44), "hue strong")
    return plot


@figure("u55.vector.fig")
def a_miss_across_the_border() -> Canvas:
    canvas = Canvas()
    size = 184.0
    _cells(canvas, size)
    left = size + 22
    plot = Plot((0, 2100), (0, 1), "vectors compared", "recall@10", x_ticks=range(0, 2001, 1000), on=canvas,
                at=(left, 0), width=186, height=size + 58)  # fmt: skip
    curve = [(work, recall) for _, recall, work in TRIED]
    plot.line(curve, "hue thick")
    plot.dots(curve, "hue paper", size=3.5)
    cells, recall, work = TRIED[3]
    plot.text(work, recall, f"{cells} cells:\n{work} compared", "below right", gap=8)
    return canvas


def _cells(canvas: Canvas, size: float) -> None:
    """Vectors in their cells, and the five that are nearest to a query: in the opened cell, and across its border."""
    points, centres = cloud()
    query = asked(points, centres)
    home = nearest(query, centres)

    def at(point: Point) -> Point:
        return 1 + point[0] * (size - 2), 21 + point[1] * (size - 2)

    canvas.shape(map(at, cell(home, centres)), "hue soft bare")
    for number in range(len(centres)):
        canvas.shape(map(at, cell(number, centres)), "thin quiet")
    canvas.points(map(at, points), "second")
    for centre in centres:
        canvas.dot(*at(centre), "second", "cross", size=3)
    for point in found(query, points):
        is_missed = nearest(point, centres) != home
        canvas.dot(*at(point), "warn thick" if is_missed else "hue thick", "square" if is_missed else "disc", 5)
    canvas.dot(*at(query), "fill bare", "triangle", size=5)
    canvas.text(0, 1, "vectors in six cells, centres \N{MULTIPLICATION SIGN}", "below right", "second", gap=0)
    for row, (form, look, words) in enumerate(LEGEND):
        canvas.dot(6, size + 36 + row * 18, look, form, 5)
        canvas.text(12, size + 36 + row * 18, words)


def cloud() -> tuple[list[Point], list[Point]]:
    """Vectors in the unit square, and the centres of six cells that are found among them as the topic says it."""
    random = Random(SEED)  # noqa: S311 - a picture keeps no secret
    points: list[Point] = []
    while len(points) < VECTORS:
        point = (random.uniform(0.03, 0.97), random.uniform(0.03, 0.97))
        if all(dist(point, other) > 0.075 for other in points):
            points.append(point)
    centres = points[:CELLS]
    for _ in range(10):
        homes = [nearest(point, centres) for point in points]
        members = [[point for point, home in zip(points, homes, strict=True) if home == n] for n in range(CELLS)]
        centres = [(fsum(x for x, _ in own) / len(own), fsum(y for _, y in own) / len(own)) for own in members]
    return points, centres


def asked(points: Sequence[Point], centres: Sequence[Point]) -> Point:
    """The query of the figure: nearest to the middle of all that have three of their five nearest in their own cell,
    the other two in one other cell, and stand clear of every vector.
    """
    steps = [n / 100 for n in range(15, 86)]
    for query in sorted(((x, y) for x in steps for y in steps), key=lambda query: (dist(query, (0.5, 0.5)), query)):
        neighbours, home = found(query, points), nearest(query, centres)
        homes = [nearest(point, centres) for point in neighbours]
        if homes.count(home) == 3 and len(set(homes)) == 2 and dist(neighbours[0], query) > 0.085:
            return query
    raise ValueError("No query has two of its five nearest across one border.")


def found(query: Point, points: Sequence[Point], count: int = 5) -> list[Point]:
    """The true nearest vectors, nearest first."""
    return sorted(points, key=lambda point: dist(point, query))[:count]


def nearest(point: Point, centres: Sequence[Point]) -> int:
    """The number of the centre to whose cell a point belongs."""
    return min(range(len(centres)), key=lambda n: dist(point, centres[n]))


def cell(number: int, centres: Sequence[Point]) -> list[Point]:
    """The corners of all that is nearer to one centre than to any other: the square, cut at the middle to each."""
    corners: list[Point] = [(0, 0), (1, 0), (1, 1), (0, 1)]
    own = centres[number]
    for other in (*centres[:number], *centres[number + 1 :]):

        def beyond(point: Point, other: Point = other) -> float:
            return dist(point, own) ** 2 - dist(point, other) ** 2

        kept: list[Point] = []
        for one, next_ in zip(corners, [*corners[1:], corners[0]], strict=True):
            if beyond(one) <= 0:
                kept.append(one)
            if (beyond(one) <= 0) != (beyond(next_) <= 0):
                share = beyond(one) / (beyond(one) - beyond(next_))
                kept.append((one[0] + (next_[0] - one[0]) * share, one[1] + (next_[1] - one[1]) * share))
        corners = kept
    return corners
