"""Races on real connections, ordered by what the actors and the database's locks do, never by the clock.

`at_once` lets everybody loose together. `in_turn` lets the second come while the first has acted and not committed.
An `Actor` is one of them, for every other order; `Meeting` stops all of them at one place in the product's own code.
Beside each race stands a control, which takes the guard away and shows that the race is then lost.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, transaction

PATIENCE = 20.0

type Work = Callable[[], Any]


class Actor:
    """Somebody with a connection of their own, who does one thing; what it returned or raised is their outcome.

    One who holds has acted as soon as they are there, and keeps their transaction open until they are to end.
    """

    def __init__(self, work: Work, *, holds: bool = False) -> None:
        self.outcome: Any = None
        self._work, self._holds = work, holds
        self._has_acted, self._may_commit = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        if holds:
            assert self._has_acted.wait(PATIENCE), "Who should hold does not come to an end."

    def _run(self) -> None:
        try:
            self.outcome = self._act_and_hold() if self._holds else self._work()
        except Exception as error:
            self.outcome = error
        finally:
            self._has_acted.set()
            connection.close()

    def _act_and_hold(self) -> Any:
        with transaction.atomic():
            outcome = self._work()
            self._has_acted.set()
            assert self._may_commit.wait(PATIENCE), "Nobody said that the actor may commit."
        return outcome

    def has_ended(self) -> bool:
        return not self._thread.is_alive()

    def ends(self) -> Any:
        """Let them commit, wait for their end, and tell what came of it."""
        self._may_commit.set()
        self._thread.join(3 * PATIENCE)
        assert self.has_ended(), "An actor of the race came to no end."
        return self.outcome


def at_once(*works: Work) -> list[Any]:
    """All begin together; what came of each."""
    actors = [Actor(work) for work in works]
    return [actor.ends() for actor in actors]


def in_turn(first: Work, second: Work) -> tuple[Any, Any]:
    """The first has acted and commits only when the second waits for it or has gone through; what came of both."""
    one = Actor(first, holds=True)
    other = Actor(second)
    until_somebody_waits(or_else=other.has_ended)
    return one.ends(), other.ends()


@contextmanager
def onlooker() -> Iterator[psycopg.Connection]:
    """A connection of its own that sees who waits for whom."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)}) as looking:
        looking.autocommit = True
        yield looking


def until(holds: Callable[[], bool]) -> None:
    """Go on as soon as something holds that another actor or the database brings about."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "What the race waits for did not come."
        threading.Event().wait(0.005)


def until_somebody_waits(number: int = 1, *, or_else: Callable[[], bool] = lambda: False) -> None:
    """Go on once so many connections to this database are held back by locks, or once something else holds."""
    with onlooker() as looking:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND wait_event_type = 'Lock'"
        )

        def held_back() -> bool:
            row = looking.execute(waiting).fetchone()
            return bool(row and row[0] >= number)

        until(lambda: or_else() or held_back())


class Meeting:
    """A place where two actors wait for each other, unless a lock keeps the second from coming."""

    def __init__(self) -> None:
        self.here = 0

    def wait(self) -> None:
        self.here += 1
        until_somebody_waits(or_else=lambda: self.here >= 2)
