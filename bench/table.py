"""How a run is told: one table, a few facts beside it, and a sentence for each measure that misses its mark."""

import statistics
from collections.abc import Iterable
from typing import Any

HEADINGS = ("what", "median ms", "ratio", "at least", "aim", "queries")
WIDTHS = (26, 9, 6, 8, 5, 12)


def line(cells: Iterable[str]) -> str:
    first, *rest = cells
    return "  ".join(
        [first.ljust(WIDTHS[0]), *(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))]
    )


def table(turns: Any) -> str:
    lines = [line(HEADINGS), line("-" * width for width in WIDTHS)]
    for each in turns:
        measure, queries = each.measure, str(each.seen["queries"])
        if measure.queries:
            queries += f" of {measure.queries}"
        lines.append(
            line((
                measure.title, f"{statistics.median(each.medians):.2f}", f"{each.ratio:.2f}",
                f"{measure.at_least:.2f}", f"{measure.aim:.2f}", queries,
            ))
        )  # fmt: skip
    return "\n".join(lines)


def facts(turns: Any, *, start: float, memory: int, wire: dict[str, int]) -> str:
    processor = {each.measure.name: statistics.median(each.processor) for each in turns}
    first, again, unchanged = (wire[name] / 1024 for name in ("first", "again", "unchanged"))
    return f"""
The ratio is the time of the yardstick, or for visitors that of a bare view behind our middleware, divided by ours.
A worker: {memory / 2**20:.0f} MB after all this (200, aim 120), {start:.1f} s from start to first page (3, 1.5).
Its processor: {processor["roadmap"]:.2f} ms for the roadmap, {processor["move"]:.2f} ms for a change.
A learner's roadmap on the wire, compressed: {first:.1f} KB with all that it needs (60, 40), {again:.1f} KB when only it
has changed (15, 8), {unchanged:.1f} KB when nothing has.
"""


def sentences(turns: Any) -> str:
    said = []
    for each in turns:
        measure = each.measure
        if each.ratio < measure.at_least:
            said.append(
                f"{measure.title}: {each.ratio:.2f} is below the {measure.at_least:.2f} that it should hold at least."
            )
        if measure.queries and each.seen["queries"] > measure.queries:
            said.append(f"{measure.title}: {each.seen['queries']} queries, where {measure.queries} are allowed.")
    return "\n".join(said or ["Everything holds what it should at least."])
