"""The conversation about a claim: who may write in it, and writing. Nothing in it is ever changed or deleted."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

import clock
from accounts.models import MentorRole, User
from progress.machine import NotAllowed
from progress.models import DECISIONS, Event, MasteryClaim, Message
from progress.signals import said

THE_SAME_WITHIN = datetime.timedelta(minutes=10)


@transaction.atomic
def say(author: User, claim: MasteryClaim, text: str) -> Message:
    """Write in the conversation about a claim; raises NotAllowed. Listeners are told inside the transaction."""
    text, most = text.replace("\r\n", "\n").strip(), settings.MESSAGE_CHARACTERS
    if not text:
        raise NotAllowed(_("Write something first, then send it."))
    if len(text) > most:
        raise NotAllowed(
            _("This message has %(long)d characters, and %(most)d are the most. Send it in two parts.")
            % {"long": len(text), "most": most}
        )
    if "\0" in text:
        raise NotAllowed(_("This message holds a character that cannot be kept (NUL). Type it again without it."))
    is_mentor = MentorRole.objects.shared(author) is not None
    if not may_write(author, claim, Event.objects.about(claim.progress_id), is_mentor=is_mentor):
        raise NotAllowed(_("Only the learner and the mentors who reviewed this write here. Pick the claim up first."))
    # Whoever got no answer sends the same again: it was said, so it is not said twice.
    if said_already := Message.objects.says_already(claim, author, text, clock.now() - THE_SAME_WITHIN):
        return said_already
    message = Message.objects.create(claim=claim, author=author, text=text, at=clock.now())
    said.send(sender=Message, message=message)
    User.objects.tell(author.pk, claim.learner_id)
    return message


def may_write(person: User, claim: MasteryClaim, events: Iterable[Event], *, is_mentor: bool) -> bool:
    """Whether this person takes part: the learner, and any mentor who holds or decided an attempt of this progress.

    `events` are all of the progress, the newest first.
    """
    if person.pk == claim.learner_id:
        return True
    moves = [event for event in events if event.claim_id]
    decided = any(event.move in DECISIONS and event.actor_id == person.pk for event in moves)
    # Whoever picked a claim up holds it until something else happens to it.
    holds = bool(moves) and moves[0].move == "pick-up" and moves[0].actor_id == person.pk
    return is_mentor and (decided or holds)
