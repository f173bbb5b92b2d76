"""Where routes of different nets cross, counted on what is drawn."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from roadmap.map_layout.runs import Positions, Run

# Two runs that end in one point would be seen to touch, not to cross.
TOUCH = 0.01


def crossings(runs: Iterable[Run], positions: Positions) -> list[tuple[Run, Run]]:
    """Each pair of an upright run and one that lies, of two nets, that cross."""
    lying: list[tuple[float, float, float, Run]] = []
    upright: list[tuple[float, float, float, Run]] = []
    for run in runs:
        along = positions.along(run)
        (upright if run.is_upright else lying).append((positions.across(run), min(along), max(along), run))
    upright.sort(key=lambda each: each[0])
    columns = [each[0] for each in upright]
    found = []
    for y, left, right, one in lying:
        for _x, top, bottom, other in upright[
            bisect_right(columns, left + TOUCH) : bisect_left(columns, right - TOUCH)
        ]:
            if top + TOUCH < y < bottom - TOUCH and one.net != other.net:
                found.append((one, other))
    return found
