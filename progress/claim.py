"""A claim as a person reads it: evidence beside verdicts, what changed since the attempt before, what was said."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from prepared import Prepared
from progress.answers import Answer, answers_of, list_of
from progress.around import head_of, judge_form
from progress.doors import address, full_name_of
from progress.frames import filled_out, joined, times
from progress.judging import HeldUp, judging_context
from progress.models import DECISIONS, Event, MasteryClaim, Message, News, State, VerdictDraft
from progress.owner import claim_subject, signed_owner
from progress.queue import Chosen
from progress.standing import Shown
from progress.thread import may_write
from progress.told import listed
from roadmap import atlas
from roadmap.atlas import Atlas
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


def _readable(pk: int, person: int, *, as_mentor: bool) -> Any:
    claims = MasteryClaim.objects.readable_by(person, as_mentor=as_mentor).with_key(pk)
    own = {"is_new": News.objects.told_of(person), "has_draft": VerdictDraft.objects.kept_by(person)}
    return claims.to_be_read(person, ahead_at_most=AHEAD_AT_MOST + 1).annotate(**own)


_own_claim = Prepared[Any](lambda pk, person: _readable(pk, person, as_mentor=False))
_any_claim = Prepared[Any](lambda pk, person: _readable(pk, person, as_mentor=True))
_events = Prepared[Event](lambda progress: Event.objects.about(progress))
_messages = Prepared[Message](lambda progress: Message.objects.about(progress))


def readable_claim(person: User, pk: int) -> Any:
    """The claim, where this person may read it, with all that its page says of it; else none."""
    return (_any_claim if person.is_mentor else _own_claim).first(pk=pk, person=person.pk)


def claim_context(
    request: HttpRequest,
    claim: Any,
    held_up: HeldUp | None = None,
    refused: Mapping[str, str] | None = None,
    **answer: Any,
) -> dict[str, Any]:
    """All that the page of a claim shows to this person, who may read it, with what they typed for a refused review.

    `refused` has the sentence for the region whose form was refused; `answer` is what else the templates are told.
    Two queries beside the claim's own, one more where something was said, and one where the mentor has a draft.
    """
    person: User = request.user  # type: ignore[assignment]
    map_ = atlas.current(claim.curriculum)
    events = _events(progress=claim.progress_id)
    answers, mine = answers_of(claim), claim.learner_id == person.pk
    judging = judging_context(person, claim, answers, Chosen.read(request.GET).query(), held_up)
    context = {
        **{"answer": False, "in_place": False, "refused": refused or {}, "claim": claim, "undoable": None} | answer,
        **of_what(map_, claim, is_reachable=mine),
        "word": word_of(claim),
        "answers": list_of(map_, claim, judging.rows if judging else [(given, None) for given in answers]),
        "judging": judging,
        **decided(claim, events, answers),
        "history": listed(map_, events, person),
        "conversation": conversation(map_, claim, person),
        **own_part(person, claim, events, mine=mine),
    }
    return context | parts_of(request, map_, context)


def own_part(person: User, claim: Any, events: list[Event], *, mine: bool) -> dict[str, Any]:
    """What this person may do here, and what their forms carry."""
    return {
        "mine": mine,
        "ahead": ahead_of(claim) if mine else "",
        "may_write": may_write(person, claim, events, is_mentor=person.is_mentor),
        "may_withdraw": mine and claim.is_open and not claim.is_held,
        "may_revoke": person.is_lead and not mine and is_to_revoke(claim, events),
        "owner": signed_owner(person, claim_subject(claim.pk)),
        "most": {"message": settings.MESSAGE_CHARACTERS, "reason": settings.REASON_CHARACTERS},
    }


def parts_of(request: HttpRequest, map_: Atlas, context: dict[str, Any]) -> dict[str, Any]:
    """The head of the claim and the form of the mentor; a sentence that refuses a move stands in one of them."""
    refused, judging = context["refused"].get("claim", ""), context["judging"]
    in_form = bool(judging and judging.hold)
    return {
        "head": head_of(request, map_, context, refused="" if in_form else refused),
        "judge": judge_form(request, map_, context, refused=refused if in_form else "") if judging else "",
    }


def of_what(map_: Atlas, claim: Any, *, is_reachable: bool) -> dict[str, Any]:
    """What was claimed, as it is on the map, and what the page is called.

    What is archived has a page for those alone who have reached something there, as the learner has.
    """
    stop = map_.milestones.get(claim.progress.milestone_id)
    name = full_name_of(map_, claim.progress.milestone_id)
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


def decided(claim: MasteryClaim, events: list[Event], answers: list[Answer]) -> dict[str, Any]:
    """The attempts so far, and what was decided on this one."""
    return {
        "attempts": [event.claim for event in reversed(events) if event.move == "claim"],
        "decision": decision_on(claim, events),
        "not_met": sum(given.found is not None and not given.found.level.is_met for given in answers),
    }


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


def conversation(map_: Atlas, claim: Any, reader: User) -> SafeString:
    """What was said about all attempts, as items of a list."""
    messages = _messages(progress=claim.progress_id) if claim.has_messages else ()
    return joined(_line(map_, each, claim, reader) for each in messages)


def _line(map_: Atlas, message: Message, claim: Any, reader: User) -> SafeString:
    author = _("You") if message.author_id == reader.pk else message.author.display_name
    pieces = {"author": escape(author), "text": markdown(message.text), **times("at", message.at, "DATETIME_FORMAT")}
    if message.claim_id != claim.pk:
        pieces["attempt"] = str(message.claim.attempt)
    return filled_out(map_, "progress/_message.html", {}, pieces)
