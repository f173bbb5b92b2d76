"""Judging a claim: what a mentor chooses and types, kept as a draft while they do, and what of it a page shows."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

import clock
from accounts.models import User
from progress import mastery
from progress.machine import NotAllowed
from progress.models import (
    LEVELS_OF_RUBRIC,
    LEVELS_OF_UNIT,
    HasKey,
    Hold,
    Level,
    MasteryClaim,
    MentorReview,
    VerdictDraft,
)
from progress.verdicts import Found

OVERTAKEN = _("Another window has kept a newer draft of this review.")


@dataclass(frozen=True)
class Judged:
    """What the form of a review held: the number of an answer to its level and comment, and words to the learner."""

    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    feedback: str = ""

    @classmethod
    def read(cls, form: QueryDict, claim: MasteryClaim) -> "Judged":
        """What was sent for the open answers of this claim; whatever else was sent is not looked at."""
        verdicts = {
            str(each.pk): {"level": form.get(f"level-{each.pk}", ""), "comment": form.get(f"comment-{each.pk}", "")}
            for each in claim.open_answers
        }
        return cls(verdicts, form.get("feedback", ""))

    @classmethod
    def drafted(cls, draft: VerdictDraft) -> "Judged":
        return cls(draft.verdicts, draft.feedback)

    @property
    def holds_nul(self) -> bool:
        """Whether a text holds the one character that a database cannot keep."""
        texts = [text for verdict in self.verdicts.values() for text in verdict.values()]
        return any("\0" in text for text in (self.feedback, *texts))

    def found(self) -> dict[int, Found]:
        return {int(pk): Found(**verdict) for pk, verdict in self.verdicts.items()}

    def verdict(self, pk: int) -> dict[str, str]:
        return self.verdicts.get(str(pk), {"level": "", "comment": ""})


class HeldUp(NamedTuple):
    """What a form held that was refused, and a sentence for each answer that needs one.

    `version` is that of the draft which the form was written on, where another window has kept a newer one.
    """

    judged: Judged
    version: int | None = None
    faults: dict[int, str] = {}


class Choice(NamedTuple):
    """A level to choose, with what it means where a rubric says so."""

    level: Level
    means: str


CHOICES_OF_UNIT = tuple(Choice(level, "") for level in LEVELS_OF_UNIT)


class Field(NamedTuple):
    """What a mentor fills in for one answer."""

    choices: tuple[Choice, ...]
    level: str
    comment: str
    fault: str


class Text(NamedTuple):
    """A verdict of a draft, to be read. Without a title it is the words to the learner."""

    title: str
    level: str
    comment: str


class Judging(NamedTuple):
    """A claim as a mentor meets it who may have a part in deciding it.

    `hold` is the mentor's own; only with one there is a form, and without it `written` is what they wrote before, with
    whether that is kept. `newer` is what another window has kept meanwhile.
    """

    verbs: str
    choice: str
    hold: Hold | None
    is_lapsed: bool
    may_pick_up: bool
    rows: list[tuple[Any, Field | None]]
    feedback: str
    draft: VerdictDraft
    version: int
    written: list[Text]
    is_kept: bool
    newer: list[Text]


@transaction.atomic
def save(mentor: User, claim: HasKey, judged: Judged, *, version: int) -> tuple[VerdictDraft, bool]:
    """Keep what was chosen and typed on top of this version; return the draft, and whether it was newer than that.

    A newer draft stays as it is. Raises NotAllowed where the mentor has decided already, or a text cannot be kept.
    """
    if judged.holds_nul:
        raise NotAllowed(_("A text holds a character that cannot be kept (NUL). Type it again without it."))
    draft = VerdictDraft.objects.locked(mentor, claim)
    # Asked while the draft is held: who decides holds it too, and has taken it away by the time that this goes on.
    if MentorReview.objects.is_by(mentor, claim):
        raise NotAllowed(_("You have decided this claim, so nothing is kept as a draft any more."))
    overtaken = is_overtaken(draft, judged, version)
    if not overtaken and Judged.drafted(draft) != judged:
        draft.verdicts, draft.feedback = judged.verdicts, judged.feedback
        draft.version, draft.changed_at = draft.version + 1, clock.now()
        draft.save()
        User.objects.count_change(mentor.pk)
    return draft, overtaken


@transaction.atomic
def decide(name: str, mentor: User, claim: HasKey, judged: Judged, *, digest: str, version: int) -> None:
    """Approve or send back by what was chosen and typed on top of this version of the draft, which is then taken away.

    Raises NotAllowed, and does so too where a newer draft would be lost.
    """
    if is_overtaken(VerdictDraft.objects.locked(mentor, claim), judged, version):
        raise NotAllowed(OVERTAKEN)
    mastery.decide(name, mentor, claim, judged.found(), judged.feedback, digest)


def is_overtaken(draft: VerdictDraft, judged: Judged, version: int) -> bool:
    """Whether the draft is newer than what this was typed on, and says something else."""
    return draft.version != version and Judged.drafted(draft) != judged


def judging_context(
    mentor: User, claim: Any, answers: list[Any], choice: str, held_up: HeldUp | None = None
) -> Judging | None:
    """What a mentor may do with a claim whose answers the page shows; none where they may do nothing.

    `choice` is the end of the address, which names the phases that the mentor has chosen.
    """
    if not mentor.is_mentor or claim.learner_id == mentor.pk:
        return None
    draft = VerdictDraft.objects.of(mentor, claim) if claim.has_draft else VerdictDraft()
    judged, version, faults = held_up or HeldUp(Judged.drafted(draft))
    hold = hold_of(mentor, claim)
    written = [] if hold else texts_of(judged, answers)
    may_pick_up = claim.is_open and not claim.is_held
    if not (hold or may_pick_up or written):
        return None
    return Judging(
        verbs=f"/claims/{claim.pk}/",
        choice=choice,
        hold=hold,
        is_lapsed=hold is not None and not claim.is_held,
        may_pick_up=may_pick_up,
        rows=[(given, field_of(given, judged, faults) if hold and not given.found else None) for given in answers],
        feedback=judged.feedback,
        draft=draft,
        version=draft.version if version is None else version,
        written=written,
        is_kept=judged == Judged.drafted(draft),
        newer=[] if version is None else texts_of(Judged.drafted(draft), answers),
    )


def hold_of(mentor: User, claim: MasteryClaim) -> Hold | None:
    """The hold of this mentor on an open claim, lapsed or not."""
    hold = getattr(claim, "hold", None)
    return hold if claim.is_open and hold and hold.mentor_id == mentor.pk else None


def field_of(given: Any, judged: Judged, faults: dict[int, str]) -> Field:
    if given.levels:
        meanings = [means for _label, means in given.levels]
        choices = tuple(Choice(*each) for each in zip(LEVELS_OF_RUBRIC, meanings, strict=True))
    else:
        choices = CHOICES_OF_UNIT
    return Field(choices, **judged.verdict(given.pk), fault=faults.get(given.pk, ""))


def texts_of(judged: Judged, answers: list[Any]) -> list[Text]:
    """What a draft holds, in words."""
    labels = {level.value: str(level.label) for level in Level}
    found = [(given.title, judged.verdict(given.pk)) for given in answers]
    texts = [Text(title, labels.get(each["level"], ""), each["comment"]) for title, each in found if any(each.values())]
    return texts + ([Text("", "", judged.feedback)] if judged.feedback else [])
