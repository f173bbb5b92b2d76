"""The fields of a claim: what a learner fills in for one criterion, beside what is asked and what was said last time.

All but what was typed is the same for every learner, so it is rendered once, and filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString

from progress.drafts import Typed
from progress.frames import filled as filled_in
from progress.frames import filled_out, joined
from progress.models import Here, Level
from roadmap.atlas import Atlas, Stop
from roadmap.demands import Asked
from roadmap.markdown import render as markdown


@dataclass(frozen=True)
class Filled:
    """What a form brought back to its page: what was typed, on which version of the draft, and what was refused."""

    typed: Typed | None = None
    version: int = -1
    faults: Mapping[int, str] = field(default_factory=dict)
    refused: str = ""
    previews: bool = False


@dataclass(frozen=True)
class Entry:
    """One criterion in the form: what is asked, what stands in its fields, and what a mentor said last time."""

    asked: Asked
    text: str
    links: str
    fault: str = ""
    level: str = ""
    comment: SafeString | str = ""
    preview: SafeString | str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.links


def entry_of(asked: Asked, here: Here, filled: Filled) -> Entry:
    typed, key = filled.typed, str(asked.pk)
    earlier = here.earlier.get(asked.pk)
    sent = {"text": earlier.text, "links": "\n".join(earlier.links)} if earlier else {}
    wrote = (typed.answers if typed else here.draft.answers).get(key, sent)
    missed = earlier if earlier and earlier.level and not Level(earlier.level).is_met else None
    text = wrote.get("text", "")
    return Entry(
        asked,
        text,
        wrote.get("links", ""),
        fault=filled.faults.get(asked.pk, ""),
        level=str(Level(missed.level).label) if missed else "",
        comment=markdown(missed.comment) if missed else "",
        preview=markdown(text[: settings.EVIDENCE_CHARACTERS]) if filled.previews else "",
    )


def words_on(asked: Asked, answers: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    typed = answers.get(str(asked.pk), {})
    return {"text": typed.get("text", ""), "links": typed.get("links", "")}


def fields_of(map_: Atlas, entries: list[Entry]) -> SafeString:
    """The fields for these criteria; the first one that is at fault gets the focus."""
    first = next((each for each in entries if each.fault), None)
    return joined(_fields(map_, each, is_first=each is first) for each in entries)


def _fields(map_: Atlas, entry: Entry, *, is_first: bool) -> SafeString:
    asked = entry.asked
    same = {
        "key": asked.key, "title": asked.title, "says": asked.levels[2] if asked.levels else asked.text,
        "wording": asked.wording, "level": entry.level, "is_first": is_first,
    }  # fmt: skip
    pieces = {
        "text": escape(entry.text), "links": escape(entry.links), "fault": escape(entry.fault),
        "comment": entry.comment, "preview": entry.preview,
    }  # fmt: skip
    return filled_out(map_, "progress/_entry.html", same, pieces)


def buttons_of(map_: Atlas, stop: Stop, *, may_send: bool, has_reviewers: bool) -> SafeString:
    """What can be done with what is typed; sending is the main thing where somebody may review it."""
    same = {"stop": stop, "may_send": may_send, "has_reviewers": has_reviewers}
    return filled_in(map_, "progress/_send.html", same, {}, key=(stop.pk, may_send, has_reviewers))
