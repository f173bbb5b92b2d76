"""The figures of unit 18, convolutional networks."""

from collections.abc import Sequence

from roadmap.figures.kit import Canvas, Cells, Point, amount, figure

# A kernel on a picture: how many places a side has, and the step from one window to the next.
SIDE, KERNEL, STRIDE = 5, 3, 2

# The picture of the worked example on pooling, and what comes back to the four outputs.
PICTURE = ((1, 3, 2, 0), (5, 4, 1, 7), (2, 2, 6, 1), (0, 8, 3, 4))
HANDED = ((4, -8), (12, 20))
WINDOW = 2

# Two ways from a picture to an output, as kernels and strides from below.
STACKS = (((3, 1, "conv 3"), (3, 1, "conv 3")), ((3, 1, "conv 3"), (2, 2, "pool 2, stride 2"), (3, 1, "conv 3")))


@figure("u18.convolution.fig")
def windows_over_a_place() -> Canvas:
    starts = range(0, SIDE - KERNEL + 1, STRIDE)
    along = [sum(start <= place < start + KERNEL for start in starts) for place in range(SIDE)]
    counts = [[one * other for other in along] for one in along]
    most = max(along) ** 2

    def look(row: int, column: int) -> str:
        return {most: "hue mid", 1: "paper"}.get(counts[row][column], "hue soft")

    canvas = Canvas()
    size = 38.0
    cells = Cells(canvas, [[str(each) for each in row] for row in counts], (0, 24), width=size, height=size, look=look)
    left, top, wide, _ = cells.box
    for number, (row, column) in enumerate((row, column) for row in starts for column in starts):
        inset = 3.0
        corner = (left + column * size + inset, top + row * size + inset)
        # Only the first is drawn thick: it belongs to the marked output.
        canvas.rect(*corner, KERNEL * size - 2 * inset, KERNEL * size - 2 * inset, "dash" if number else "hue thick")
    canvas.text(left + wide / 2, top, f"windows over each of {SIDE} by {SIDE} places", "above")
    out = Cells(canvas, [["", ""], ["", ""]], (left + wide + 76, top + 1.5 * size), width=size, height=size,
                look=lambda row, column: "" if row or column else "hue soft")  # fmt: skip
    where = out.middle(0, 0)
    canvas.arrow([(left + KERNEL * size - 3, where[1]), (out.box[0] - 3, where[1])], "hue thick")
    canvas.text(out.box[0] + size, out.box[1], f"{len(starts)} by {len(starts)} outputs", "above")
    return canvas


@figure("u18.pooling.fig")
def who_gets_the_gradient() -> Canvas:
    side = len(PICTURE)
    winners, to_winner = set(), [[0] * side for _ in range(side)]
    to_all = [[0.0] * side for _ in range(side)]
    for i, row in enumerate(HANDED):
        for j, handed in enumerate(row):
            window = [(i * WINDOW + u, j * WINDOW + v) for u in range(WINDOW) for v in range(WINDOW)]
            best = max(window, key=lambda place: PICTURE[place[0]][place[1]])
            winners.add(best)
            to_winner[best[0]][best[1]] += handed
            for r, c in window:
                to_all[r][c] += handed / len(window)

    canvas, size = Canvas(), 32.0

    def grid(rows: Sequence[Sequence[str]], at: Point, words: str, marks: set[tuple[int, int]]) -> None:
        cells = Cells(canvas, rows, at, width=size, height=size,
                      look=lambda row, column: "hue mid" if (row, column) in marks else "")  # fmt: skip
        left, top, wide, high = cells.box
        for middle in range(WINDOW, len(rows), WINDOW):
            canvas.line([(left + middle * size, top), (left + middle * size, top + high)], "thick")
            canvas.line([(left, top + middle * size), (left + wide, top + middle * size)], "thick")
        canvas.text(left + wide / 2, top, words, "above")

    right, below = side * size + 56, side * size + 40
    grid([[amount(each) for each in row] for row in PICTURE], (0, 0), "picture", winners)
    grid([[amount(each) for each in row] for row in HANDED], (right + size, size), "handed back", set())
    # What gets nothing stays empty: twelve zeros would only hide the four numbers.
    got = [[amount(each) if each else "" for each in row] for row in to_winner]
    grid(got, (0, below), "max: to the winner", winners)
    grid([[amount(each) for each in row] for row in to_all], (right, below), "mean: a quarter each", set())
    return canvas


@figure("u18.architectures.fig")
def what_one_output_sees() -> Canvas:
    canvas, size, level = Canvas(), 22.0, 62.0
    left = 0.0
    ground = max(map(len, STACKS)) * level
    for stack in STACKS:
        # From the output down: how many places each row has that the output depends on.
        counts = [1]
        for kernel, stride, _ in reversed(stack):
            counts.append((counts[-1] - 1) * stride + kernel)
        counts.reverse()
        middle = left + counts[0] * size / 2
        for row, count in enumerate(counts):
            x, y = middle - count * size / 2, ground - row * level
            for cell in range(count):
                canvas.rect(x + cell * size, y, size, size, "hue soft" if row == 0 else "paper")
            canvas.text(x + count * size, y + size / 2, str(count), "right", "hue strong" if row == 0 else "")
            if row:
                half = counts[row - 1] * size / 2
                for sign in (-1, 1):
                    canvas.line([(middle + sign * count * size / 2, y + size),
                                 (middle + sign * half, y + level)], "second dash")  # fmt: skip
                canvas.text(middle, y + (size + level) / 2, stack[row - 1][2], "on", "small second halo")
        left += counts[0] * size + 70
    canvas.text(left / 2 - 35, ground + size, "places of the picture on which the output depends", "below", gap=10)
    return canvas
