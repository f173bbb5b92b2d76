"""History in words: who did what, why and when."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from progress.frames import filled_out, joined, times
from progress.models import Event
from roadmap.atlas import Atlas


class Told(NamedTuple):
    """One move in words for whoever reads it, with the reason that was given for it."""

    event: Event
    words: str


def told(events: Iterable[Event], reader: Any) -> list[Told]:
    """These moves as this person reads them: their own say "you", all others a name."""
    return [Told(event, event.words(reader)) for event in events]


def listed(map_: Atlas, events: Iterable[Event], reader: Any) -> SafeString:
    """These moves as items of a list, with their times as this person's clock shows them."""
    return joined(_item(map_, *each) for each in told(events, reader))


def _item(map_: Atlas, event: Event, words: str) -> SafeString:
    pieces = {
        "words": escape(capfirst(words)), "reason": escape(event.reason), **times("at", event.at, "DATETIME_FORMAT"),
    }  # fmt: skip
    if event.claim:
        pieces |= {"claim": str(event.claim_id), "attempt": str(event.claim.attempt)}
    return filled_out(map_, "progress/_move.html", {}, pieces)
