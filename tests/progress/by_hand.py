"""The statements of the machine's own moves, written by hand, so that a test can forge one thing in them.

`sending`, `deciding` and `revoking` are the honest rows of each; what is not forged passes, and a test says so.
"""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from progress.models import ClaimAnswer, MentorReview, UserProgress, Verdict
from tests.progress.lives import NOON, found

NEW = 900_001


def refused(constraint, statement, values=()):
    """The database refuses this at the latest at commit, and says which truth it would break."""
    with pytest.raises(IntegrityError) as refusal, at_commit() as cursor:
        cursor.execute(statement, values)
    broken = refusal.value.__cause__.diag.constraint_name
    assert broken == constraint, broken


def refused_by_hand(constraint, write, rows):
    with pytest.raises(IntegrityError) as refusal:
        write(rows)
    broken = refusal.value.__cause__.diag.constraint_name
    assert broken == constraint, broken


@contextmanager
def at_commit():
    """A cursor in a transaction of its own, at whose end every constraint is asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        settle(cursor)
        yield cursor
        settle(cursor)


def settle(cursor):
    """Everything up to here is committed, as far as the constraints are concerned."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def insert(cursor, table, row):
    if row is not None:
        cursor.execute(
            f"INSERT INTO progress_{table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


def change(cursor, table, pk, columns):
    if columns is not None:
        sets = ", ".join(f"{column} = %s" for column in columns)
        cursor.execute(f"UPDATE progress_{table} SET {sets} WHERE id = %s", [*columns.values(), pk])


def an_event(progress, actor, move, to, claim=None, reason=""):
    return {
        "progress_id": progress.pk, "number": progress.version + 1, "actor_id": actor.pk, "move": move,
        "from_state": progress.state, "to_state": to, "claim_id": claim, "reason": reason, "at": NOON,
    }  # fmt: skip


def reaching(event, review=None):
    return {"state": event["to_state"], "version": event["number"], "mastering_review_id": review}


def sending(progress, before, **others):
    """The next attempt after a claim that was sent back: what was met is carried over, the rest has evidence."""
    verdicts = Verdict.objects.filter(answer__claim=before).select_related("answer")
    claim = {
        "id": NEW, "progress_id": progress.pk, "learner_id": progress.learner_id, "attempt": before.attempt + 1,
        "phase_id": before.phase_id, "asked": len(verdicts), "handed_in": "[]", "digest": "d" * 64, "sent_at": NOON,
        "closed_at": None, "outcome": "",
    }  # fmt: skip
    answers = [
        {
            "claim_id": NEW, "wording_id": verdict.answer.wording_id, "text": "" if verdict.is_met else "Again.",
            "links": "[]", "carried_from_id": verdict.pk if verdict.is_met else None,
        }
        for verdict in verdicts
    ]  # fmt: skip
    event = an_event(progress, progress.learner, "claim", progress.state, NEW)
    return SimpleNamespace(
        progress=progress, claim=claim, answers=answers, event=event,
        carried=next(answer for answer in answers if answer["carried_from_id"]),
        fresh=next(answer for answer in answers if not answer["carried_from_id"]), **others,
    )  # fmt: skip


def send(rows):
    with at_commit() as cursor:
        insert(cursor, "masteryclaim", rows.claim)
        for answer in rows.answers:
            insert(cursor, "claimanswer", answer)
        insert(cursor, "event", rows.event)
        change(cursor, "userprogress", rows.progress.pk, rows.event and {"version": rows.event["number"]})


def deciding(claim, mentor, decision="approve", **others):
    progress = UserProgress.objects.get(pk=claim.progress_id)
    review = {
        "id": NEW, "claim_id": claim.pk, "progress_id": progress.pk, "learner_id": claim.learner_id,
        "mentor_id": mentor.pk, "decision": decision, "feedback": "", "digest": claim.digest,
        "number": progress.version + 1, "decided_at": NOON,
    }  # fmt: skip
    verdicts = [
        {"review_id": NEW, "answer_id": answer, "level": verdict.level, "comment": verdict.comment}
        for answer, verdict in found(claim, missing=int(decision == "send-back")).items()
    ]
    approves = decision == "approve"
    event = an_event(progress, mentor, decision, "mastered" if approves else progress.state, claim.pk)
    return SimpleNamespace(
        pk=claim.pk, progress=progress, review=review, verdicts=verdicts, event=event,
        closing={"closed_at": NOON, "outcome": "approved" if approves else "sent-back"},
        reached=reaching(event, NEW if approves else progress.mastering_review_id), **others,
    )  # fmt: skip


def decide(rows):
    with at_commit() as cursor:
        insert(cursor, "mentorreview", rows.review)
        for verdict in rows.verdicts:
            insert(cursor, "verdict", verdict)
        insert(cursor, "event", rows.event)
        change(cursor, "masteryclaim", rows.pk, rows.closing)
        change(cursor, "userprogress", rows.progress.pk, rows.reached)


def revoking(progress, lead, **others):
    event = an_event(progress, lead, "revoke", "learning", reason="It was not theirs.")
    revocation = {
        "progress_id": progress.pk, "learner_id": progress.learner_id, "lead_id": lead.pk, "number": event["number"],
    }  # fmt: skip
    return SimpleNamespace(
        progress=progress, revocation=revocation, event=event, reached=reaching(event), **others
    )  # fmt: skip


def revoke(rows):
    with at_commit() as cursor:
        insert(cursor, "revocation", rows.revocation)
        insert(cursor, "event", rows.event)
        change(cursor, "userprogress", rows.progress.pk, rows.reached)


def review_of(claim):
    return MentorReview.objects.get(claim=claim)


def answers_of(claim):
    return list(ClaimAnswer.objects.filter(claim=claim).order_by("pk"))
