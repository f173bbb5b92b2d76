"""How far somebody has come: brings learners to a state by the moves that they would make themselves."""

import datetime

from django.db import connection

from progress import drafts, mastery
from progress.asked import asked_now
from progress.models import ClaimAnswer, Draft, Rating, UserProgress
from progress.verdicts import Found
from roadmap.models import Criterion, Milestone, Status, Unit

NOON = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)


def can_do_all(learner, milestone):
    for criterion in Criterion.objects.live().filter(milestone=milestone.pk):
        mastery.rate(learner, criterion, Rating.Level.CAN_DO)


def bring(learner, milestone, state, mentor=None):
    """Rated where the state needs it, so that nothing but the state stands in the way of a move.

    Beside the states that are stored there are "rated", and "claimed", "held", "sent-back" and "mastered", for which
    the claim is returned; all but the first of these need a mentor.
    """
    if state in CLAIMS:
        return CLAIMS[state](learner, milestone, *([mentor] if state != "claimed" else []))
    if state != "not-started":
        mastery.start(learner, milestone)
    if state in ("rated", "attested"):
        can_do_all(learner, milestone)
    if state == "attested":
        mastery.attest(learner, milestone)
    return None


def reword(milestone, change="breaking", *, which=0):
    """One of its criteria says something else from now on; the criterion."""
    criterion = Criterion.objects.asked_by(milestone.pk)[which]
    latest = criterion.wordings.order_by("version").last()
    criterion.reword(f"Says it anew, for the {latest.version + 1}. time.", latest.levels, change)
    return criterion


def be_ready(learner, milestone, move, state):
    """In this state, with all that the move needs beside it."""
    bring(learner, milestone, "rated" if move == "attest" else state)
    if move == "renew":
        reword(milestone)


def can_write(learner, milestone, *, text="I built it, and it holds."):
    """Started, with a draft that has evidence for every open criterion: only sending is left. The draft is returned."""
    if state_of(learner, milestone) in (None, "not-started"):
        mastery.start(learner, milestone)
    asked = [each for each in asked_now(progress_of(learner, milestone)) if each.is_open]
    evidence = {str(each.criterion): {"text": text, "links": "https://example.org/proof"} for each in asked}
    version = Draft.objects.of(learner, milestone).version
    draft, _ = drafts.save(learner, milestone, drafts.Typed(evidence), version=version)
    return draft


def can_write_unlocked(learner, milestone):
    """The version of such a draft, where no lock makes the rows that it would hold: they are there before."""
    mastery.start(learner, milestone)
    Draft.objects.create(progress=progress_of(learner, milestone))
    return can_write(learner, milestone).version


def claimed(learner, milestone, *, text="I built it, and it holds."):
    """An open claim that nobody holds."""
    return mastery.claim(learner, milestone, draft=can_write(learner, milestone, text=text).version)


def held(learner, milestone, mentor):
    """An open claim that the mentor has picked up."""
    claim = claimed(learner, milestone)
    mastery.pick_up(mentor, claim)
    return claim


def sent_back(learner, milestone, mentor, missing=1):
    """A claim of which the mentor found so many answers not met, the first ones."""
    claim = held(learner, milestone, mentor)
    mastery.send_back(mentor, claim, verdicts=found(claim, missing=missing), digest=claim.digest)
    claim.refresh_from_db()
    return claim


def mastered(learner, milestone, mentor):
    """A claim that the mentor approved."""
    claim = held(learner, milestone, mentor)
    mastery.approve(mentor, claim, verdicts=found(claim), digest=claim.digest)
    claim.refresh_from_db()
    return claim


def revoked(learner, milestone, lead, reason="It was not theirs."):
    """Taken back by a lead mentor who knows what is mastered; the revocation."""
    progress = progress_of(learner, milestone)
    return mastery.revoke(lead, progress, review=progress.mastering_review_id, reason=reason)


CLAIMS = {"claimed": claimed, "held": held, "sent-back": sent_back, "mastered": mastered}


def found(claim, missing=0):
    """A verdict for each open answer of a claim, of which so many say what is missing."""
    answers = ClaimAnswer.objects.open().filter(claim=claim).select_related("wording")
    return {
        answer.pk: Found("not-yet", "Show it under load.")
        if number < missing
        else Found("meets" if answer.wording.levels else "met")
        for number, answer in enumerate(answers)
    }


def progress_of(learner, milestone):
    return UserProgress.objects.get(learner=learner, milestone=milestone.pk)


def state_of(learner, milestone):
    return UserProgress.objects.filter(learner=learner, milestone=milestone.pk).values_list("state", flat=True).first()


def set_status(milestone, status):
    Milestone.objects.filter(pk=milestone.pk).update(status=status)


def archive(milestone):
    set_status(milestone, Status.ARCHIVED)


def add_units(count):
    """More units on the first unit's phase, as an admin would add them; none has a criterion or a prerequisite."""
    first = Unit.objects.order_by("number").first()
    for number in range(1000, 1000 + count):
        Unit.objects.create(
            slug=f"unit-{number}", phase=first.phase, number=number, title=f"Unit {number}", hours=3, difficulty=1,
            proof="Do it.",
        )  # fmt: skip


def live_long(learner, milestones):
    """Start everything and rate all criteria, by SQL: it is the number of rows that counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " SELECT %s, id, 'learning', 1, now() FROM roadmap_milestone WHERE id = ANY(%s)",
            [learner.pk, [milestone.pk for milestone in milestones]],
        )
        cursor.execute(
            "INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)"
            " SELECT id, 1, learner_id, 'start', 'not-started', 'learning', '', now() FROM progress_userprogress"
            " WHERE learner_id = %s",
            [learner.pk],
        )
        cursor.execute(
            "INSERT INTO progress_rating (progress_id, criterion_id, level, rated_at)"
            " SELECT p.id, c.id, 'can-do', now() FROM progress_userprogress p"
            " JOIN roadmap_criterion c USING (milestone_id) WHERE learner_id = %s",
            [learner.pk],
        )
