"""What rows of the map must not do together: share a number, or rest on each other in a circle."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from roadmap.curriculum.rows import Row


def cycle_in(builds_on: Mapping[str, Iterable[str]]) -> list[str]:
    """A way that comes back to where it began, in the order of learning; empty where there is none."""
    try:
        TopologicalSorter(builds_on).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def cycle_among(rows: Iterable[Row]) -> list[str]:
    """The slugs of milestones that would need each other in a circle. Each stage needs the one before it."""
    builds_on: dict[str, list[str]] = {}
    stages: dict[tuple[str, int], str] = {}
    for row in rows:
        if row.kind == "prerequisite":
            builds_on.setdefault(row.key[0], []).append(row.key[1])
        elif row.kind == "stage":
            stages[row.fields["capstone"], row.values["step"]] = row.key[0]
    for (capstone, step), slug in stages.items():
        if earlier := stages.get((capstone, step - 1)):
            builds_on.setdefault(slug, []).append(earlier)
    return cycle_in(builds_on)


def shared_number(rows: Iterable[Row]) -> tuple[Row, Row, int] | None:
    """Two rows of one kind that have the same number, with that number."""
    owners: dict[tuple[str, int], Row] = {}
    for row in rows:
        if "number" in row.values:
            number = row.values["number"]
            owner = owners.setdefault((row.kind, number), row)
            if owner is not row:
                return owner, row, number
    return None
