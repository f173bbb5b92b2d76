"""What the database itself refuses of reviews, verdicts and revocations, whoever sends the statement."""

import pytest
from django.db import IntegrityError, connection, transaction

from progress.models import Verdict
from tests.progress.by_hand import (
    NEW,
    answers_of,
    decide,
    deciding,
    insert,
    reaching,
    refused,
    refused_by_hand,
    review_of,
    revoke,
    revoking,
)
from tests.progress.lives import NOON, claimed, found, held, mastered, progress_of, revoked, sent_back, state_of

pytestmark = pytest.mark.django_db

NOT_MET = {"level": "not-yet", "comment": "Show it under load."}


def forge(part, **columns):
    return lambda it: getattr(it, part).update(columns)


def without(part):
    return lambda it: setattr(it, part, None)


@pytest.fixture
def cast(ada, eve, grace, unit, stage):
    """Ada's second attempt is held by grace; eve has mastered the same unit, and claims a stage."""
    before = sent_back(ada, unit, grace, missing=2)
    hers, open_of_hers = mastered(eve, unit, grace), claimed(eve, stage)
    return {
        "claim": held(ada, unit, grace), "ada": ada.pk, "eve": eve.pk, "before": before, "open_of_hers": open_of_hers,
        "hers": hers, "her_progress": hers.progress_id, "her_review": review_of(hers).pk,
        "earlier_review": review_of(before).pk, "her_answer": answers_of(open_of_hers)[0].pk,
    }  # fmt: skip


def rows_of(cast, mentor, decision="approve"):
    return deciding(cast["claim"], mentor, decision, **{name: it for name, it in cast.items() if name != "claim"})


APPROVALS = {
    "by the learner": (lambda it: it.review.update(mentor_id=it.ada), "nobody_reviews_their_own_claim"),
    "by the learner in the name of another learner": (
        lambda it: it.review.update(mentor_id=it.ada, learner_id=it.eve),
        "review_is_of_this_learners_claim",
    ),
    "of another learner": (lambda it: it.review.update(learner_id=it.eve), "review_is_of_this_learners_claim"),
    "for another's progress": (
        lambda it: it.review.update(progress_id=it.her_progress),
        "review_is_of_this_learners_claim",
    ),
    "of another's claim": (
        lambda it: it.review.update(claim_id=it.open_of_hers.pk),
        "review_is_of_this_learners_claim",
    ),
    "of a claim that is decided": (lambda it: it.review.update(claim_id=it.before.pk), "one_review_for_a_claim"),
    "of other evidence": (forge("review", digest="0" * 64), "a_review_is_whole"),
    "that decides something else": (forge("review", decision="maybe"), "decision_is_known"),
    "without a review": (
        lambda it: (setattr(it, "review", None), it.verdicts.clear()),
        "the_trail_tells_what_was_decided",
    ),
    "with a verdict too few": (lambda it: it.verdicts.pop(), "a_review_is_whole"),
    "without verdicts": (lambda it: it.verdicts.clear(), "a_review_is_whole"),
    "with a verdict on another's answer": (
        lambda it: it.verdicts[0].update(answer_id=it.her_answer),
        "a_review_is_whole",
    ),
    "with another's answer judged besides": (
        lambda it: it.verdicts.append(it.verdicts[0] | {"answer_id": it.her_answer}),
        "a_review_is_whole",
    ),
    "with what was carried over judged again": (
        lambda it: it.verdicts.append(it.verdicts[0] | {"answer_id": answer_carried_over(it)}),
        "a_review_is_whole",
    ),
    "with two verdicts on one answer": (
        lambda it: it.verdicts.append(it.verdicts[0] | NOT_MET),
        "one_verdict_for_an_answer",
    ),
    "with one not met": (lambda it: it.verdicts[0].update(NOT_MET), "approved_is_all_met"),
    "with one below the rubric's mark": (
        lambda it: it.verdicts[0].update(NOT_MET | {"level": "approaching"}),
        "approved_is_all_met",
    ),
    "with one not met and not explained": (
        lambda it: it.verdicts[0].update(level="not-yet"),
        "what_is_not_met_is_explained",
    ),
    "with a level that is not known": (lambda it: it.verdicts[0].update(level="great"), "level_is_known"),
    "that leaves its claim open": (without("closing"), "a_claim_is_closed_by_its_review"),
    "of a claim that is sent back": (forge("closing", outcome="sent-back"), "a_claim_is_closed_by_its_review"),
    "of a claim that is withdrawn": (forge("closing", outcome="withdrawn"), "a_claim_is_closed_by_its_review"),
    "without an event": (without("event"), "review_has_its_event"),
    "told of somebody else": (lambda it: it.event.update(actor_id=it.ada), "review_has_its_event"),
    "told as something else": (forge("event", move="send-back", to_state="learning"), "review_has_its_event"),
    "told by an event of long ago": (forge("review", number=1), "review_has_its_event"),
    "told of another claim": (
        lambda it: it.event.update(claim_id=it.before.pk),
        "review_has_its_event",
    ),
    "that does not master": (forge("event", to_state="learning"), "mastered_from_approval_to_revocation"),
    "mastered without the review": (forge("reached", mastering_review_id=None), "mastered_only_by_review"),
    "that leaves the state": (forge("reached", state="learning"), "mastered_only_by_review"),
    "that leaves the state and the review": (
        forge("reached", state="learning", mastering_review_id=None),
        "state_is_what_the_trail_says",
    ),
    "mastered by another's approval": (
        lambda it: it.reached.update(mastering_review_id=it.her_review),
        "mastered_by_an_approval",
    ),
    "mastered by what was sent back": (
        lambda it: it.reached.update(mastering_review_id=it.earlier_review),
        "mastered_by_an_approval",
    ),
    "mastered by a review that is not": (
        lambda it: it.reached.update(mastering_review_id=NEW + 1),
        "mastered_by_an_approval",
    ),
}


def answer_carried_over(it):
    return next(answer.pk for answer in answers_of(it.pk) if answer.carried_from_id)


class TestAnApproval:
    @pytest.mark.parametrize("attack", APPROVALS)
    def test_is_refused(self, cast, grace, attack):
        rows = rows_of(cast, grace)
        forgery, constraint = APPROVALS[attack]
        forgery(rows)
        refused_by_hand(constraint, decide, rows)

    def test_passes_where_nothing_is_forged(self, cast, ada, grace, unit):
        decide(rows_of(cast, grace))
        assert state_of(ada, unit) == "mastered"


SENDING_BACK = {
    "with all met": (lambda it: it.verdicts[0].update(level="met", comment=""), "approved_is_all_met"),
    "of a claim that is approved": (forge("closing", outcome="approved"), "a_claim_is_closed_by_its_review"),
    "that masters": (forge("event", to_state="mastered"), "mastered_from_approval_to_revocation"),
    "mastered by itself": (
        lambda it: (
            it.event.update(move="approve", to_state="mastered"),
            it.reached.update(state="mastered", mastering_review_id=NEW),
        ),
        "review_has_its_event",
    ),
}


class TestSendingBack:
    @pytest.mark.parametrize("attack", SENDING_BACK)
    def test_is_refused(self, cast, grace, attack):
        rows = rows_of(cast, grace, "send-back")
        forgery, constraint = SENDING_BACK[attack]
        forgery(rows)
        refused_by_hand(constraint, decide, rows)

    def test_passes_where_nothing_is_forged(self, cast, ada, grace, unit):
        decide(rows_of(cast, grace, "send-back"))
        assert state_of(ada, unit) == "learning"

    def test_is_told_only_where_it_was_decided(self, cast, grace):
        rows = rows_of(cast, grace, "send-back")
        rows.review, rows.verdicts, rows.closing = None, [], None
        refused_by_hand("the_trail_tells_what_was_decided", decide, rows)


REVOCATIONS = {
    "by the learner": (lambda it: it.revocation.update(lead_id=it.ada), "nobody_revokes_their_own_mastery"),
    "of another learner": (lambda it: it.revocation.update(learner_id=it.eve), "revocation_is_of_its_learner"),
    "without an event": (without("event"), "revocation_has_its_event"),
    "told by an event of long ago": (forge("revocation", number=1), "revocation_has_its_event"),
    "told of somebody else": (lambda it: it.event.update(actor_id=it.ada), "revocation_has_its_event"),
    "told but not made": (without("revocation"), "the_trail_tells_what_was_decided"),
    "without a reason": (forge("event", reason=""), "a_revocation_has_a_reason"),
    "that leaves the state": (forge("event", to_state="mastered"), "mastered_from_approval_to_revocation"),
    "that ends in another state": (forge("event", to_state="attested"), "mastered_from_approval_to_revocation"),
    "that still points at the review": (
        lambda it: it.reached.update(mastering_review_id=it.progress.mastering_review_id),
        "mastered_only_by_review",
    ),
    "under the name of a put back": (
        lambda it: (setattr(it, "revocation", None), it.event.update(move="put-back", to_state="not-started")),
        "mastered_from_approval_to_revocation",
    ),
    "under the name of a retraction": (
        lambda it: (setattr(it, "revocation", None), it.event.update(move="retract")),
        "mastered_from_approval_to_revocation",
    ),
    "about a claim": (
        lambda it: it.event.update(claim_id=it.progress.claims.get().pk),
        "an_event_names_its_claim",
    ),
}


class TestARevocation:
    @pytest.fixture
    def rows(self, ada, eve, grace, linus, unit):
        mastered(ada, unit, grace)
        return revoking(progress_of(ada, unit), linus, ada=ada.pk, eve=eve.pk)

    @pytest.mark.parametrize("attack", REVOCATIONS)
    def test_is_refused(self, rows, attack):
        forgery, constraint = REVOCATIONS[attack]
        forgery(rows)
        refused_by_hand(constraint, revoke, rows)

    def test_passes_where_nothing_is_forged(self, rows, ada, unit):
        revoke(rows)
        assert state_of(ada, unit) == "learning"

    def test_is_one_for_an_event(self, rows):
        revoke(rows)
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            insert(cursor, "revocation", rows.revocation)
        assert refusal.value.__cause__.diag.constraint_name == "one_revocation_for_an_event"

    def test_is_not_undone_with_the_approval_that_it_took_back(self, rows, ada, unit):
        review = rows.progress.mastering_review_id
        revoke(rows)
        again = progress_of(ada, unit)
        rows.progress, rows.revocation = again, None
        rows.event.update(
            number=again.version + 1, move="attest", from_state="learning", to_state="mastered", reason=""
        )
        rows.reached = reaching(rows.event, review)
        refused_by_hand("mastered_from_approval_to_revocation", revoke, rows)


class TestWhatWasDecided:
    """Nothing of it is ever changed, and there is no later word."""

    @pytest.fixture
    def decided(self, ada, grace, linus, unit):
        claim = sent_back(ada, unit, grace)
        mastered(ada, unit, grace)
        revoked(ada, unit, linus)
        with connection.cursor() as cursor:
            insert(cursor, "message", {"claim_id": claim.pk, "author_id": ada.pk, "text": "Hello.", "at": NOON})
        return claim

    TABLES = (
        ("claimanswer", "answers"),
        ("mentorreview", "reviews"),
        ("verdict", "verdicts"),
        ("revocation", "revocations"),
        ("message", "messages"),
        ("event", "events"),
    )

    @pytest.mark.parametrize(("table", "named"), TABLES)
    def test_is_never_changed_in_any_column(self, decided, table, named):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [f"progress_{table}"]
            )
            columns = [name for (name,) in cursor.fetchall()]
        assert len(columns) > 3
        for column in columns:
            refused(f"{named}_are_append_only", f"UPDATE progress_{table} SET {column} = {column}")

    @pytest.mark.parametrize(("table", "named"), TABLES)
    def test_is_never_deleted(self, decided, table, named):
        refused(f"{named}_are_append_only", f"DELETE FROM progress_{table}")

    @pytest.mark.parametrize(
        ("table", "trigger"),
        [
            *((table, f"{named}_are_not_truncated") for table, named in TABLES),
            ("masteryclaim", "claims_are_not_truncated"),
            ("userprogress", "progress_is_not_truncated"),
        ],
    )
    def test_is_not_truncated_by_whoever_is_no_test(self, decided, table, trigger):
        """By its own trigger, which is asked first: those of tables that go along would refuse it too."""
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL throughline.may_truncate = 'off'")
            cursor.execute(f"TRUNCATE progress_{table} CASCADE")
        assert refusal.value.__cause__.diag.constraint_name == trigger

    def test_has_no_later_verdict(self, decided, ada, stage):
        later = found(claimed(ada, stage))
        statement = "INSERT INTO progress_verdict (review_id, answer_id, level, comment) VALUES (%s, %s, 'met', '')"
        refused("a_review_is_whole", statement, [review_of(decided).pk, next(iter(later))])
        (first, *_) = Verdict.objects.filter(answer__claim=decided)
        refused("one_verdict_for_an_answer", statement, [review_of(decided).pk, first.answer_id])

    @pytest.mark.parametrize("change", ["learner_id", "milestone_id"])
    def test_stays_that_of_its_learner_and_its_milestone(self, decided, eve, stage, change):
        other = {"learner_id": eve.pk, "milestone_id": stage.pk}[change]
        statement = f"UPDATE progress_userprogress SET {change} = %s WHERE id = %s"
        refused("progress_stays_whose_it_is", statement, [other, decided.progress_id])


@pytest.mark.parametrize("table", ["accounts_user", "roadmap_phase", "roadmap_criterionwording"])
def test_whom_and_what_history_names_cannot_be_deleted(ada, grace, unit, table):
    mastered(ada, unit, grace)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DELETE FROM {table}")
