"""History in words: who did what, why and when."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from progress.models import Event


class Told(NamedTuple):
    """One move in words for whoever reads it, with the reason that was given for it."""

    event: Event
    words: str


def told(events: Iterable[Event], reader: Any) -> list[Told]:
    """These moves as this person reads them: their own say "you", all others a name."""
    return [Told(event, event.words(reader)) for event in events]
