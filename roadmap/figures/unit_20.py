"""The figures of unit 20, PyTorch mastery."""

from roadmap.figures.kit import Canvas, Cells, Flow, figure

# Six numbers in a row, and what reads them: the name, the shape, the strides, and one entry.
PLACES = range(6)
READERS = (("x", (2, 3), (3, 1), (1, 2)), ("x.t()", (3, 2), (1, 3), (2, 1)))
CELL = 30.0

# The weight of the worked example, and how often it is squared.
WEIGHT = 3

# The order and the draws of the worked example on loading: eight places by three, for two workers.
ORDER, SIZE, WORKERS = (1, 4, 2, 3, 7, 5, 6, 0), 3, 2
LENGTHS = (2, 4, 1, 3, 3, 2, 1, 4)
DRAWS = (85, 63, 51, 26, 30)


@figure("u20.tensors.fig")
def two_notes_on_one_storage() -> Canvas:
    canvas = Canvas()
    lefts = (20.0, 230.0)
    strip_left = (lefts[0] + lefts[1] + 2 * CELL - len(PLACES) * CELL) / 2
    strip = Cells(canvas, [[str(place) for place in PLACES]], (strip_left, 0), width=CELL, height=CELL,
                  look=lambda row, column: "hue soft" if column == 5 else "")  # fmt: skip
    canvas.text(strip_left, strip.middle(0, 0)[1], "storage", "left", "second")
    for (name, shape, strides, entry), left in zip(READERS, lefts, strict=True):
        rows = [[str(i * strides[0] + j * strides[1]) for j in range(shape[1])] for i in range(shape[0])]

        def look(row: int, column: int, entry: tuple[int, int] = entry) -> str:
            return "hue soft" if (row, column) == entry else ""

        grid = Cells(canvas, rows, (left, 92), width=CELL, height=CELL, look=look)
        x, y, wide, high = grid.box
        canvas.text(x, y, name, "above right", "strong", gap=5)
        canvas.text(x + wide / 2, y + high, f"strides ({strides[0]}, {strides[1]})", "below", gap=8)
        to_x, to_y = strip.middle(0, 5)
        from_x, from_y = grid.middle(*entry)
        edge = from_x + CELL / 2
        if left == lefts[0]:
            canvas.arrow([(edge, from_y), (to_x - 6, to_y + CELL / 2 + 4)], "hue thick")
        else:
            bend = edge + 18
            canvas.arrow([(edge, from_y), (bend, from_y), (bend, to_y), (to_x + CELL / 2 + 4, to_y)], "hue dash")
    return canvas


@figure("u20.autograd.fig")
def what_a_kept_loss_keeps() -> Flow:
    flow = Flow(4, width=380, row=78)
    values = [WEIGHT, WEIGHT**2, WEIGHT**4]
    flow.box("w", 0, 1, f"w = {values[0]}", "soft", "round")
    flow.box("u", 1, 1, f"u = {values[1]}", "paper", "round")
    flow.box("loss", 2, 1, f"loss = {values[2]}", "paper", "round")
    flow.box("list", 3, 1, "losses", "hue soft")
    flow.box("detached", 1, 0, f"u.detach() = {values[1]}", "paper dash", "round")
    flow.under("detached", "same number, no node", "right", "small second")
    flow.box("node u", 1, 2, f"node\nkeeps w = {values[0]}", "mid")
    flow.box("node loss", 2.15, 2, f"node\nkeeps u = {values[1]}", "mid")
    flow.arrow("list", "loss", look="hue thick")
    flow.arrow("loss", "node loss")
    flow.arrow("node loss", "u")
    flow.arrow("u", "node u")
    flow.arrow("node u", "w")
    flow.under("w", "leaf", "above", "small second")
    return flow


@figure("u20.loading.fig")
def who_fetches_what() -> Canvas:
    canvas = Canvas()
    cell, gap = 26.0, 38.0
    left, used = 0.0, [0] * WORKERS
    rows = {0: 96.0, 1: 166.0}
    for number, start in enumerate(range(0, len(ORDER), SIZE)):
        places = ORDER[start : start + SIZE]
        worker = number % WORKERS
        batch = Cells(canvas, [[str(each) for each in places]], (left, 18), width=cell, height=cell)
        x, y, wide, high = batch.box
        canvas.text(x + wide / 2, y, f"batch {number}", "above", "small second", gap=5)
        draws = DRAWS[used[worker] : used[worker] + len(places)]
        used[worker] += len(places)

        def look(row: int, column: int, worker: int = worker) -> str:
            return "hue soft" if worker else "soft"

        box = Cells(canvas, [[str(each) for each in draws]], (left, rows[worker]), width=cell, height=cell, look=look)
        middle = x + wide / 2
        canvas.arrow([(middle, y + high + 4), (middle, box.box[1] - 4)], "hue" if worker else "")
        shape = f"({len(places)}, {max(LENGTHS[each] for each in places)})"
        canvas.text(middle, box.box[1] + cell, f"shape {shape}", "below", gap=8)
        left += wide + gap
    for worker, row in rows.items():
        canvas.text(left - gap + 14, row + cell / 2 + 1, f"worker {worker}", "right", "strong")
    canvas.text(left - gap + 14, 18 + cell / 2 + 1, "order", "right", "second")
    return canvas
