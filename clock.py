"""The one source of the time that the product writes down.

Moves, roles, wordings and mail take their times from `now()`, never from `auto_now` or the database, so that whoever
plays a year of someone's learning moves this one clock and nothing else.
"""

import contextlib
import contextvars
import datetime
from collections.abc import Iterator

_moved_to: contextvars.ContextVar[datetime.datetime | None] = contextvars.ContextVar("clock_moved_to", default=None)


def now() -> datetime.datetime:
    """The present moment, aware and in UTC; or the moment that `at` has set."""
    return _moved_to.get() or datetime.datetime.now(datetime.UTC)


@contextlib.contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Everything inside happens at this moment, which must be aware of its zone."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment that knows its time zone.")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
