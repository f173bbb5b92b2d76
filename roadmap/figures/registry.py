"""Which figures there are: each is a function that was registered under the id that its lesson gives it."""

import re
from collections.abc import Callable
from typing import Protocol

ID = re.compile(r"u\d{1,3}(\.[a-z][a-z0-9-]*)+\.fig")


class Drawn(Protocol):
    """What a figure's function gives back: something that can be written as SVG under a name."""

    def svg(self, alt: str) -> str: ...


type Drawing = Callable[[], Drawn]

FIGURES: dict[str, Drawing] = {}


def figure(mark: str) -> Callable[[Drawing], Drawing]:
    """Registers the function below it as the one that draws this figure; `mark` is the id at the figure's heading."""
    if not ID.fullmatch(mark):
        raise ValueError(f'A figure\'s id is like "u15.chain.fig", not "{mark}".')

    def registered(drawing: Drawing) -> Drawing:
        if mark in FIGURES:
            raise ValueError(f'"{mark}" is drawn twice.')
        FIGURES[mark] = drawing
        return drawing

    return registered
