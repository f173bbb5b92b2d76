"""The mastery rules: the only code that changes where a learner stands.

  WHAT IS REACHED (UserProgress.state)

                  start               attest
    not started ---------> learning ----------> attested
                <---------     ^    <----------
                 put back      |      retract
                               | revoke
                               |
                           mastered <-- approve, from learning, attested or mastered

  Who is attested renews their word where what is asked has changed: one more event, the same state.

  A CLAIM, beside it (MasteryClaim and Hold)

             claim               pick up
    draft ---------> open, free ----------> open, held ---approve----> closed; state = mastered
                         |   ^                 |     |
                         |   '--release, lapse-'     '------send back--> closed; state as it was
                         '----------withdraw---------------------------> closed; state as it was

Each move is one transaction: lock the progress, check, write the state and one event, raise the page versions of the
people last, tell who writes something because of it; who else listens is told after commit. The locked progress is what
everything about one learner's milestone waits for, its claims and holds too; a mentor's role is locked after it, so
that nobody decides who was just demoted. Ratings are notes: the last one counts, but rating a milestone that is not
started starts it, and lowering one on an attested milestone retracts it.
"""

import datetime
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import MentorRole, User
from progress.asked import answers, asked_now, changed_since
from progress.evidence import digest_of
from progress.machine import NotAllowed, Rated, check
from progress.models import (
    Draft,
    Event,
    GivenWord,
    HasKey,
    Hold,
    MasteryClaim,
    MentorReview,
    Rating,
    Revocation,
    State,
    UserProgress,
    Verdict,
)
from progress.trail import event_of, tell, write
from progress.verdicts import Found, check_holds, check_not_own, checked
from roadmap.models import Criterion, Milestone


def start(learner: User, milestone: HasKey) -> Event:
    """The learner begins on this milestone; raises NotAllowed."""
    return _move("start", learner, milestone)


def put_back(learner: User, milestone: HasKey) -> Event:
    """The learner lays this milestone aside; ratings, draft and history stay. Raises NotAllowed."""
    return _move("put-back", learner, milestone)


@transaction.atomic
def attest(learner: User, milestone: HasKey, *, seen: Collection[int] | None = None) -> Event:
    """The learner gives their own word that they can do every criterion; raises NotAllowed.

    `seen` has the wordings that they saw, where a page says so.
    """
    return _give_word("attest", learner, milestone, seen)


@transaction.atomic
def renew(learner: User, milestone: HasKey, *, seen: Collection[int] | None = None) -> Event:
    """The learner gives their word anew, on what has changed since; raises NotAllowed."""
    return _give_word("renew", learner, milestone, seen)


def retract(learner: User, milestone: HasKey) -> Event:
    """The learner takes their word back; raises NotAllowed."""
    return _move("retract", learner, milestone)


VERBS = {"start": start, "put-back": put_back, "attest": attest, "renew": renew, "retract": retract}


@transaction.atomic
def rate(learner: User, criterion: Criterion, level: str, *, undoes: str = "") -> Rated:
    """Note how sure the learner is of a criterion, in place of the note that this undoes, if any; raises NotAllowed."""
    if level not in Rating.Level.values:
        raise NotAllowed(_("Choose one of: not yet, shaky, can do."))
    progress = UserProgress.objects.locked(learner, Milestone(pk=criterion.milestone_id))
    if criterion.archived_at:
        raise NotAllowed(_("This criterion is not asked for any more. Your earlier note on it is kept."))
    event = None
    if progress.state == State.NOT_STARTED:
        check("start", progress)
        event = write("start", progress, actor=learner)
    before = Rating.objects.note(progress, criterion, level)
    if undoes and (event or before != undoes):
        raise NotAllowed(_("You have changed this meanwhile, so nothing was undone."))
    if progress.state == State.ATTESTED and level != Rating.Level.CAN_DO:
        event = write("retract", progress, actor=learner)
    if event:
        tell(event)
    else:
        User.objects.count_change(learner.pk)
    return Rated(event, before)


@transaction.atomic
def rate_back(
    learner: User, criterion: Criterion, level: str, *, undoes: str, seen: Collection[int] | None = None
) -> Rated:
    """Undo a note that took the learner's word back: both are as they were; raises NotAllowed."""
    before = rate(learner, criterion, level, undoes=undoes).before
    return Rated(attest(learner, Milestone(pk=criterion.milestone_id), seen=seen), before)


@transaction.atomic
def claim(learner: User, milestone: HasKey, *, draft: int, seen: Mapping[str, str] | None = None) -> MasteryClaim:
    """The learner sends this version of their draft to be reviewed; raises NotAllowed, or Incomplete.

    `seen` has the wording that they saw for each criterion, where a form says so.
    """
    progress = UserProgress.objects.locked(learner, milestone)
    check("claim", progress)
    before = progress.stage_before()
    if before and before.state != State.MASTERED and not before.open_claim():
        raise NotAllowed(_("Claim the stage before this one first: each stage builds on the last."))
    typed = Draft.objects.locked(progress)
    if typed.version != draft:
        raise NotAllowed(_("Your draft was changed in another window. Look at it once more, then send it."))
    evidence, handed_in = answers(asked := asked_now(progress), typed, seen), typed.ticked()
    if MasteryClaim.objects.counted(learner) >= (most := settings.OPEN_CLAIMS_OF_A_LEARNER):
        raise NotAllowed(_("%(most)d of your claims wait already. Let some be reviewed first.") % {"most": most})
    sent = MasteryClaim.objects.send(progress, evidence, handed_in, digest_of(evidence, handed_in))
    typed.clear({str(each.criterion) for each in asked})
    tell(write("claim", progress, actor=learner, claim=sent))
    return sent


@transaction.atomic
def withdraw(learner: User, claim: HasKey) -> Event:
    """The learner takes an open claim back while no mentor holds it; raises NotAllowed."""
    progress, current = _locked(claim)
    if progress.learner_id != learner.pk:
        raise NotAllowed(_("Only whoever sent a claim can withdraw it."))
    check("withdraw", progress, current)
    hold = current.any_hold
    if hold and current.is_held:
        raise NotAllowed(
            _("%(mentor)s is reviewing this now, so it cannot be withdrawn. Write a message instead.")
            % {"mentor": hold.mentor}
        )
    current.close(MasteryClaim.Outcome.WITHDRAWN)
    event = event_of("withdraw", progress, actor=learner, claim=current)
    Hold.objects.end(event)
    tell(event, holder=hold.mentor if hold else None)
    return event


@transaction.atomic
def pick_up(mentor: User, claim: HasKey) -> Hold:
    """The mentor holds an open claim for a while, and nobody else may decide it meanwhile; raises NotAllowed."""
    progress, current = _locked(claim)
    # Two claims picked up at once are counted one after the other: the role is held for that.
    if MentorRole.objects.locked_of(mentor) is None:
        raise NotAllowed(_("You are no mentor any more."))
    check_not_own(progress, mentor)
    check("pick-up", progress, current)
    hold = current.any_hold if current.is_held else None
    if hold and hold.mentor_id == mentor.pk:
        raise NotAllowed(_("You hold this claim already."))
    if hold:
        raise NotAllowed(_("%(mentor)s has picked this up just before you.") % {"mentor": hold.mentor})
    most = settings.HOLDS_OF_A_MENTOR
    if Hold.objects.number_of(mentor) >= most:
        raise NotAllowed(_("You hold %(most)d claims already. Decide or release one of them first.") % {"most": most})
    event = event_of("pick-up", progress, actor=mentor, claim=current)
    taken: Hold = Hold.objects.give(event, datetime.timedelta(hours=settings.HOLD_HOURS))
    tell(event)
    return taken


@transaction.atomic
def release(person: User, claim: HasKey, *, reason: str = "") -> Event:
    """The mentor who holds a claim, or an admin, gives it back to its place in the queue; raises NotAllowed."""
    progress, current = _locked(claim)
    check_not_own(progress, person)
    check("release", progress, current)
    hold = current.any_hold
    is_mentor = MentorRole.objects.shared(person) is not None
    # Who gives back what they hold as a mentor is not asked whether they are an admin.
    is_admin = not (is_mentor and hold and hold.mentor_id == person.pk) and User.objects.admins().contains(person)
    if not is_admin and not is_mentor:
        raise NotAllowed(_("You are no mentor any more."))
    if hold is None:
        raise NotAllowed(_("Nobody holds this claim."))
    if hold.mentor_id != person.pk and not is_admin:
        raise NotAllowed(_("Somebody else holds this claim now."))
    if len(reason) > (most := settings.REASON_CHARACTERS) or "\0" in reason:
        raise NotAllowed(_("A reason may have %(most)d characters at most.") % {"most": most})
    event = event_of("release", progress, actor=person, claim=current, reason=reason)
    Hold.objects.end(event)
    tell(event, holder=hold.mentor)
    return event


def approve(
    mentor: User, claim: HasKey, *, verdicts: Mapping[int, Found], feedback: str = "", digest: str
) -> MentorReview:
    """The mentor finds every criterion met: the learner has mastered it. Raises NotAllowed.

    `verdicts` has one entry for each open answer of the claim; `digest` is that of the evidence that the mentor saw.
    """
    with transaction.atomic():
        return decide("approve", mentor, claim, verdicts, feedback, digest)


def send_back(
    mentor: User, claim: HasKey, *, verdicts: Mapping[int, Found], feedback: str = "", digest: str
) -> MentorReview:
    """The mentor says what is missing: the claim is closed, what was reached stays. Raises NotAllowed."""
    with transaction.atomic():
        return decide("send-back", mentor, claim, verdicts, feedback, digest)


@transaction.atomic
def revoke(lead: User, progress: HasKey, *, review: int | None, reason: str) -> Revocation:
    """A lead mentor takes a mastery back with a reason that the learner sees; raises NotAllowed.

    `review` is the key of the one that mastered it, as the lead saw it.
    """
    row = UserProgress.objects.locked_row(progress.pk)
    if MentorRole.objects.shared(lead) is not True:
        raise NotAllowed(_("Only a lead mentor can revoke a mastery."))
    check_not_own(row, lead)
    check("revoke", row)
    if row.mastering_review_id != review:
        raise NotAllowed(_("This is not the mastery that you saw: it was approved anew. Look at it once more."))
    reason, most = reason.strip(), settings.REASON_CHARACTERS
    if not reason or len(reason) > most or "\0" in reason:
        raise NotAllowed(_("Give a reason of at most %(most)d characters: the learner will read it.") % {"most": most})
    revocation = Revocation.objects.create(progress=row, learner_id=row.learner_id, lead=lead, number=row.version + 1)
    tell(write("revoke", row, actor=lead, reason=reason))
    return revocation


@transaction.atomic
def _move(name: str, learner: User, milestone: HasKey) -> Event:
    progress = UserProgress.objects.locked(learner, milestone)
    check(name, progress)
    event = write(name, progress, actor=learner)
    tell(event)
    return event


def _give_word(name: str, learner: User, milestone: HasKey, seen: Collection[int] | None) -> Event:
    progress = UserProgress.objects.locked(learner, milestone)
    check(name, progress)
    # What is asked is read once: the word covers just what is checked here, whatever is edited meanwhile.
    asked = asked_now(progress)
    if name == "renew" and not changed_since(progress, asked):
        raise NotAllowed(_("Nothing has changed since you gave your word, so it counts for all of it."))
    if seen is not None and any(each.same.isdisjoint(seen) for each in asked):
        raise NotAllowed(_("What is asked was changed while you were reading. Read it once more, then give your word."))
    if {each.criterion for each in asked} - Rating.objects.can_do(progress):
        raise NotAllowed(_("Rate every criterion “can do” first. Then your word covers all of them."))
    event = write(name, progress, actor=learner)
    GivenWord.objects.give(event, [each.wording for each in asked])
    tell(event)
    return event


def decide(
    name: str, mentor: User, claim: HasKey, verdicts: Mapping[int, Found], feedback: str, digest: str
) -> MentorReview:
    """Approve or send back in a transaction that is the caller's: they have locked what comes before the progress."""
    progress, current = _locked(claim)
    # Rows of progress come before roles: who picks up the earlier stage at this moment holds it and waits for the role.
    before = progress.stage_before() if name == "approve" else None
    if MentorRole.objects.shared(mentor) is None:
        raise NotAllowed(_("You are no mentor any more."))
    check_not_own(progress, mentor)
    check(name, progress, current)
    check_holds(mentor, current)
    if digest != current.digest:
        raise NotAllowed(_("This is not the evidence that you read. Load the page again."))
    found = checked(name, current, verdicts, feedback)
    if before and before.state != State.MASTERED:
        raise NotAllowed(_("The stage before this one is not mastered yet. Decide that one first."))
    event = event_of(name, progress, actor=mentor, claim=current)
    review = MentorReview.of(event, feedback)
    judged = [Verdict(review=review, answer=answer, **found[answer.pk]._asdict()) for answer in current.open_answers]
    MentorReview.objects.decide(review, judged, event)
    tell(event, review=review, verdicts=judged)
    return review


def _locked(claim: HasKey) -> tuple[UserProgress, MasteryClaim]:
    """The progress that a claim is about, held until the transaction ends, and the claim as it is by then."""
    progress = UserProgress.objects.locked_of_claim(claim)
    return progress, MasteryClaim.objects.as_it_stands(claim, progress)
