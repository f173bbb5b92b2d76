"""The trail read again from its beginning: does every state follow from its events?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from progress.mastery import MOVES
from progress.models import State, UserProgress

AT_ONCE = 5_000


class Line(NamedTuple):
    """A progress row beside one of its events; where there are none, all that is the event's is None."""

    progress: int
    state: str
    version: int
    number: int | None
    move: str | None
    frm: str | None
    to: str | None


@dataclass
class Replay:
    """Plays every event again, in order. Iterating gives a sentence for each difference; then the sums are known."""

    rows: int = 0
    events: int = 0
    differences: int = field(default=0)

    def __iter__(self) -> Iterator[str]:
        # One statement sees one moment, and a cursor in a transaction holds no more than a few thousand lines.
        with transaction.atomic():
            lines = UserProgress.objects.beside_events().iterator(chunk_size=AT_ONCE)
            for progress, trail in groupby(map(Line._make, lines), key=lambda line: line.progress):
                self.rows += 1
                for difference in self._of_one(trail):
                    self.differences += 1
                    yield f"progress {progress}: {difference}"

    def _of_one(self, trail: Iterator[Line]) -> Iterator[str]:
        number, state, line = 0, str(State.NOT_STARTED), None
        for line in trail:
            if line.number is None or line.to is None:
                break
            self.events += 1
            if line.number != number + 1:
                yield f"event {line.number} where {number + 1} was expected"
            if line.frm != state:
                yield f"event {line.number} starts from {line.frm}, but the one before it led to {state}"
            if not _is_legal(line):
                yield f"event {line.number} is no move of the machine: {line.move} from {line.frm} to {line.to}"
            number, state = line.number, line.to
        if line and line.state != state:
            yield f"stored as {line.state}, but its events lead to {state}"
        if line and line.version != number:
            yield f"stored at version {line.version}, but its last event is {number}"


def _is_legal(line: Line) -> bool:
    move = MOVES.get(line.move or "")
    return move is not None and line.frm is not None and move.allows(line.frm) and line.to == move.to
