"""What each move leaves behind: the state with one event, and the news of it for those whom it concerns."""

from typing import Any

from django.db import transaction

import clock
from accounts.models import User
from progress.machine import MOVES
from progress.models import Event, MasteryClaim, UserProgress
from progress.signals import moved, moving


def event_of(
    name: str, progress: UserProgress, *, actor: User, claim: MasteryClaim | None = None, reason: str = ""
) -> Event:
    """What a move that was checked leaves behind, to be written with the state that follows."""
    return Event(
        progress=progress,
        number=progress.version + 1,
        actor_id=actor.pk,
        move=name,
        from_state=progress.state,
        to_state=MOVES[name].to or progress.state,
        claim=claim,
        reason=reason,
        at=clock.now(),
    )


def write(name: str, progress: UserProgress, **about: Any) -> Event:
    """Write the state and the event of a move that was checked, on a locked row."""
    event = event_of(name, progress, **about)
    Event.objects.write(event)
    return event


def tell(event: Event, *, holder: User | None = None, **decided: Any) -> None:
    """Raise the page versions of all that a move is told to, and let those hear of it who write because of it.

    A move is told when all of it is written: nothing else may be locked after people. Others hear of it after commit.
    """
    told = [event.progress.learner_id] if holder is None else [event.progress.learner_id, holder.pk]
    people = User.objects.tell(event.actor_id, *told)
    moving.send(sender=UserProgress, event=event, people=people, holder=holder, **decided)
    transaction.on_commit(lambda: moved.send_robust(sender=UserProgress, event=event))
