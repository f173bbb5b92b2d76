"""What is laid out: phases as regions, their milestones as stations, and what rests on what."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from token import COMMENT, DEDENT, INDENT, NEWLINE, NL, STRING, tok_name
from tokenize import generate_tokens
from typing import Any


@dataclass(frozen=True)
class Station:
    """A milestone on the picture. `key` is its slug; `label` and `title` are what is written beside it."""

    key: str
    label: str
    title: str


@dataclass(frozen=True)
class Branch:
    """Stations that stand one below the other under a heading of their own: a capstone with its stages."""

    key: str
    over: str
    title: str
    stations: tuple[Station, ...]


@dataclass(frozen=True)
class Region:
    """A phase: its place among the columns, if somebody has said one, and what is in it."""

    key: str
    number: int
    title: str
    column: int | None = None
    order: int | None = None
    stations: tuple[Station, ...] = ()
    branches: tuple[Branch, ...] = ()

    @property
    def all_stations(self) -> tuple[Station, ...]:
        return self.stations + tuple(station for branch in self.branches for station in branch.stations)


@dataclass(frozen=True)
class Edge:
    """That one station rests on another: it needs it, or is only helped by it."""

    before: str
    after: str
    needs: bool = True


@dataclass(frozen=True)
class Graph:
    """All that a picture depends on. Every edge joins two different stations, and no circle is closed."""

    regions: tuple[Region, ...]
    edges: tuple[Edge, ...]


def written(graph: Graph) -> dict[str, Any]:
    """The graph as plain data, which `read` reads back."""
    return asdict(graph)


def read(said: Mapping[str, Any]) -> Graph:
    """The graph that plain data tell of."""
    return Graph(
        tuple(
            Region(
                **{
                    **region,
                    "stations": tuple(Station(**each) for each in region["stations"]),
                    "branches": tuple(
                        Branch(**{**each, "stations": tuple(Station(**stage) for stage in each["stations"])})
                        for each in region["branches"]
                    ),
                }
            )
            for region in said["regions"]
        ),
        tuple(Edge(**edge) for edge in said["edges"]),
    )


def digest(graph: Graph) -> str:
    """A fingerprint of the graph and of the code that lays it out: a picture of another one is out of date."""
    said = json.dumps(written(graph), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{_code()}\n{said}".encode()).hexdigest()


@cache
def _code() -> str:
    here = Path(__file__).parent
    texts = [running(file.read_text()) for file in sorted(here.glob("*.py"))]
    # What pictures begin with is as good as code.
    texts.append((here / "plan.json").read_text())
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def running(source: str) -> str:
    """A program without comments, docstrings and empty lines, which change nothing that it does."""
    kept: list[str] = []
    is_first, is_docstring = True, False
    for token in generate_tokens(io.StringIO(source).readline):
        if token.type in (COMMENT, NL) or (is_docstring and token.type == NEWLINE):
            continue
        is_docstring = is_first and token.type == STRING
        if not is_docstring:
            is_first = token.type in (NEWLINE, INDENT, DEDENT)
            kept.append(tok_name[token.type] if is_first else token.string)
    return " ".join(kept)


def columns(graph: Graph) -> list[list[Region]]:
    """The regions with something in them, column for column from left to right, each from top to bottom.

    A region for which nobody has said a column stands in the one after the last that it rests on.
    """
    phase_of = {station.key: region.key for region in graph.regions for station in region.all_stations}
    column = {region.key: region.column for region in graph.regions if region.column is not None}
    for region in graph.regions:
        if region.column is None:
            rests_on = (phase_of[edge.before] for edge in graph.edges if phase_of[edge.after] == region.key)
            column[region.key] = 1 + max((column[key] for key in rests_on if key in column), default=0)
    by_column: dict[int, list[Region]] = {}
    for region in graph.regions:
        if region.all_stations:
            by_column.setdefault(column[region.key], []).append(region)
    for regions in by_column.values():
        regions.sort(key=lambda region: (region.order is None, region.order or 0, region.number))
    return [by_column[number] for number in sorted(by_column)]
