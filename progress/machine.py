"""The machine as one table: every move, where it leads from and to, and what is said to somebody who stands elsewhere.

`mastery` makes the moves; pages ask this table which buttons to draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from progress.models import Event, MasteryClaim, State, UserProgress
from roadmap.models import Status


class NotAllowed(Exception):
    """A move that the rules forbid. Its message is a sentence for the person."""


class Rated(NamedTuple):
    """The move that a note has caused, if any, and the note that it has taken the place of."""

    event: Event | None
    before: str | None


@dataclass(frozen=True)
class Move:
    """One arrow. `to` is none where the state stays; `claim` says whether one must be open, or none."""

    name: str
    frm: frozenset[State]
    to: State | None = None
    claim: Literal["", "open", "none"] = ""
    refused: Mapping[State, Promise] = field(default_factory=dict)
    on_archived: bool = True

    def allows(self, state: State | str) -> bool:
        return state in self.frm


STARTED = frozenset({State.LEARNING, State.ATTESTED, State.MASTERED})
NOT_STARTED: dict[State, Promise] = {State.NOT_STARTED: _("This is not started.")}

MOVES = {
    move.name: move
    for move in (
        Move(
            "start",
            frm=frozenset({State.NOT_STARTED}),
            to=State.LEARNING,
            refused={
                State.LEARNING: _("You have started this already."),
                State.ATTESTED: _("You have given your word on this already, so it is started."),
                State.MASTERED: _("You have mastered this already."),
            },
            on_archived=False,
        ),
        Move(
            "put-back",
            frm=frozenset({State.LEARNING}),
            to=State.NOT_STARTED,
            claim="none",
            refused={
                State.NOT_STARTED: _("This is not started, so there is nothing to put back."),
                State.ATTESTED: _("You have given your word on this. Take it back first, then put it back."),
                State.MASTERED: _("What is mastered stays mastered and is not put back."),
            },
        ),
        Move(
            "attest",
            frm=frozenset({State.LEARNING}),
            to=State.ATTESTED,
            refused={
                State.NOT_STARTED: _("Start this first, then say what you can do."),
                State.ATTESTED: _("You have given your word on this already."),
                State.MASTERED: _("A mentor has found this mastered, which counts for more than your word."),
            },
            on_archived=False,
        ),
        Move(
            "renew",
            frm=frozenset({State.ATTESTED}),
            refused={
                State.NOT_STARTED: _("You have not given your word on this."),
                State.LEARNING: _("You have not given your word on this."),
                State.MASTERED: _("This is mastered by a mentor's verdict. Claim what has changed since."),
            },
            on_archived=False,
        ),
        Move(
            "retract",
            frm=frozenset({State.ATTESTED}),
            to=State.LEARNING,
            refused={
                State.NOT_STARTED: _("You have not given your word on this."),
                State.LEARNING: _("You have not given your word on this."),
                State.MASTERED: _("This is mastered by a mentor's verdict, not by your word."),
            },
        ),
        Move(
            "claim",
            frm=STARTED,
            claim="none",
            refused={State.NOT_STARTED: _("Start this first, then claim it.")},
            on_archived=False,
        ),
        Move("withdraw", frm=STARTED, claim="open", refused=NOT_STARTED),
        Move("pick-up", frm=STARTED, claim="open", refused=NOT_STARTED),
        Move("release", frm=STARTED, claim="open", refused=NOT_STARTED),
        Move("approve", frm=STARTED, to=State.MASTERED, claim="open", refused=NOT_STARTED),
        Move("send-back", frm=STARTED, claim="open", refused=NOT_STARTED),
        Move(
            "revoke",
            frm=frozenset({State.MASTERED}),
            to=State.LEARNING,
            claim="none",
            refused={
                state: _("This is not mastered, so there is nothing to revoke.")
                for state in (State.NOT_STARTED, State.LEARNING, State.ATTESTED)
            },
        ),
    )
}


def check(name: str, progress: UserProgress, claim: MasteryClaim | None = None) -> None:
    """Raise NotAllowed unless the table lets this move be made by what is true of these rows, which are locked."""
    move = MOVES[name]
    if not move.allows(progress.state):
        raise NotAllowed(move.refused[State(progress.state)])
    if move.claim == "open" and (claim is None or not claim.is_open):
        raise NotAllowed(_("This claim is closed: it was decided or withdrawn meanwhile."))
    if move.claim == "none" and progress.open_claim():
        raise NotAllowed(_("A claim is open here. Wait for its review, or withdraw it first."))
    if not move.on_archived and progress.milestone.status != Status.PUBLISHED:
        raise NotAllowed(_("This is archived: what you reached stays, but nothing new can be done with it."))
