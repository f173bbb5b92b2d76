"""Where a claim is written: what the page of a milestone shows of it, and what its form brings."""

import re
import secrets
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from progress.drafts import Typed, holds, keeps
from progress.entries import Entry, Filled, buttons_of, entry_of, fields_of, words_on
from progress.models import Draft, Here, MasteryClaim, State
from progress.owner import owner_signed, signed_owner
from progress.standing import OPEN, Standing
from roadmap.atlas import Atlas, Stop
from roadmap.demands import Asked
from roadmap.markdown import render as markdown

# No page counts further than this how many claims wait before one.
COUNTED = 200
# What a page calls the window that it is shown in.
WINDOW = re.compile(r"[\w-]{0,16}", re.ASCII)


def owner_of(learner: User, stop: Stop) -> str:
    """What the form carries to say whose it is."""
    return signed_owner(learner, stop.pk)


def owner_in(posted: QueryDict, stop: Stop) -> int | None:
    """The key of the person whose form this is, if it is a form of ours for this milestone."""
    return owner_signed(posted, stop.pk)


def typed_in(posted: QueryDict, stop: Stop) -> Typed:
    """What a form held for the criteria that are asked for now; whatever else it says is not read."""
    answers = {
        str(asked.pk): {name: posted.get(f"{name}-{asked.key}", "").replace("\r\n", "\n") for name in ("text", "links")}
        for asked in stop.criteria
        if f"text-{asked.key}" in posted
    }
    asked_for = {each.key for each in stop.deliverables}
    ticked = [key for key in posted.getlist("handed-in") if key in asked_for]
    window = posted.get("window", "")
    seen = {str(asked.pk): posted.get(f"wording-{asked.key}", "") for asked in stop.criteria}
    return Typed(answers, ticked, window if WINDOW.fullmatch(window) else "", seen)


def version_in(posted: QueryDict) -> int:
    """The version of the draft that the form was made of; one that says nothing of the kind is of none."""
    version = posted.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1


def claiming_context(
    request: HttpRequest, standing: Standing, stop: Stop, here: Here, filled: Filled
) -> dict[str, Any]:
    """What the page shows of claiming: the claim that waits, the texts of two windows, or the form."""
    state = standing.state.get(stop.pk, State.NOT_STARTED)
    context: dict[str, Any] = {"refused": filled.refused}
    if here.waiting:
        return context | {"waiting": waiting_of(here), "left": left_over(stop, here, filled)}
    is_to_write = stop.is_open and state != State.NOT_STARTED and bool(open_of(stop, here))
    if (
        here.draft.others
        and (is_to_write or not stop.is_open)
        and not (filled.typed and not keeps(here.draft, filled.typed))
    ):
        return context | {"draft": here.draft, "texts": texts_of(stop, here.draft)}
    if not is_to_write:
        return context | {"left": left_over(stop, here, filled)}
    sentence = stands_in_the_way(standing, stop)
    if sentence and stop.capstone and not filled.typed and here.draft.version == 0:
        return context | {"sentence": sentence}
    form = form_of(standing.atlas, request.user, stop, here, filled, may_send=not sentence)
    return context | {"sentence": sentence, "tops_up": state == State.MASTERED} | form


def stands_in_the_way(standing: Standing, stop: Stop) -> str:
    """Why this milestone cannot be claimed now, in a sentence."""
    stages = stop.capstone.stages if stop.capstone else []
    for before, after in pairwise(stages):
        if after is stop and standing.state.get(before.pk) != State.MASTERED and standing.claim.get(before.pk) != OPEN:
            return _("Claim %(stage)s first: each stage builds on the last.") % {"stage": before.label}
    most = settings.OPEN_CLAIMS_OF_A_LEARNER
    if sum(claim == OPEN for claim in standing.claim.values()) >= most:
        return _("%(most)d of your claims wait already. Let some be reviewed first.") % {"most": most}
    return ""


def open_of(stop: Stop, here: Here) -> list[Asked]:
    """The criteria of which no review has found met what they ask for now."""
    return [asked for asked in stop.criteria if not asked.is_asked_by(here.met)]


def form_of(map_: Atlas, learner: Any, stop: Stop, here: Here, filled: Filled, *, may_send: bool) -> dict[str, Any]:
    """The form, filled with what was typed, else with the draft, else with what was sent last time."""
    typed = filled.typed
    entries = [entry_of(asked, here, filled) for asked in open_of(stop, here)]
    ticked = set(typed.handed_in if typed else here.draft.handed_in)
    is_begun = typed or any(str(each.asked.pk) in here.draft.answers for each in entries)
    before = here.last.claim.handed_in if here.last and not is_begun else []
    return {
        "fields": fields_of(map_, entries),
        "buttons": buttons_of(map_, stop, may_send=may_send, has_reviewers=learner.has_reviewers),
        "met": [asked for asked in stop.criteria if asked.is_asked_by(here.met)],
        "checklist": [(each, each.key in ticked or each.text in before) for each in stop.deliverables],
        "draft": here.draft,
        "version": version_of(here.draft, filled),
        "sent_back": here.last if here.last and here.last.claim.outcome == MasteryClaim.Outcome.SENT_BACK else None,
        "words": markdown(here.last.feedback) if here.last else "",
        "attempt": here.last.claim.attempt + 1 if here.last else 1,
        "owner": owner_of(learner, stop),
        "window": typed.window if typed and typed.window else secrets.token_urlsafe(6),
        "has_reviewers": learner.has_reviewers,
    }


def version_of(draft: Draft, filled: Filled) -> int:
    """What the form is made of: the draft as it is, or the older one on which somebody typed what it does not hold."""
    return filled.version if filled.typed and not holds(draft, filled.typed) else draft.version


def waiting_of(here: Here) -> dict[str, Any]:
    """The claim that is open: who holds it, or how many wait before it."""
    last = here.waiting
    assert last  # noqa: S101
    ahead = None if last.is_held else MasteryClaim.objects.ahead_of(last.claim, COUNTED + 1)
    return {"claim": last.claim, "mentor": last.mentor, "is_held": last.is_held, "ahead": ahead, "counted": COUNTED}


def texts_of(stop: Stop, draft: Draft) -> list[dict[str, Any]]:
    """The draft and what other windows typed beside it, with the criteria on which they differ."""
    written = [{"answers": draft.answers, "handed_in": draft.handed_in}, *draft.others]
    differ = [
        asked
        for asked in stop.criteria
        if len({repr(each["answers"].get(str(asked.pk))) for each in written}) > 1
    ]  # fmt: skip
    names = {each.key: each.text for each in stop.deliverables}
    return [
        {
            "number": number,
            "entries": [Entry(asked, **words_on(asked, each["answers"])) for asked in differ],
            "ticked": [names[key] for key in each["handed_in"] if key in names],
        }
        for number, each in enumerate(written)
    ]


def left_over(stop: Stop, here: Here, filled: Filled) -> list[Entry]:
    """What was typed where there is no form for it any more, so that it can be taken along."""
    if filled.typed is None and stop.is_open:
        return []
    answers = filled.typed.answers if filled.typed else here.draft.answers
    entries = [Entry(asked, **words_on(asked, answers)) for asked in stop.criteria]
    return [each for each in entries if not each.is_empty and not was_sent(each, here)]


def was_sent(entry: Entry, here: Here) -> bool:
    earlier = here.earlier.get(entry.asked.pk)
    typed = (entry.text.replace("\r\n", "\n").strip(), entry.links.split())
    return bool(earlier) and typed == (earlier.text, earlier.links)  # type: ignore[union-attr]
