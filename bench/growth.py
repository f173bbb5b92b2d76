"""How the pages and changes of reviewing slow down as open claims grow in number. Started by `script/bench --growth`.

Each size has a database of its own, filled by `bench/crowd.py`, and a process of its own. These take short turns with
the same measure, so that whatever else the machine does is shared by all sizes: the ratio is the median of those turns.
"""

import contextlib
import os
import statistics
from collections.abc import Iterator, Sequence

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.process import Process

SIZES = [1_000, 10_000, 100_000]
# With fewer there is nobody in the middle.
LEAST = 40
# In each database so many claims were closed before, for each open one of the smallest size.
CLOSED = 10
# A statement is planned for these very values five times, and then, if that is no dearer, once for all.
WARM_UP = 12
MEASURES = {
    "queue": "queue, first page",
    "queue_middle": "queue, a page in the middle",
    "queue_quiet": "queue, a phase with few claims",
    "count": "how many wait, in the bar",
    "claim": "claim page, as a mentor",
    "claim_newest": "claim page of its learner, newest",
    "claim_oldest": "claim page of its learner, next",
    "unit_newest": "unit page of its learner, newest",
    "unit_oldest": "unit page of its learner, next",
    "pick_up": "change: pick up, release",
    "decide": "change: approve, send back",
}
WIDTH = max(map(len, MEASURES.values()))


def growth(sizes: Sequence[int], *, rounds: int, times: int) -> str:
    """Fill the databases, measure, and tell it as a table."""
    with databases(sizes) as urls, contextlib.ExitStack() as stack:
        sides = [stack.enter_context(Process("crowded", DATABASE_URL=url)) for url in urls]
        for side, size in zip(sides, sizes, strict=True):
            side.order("fill", opened=size)
        for measure in MEASURES:
            turn(sides, measure, WARM_UP)
        turns: dict[str, list[list[float]]] = {measure: [] for measure in MEASURES}
        for _ in range(rounds):
            for measure in MEASURES:
                turns[measure].append(turn(sides, measure, times))
    return table(sizes, turns)


def turn(sides: Sequence[Process], measure: str, times: int) -> list[float]:
    """The median time of an answer at each size, in milliseconds."""
    return [side.order("run", measure=measure, times=times, status=200)["median"] for side in sides]


def table(sizes: Sequence[int], turns: dict[str, list[list[float]]]) -> str:
    """A line for each measure: its medians in milliseconds, and how much slower the most claims are than the fewest."""
    headings = ["median ms with open claims", *(f"{size:,}" for size in sizes), "ratio"]
    lines = [line(headings), line(["-" * WIDTH, *["-" * 8] * (len(sizes) + 1)])]
    for measure, taken in turns.items():
        medians = [f"{statistics.median(column):.2f}" for column in zip(*taken, strict=True)]
        ratio = statistics.median(each[-1] / each[0] for each in taken)
        lines.append(line([MEASURES[measure], *medians, f"{ratio:.2f}"]))
    return "\n".join(lines)


def line(cells: Sequence[str]) -> str:
    first, *rest = cells
    return "  ".join([first.ljust(WIDTH), *(cell.rjust(8) for cell in rest)])


@contextlib.contextmanager
def databases(sizes: Sequence[int]) -> Iterator[list[str]]:
    """A database for each size beside DATABASE_URL's, copied from one that holds the map and the closed claims."""
    beside = os.environ["DATABASE_URL"]
    first = f"{conninfo_to_dict(beside)['dbname']}_growth"
    names = [f"{first}_{size}" for size in sizes]
    with psycopg.connect(beside, autocommit=True) as server:
        try:
            make_anew(server, first, "template0")
            with Process("crowded", DATABASE_URL=make_conninfo(beside, dbname=first)) as side:
                side.order("prepare")
                side.order("fill", closed=CLOSED * sizes[0])
            for name in names:
                make_anew(server, name, first)
            yield [make_conninfo(beside, dbname=name) for name in names]
        finally:
            for name in [first, *names]:
                drop(server, name)


def make_anew(server: psycopg.Connection, name: str, template: str) -> None:
    drop(server, name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
