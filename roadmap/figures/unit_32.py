"""The figures of unit 32: one LSTM cell with numbers, forward and back."""

from math import tanh

from roadmap.figures.kit import Canvas, Point, amount, figure

# The example of the lesson: the old cell, the gates and the candidate, and the gradients that come from later.
OLD, F, I, G, O = 2.0, 0.9, 0.5, -0.6, 0.7  # noqa: E741 - the letters of the gates
LATER_CELL, LATER_STATE = 0.5, 1.0
NEW = F * OLD + I * G

# Where things stand: the cell's line on top, the gates under it.
LINE, MIDDLE, GATES = 0.0, 66.0, 128.0
TIMES_F, PLUS, BRANCH, END = 96.0, 196.0, 292.0, 404.0
HALF = 36.0
RADIUS = 9.0
TIMES = "\N{MULTIPLICATION SIGN}"


def shown(value: float) -> str:
    return amount(round(value, 3))


def operation(canvas: Canvas, at: Point, sign: str) -> None:
    canvas.circle(*at, RADIUS, "paper")
    canvas.text(*at, sign, "on")


def cell(canvas: Canvas) -> None:
    """The operations of the cell; the lines between them differ by the way one goes."""
    for at, sign in (
        ((TIMES_F, LINE), TIMES),
        ((PLUS, LINE), "+"),
        ((PLUS, MIDDLE), TIMES),
        ((BRANCH, GATES), TIMES),
    ):
        operation(canvas, at, sign)
    canvas.rect(BRANCH - 18, MIDDLE - 11, 36, 22, "paper", 4)
    canvas.text(BRANCH, MIDDLE, "tanh", "on", "small")


def between(start: Point, end: Point, off: float = RADIUS, until: float = RADIUS + 1) -> list[Point]:
    """A way from one place to another that leaves room for what stands at both."""
    long = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    along = ((end[0] - start[0]) / long, (end[1] - start[1]) / long)
    return [
        (start[0] + along[0] * off, start[1] + along[1] * off),
        (end[0] - along[0] * until, end[1] - along[1] * until),
    ]


@figure("u32.gates.fig")
def one_step_of_the_cell() -> Canvas:
    canvas = Canvas()
    state = tanh(NEW)
    for start, end in ((0.0, TIMES_F), (TIMES_F, PLUS)):
        canvas.arrow(between((start, LINE), (end, LINE), RADIUS if start else 0), "hue thick")
    canvas.arrow(between((PLUS, LINE), (END, LINE), until=0), "hue thick")
    canvas.arrow(between((TIMES_F, GATES), (TIMES_F, LINE), 0))
    canvas.arrow(between((PLUS, MIDDLE), (PLUS, LINE)))
    for side in (-HALF, HALF):
        canvas.arrow(between((PLUS + side, GATES), (PLUS, MIDDLE), 0))
    canvas.arrow(between((BRANCH, LINE), (BRANCH, MIDDLE), 0, 12))
    canvas.arrow(between((BRANCH, MIDDLE), (BRANCH, GATES), 11))
    canvas.arrow(between((BRANCH, GATES + 44), (BRANCH, GATES), 0))
    canvas.arrow(between((BRANCH, GATES), (END, GATES), until=0))
    cell(canvas)
    canvas.text(0, LINE, f"old cell\n$c_{{t-1}}$ = {shown(OLD)}", "above right", gap=8)
    canvas.text(END, LINE, f"new cell\n$c_t$ = {shown(NEW)}", "above left", gap=8)
    canvas.text((TIMES_F + PLUS) / 2, LINE, shown(F * OLD), "above", "hue", gap=8)
    canvas.text(TIMES_F, GATES, f"forget\n$f$ = {shown(F)}", "below")
    canvas.text(PLUS - HALF, GATES, f"input\n$i$ = {shown(I)}", "below")
    canvas.text(PLUS + HALF + 4, GATES, f"candidate\n$g$ = {shown(G)}", "below")
    canvas.text(PLUS, (LINE + MIDDLE) / 2, shown(I * G), "right", gap=5)
    canvas.text(BRANCH, (MIDDLE + GATES) / 2 + 3, shown(state), "right", gap=5)
    canvas.text(BRANCH, GATES + 44, f"output\n$o$ = {shown(O)}", "below")
    canvas.text(END, GATES, f"state\n$h_t$ = {shown(O * state)}", "below left", gap=8)
    return canvas


@figure("u32.implementation.fig")
def the_way_back() -> Canvas:
    canvas = Canvas()
    state = tanh(NEW)
    through = LATER_STATE * O * (1 - state**2)
    whole = LATER_CELL + through
    canvas.arrow(between((END, LINE), (PLUS, LINE), 0), "hue thick")
    canvas.arrow(between((PLUS, LINE), (TIMES_F, LINE)), "hue thick")
    canvas.arrow(between((TIMES_F, LINE), (0, LINE), until=0), "hue thick")
    canvas.arrow(between((TIMES_F, LINE), (TIMES_F, GATES), until=0))
    canvas.arrow(between((PLUS, LINE), (PLUS, MIDDLE)))
    for side in (-HALF, HALF):
        canvas.arrow(between((PLUS, MIDDLE), (PLUS + side, GATES), until=0))
    canvas.arrow(between((BRANCH, MIDDLE), (BRANCH, LINE), 11, 2))
    canvas.arrow(between((BRANCH, GATES), (BRANCH, MIDDLE), until=12))
    canvas.arrow(between((BRANCH, GATES), (BRANCH, GATES + 44), until=0))
    canvas.arrow(between((END, GATES), (BRANCH, GATES), 0))
    cell(canvas)
    canvas.text(0, LINE, f"to $c_{{t-1}}$\n{shown(whole * F)}", "above right", gap=8)
    canvas.text(END, LINE, f"from later\n{shown(LATER_CELL)}", "above left", gap=8)
    canvas.text((PLUS + BRANCH) / 2, LINE, shown(whole), "above", "hue strong", gap=8)
    canvas.text(TIMES_F, GATES, f"score of $f$\n{shown(whole * OLD * F * (1 - F))}", "below")
    canvas.text(PLUS - HALF, GATES, f"of $i$\n{shown(whole * G * I * (1 - I))}", "below")
    canvas.text(PLUS + HALF, GATES, f"of $g$\n{shown(whole * I * (1 - G * G))}", "below")
    canvas.text(BRANCH, (LINE + MIDDLE) / 2, shown(through), "right", gap=5)
    canvas.text(BRANCH, GATES + 44, f"score of $o$\n{shown(LATER_STATE * state * O * (1 - O))}", "below")
    canvas.text(END, GATES, f"loss and later\n{shown(LATER_STATE)}", "below left", gap=8)
    return canvas
