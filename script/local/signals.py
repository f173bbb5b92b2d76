"""Being told to stop: Ctrl-C, SIGTERM, or a terminal that is closed."""

import contextlib
import signal
from collections.abc import Iterator

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked for the end."""


class Wish:
    """Whether all this is still wanted. A signal only leaves a mark, so that nothing is interrupted half-way."""

    stopped_by: int | None = None

    def check(self) -> None:
        if self.stopped_by:
            raise Stopped


@contextlib.contextmanager
def heard() -> Iterator[Wish]:
    """While inside, being told to stop is a wish that is looked at between two steps."""
    wish = Wish()

    def stop(number: int, frame: object) -> None:
        wish.stopped_by = number

    for number in STOPPING:
        signal.signal(number, stop)
    # They may be held back since the program before this one handed over.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    yield wish


def hold_back() -> None:
    """What comes while the next program loads is heard as soon as that one listens."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)


def die_quietly() -> None:
    """For a program that has nothing to clean up: Python's own way to be interrupted is a traceback."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
