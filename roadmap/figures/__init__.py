"""The figures of the lessons, drawn by code: an id goes in, a picture comes out. Nothing here knows Django.

Each unit has a module of its name with a function for each of its figures, and what they draw with is `kit`. The same
id gives the same bytes everywhere. Colors, fonts and dashes are classes, whose rules stand in `static/css/figures.css`.
"""

import pkgutil
from functools import cache
from importlib import import_module

from roadmap.figures.registry import FIGURES


class UnknownFigure(LookupError):
    """Nothing is drawn for this id."""

    def __init__(self, mark: str) -> None:
        super().__init__(f'No figure is drawn for "{mark}".')


def draw(mark: str, alt: str) -> str:
    """The figure with this id as an `<svg>` that is named `alt`; raises UnknownFigure where none is drawn."""
    if mark not in marks():
        raise UnknownFigure(mark)
    return FIGURES[mark]().svg(alt)


@cache
def marks() -> frozenset[str]:
    """The ids of all figures that can be drawn."""
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("unit_"):
            import_module(f"{__name__}.{module.name}")
    return frozenset(FIGURES)
