"""What stands around the answers of a claim: its head, and the form of a mentor who may have a part in deciding it.

Both look alike for every claim in the same situation, so they are rendered once for each, and filled in.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString

from progress.doors import Place
from progress.frames import filled_out, fragment, piece, times, token_of
from progress.undo import notice
from roadmap.atlas import Atlas


def head_of(request: HttpRequest, map_: Atlas, context: Mapping[str, Any], *, refused: str = "") -> SafeString:
    """What was claimed, by whom and when, and where it stands. `context` is that of the page of a claim."""
    claim, stop, word, attempts = context["claim"], context["stop"], context["word"], context["attempts"]
    pieces = {
        "name": escape(context["name"]), "address": context["address"], "learner": escape(claim.learner),
        "attempt": str(claim.attempt), "pk": str(claim.pk), "shape": word.shape, "label": escape(str(word.label)),
        "ahead": escape(context["ahead"]), "refused": escape(refused),
        **times("sent", claim.sent_at, "DATETIME_FORMAT"),
    }  # fmt: skip
    if stop:
        pieces |= {"number": str(stop.phase.number), "slug": stop.phase.slug, "phase": escape(stop.phase.title)}
    if len(attempts) > 1:
        pieces["attempts"] = fragment("progress/_attempts.html", {"attempts": attempts, "claim": claim})
    if claim.is_held:
        pieces |= {"mentor": escape(claim.hold.mentor), **times("until", claim.hold.until, "DATETIME_FORMAT")}
    if context["may_withdraw"]:
        pieces["csrf_token"] = token_of(request)
    same = {name: context[name] for name in ("mine", "may_withdraw")}
    focus = context["in_place"] or (context["answer"] and not refused and not context["undoable"])
    return filled_out(map_, "progress/_claim_head.html", same | {"focus": focus}, pieces)


def judge_form(request: HttpRequest, map_: Atlas, context: Mapping[str, Any], *, refused: str = "") -> SafeString:
    """The claim as a mentor meets it who may pick it up, or who judges it. `context` is that of the page of a claim."""
    judging = context["judging"]
    pieces = {
        "verbs": judging.verbs, "choice": escape(judging.choice), "owner": context["owner"],
        "digest": context["claim"].digest, "answers": context["answers"], "csrf_token": token_of(request),
        "refused": escape(refused), "feedback": escape(judging.feedback),
    }  # fmt: skip
    if judging.is_lapsed:
        pieces |= times("until", judging.hold.until, "DATETIME_FORMAT")
    if judging.written:
        pieces["written"] = fragment("progress/_written.html", {"judging": judging})
    if context["undoable"]:
        pieces["done"] = notice(map_, context["undoable"], Place(judging.verbs, "#claim"))
    if judging.hold:
        pieces["judged"] = piece(request, "progress/_judged.html", {"judging": judging, "refused": context["refused"]})
    return filled_out(
        map_, "progress/_judge.html", {"holds": bool(judging.hold), "may_pick_up": judging.may_pick_up}, pieces
    )
