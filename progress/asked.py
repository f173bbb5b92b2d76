"""What a claim has to answer: the criteria that are asked for now, and which of them are open.

A criterion is open until a review has found it met under a wording that asks for the same as the present one; a
revocation opens all of them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from progress.evidence import Evidence
from progress.machine import NotAllowed
from progress.models import ClaimAnswer, Draft, GivenWord, UserProgress, Verdict
from roadmap.models import Criterion, CriterionWording


class Incomplete(NotAllowed):
    """A claim that cannot be sent yet; `faults` has a sentence for each criterion that needs one."""

    def __init__(self, faults: dict[int, str]) -> None:
        super().__init__(_("This cannot be sent yet. What is missing stands beside each criterion."))
        self.faults = faults


class Met(NamedTuple):
    """The verdict that has found a criterion met, and under which wording."""

    wording: int
    verdict: int


@dataclass(frozen=True)
class AskedNow:
    """A criterion under its present wording, with those that ask for the same, and how it was met, if it was."""

    criterion: int
    wording: int
    same: frozenset[int]
    met: Met | None

    @property
    def is_open(self) -> bool:
        return self.met is None


def asked_now(progress: UserProgress) -> list[AskedNow]:
    """Every criterion of this progress that is asked for now, in order."""
    met = Verdict.objects.met_of(progress.pk)
    wordings = CriterionWording.objects.asked_by(progress.milestone_id)
    return [
        _asked(criterion, wordings[criterion], met)
        for criterion in Criterion.objects.asked_by(progress.milestone_id).values_list("pk", flat=True)
        if criterion in wordings
    ]


def _asked(criterion: int, wordings: list[int], met: Mapping[int, int]) -> AskedNow:
    found = next((Met(wording, met[wording]) for wording in reversed(wordings) if wording in met), None)
    return AskedNow(criterion, wordings[-1], frozenset(wordings), found)


def changed_since(progress: UserProgress, asked: list[AskedNow]) -> bool:
    """Whether something is asked for that the learner's last word does not cover."""
    covered = GivenWord.objects.of(progress.pk)
    return any(each.same.isdisjoint(covered) for each in asked)


def answers(asked: list[AskedNow], draft: Draft, seen: Mapping[str, str] | None = None) -> list[ClaimAnswer]:
    """What a claim sends: evidence for what is open, and what was met before carried over; raises NotAllowed.

    `seen` has the wordings that stood beside the evidence when it was written, where a form says so.
    """
    if not any(each.is_open for each in asked):
        raise NotAllowed(_("Every criterion has been found met already, so there is nothing to claim."))
    written = {each: Evidence.read(draft.answers.get(str(each.criterion), {})) for each in asked if each.is_open}
    faults = {each.criterion: evidence.fault() or fault_of_wording(each, seen) for each, evidence in written.items()}
    if faults := {criterion: fault for criterion, fault in faults.items() if fault}:
        raise Incomplete(faults)
    return [
        ClaimAnswer(wording_id=each.met.wording, carried_from_id=each.met.verdict)
        if each.met
        else ClaimAnswer(wording_id=each.wording, text=written[each].text, links=list(written[each].links))
        for each in asked
    ]


def fault_of_wording(asked: AskedNow, seen: Mapping[str, str] | None) -> str:
    """A sentence where the evidence was written for other words than those that are asked for now, or nothing."""
    if seen is None or seen.get(str(asked.criterion)) in {str(wording) for wording in asked.same}:
        return ""
    return _(
        "This criterion was worded anew while you were writing. Read it once more, then send your evidence for it."
    )
