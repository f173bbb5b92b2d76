"""The figures of unit 22, JavaScript and TypeScript: boxes of a loop, a union that narrows, an event loop."""

from collections import deque

from roadmap.figures.kit import Canvas, Cells, figure

# The rounds of the loop of which functions are kept.
ROUNDS = 3
# The kinds of the union, the last of them new, and the cases of a switch that was written before.
KINDS = ("idle", "loading", "failed", "done", "cancelled")
CASES = KINDS[:4]


def boxes_kept(kind: str) -> tuple[list[int], list[int]]:
    """What the boxes of a loop hold in the end, and for each function the number of the box that it keeps."""
    boxes, kept = [0], []
    while boxes[-1] < ROUNDS:
        kept.append(len(boxes) - 1)
        if kind == "let":
            boxes.append(boxes[-1])
        boxes[-1] += 1
    return boxes, kept


@figure("u22.es6.fig")
def one_box_or_several() -> Canvas:
    canvas = Canvas()
    apart, wide, high = 58.0, 34.0, 26.0
    for left, kind in ((0.0, "var"), (215.0, "let")):
        boxes, kept = boxes_kept(kind)
        middles = [left + (number + 0.5) * apart for number in range(ROUNDS)]
        shared = len(set(kept)) == 1
        places = {box: middles[1] if shared else middles[number] for number, box in enumerate(kept)}
        canvas.text(middles[1], 0, f"{kind} i", "above", "strong")
        for number, (middle, box) in enumerate(zip(middles, kept, strict=True)):
            canvas.rect(middle - 22, 6, 44, high, "paper", 13)
            canvas.text(middle, 6 + high / 2, f"$f_{number}$()", "on")
            canvas.arrow([(middle, 6 + high + 3), (places[box] + (number - 1) * 9 * shared, 75)], "hue thick")
        for box, middle in places.items():
            canvas.rect(middle - wide / 2, 79, wide, high, "hue soft")
            canvas.text(middle, 79 + high / 2, str(boxes[box]), "on")
        returned = ", ".join(str(boxes[box]) for box in kept)
        canvas.text(middles[1], 79 + high, f"give {returned}", "below", gap=9)
    return canvas


@figure("u22.typescript.fig")
def what_each_case_leaves() -> Canvas:
    canvas = Canvas()
    left = [list(KINDS)]
    for case in CASES:
        left.append([kind for kind in left[-1] if kind != case])
    rows = [["in" if kind in each else "" for kind in KINDS] for each in left]

    def look(row: int, column: int) -> str:
        if not rows[row][column]:
            return "paper"
        return "warn mid thick" if row == len(CASES) else "hue soft"

    down = ["before", *(f"after {case}" for case in CASES)]
    cells = Cells(canvas, rows, width=62, height=25, across=KINDS, down=down, look=look)
    wrong = cells.middle(len(CASES), KINDS.index(left[-1][0]))
    under = wrong[1] + 40
    canvas.arrow([(wrong[0], under), (wrong[0], wrong[1] + 16)], "warn")
    canvas.text(wrong[0] + 31, under, f"{len(left[-1])} left: not never, so it does not compile", "below left", gap=2)
    return canvas


def order_of_prints() -> list[tuple[str, str]]:
    """The letters of the worked example in the order in which they are printed, each with what printed it."""
    said: list[tuple[str, str]] = []
    micro, timers = deque[str](), deque[str]()
    for step in "ABCEG":
        if step == "B":
            timers.append(step)
        elif step == "C":
            micro.append(step)
        else:
            said.append((step, "script"))
        if step == "E":
            micro.append("F")
    while micro or timers:
        lane, queue = ("microtasks", micro) if micro else ("timers", timers)
        said.append((queue.popleft(), lane))
        if said[-1][0] == "C":
            micro.append("D")
    return said


@figure("u22.async.fig")
def what_runs_next() -> Canvas:
    canvas = Canvas()
    lanes = ("script", "microtasks", "timers")
    start, step, high, apart = 82.0, 42.0, 28.0, 46.0
    said = order_of_prints()
    middles = {}
    for row, name in enumerate(lanes):
        y = row * apart
        canvas.text(0, y, name, "right", "second", gap=0)
        canvas.line([(start, y), (start + step * len(said), y)], "thin rule")
    for place, (letter, lane) in enumerate(said):
        x, y = start + (place + 0.5) * step, lanes.index(lane) * apart
        middles[letter] = (x, y)
        canvas.rect(x - 15, y - high / 2, 30, high, "hue soft" if lane == "microtasks" else "paper")
        canvas.text(x, y, letter, "on")
        canvas.text(x, len(lanes) * apart - 14, str(place + 1), "below", "small second", gap=2)
    canvas.text(0, len(lanes) * apart - 8, "order", "right", "small second", gap=0)
    (from_x, y), (to_x, _) = middles["C"], middles["D"]
    canvas.arrow([(from_x, y - high / 2 - 2), (to_x, y - high / 2 - 3)], "hue thick", bend=-9)
    canvas.text((from_x + to_x) / 2, y - high / 2 - 11, "C adds D", "above", gap=4)
    return canvas
