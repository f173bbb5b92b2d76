"""Races on real connections, ordered by what the threads and the database's locks do, never by the clock."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

PATIENCE = 20.0


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each work in a thread with a connection of its own; what they returned or raised."""
    results: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3 * PATIENCE)
        assert not thread.is_alive(), "A thread of the race came to no end."
    return results


@contextmanager
def onlooker() -> Iterator[psycopg.Connection]:
    """A connection of its own that sees who waits for whom."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)}) as looking:
        looking.autocommit = True
        yield looking


def until(holds: Callable[[], bool]) -> None:
    """Go on as soon as something holds that another thread or the database brings about."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "What the race waits for did not come."
        threading.Event().wait(0.005)


def until_somebody_waits(or_else: Callable[[], bool] = lambda: False) -> None:
    """Go on once a connection to this database is held back by a lock, or once something else holds."""
    with onlooker() as looking:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )

        def held_back() -> bool:
            row = looking.execute(waiting).fetchone()
            return bool(row and row[0])

        until(lambda: or_else() or held_back())


class Meeting:
    """A place where two threads wait for each other, unless a lock keeps the second from coming."""

    def __init__(self) -> None:
        self.here = 0

    def wait(self) -> None:
        self.here += 1
        until_somebody_waits(or_else=lambda: self.here >= 2)
