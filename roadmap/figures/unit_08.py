"""The figures of unit 8, Python for data science."""

from roadmap.figures.kit import Canvas, Cells, Plot, amount, figure

# A column and a row that are added in all pairs.
COLUMN, ROW = (0, 10, 20), (1, 2, 3, 4)
CELL = 28
# Two values as bars, and where the axis of each panel starts and ends.
VALUES = (50, 55)
PANELS = ((0, 66, (0, 20, 40, 60)), (45, 57, (45, 49, 53, 57)))


@figure("u8.numpy.fig")
def a_column_meets_a_row() -> Canvas:
    canvas = Canvas()
    tables = (
        ([[str(a) for _ in ROW] for a in COLUMN], "$(3,1)$", _first_column),
        ([[str(b) for b in ROW] for _ in COLUMN], "$(4,)$", _first_row),
        ([[str(a + b) for b in ROW] for a in COLUMN], "$(3,4)$", lambda row, column: ""),
    )
    left, gap = 0.0, 28.0
    for sign, (rows, shape, look) in zip(("", "+", "="), tables, strict=True):
        cells = Cells(canvas, rows, (left, 0), width=CELL, height=CELL, look=look)
        x, y, wide, high = cells.box
        canvas.text(x + wide / 2, y + high, shape, "below", gap=10)
        if sign:
            canvas.text(x - gap / 2, y + high / 2, sign, "on", "strong")
        left = x + wide + gap
    return canvas


def _first_column(row: int, column: int) -> str:
    return "hue soft" if column == 0 else "dash quiet"


def _first_row(row: int, column: int) -> str:
    return "mid" if row == 0 else "dash quiet"


@figure("u8.matplotlib.fig")
def where_bars_start() -> Canvas:
    canvas = Canvas()
    for number, (start, end, ticks) in enumerate(PANELS):
        looks = ["soft", "hue fill"] if start == 0 else ["soft", "warn fill"]
        plot = Plot((0.4, 2.6), (start, end), y_title="points", x_ticks={1: "old", 2: "new"}, y_ticks=ticks,
                    width=170, height=210, on=canvas, at=(200 * number, 0))  # fmt: skip
        plot.bars(VALUES, looks)
        for place, value in enumerate(VALUES, 1):
            plot.text(place, value, amount(value), "above", "strong")
        ratio = (VALUES[1] - start) / (VALUES[0] - start)
        middle = (plot.x(0.4) + plot.x(2.6)) / 2
        canvas.text(middle, 214, f"looks like 1 to {amount(round(ratio, 1))}", "below", gap=8)
    return canvas
