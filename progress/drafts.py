"""Drafts of claims: what a learner types is kept as it was typed, and two windows never write over each other."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

import clock
from accounts.models import User
from progress import mastery
from progress.machine import NotAllowed, check
from progress.models import ClaimAnswer, Draft, HasKey, MasteryClaim, State, UserProgress

# How many characters of texts from other windows are kept beside a draft. None of them is dropped for another.
BESIDE = 3_000_000


@dataclass(frozen=True)
class Typed:
    """What a form held: the key of a criterion to its text and links, and the ticked deliverables.

    `window` tells the windows of one person apart; `seen` has the wording of each criterion that a form showed.
    """

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    handed_in: list[str] = field(default_factory=list)
    window: str = ""
    seen: dict[str, str] | None = None

    @property
    def holds_nul(self) -> bool:
        """Whether a text holds the one character that a database cannot keep."""
        return any("\0" in text for answer in self.answers.values() for text in answer.values())


@transaction.atomic
def save(
    learner: User, milestone: HasKey, typed: Typed, *, version: int, is_parked: bool = False
) -> tuple[Draft, bool]:
    """Keep what was typed on top of this version; return the draft, and whether it was newer than that.

    A newer draft stays as it is. What was typed is then kept beside it, until the learner has chosen. Raises NotAllowed
    where nothing was started; what `is_parked` is kept also where it was put back meanwhile.
    """
    if typed.holds_nul:
        raise NotAllowed(_("A text holds a character that cannot be kept (NUL). Type it again without it."))
    draft = _locked(learner, milestone, must_be_started=not is_parked)
    same = holds(draft, typed)
    overtaken = draft.version != version and not same
    if overtaken:
        _keep_beside(draft, typed, version)
    else:
        # What was written for a criterion that the form does not show stays: it may be asked for again.
        draft.answers, draft.handed_in = draft.answers | typed.answers, typed.handed_in
    if overtaken or not same:
        _write(draft, learner)
    return draft, overtaken


def holds(draft: Draft, typed: Typed) -> bool:
    """Whether the draft says what was typed."""
    return (draft.answers | typed.answers, typed.handed_in) == (draft.answers, draft.handed_in)


def keeps(draft: Draft, typed: Typed) -> bool:
    """Whether what was typed is the draft, or beside it."""
    beside = [(other["answers"], other["handed_in"]) for other in draft.others]
    return holds(draft, typed) or (typed.answers, typed.handed_in) in beside


@transaction.atomic
def choose(learner: User, milestone: HasKey, *, other: int | None = None, version: int) -> Draft:
    """Settle what two windows wrote: keep the draft, or take one of the others in its place; raises NotAllowed.

    `version` is that of the draft which the learner saw beside the others.
    """
    draft = _locked(learner, milestone)
    if draft.version != version:
        raise NotAllowed(_("Another text has come meanwhile. Look at them once more, then choose."))
    if other is not None:
        if other >= len(draft.others):
            raise NotAllowed(_("This text is not there any more. Look at the others once more, then choose."))
        chosen = draft.others[other]
        draft.answers, draft.handed_in = draft.answers | chosen["answers"], chosen["handed_in"]
    draft.others = []
    _write(draft, learner)
    return draft


def send(learner: User, milestone: HasKey, typed: Typed, *, version: int) -> MasteryClaim:
    """Keep what was typed and send it; raises NotAllowed, and then what was typed is kept where a claim can be written.

    What a second press of the button sends finds the claim open, and leaves no draft behind.
    """
    with transaction.atomic():
        check("claim", UserProgress.objects.locked(learner, milestone))
        draft, _overtaken = save(learner, milestone, typed, version=version)
    if draft.others:
        raise NotAllowed(_("Two windows have written here. Choose one of the texts first, then send it."))
    return mastery.claim(learner, milestone, draft=draft.version, seen=typed.seen)


def supersedes(kept: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a text takes the place of another: it says the same, or is what the same window holds by now.

    A browser may show one copy of a page in two tabs, which then name themselves alike. Once one of them has saved,
    they are known by what they were typed on.
    """
    same = (kept["answers"], kept["handed_in"]) == (other["answers"], other["handed_in"])
    place = ("window", "version")
    return same or (bool(kept["window"]) and all(kept[name] == other.get(name) for name in place))


def _keep_beside(draft: Draft, typed: Typed, version: int) -> None:
    kept = {"answers": typed.answers, "handed_in": typed.handed_in, "window": typed.window, "version": version}
    draft.others = [kept, *(other for other in draft.others if not supersedes(kept, other))]
    if len(json.dumps(draft.others, ensure_ascii=False)) > BESIDE:
        raise NotAllowed(
            _("Too much waits here from other windows. Choose one of the texts there, then save this one.")
        )


def starting_texts(progress: UserProgress) -> dict[int, dict[str, str]]:
    """For each criterion what was last sent for it, to start the next attempt from."""
    texts: dict[int, dict[str, str]] = {}
    for answer in ClaimAnswer.objects.last_of(progress):
        texts.setdefault(answer.wording.criterion_id, {"text": answer.text, "links": "\n".join(answer.links)})
    return texts


def _locked(learner: User, milestone: HasKey, *, must_be_started: bool = True) -> Draft:
    # The progress comes before its draft here as it does in a claim: the other way round the two would deadlock.
    progress = UserProgress.objects.locked(learner, milestone)
    if must_be_started and progress.state == State.NOT_STARTED:
        raise NotAllowed(_("Start this first, then write what shows it."))
    return Draft.objects.locked(progress)


def _write(draft: Draft, learner: User) -> None:
    draft.version, draft.changed_at = draft.version + 1, clock.now()
    draft.save()
    User.objects.count_change(learner.pk)
