"""What is shown of a passage: its text, or for a figure the picture."""

import re

from roadmap.figures import UnknownFigure, draw
from roadmap.lessons.text import render

# The two lines of a figure: what is drawn, for whoever writes the code that draws it, and what it says without eyes.
FIGURE = re.compile(r"draw: (?P<draw>.+)\nalt: (?P<alt>.+)")


def passage(kind: str, text: str, *, mark: str) -> str:
    """HTML of a passage; `mark` is its id. A figure that nobody has drawn yet is told in its words."""
    return figure(text, mark) if kind == "figure" else render(text, mark=mark)


def figure(text: str, mark: str) -> str:
    found = FIGURE.fullmatch(text)
    if found is None:
        return render(text, mark=mark)
    try:
        return draw(mark, found["alt"])
    except UnknownFigure:
        return render(found["alt"], mark=mark)
