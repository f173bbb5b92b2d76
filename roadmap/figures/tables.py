"""Tables of cells: matrices, masks, heat maps, memory and sequences of tokens."""

from collections.abc import Callable, Sequence

from roadmap.figures.canvas import Canvas, Point
from roadmap.figures.lettering import SMALL, breadth

type Look = Callable[[int, int], str]
GAP = 6.0


class Cells:
    """Rows of cells on a sheet, each with its words; `look` says how the cell of a row and a column looks.

    The words of `across` stand over the columns and those of `down` before the rows. `at` is the upper left corner of
    all that, and `box` the corner and the size of the cells alone.
    """

    def __init__(
        self, canvas: Canvas, rows: Sequence[Sequence[str]], at: Point = (0, 0), *, width: float = 36,
        height: float = 26, across: Sequence[str] = (), down: Sequence[str] = (), look: Look = lambda row, column: "",
    ) -> None:  # fmt: skip
        self.canvas, self.width, self.height = canvas, width, height
        self.left = at[0] + max((breadth(words, SMALL) + GAP for words in down), default=0) + 1
        self.top = at[1] + (SMALL + GAP if across else 0) + 1
        for number, words in enumerate(across):
            canvas.text(self.middle(0, number)[0], self.top, words, "above", "small second", gap=5)
        for number, words in enumerate(down):
            canvas.text(self.left, self.middle(number, 0)[1], words, "left", "small second")
        for row, line in enumerate(rows):
            for column, words in enumerate(line):
                x, y = self.middle(row, column)
                canvas.rect(x - width / 2, y - height / 2, width, height, f"thin {look(row, column)}".strip())
                if words:
                    canvas.text(x, y, words, "on")
        widest = max(map(len, rows))
        self.box = (self.left, self.top, widest * width, len(rows) * height)

    def middle(self, row: float, column: float) -> Point:
        """The middle of a cell, from which an arrow may start; rows and columns are counted from 0."""
        return self.left + (column + 0.5) * self.width, self.top + (row + 0.5) * self.height
