"""A claim as a person reads it: evidence beside verdicts, what changed since the attempt before, what was said."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from prepared import Prepared
from progress.changes import Changes, changes
from progress.doors import address
from progress.judging import HeldUp, judging_context
from progress.models import (
    DECISIONS,
    LEVELS_OF_RUBRIC,
    ClaimAnswer,
    Event,
    Level,
    MasteryClaim,
    Message,
    News,
    State,
)
from progress.owner import claim_subject, signed_owner
from progress.queue import Chosen
from progress.standing import Shown
from progress.thread import may_write
from progress.told import told
from roadmap import atlas
from roadmap.markdown import render as markdown

# How far the claims that wait before one are counted.
AHEAD_AT_MOST = 200


class Word(NamedTuple):
    """What is shown for where a claim stands: the shape of a state, and its word."""

    shape: str
    label: str | Promise


WORDS = {
    MasteryClaim.Outcome.APPROVED: Word(Shown.MASTERED.value, gettext_lazy("Approved")),
    MasteryClaim.Outcome.SENT_BACK: Word(Shown.SENT_BACK.value, Shown.SENT_BACK.label),
    MasteryClaim.Outcome.WITHDRAWN: Word(Shown.NOT_STARTED.value, gettext_lazy("Withdrawn")),
}


class Link(NamedTuple):
    """A link of the evidence, with the host that it leads to."""

    address: str
    host: str


class Found(NamedTuple):
    """What a mentor found of an answer, in this attempt or in an earlier one."""

    level: Level
    comment: SafeString
    met_before: Any = None


class Answer(NamedTuple):
    """A criterion with what is said of it in this attempt."""

    pk: int
    title: str
    text: str
    levels: list[tuple[str, str]]
    evidence: SafeString
    links: list[Link]
    found: Found | None
    before: int
    changes: Changes | None


class Line(NamedTuple):
    """Something said in the conversation."""

    message: Message
    author: str
    html: SafeString


def _readable(pk: int, person: int, *, as_mentor: bool) -> Any:
    claims = MasteryClaim.objects.readable_by(person, as_mentor=as_mentor).with_key(pk)
    return claims.to_be_read(ahead_at_most=AHEAD_AT_MOST + 1).annotate(is_new=News.objects.told_of(person))


_own_claim = Prepared[Any](lambda pk, person: _readable(pk, person, as_mentor=False))
_any_claim = Prepared[Any](lambda pk, person: _readable(pk, person, as_mentor=True))
_events = Prepared[Event](lambda progress: Event.objects.about(progress))
_messages = Prepared[Message](lambda progress: Message.objects.about(progress))
_answers = Prepared[Any](lambda claim, progress, attempt: ClaimAnswer.objects.to_be_read(claim, progress, attempt))


def readable_claim(person: User, pk: int) -> Any:
    """The claim, where this person may read it, with all that its page says of it; else none."""
    return (_any_claim if person.is_mentor else _own_claim).first(pk=pk, person=person.pk)


def claim_context(request: HttpRequest, claim: Any, held_up: HeldUp | None = None) -> dict[str, Any]:
    """All that the page of a claim shows to this person, who may read it, with what they typed for a refused review.

    For a mentor four queries beside the claim's own.
    """
    person: User = request.user  # type: ignore[assignment]
    events = _events(progress=claim.progress_id)
    answers, mine = answers_of(claim), claim.learner_id == person.pk
    return {
        "claim": claim,
        **of_what(claim, is_reachable=mine),
        "mine": mine,
        "word": word_of(claim),
        "answers": answers,
        "judging": judging_context(person, claim, answers, Chosen.read(request.GET).query(), held_up),
        "not_met": sum(answer.found is not None and not answer.found.level.is_met for answer in answers),
        "attempts": [event.claim for event in reversed(events) if event.move == "claim"],
        "decision": decision_on(claim, events),
        "ahead": ahead_of(claim) if mine else "",
        "history": told(events, person),
        "conversation": lines(_messages(progress=claim.progress_id), person),
        "may_write": may_write(person, claim, events, is_mentor=person.is_mentor),
        "may_withdraw": mine and claim.is_open and not claim.is_held,  # type: ignore[attr-defined]
        "may_revoke": person.is_lead and not mine and is_to_revoke(claim, events),
        "owner": signed_owner(person, claim_subject(claim.pk)),
        "most": {"message": settings.MESSAGE_CHARACTERS, "reason": settings.REASON_CHARACTERS},
    }


def of_what(claim: Any, *, is_reachable: bool) -> dict[str, Any]:
    """What was claimed, as it is on the map, and what the page is called.

    What is archived has a page for those alone who have reached something there, as the learner has.
    """
    stop = atlas.current(claim.curriculum).milestones.get(claim.progress.milestone_id)
    name = stop.full_name if stop else _("A milestone that is no longer on the map")
    return {
        "stop": stop,
        "address": address(stop) if stop and (stop.is_open or is_reachable) else "",
        "name": name,
        "title": _("Attempt %(attempt)d: %(name)s") % {"attempt": claim.attempt, "name": name},
    }


def word_of(claim: Any) -> Word:
    if not claim.is_open:
        return WORDS[claim.outcome]
    shown = Shown.BEING_REVIEWED if claim.is_held else Shown.CLAIMED
    return Word(shown.value, shown.label)


def ahead_of(claim: Any) -> str:
    """How many claims wait before this one, in words, while it waits itself."""
    if not claim.is_open or claim.is_held:
        return ""
    if claim.ahead > AHEAD_AT_MOST:
        return _("%(most)d+ claims of this phase were sent before it.") % {"most": AHEAD_AT_MOST}
    if claim.ahead == 0:
        return _("It is the next one of its phase.")
    if claim.ahead == 1:
        return _("One claim of this phase was sent before it.")
    return _("%(ahead)d claims of this phase were sent before it.") % {"ahead": claim.ahead}


def decision_on(claim: MasteryClaim, events: list[Event]) -> Any:
    """The decision on this claim as its event tells it, with the words to the learner made ready to be shown."""
    for event in events:
        if event.claim_id == claim.pk and event.move in DECISIONS:
            return {"event": event, "html": markdown(event.feedback)}  # type: ignore[attr-defined]
    return None


def is_to_revoke(claim: MasteryClaim, events: list[Event]) -> bool:
    """Whether there is a mastery that could be taken back: no claim of this progress may be open."""
    open_claims = any(event.claim and event.claim.is_open for event in events)
    return claim.progress.state == State.MASTERED and not open_claims


def lines(messages: Any, reader: User) -> list[Line]:
    return [
        Line(each, _("You") if each.author_id == reader.pk else each.author.display_name, markdown(each.text))
        for each in messages
    ]


def answers_of(claim: MasteryClaim) -> list[Answer]:
    """The answers of a claim in order, each beside what the attempt before it said of the same criterion."""
    rows = _answers(claim=claim.pk, progress=claim.progress_id, attempt=claim.attempt)
    before = {row.wording.criterion_id: row for row in rows if row.claim_id != claim.pk}
    return [_answer(row, before.get(row.wording.criterion_id)) for row in rows if row.claim_id == claim.pk]


def _answer(row: Any, earlier: Any) -> Answer:
    topic, carried = row.wording.criterion.topic, row.carried_from
    written = carried.answer if carried else row
    return Answer(
        row.pk,
        topic.title if topic else row.wording.text,
        row.wording.text if topic else "",
        [(str(level.label), text) for level, text in zip(LEVELS_OF_RUBRIC, row.wording.levels, strict=False)],
        markdown(written.text),
        [Link(link, urlsplit(link).hostname or "") for link in written.links],
        _found(row),
        earlier.claim.attempt if earlier and not carried else 0,
        changes((earlier.text, earlier.links), (row.text, row.links)) if earlier and not carried else None,
    )


def _found(row: Any) -> Found | None:
    if row.carried_from:
        return Found(Level(row.carried_from.level), markdown(row.carried_from.comment), row.carried_from.review)
    return Found(Level(row.level), markdown(row.comment)) if row.level else None
