"""What people are told of the claims that they have a part in: a figure in the bar of their pages, and a letter.

Both are written in the transaction of the move or message that they tell of, and are kept or lost with it. A fault in
telling stops nobody: it is logged, and the move is made without its news.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.news import way_out_of
from accounts.zones import zone_named
from progress.doors import name_of
from progress.frames import filled
from progress.models import Event, Hold, Level, MasteryClaim, MentorReview, Message, News, Verdict
from progress.signals import moving, said
from roadmap import atlas

logger = logging.getLogger("progress")

SUBJECTS = {
    News.Kind.APPROVE: _("Approved: %(name)s"),
    News.Kind.SEND_BACK: _("Sent back: %(name)s"),
    News.Kind.REVOKE: _("Taken back: %(name)s"),
    News.Kind.WITHDRAW: _("Withdrawn: %(name)s"),
    News.Kind.RELEASE: _("Given back to the queue: %(name)s"),
    News.Kind.MESSAGE: _("A message about %(name)s"),
}
TOLD_TO_THE_LEARNER = (News.Kind.APPROVE, News.Kind.SEND_BACK, News.Kind.REVOKE)
TOLD_TO_THE_HOLDER = (News.Kind.WITHDRAW, News.Kind.RELEASE)
# What a mail program could take for an order rather than for text; line ends and tabs are none.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")

type People = Mapping[int, User]


@receiver(moving)
def hear_move(
    sender: Any, *, event: Event, people: People, holder: User | None = None, verdicts: Sequence[Verdict] = (),
    review: MentorReview | None = None, **others: Any,
) -> None:  # fmt: skip
    """Tell the learner what a mentor decided, and a mentor whose hold somebody else has ended."""
    if event.move in TOLD_TO_THE_LEARNER:
        told = event.progress.learner_id
    elif event.move in TOLD_TO_THE_HOLDER and holder and holder.pk != event.actor_id and holder.is_mentor:
        told = holder.pk
    else:
        return
    tell(event.move, event.actor_id, told, lambda: people, lambda: words_of(event, review, verdicts))


@receiver(said)
def hear_message(sender: Any, *, message: Message, **others: Any) -> None:
    """Tell the learner that a mentor wrote, and the mentor who holds a claim that its learner did.

    The conversation is one through all attempts, and a mentor whose hold has lapsed goes on with the claim too.
    """
    claim, author, learner = message.claim, message.author_id, message.claim.learner_id
    told = learner
    if author == learner:
        hold = Hold.objects.on_progress(claim.progress_id)
        if hold is None or not hold.mentor.is_mentor:
            return
        claim, told = hold.claim, hold.mentor_id
    people = partial(locked_for_message, author, told, learner)
    tell(News.Kind.MESSAGE, author, told, people, lambda: {"claim": claim, "text": quoted(message.text)})


def locked_for_message(author: int, told: int, learner: int) -> People:
    """All whose pages a message changes, locked in one order; its author's and the learner's are raised after this."""
    people = User.objects.locked(author, told, learner)
    if told != learner:
        User.objects.raise_page_version(told)
    return people


def tell(kind: str, by: int, told: int, locked: Callable[[], People], words: Callable[[], dict[str, Any]]) -> None:
    """Count it among what is new to a person, and write them a letter if they want one; nobody is told of themselves.

    `locked` has the people by their keys, whose rows nobody else changes until the transaction ends. What is written
    is in the language of the site.
    """
    if by == told:
        return
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            people, context = locked(), words()
            News.objects.note(told, context["claim"], kind)
            if people[told].wants_news and people[told].is_active:
                letter(kind, people[told], by=people[by], **context).send()
    except Exception:
        logger.exception("A %s was made, but its news was not written", kind)


def words_of(event: Event, review: MentorReview | None, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What a letter says of a move: its reason; of a decision the words to the learner, and those on each criterion.

    A revocation is about the latest claim, on whose page its reason stands.
    """
    texts = [quoted(review.feedback if review else event.reason)]
    for each in verdicts:
        if each.comment:
            criterion = {"criterion": each.answer.wording.text, "level": Level(each.level).label}
            texts += [translation.gettext("%(criterion)s: %(level)s") % criterion, quoted(each.comment)]
    return {"claim": event.claim or event.progress.claims.first(), "text": "\n\n".join(texts)}


def letter(kind: str, person: User, *, by: User, claim: MasteryClaim, text: str) -> EmailMessage:
    """The letter, in the person's own time."""
    map_, way_out = atlas.current(claim.curriculum), way_out_of(person)
    milestone = claim.progress.milestone_id
    name = name_of(map_, milestone)
    pieces = {
        "by": by.display_name, "when": date_format(claim.sent_at.astimezone(zone_named(person.time_zone))),
        "text": text, "site": settings.SITE_URL, "address": reverse("progress:claim", args=[claim.pk]),
        "way_out": way_out,
    }  # fmt: skip
    body = filled(map_, f"progress/letters/{kind}.txt", {"name": name}, pieces, key=milestone)
    return EmailMessage(
        " ".join((SUBJECTS[News.Kind(kind)] % {"name": name}).split()),
        re.sub("\n{3,}", "\n\n", body),
        to=[person.email],
        headers={
            "List-Unsubscribe": f"<{settings.SITE_URL}{way_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def quoted(text: str) -> str:
    """Somebody's words, so marked in each line that nobody takes them for ours."""
    return "\n".join(f"> {CONTROLS.sub('', line)}".rstrip() for line in text.splitlines())
