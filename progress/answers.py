"""The answers of a claim as its page shows them: evidence beside verdicts, and what changed since the attempt before.

What is asked, and the fields in which a mentor judges it, are the same for every claim: rendered once, and filled in.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString

from prepared import Prepared
from progress.changes import Changes, changes
from progress.frames import filled_out, fragment, joined, times
from progress.judging import Field
from progress.models import LEVELS_OF_RUBRIC, ClaimAnswer, Level, MasteryClaim
from progress.reworded import differences
from roadmap.atlas import Atlas
from roadmap.markdown import render as markdown


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
    """A criterion, in the words under which it was claimed, with what is said of it in this attempt."""

    pk: int
    criterion: int
    wording: int
    title: str
    text: str
    levels: tuple[tuple[str, str], ...]
    evidence: SafeString
    links: tuple[Link, ...]
    found: Found | None
    before: int
    changes: Changes | None


_answers = Prepared[Any](lambda claim, progress, attempt: ClaimAnswer.objects.to_be_read(claim, progress, attempt))
# Both texts are frozen, and comparing long ones takes longer than the rest of the page.
_changes = lru_cache(maxsize=500)(changes)


def answers_of(claim: MasteryClaim) -> list[Answer]:
    """The answers of a claim in order, each beside what the attempt before it said of the same criterion."""
    rows = _answers(claim=claim.pk, progress=claim.progress_id, attempt=claim.attempt)
    before = {row.wording.criterion_id: row for row in rows if row.claim_id != claim.pk}
    return [_answer(row, before.get(row.wording.criterion_id)) for row in rows if row.claim_id == claim.pk]


def list_of(map_: Atlas, claim: MasteryClaim, rows: Iterable[tuple[Answer, Field | None]]) -> SafeString:
    """Every answer, beside what was found of it or the fields of whoever judges it."""
    return joined(_item(map_, claim, given, _beside(map_, claim, given, field), field) for given, field in rows)


def _answer(row: Any, earlier: Any) -> Answer:
    asked, carried = row.wording.text, row.carried_from
    written = carried.answer if carried else row
    return Answer(
        row.pk,
        row.wording.criterion_id,
        row.wording_id,
        row.topic or asked,
        asked if row.topic else "",
        tuple((str(level.label), text) for level, text in zip(LEVELS_OF_RUBRIC, row.wording.levels, strict=False)),
        markdown(written.text),
        tuple(Link(link, urlsplit(link).hostname or "") for link in written.links),
        _found(row),
        earlier.attempt if earlier and not carried else 0,
        _changes(_frozen(earlier), _frozen(row)) if earlier and not carried else None,
    )


def _frozen(row: Any) -> tuple[str, tuple[str, ...]]:
    return row.text, tuple(row.links)


def _found(row: Any) -> Found | None:
    if row.carried_from:
        return Found(Level(row.carried_from.level), markdown(row.carried_from.comment), row.carried_from.review)
    return Found(Level(row.level), markdown(row.comment)) if row.level else None


def _item(map_: Atlas, claim: MasteryClaim, given: Answer, beside: SafeString, field: Field | None) -> SafeString:
    same = {"title": given.title, "text": given.text, "levels": () if field else given.levels}
    changed = _changed(map_, claim, given) if claim.is_open else ""
    pieces = {"pk": str(given.pk), "evidence": _evidence(given), "beside": beside, "changed": changed}
    return filled_out(map_, "progress/_answer.html", same, pieces)


def _changed(map_: Atlas, claim: MasteryClaim, given: Answer) -> SafeString:
    """What became of a criterion since it was claimed, where it does not ask for the same any more."""
    stop = map_.milestones.get(claim.progress.milestone_id)
    asked = next((each for each in stop.criteria if each.pk == given.criterion), None) if stop else None
    if asked and asked.is_asked_by({given.wording}):
        return SafeString()
    former = asked and asked.said_in({given.wording})
    told = {"former": former, "differences": differences(asked, former) if asked and former else ()}
    return fragment("progress/_reworded.html", told)


def _evidence(given: Answer) -> SafeString:
    if not (given.links or given.before):
        return given.evidence
    return fragment("progress/_evidence.html", given._asdict())


def _beside(map_: Atlas, claim: MasteryClaim, given: Answer, field: Field | None) -> SafeString:
    if given.found:
        return _verdict(map_, given.found)
    if field:
        return _fields(map_, given, field)
    return filled_out(map_, "progress/_unreviewed.html", {"is_open": claim.is_open}, {})


def _verdict(map_: Atlas, found: Found) -> SafeString:
    """What was found, and by whom where it was in an earlier attempt."""
    pieces: dict[str, str] = {"comment": found.comment}
    if before := found.met_before:
        pieces |= {"mentor": escape(before.mentor), "attempt": str(before.claim.attempt)}
        pieces |= times("at", before.decided_at, "DATE_FORMAT")
    return filled_out(map_, "progress/_found.html", {"level": found.level}, pieces)


def _fields(map_: Atlas, given: Answer, field: Field) -> SafeString:
    """Where a mentor chooses a level and writes a comment."""
    pieces = {"pk": str(given.pk), "comment": escape(field.comment), "fault": escape(field.fault)}
    same = {"title": given.title, "choices": field.choices, "level": field.level, "is_rubric": bool(given.levels)}
    return filled_out(map_, "progress/_verdict.html", same, pieces)
