"""Who may decide a claim, and whether what they found of each answer makes a decision."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from progress.machine import NotAllowed
from progress.models import (
    LEVELS_OF_RUBRIC,
    LEVELS_OF_UNIT,
    ClaimAnswer,
    Level,
    MasteryClaim,
    UserProgress,
)


class Found(NamedTuple):
    """The level that a mentor chose for an answer, and their words on it."""

    level: str
    comment: str = ""


class Undecided(NotAllowed):
    """A decision that cannot be made yet; `faults` has a sentence for each answer that needs one."""

    def __init__(self, faults: dict[int, str]) -> None:
        super().__init__(_("This cannot be decided yet. What is missing stands beside each criterion."))
        self.faults = faults


def check_not_own(progress: UserProgress, mentor: User) -> None:
    """Raise NotAllowed where the mentor is the learner."""
    if progress.learner_id == mentor.pk:
        raise NotAllowed(_("Nobody reviews their own claim."))


def check_holds(mentor: User, claim: MasteryClaim) -> None:
    """Raise NotAllowed unless the mentor holds the claim.

    Whose hold has lapsed may still decide, as long as nobody else has taken the claim.
    """
    hold = claim.any_hold
    if hold is None:
        raise NotAllowed(_("You do not hold this claim. Pick it up first; what you wrote is kept as your draft."))
    if hold.mentor_id != mentor.pk:
        raise NotAllowed(
            _("%(mentor)s has taken this claim. What you wrote is kept as your draft.") % {"mentor": hold.mentor}
        )


def levels_of(answer: ClaimAnswer) -> tuple[Level, ...]:
    """The levels to choose from: those of its rubric, or met and not yet."""
    return LEVELS_OF_RUBRIC if answer.wording.levels else LEVELS_OF_UNIT


def checked(decision: str, claim: MasteryClaim, verdicts: Mapping[int, Found], feedback: str) -> dict[int, Found]:
    """A verdict for each open answer of the claim, of which each is whole; raises NotAllowed, or Undecided."""
    most = settings.COMMENT_CHARACTERS
    if len(feedback) > most or "\0" in feedback:
        raise NotAllowed(_("The words to the learner may have %(most)d characters at most.") % {"most": most})
    found, faults = {}, {}
    for answer in claim.open_answers:
        verdict = verdicts.get(answer.pk, Found(""))
        found[answer.pk] = Found(verdict.level, verdict.comment.replace("\r\n", "\n").strip())
        if fault := fault_of(found[answer.pk], levels_of(answer)):
            faults[answer.pk] = fault
    if faults:
        raise Undecided(faults)
    met = [Level(each.level).is_met for each in found.values()]
    if decision == "approve" and not all(met):
        raise NotAllowed(_("Approving says that every criterion is met. Send it back, or judge it anew."))
    if decision == "send-back" and all(met):
        raise NotAllowed(_("Every criterion is met by your verdicts, so there is nothing to send back: approve it."))
    return found


def fault_of(found: Found, levels: tuple[Level, ...]) -> str:
    most = settings.COMMENT_CHARACTERS
    if found.level not in levels:
        return str(_("Choose a verdict."))
    if len(found.comment) > most or "\0" in found.comment:
        return str(_("A comment may have %(most)d characters at most.") % {"most": most})
    if not Level(found.level).is_met and not found.comment:
        return str(_("Say what is missing: the learner goes on from your words."))
    return ""
