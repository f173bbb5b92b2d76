"""The mastery rules: the only code that changes where a learner stands.

                  start               attest
    not started ---------> learning ----------> attested
                <---------          <----------
                 put back             retract

Each move is one transaction: lock the progress, check, write the state and one event, raise the learner's page
version last; who listens is told after commit. Ratings are notes: the last one counts, but rating a milestone that is
not started starts it, and lowering one on an attested milestone retracts it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import clock
from accounts.models import User
from progress.models import Event, HasKey, Rating, State, UserProgress
from progress.signals import moved
from roadmap.models import Criterion, Milestone, Status


class NotAllowed(Exception):
    """A move that the rules forbid. Its message is a sentence for the person."""


@dataclass(frozen=True)
class Move:
    """One arrow of the machine: from where, to where, and what is said to somebody who stands elsewhere."""

    name: str
    frm: frozenset[State]
    to: State
    refused: dict[State, Promise]
    on_archived: bool = True

    def allows(self, state: State | str) -> bool:
        return state in self.frm


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
            "retract",
            frm=frozenset({State.ATTESTED}),
            to=State.LEARNING,
            refused={
                State.NOT_STARTED: _("You have not given your word on this."),
                State.LEARNING: _("You have not given your word on this."),
                State.MASTERED: _("This is mastered by a mentor's verdict, not by your word."),
            },
        ),
    )
}


def start(learner: User, milestone: HasKey) -> Event:
    """The learner begins on this milestone; raises NotAllowed."""
    return _move("start", learner, milestone)


def put_back(learner: User, milestone: HasKey) -> Event:
    """The learner lays this milestone aside; ratings and history stay. Raises NotAllowed."""
    return _move("put-back", learner, milestone)


def attest(learner: User, milestone: HasKey) -> Event:
    """The learner gives their own word that they can do every criterion; raises NotAllowed."""
    return _move("attest", learner, milestone)


def retract(learner: User, milestone: HasKey) -> Event:
    """The learner takes their word back; raises NotAllowed."""
    return _move("retract", learner, milestone)


VERBS = {"start": start, "put-back": put_back, "attest": attest, "retract": retract}


@transaction.atomic
def rate(learner: User, criterion: Criterion, level: str) -> Event | None:
    """Note how sure the learner is of a criterion; return the move that this caused, if any; raises NotAllowed."""
    if level not in Rating.Level.values:
        raise NotAllowed(_("Choose one of: not yet, shaky, can do."))
    progress = UserProgress.objects.locked(learner, Milestone(pk=criterion.milestone_id))
    if criterion.archived_at:
        raise NotAllowed(_("This criterion is not asked for any more. Your earlier note on it is kept."))
    event = None
    if progress.state == State.NOT_STARTED:
        event = _write("start", progress)
    Rating.objects.note(progress, criterion, level)
    if progress.state == State.ATTESTED and level != Rating.Level.CAN_DO:
        event = _write("retract", progress)
    User.objects.count_change(learner.pk)
    return event


@transaction.atomic
def _move(name: str, learner: User, milestone: HasKey) -> Event:
    progress = UserProgress.objects.locked(learner, milestone)
    event = _write(name, progress)
    User.objects.count_change(learner.pk)
    return event


def _write(name: str, progress: UserProgress) -> Event:
    """Check a move of the learner's own on a locked row, then write the state and its event."""
    move = MOVES[name]
    _check(move, progress)
    event = Event(
        progress=progress,
        number=progress.version + 1,
        actor_id=progress.learner_id,
        move=name,
        from_state=progress.state,
        to_state=move.to,
        at=clock.now(),
    )
    progress.state, progress.version, progress.changed_at = move.to, event.number, event.at
    progress.save(update_fields=["state", "version", "changed_at"])
    event.save(force_insert=True)
    transaction.on_commit(lambda: moved.send_robust(sender=UserProgress, event=event))
    return event


def _check(move: Move, progress: UserProgress) -> None:
    if not move.allows(progress.state):
        raise NotAllowed(move.refused[State(progress.state)])
    if not move.on_archived and progress.milestone.status != Status.PUBLISHED:
        raise NotAllowed(_("This is archived: what you reached stays, but nothing new can be done with it."))
    if move.name == "attest" and Rating.objects.leave_open(progress):
        raise NotAllowed(_("Rate every criterion “can do” first. Then your word covers all of them."))
