"""One server at a time on one folder's data."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path


class AlreadyRunning(Exception):
    """Somebody holds the lock. The message is a sentence for whoever wanted it."""


@contextlib.contextmanager
def only_one(path: Path, sentence: str) -> Iterator[None]:
    """Hold the lock while inside, with the sentence for others; it is free once its holder is gone, killed or not."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise AlreadyRunning(file.read().strip()) from error
        file.truncate(0)
        file.write(sentence)
        file.flush()
        yield
