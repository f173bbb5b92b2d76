r"""Labels of figures: words with mathematics between dollar signs, and how much room they take.

Between dollar signs letters are italic and serif, as in the lesson's formulas: `$k_1$ = 1.2`, `$X^T\bar A$`. An index
or a power is one sign or stands in braces; `\bar` puts a line over the letter after it.
"""

import re
from typing import NamedTuple
from xml.sax.saxutils import escape

from roadmap.map_layout.labels import width

# Sizes in units of the picture, as the stylesheet has them.
SIZE, SMALL, MATH, INDEX = 13.0, 12.0, 15.0, 12.0
# From line to line, and how high a capital letter or a digit is, in parts of its size.
LEADING, CAPITAL = 16.0, 0.72
# How far letters reach over and under their line, accents and indices included.
ASCENT, DESCENT = 11.0, 4.5
# How far an index is set down, and a power up.
DOWN, UP = 3.5, -5.0

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
MATHS = re.compile(
    r"\\bar ?(?P<bar>\w)"
    r"|(?P<move>[_^])(?:\{(?P<braced>[^}]*)\}|(?P<one>.))"
    r"|(?P<letters>[^\W\d_]+)"
    rf"| ?(?P<between>[=+<>≤≥≈·⊙{MINUS}{TIMES}]) ?"
    r"|(?P<rest>[^\\_^]|\\)"
)


class Run(NamedTuple):
    """A piece of a label in one kind of lettering: plain words, or a class of the stylesheet."""

    text: str
    kind: str = ""
    shift: float = 0


def runs(words: str) -> list[Run]:
    """The pieces of a label in their order."""
    found: list[Run] = []
    for number, piece in enumerate(words.split("$")):
        found += [Run(piece)] if number % 2 == 0 and piece else _maths(piece) if piece else []
    return found


def _maths(formula: str) -> list[Run]:
    found: list[Run] = []
    for part in MATHS.finditer(formula):
        if part["bar"]:
            run = Run(part["bar"], "f-i f-bar")
        elif part["move"]:
            text = part["braced"] if part["braced"] is not None else part["one"]
            kind = "f-i f-index" if text.isalpha() else "f-index"
            run = Run(text, kind, DOWN if part["move"] == "_" else UP)
        elif part["letters"]:
            run = Run(part["letters"], "f-i")
        else:
            run = Run(f" {part['between']} " if part["between"] else part["rest"], "f-n")
        if found and found[-1][1:] == run[1:] == ("f-n", 0):
            run = Run(found.pop().text + run.text, "f-n")
        found.append(run)
    return found


def breadth(words: str, size: float = SIZE) -> float:
    """How wide a label is at most: that of its widest line, in whichever of the fonts a reader has."""
    sizes = {"": size, "f-index": INDEX, "f-i f-index": INDEX}
    return max(sum(width(run.text, sizes.get(run.kind, MATH)) for run in runs(line)) for line in words.split("\n"))


def marked(words: str) -> str:
    """The content of a `<text>`: each run in a `<tspan>` of its kind, moved from the line and back to it."""
    said, height = "", 0.0
    for run in runs(words):
        move = f' dy="{number(run.shift - height)}"' if run.shift != height else ""
        kind = f' class="{run.kind}"' if run.kind else ""
        height = run.shift
        said += f"<tspan{kind}{move}>{escape(run.text)}</tspan>" if move or kind else escape(run.text)
    return said


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    rounded = round(value, 1)
    return str(int(rounded) if rounded == int(rounded) else rounded)


def amount(value: float, decimals: int | None = None) -> str:
    """A number as it is read: with a real minus sign, commas between thousands, and no more decimals than it has."""
    said = f"{value:,.{decimals}f}" if decimals is not None else f"{round(value, 6):,.6f}".rstrip("0").rstrip(".")
    return said.replace("-", MINUS)
