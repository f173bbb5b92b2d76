"""The trail read again from its beginning: does all that is stored follow from the events?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from progress.machine import MOVES
from progress.models import DECISIONS, MasteryClaim, State, UserProgress

AT_ONCE = 5_000
# Every other move is made by somebody else: nobody reviews their own claim.
BY_THE_LEARNER = ("start", "put-back", "attest", "renew", "retract", "claim", "withdraw")


class Line(NamedTuple):
    """A progress row beside one of its events; where there are none, all that is the event's is None."""

    progress: int
    learner: int
    state: str
    version: int
    mastered_by: int | None
    number: int | None
    move: str | None
    frm: str | None
    to: str | None
    actor: int | None
    claim: int | None
    outcome: str | None
    holder: int | None


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
            for claim, progress in MasteryClaim.objects.untold().iterator(chunk_size=AT_ONCE):
                self.differences += 1
                yield f"progress {progress}: claim {claim} was sent by no event"

    def _of_one(self, trail: Iterator[Line]) -> Iterator[str]:
        story = Story()
        for line in trail:
            if line.number is not None and line.to is not None:
                self.events += 1
                yield from story.goes_on(line)
            story.last = line
        yield from story.ends()


@dataclass
class Story:
    """What the events of one progress have led to so far."""

    number: int = 0
    state: str = State.NOT_STARTED
    # The latest event about the claim that is open, who holds it, and the approval that counts.
    about: Line | None = None
    holder: int | None = None
    mastered_by: int | None = None
    last: Line | None = None

    def goes_on(self, line: Line) -> Iterator[str]:
        """Take one event in, and say what is wrong with it."""
        if line.number != self.number + 1:
            yield f"event {line.number} where {self.number + 1} was expected"
        if line.frm != self.state:
            yield f"event {line.number} starts from {line.frm}, but the one before it led to {self.state}"
        if not _is_legal(line):
            yield f"event {line.number} is no move of the machine: {line.move} from {line.frm} to {line.to}"
        if line.move in MOVES and (line.actor == line.learner) != (line.move in BY_THE_LEARNER):
            yield f"event {line.number} is a {line.move} by {line.actor}, which is not theirs to make"
        yield from self._claim_goes_on(line)
        if line.move in ("approve", "revoke"):
            self.mastered_by = line.number if line.move == "approve" else None
        self.number, self.state = line.number or 0, str(line.to)

    def _claim_goes_on(self, line: Line) -> Iterator[str]:
        move, is_open = MOVES.get(line.move or ""), self.about is not None
        this = f"event {line.number} is a {line.move} of claim {line.claim}"
        if move and move.claim == "none" and self.about:
            yield f"event {line.number} is a {line.move} while claim {self.about.claim} is open"
        if move and move.claim == "open" and not (self.about and self.about.claim == line.claim):
            yield f"{this}, which is not open"
        if line.move in ("release", "approve", "send-back") and is_open and not self.holder:
            yield f"{this}, which nobody has picked up"
        if line.move in DECISIONS and self.holder not in (None, line.actor):
            yield f"{this} by {line.actor}, but {self.holder} held it"
        if line.claim:
            self.about, self.holder = line, line.actor if line.move == "pick-up" else None
        if line.move in MasteryClaim.OUTCOMES:
            self.about = None
            yield from _stored(line, MasteryClaim.OUTCOMES[line.move], holder=None)

    def ends(self) -> Iterator[str]:
        """Say where what is stored is not what all the events have led to."""
        line = self.last
        if line is None:
            return
        if line.state != self.state:
            yield f"stored as {line.state}, but its events lead to {self.state}"
        if line.version != self.number:
            yield f"stored at version {line.version}, but its last event is {self.number}"
        if line.mastered_by != self.mastered_by:
            yield f"stored as mastered by event {line.mastered_by}, but its events say {self.mastered_by}"
        if self.about:
            yield from _stored(self.about, "", holder=self.holder)


def _stored(line: Line, outcome: str, *, holder: int | None) -> Iterator[str]:
    """Where a claim is not stored as the events have left it."""
    if line.outcome != outcome:
        yield f"claim {line.claim} is stored as {line.outcome or 'open'}, but its events say {outcome or 'open'}"
    if line.holder != holder:
        stored, told = (f"held by {mentor}" if mentor else "free" for mentor in (line.holder, holder))
        yield f"claim {line.claim} is stored as {stored}, but its events say {told}"


def _is_legal(line: Line) -> bool:
    move = MOVES.get(line.move or "")
    return move is not None and line.frm is not None and move.allows(line.frm) and line.to == (move.to or line.frm)
