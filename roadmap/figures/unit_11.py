"""The figures of unit 11, computational complexity."""

from collections.abc import Iterable
from itertools import combinations

from roadmap.figures.kit import Canvas, Point, figure

# The formula of the worked example, where each literal stands in the picture, and an assignment that makes it true.
CLAUSES = ((1, 2, 3), (-1, -2, 3), (-1, 2, -3))
PLACES = (((200, 62), (130, 0), (270, 0)), ((120, 132), (66, 212), (174, 212)), ((280, 132), (334, 212), (226, 212)))
TRUE = frozenset({-1, 2, -3})

# T(n) = a T(n/2) + n, at this n.
SIZE, CALLS = 16, (1, 2, 3)

# How many nodes stand in the bottom row of the trap.
BOTTOM = 6

type Edge = tuple[int, int]


@figure("u11.pnp.fig")
def one_node_of_each_triangle() -> Canvas:
    canvas = Canvas()
    nodes = [(i, literal) for i, clause in enumerate(CLAUSES) for literal in clause]
    at = dict(zip(nodes, (place for triangle in PLACES for place in triangle), strict=True))
    for one, other in combinations(nodes, 2):
        start, end = at[one], at[other]
        if one[0] == other[0]:
            canvas.line([start, end])
        elif one[1] == -other[1] and start[1] == end[1] and abs(start[0] - end[0]) > 200:
            # The only one that others stand in the way of.
            canvas.curve(start, (200, 300), end, "dash second")
        elif one[1] == -other[1]:
            canvas.line([start, end], "dash second")
    chosen = {(i, next(literal for literal in clause if literal in TRUE)) for i, clause in enumerate(CLAUSES)}
    for node, (x, y) in at.items():
        canvas.circle(x, y, 15, "hue soft thick" if node in chosen else "paper")
        canvas.text(x, y, f"${'' if node[1] > 0 else chr(92) + 'bar '}x_{abs(node[1])}$", "on")
    for number, ((x, _), y) in enumerate(zip(((200, 0), (120, 0), (280, 0)), (24, 188, 188), strict=True), 1):
        canvas.text(x, y, f"clause {number}", "on", "small second")
    canvas.text(at[0, 2][0] - 15, at[0, 2][1], "chosen", "left", "hue")
    canvas.text(330, 96, "dashed: they\ncontradict\neach other", "right", "second", gap=0)
    return canvas


@figure("u11.analysis.fig")
def which_level_rules() -> Canvas:
    canvas = Canvas()
    for panel, calls in enumerate(CALLS):
        left = 138.0 * panel
        words = f"{calls} call{'s' if calls > 1 else ''}: $r$ = {calls / 2:g}"
        canvas.text(left, 0, words, "below right", "strong", gap=0)
        work = [calls**level * (SIZE >> level) for level in range(SIZE.bit_length())]
        for level, cost in enumerate(work):
            top = 24.0 + 24 * level
            rules = cost == max(work)
            canvas.rect(left, top, 0.65 * cost, 17, "hue mid" if rules else "soft")
            said = f"{calls**level} \N{MULTIPLICATION SIGN} {SIZE // 2**level} = {cost}"
            canvas.text(left + 0.65 * cost, top + 8.5, said, "right", "strong" if rules else "")
        verdict = {1: "the top rules", 2: "all are equal", 3: "the bottom rules"}[calls]
        canvas.text(left, 24.0 + 24 * len(work), f"{verdict}\nsum {sum(work)}", "below right", "hue", gap=4)
    return canvas


@figure("u11.intractability.fig")
def eight_where_six_suffice() -> Canvas:
    edges = trap(BOTTOM)
    taken = highest_degree(edges)
    tops = sorted({top for _, top in edges})
    canvas = Canvas()
    low: dict[int, Point] = {node: (62.0 + 57 * node, 170.0) for node in range(BOTTOM)}
    high: dict[int, Point] = {node: (30.0 + 50 * place, 40.0) for place, node in enumerate(tops)}
    for bottom, top in edges:
        canvas.line([low[bottom], high[top]], "thin second")
    for node, (x, y) in high.items():
        canvas.circle(x, y, 12, "paper")
        canvas.text(x, y, str(taken.index(node) + 1), "on")
        canvas.text(x, y - 12, str(sum(top == node for _, top in edges)), "above", "small second")
    for x, y in low.values():
        canvas.rect(x - 9, y - 9, 18, 18, "hue soft thick")
    canvas.text(18, 2, f"degree, and in the circle its turn: {len(taken)} are taken", "right", "second", gap=0)
    middle = (low[0][0] + low[BOTTOM - 1][0]) / 2
    canvas.text(middle, 182, f"these {BOTTOM} touch every edge", "below", "hue")
    return canvas


def trap(size: int) -> list[Edge]:
    """The edges of the trap: for each degree as many top nodes as fit, each with bottom nodes of its own."""
    edges: list[Edge] = []
    top = size
    for degree in range(2, size + 1):
        for first in range(0, size - degree + 1, degree):
            edges += [(first + number, top) for number in range(degree)]
            top += 1
    return edges


def highest_degree(edges: Iterable[Edge]) -> list[int]:
    """The nodes that are taken, in their order, if each time one of highest degree is."""
    left, taken = list(edges), []
    while left:
        ends = [node for edge in left for node in edge]
        taken.append(max(sorted(set(ends)), key=ends.count))
        left = [edge for edge in left if taken[-1] not in edge]
    return taken
