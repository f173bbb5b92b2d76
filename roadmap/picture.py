"""Which picture of the map there is: of the map as it is now, or, until that one is made, the last one.

The picture of the curriculum that comes with the product is a file. Every other one is a row, by the digest of its
graph. What is missing is made beside everything else: nobody waits for it, and no edit is held open for it.
"""

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import cache as once
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

import clock
from roadmap import atlas
from roadmap.atlas import Atlas, Line, Stop
from roadmap.environment import BASE_DIR
from roadmap.map_layout.graph import Branch, Edge, Graph, Region, Station, digest, written
from roadmap.models import MapLayout

COMMITTED = BASE_DIR / "fixtures" / "map_layout.json"
# What the lock of the database is on: making a picture.
LOCK = 0x6D6170
# After so many seconds nobody waits for a picture any more.
LONGEST = 60.0
MAKER = "picture"
# Between two attempts at a picture that cannot be made; each pause is twice as long as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 60, 3600
# What failed is forgotten once nobody has tried for so long.
REMEMBERED = 24 * 3600
NEVER = (0, 0.0)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """A picture, and whether it is that of the map as it is now."""

    geometry: dict[str, Any]
    is_current: bool


def graph_of(map_: Atlas) -> Graph:
    """What is drawn of the map: all that can be started, and what rests on what. What is archived is in the list."""
    stops = {stop.pk: stop for stop in map_.milestones.values() if stop.is_open}
    edges = [
        Edge(stops[edge.milestone].slug, stop.slug, edge.needs)
        for stop in stops.values()
        for edge in stop.builds_on
        if edge.milestone in stops
    ]
    return Graph(
        tuple(_region(line) for line in map_.phases), tuple(sorted(edges, key=lambda edge: (edge.after, edge.before)))
    )


def _region(line: Line) -> Region:
    branches = tuple(
        Branch(product.slug, f"Capstone {product.number}", product.title, _stations(product.stages))
        for product in line.open_capstones
    )
    return Region(line.slug, line.number, line.title, line.map_column, line.map_order, _stations(line.units), branches)


def _stations(stops: list[Stop]) -> tuple[Station, ...]:
    return tuple(Station(stop.slug, stop.label, stop.title) for stop in stops if stop.is_open)


@once
def committed() -> dict[str, Any]:
    """The picture in the file, with the digest of its graph."""
    return json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {"digest": "", "geometry": None}


def picture_of(map_: Atlas) -> Picture | None:
    """The picture to show of this map: its own, or else the last one; none only where there never was any."""
    wanted = digest(graph_of(map_))
    if geometry := _found(wanted):
        return Picture(geometry, is_current=True)
    last = MapLayout.objects.last()
    geometry = last.geometry if last else committed()["geometry"]
    return Picture(geometry, is_current=False) if geometry else None


def _found(wanted: str) -> dict[str, Any] | None:
    if committed()["digest"] == wanted:
        return committed()["geometry"]
    layout = MapLayout.objects.of(wanted)
    return layout.geometry if layout else None


def make_missing() -> bool:
    """Make the picture of the map as it is, unless it is there or somebody is making one; returns whether it was made.

    It takes seconds, in a process of its own. What an edit asks for that comes meanwhile is made next: who held the
    lock looks again after letting go of it, so that nobody who was turned away has to.
    """
    made = False
    while not _found(digest(graph := graph_of(atlas.current()))):
        if not _make_alone(graph):
            break
        made = True
    return made


def _make_alone(graph: Graph) -> bool:
    """Make this picture, unless somebody is making one at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        wanted = digest(graph)
        try:
            if not _found(wanted):
                MapLayout.objects.put(wanted, laid_out(graph))
                cache.delete(_tried(wanted))
        except Exception:
            _put_off(wanted)
            raise
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return True


def laid_out(graph: Graph) -> dict[str, Any]:
    """The geometry of a graph, made by another process."""
    done = subprocess.run(
        [sys.executable, "-m", "roadmap.map_layout"],
        input=json.dumps(written(graph)), capture_output=True, text=True, check=True, timeout=LONGEST, cwd=BASE_DIR,
    )  # fmt: skip
    geometry: dict[str, Any] = json.loads(done.stdout)
    return geometry


def make_soon() -> None:
    """Make what is missing once the present transaction is committed, while this process goes on."""
    if settings.DRAWS_AFTER_EDITS:
        transaction.on_commit(lambda: threading.Thread(target=_make, name=MAKER, daemon=True).start())


def is_overdue(map_: Atlas) -> bool:
    """Whether the picture of this map is missing for so long that a page has it made.

    Whoever edited the map has begun to make it; the number of a version tells when it began. One that could not be made
    is tried again after a minute, then after two, four and so on, and in the end once an hour.
    """
    now = clock.now().timestamp()
    if now - map_.version / 1_000_000 <= LONGEST:
        return False
    _failures, next_at = cache.get(_tried(digest(graph_of(map_))), NEVER)
    return bool(now >= next_at)


def _put_off(wanted: str) -> None:
    """Note that this picture could not be made once more, for all workers: they share the cache."""
    failures = cache.get(_tried(wanted), NEVER)[0] + 1
    pause = min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
    cache.set(_tried(wanted), (failures, clock.now().timestamp() + pause), REMEMBERED)


def _tried(wanted: str) -> str:
    return f"picture-{wanted}"


def _make() -> None:
    try:
        make_missing()
    except Exception:
        # The old picture stands, and pages that show it try again after a while.
        log.exception("The picture of the map could not be made.")
    finally:
        connection.close()
