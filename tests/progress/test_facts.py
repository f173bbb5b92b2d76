"""What the database itself refuses of progress and its trail, whoever sends the statement."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from progress.models import Event
from roadmap.models import Criterion, Milestone
from tests.progress.by_hand import refused
from tests.progress.lives import bring, progress_of, set_status

pytestmark = pytest.mark.django_db

CONSTRAINTS = {
    "progress_userprogress": {
        "one_progress_for_learner_and_milestone": "u",
        "progress_of_a_learner": "u",
        "progress_state_is_known": "c",
        "mastered_only_by_review": "c",
        "state_is_what_the_trail_says": "t",
        "nobody_has_begun_on_a_draft": "t",
    },
    "progress_rating": {"one_rating_for_progress_and_criterion": "u", "rating_level_is_known": "c"},
    "progress_event": {
        "one_event_for_each_number_of_a_progress": "u",
        "event_states_are_known": "c",
        "an_event_names_its_claim": "c",
        "a_revocation_has_a_reason": "c",
        "mastered_from_approval_to_revocation": "c",
        "state_is_what_the_trail_says": "t",
        "the_trail_tells_what_was_decided": "t",
    },
    "progress_givenword": {"a_word_covers_a_wording_once": "u"},
    "progress_masteryclaim": {
        "one_claim_for_each_attempt": "u",
        "claim_of_a_progress": "u",
        "claim_of_a_learner": "u",
        "a_closed_claim_has_an_outcome": "c",
        "a_claim_answers_something": "c",
        "a_claim_is_whole": "t",
        "a_claim_is_closed_by_its_review": "t",
    },
    "progress_claimanswer": {
        "one_answer_for_a_wording": "u",
        "an_answer_has_evidence_or_is_carried_over": "c",
        "links_are_https": "c",
        "links_are_short": "c",
        "a_claim_is_whole": "t",
    },
    "progress_hold": {"nobody_holds_their_own_claim": "c", "a_hold_lapses_after_it_began": "c"},
    "progress_mentorreview": {
        "one_review_for_a_claim": "u",
        "review_with_its_decision": "u",
        "nobody_reviews_their_own_claim": "c",
        "decision_is_known": "c",
        "a_review_is_whole": "t",
        "review_has_its_event": "t",
    },
    "progress_verdict": {
        "one_verdict_for_an_answer": "u",
        "level_is_known": "c",
        "what_is_not_met_is_explained": "c",
        "a_review_is_whole": "t",
    },
    "progress_revocation": {
        "one_revocation_for_an_event": "u",
        "nobody_revokes_their_own_mastery": "c",
        "revocation_has_its_event": "t",
    },
    "progress_message": {"a_message_says_something": "c"},
    "progress_draft": {"progress_draft_progress_id_key": "u"},
    "progress_verdictdraft": {"one_verdict_draft_of_a_mentor": "u"},
    "progress_news": {"one_news_of_a_claim_for_a_person": "u"},
}
# Each key that points at a row of history, by the name that it was given; the others are Django's, a column each.
COMPOSITE_KEYS = {
    "progress_userprogress": {"mastered_by_an_approval"},
    "progress_event": {"event_is_about_its_own_claim"},
    "progress_masteryclaim": {"claim_is_of_its_learner"},
    "progress_hold": {"hold_is_on_this_learners_claim"},
    "progress_mentorreview": {"review_is_of_this_learners_claim"},
    "progress_revocation": {"revocation_is_of_its_learner"},
}
TRIGGERS = {
    "progress_userprogress": {
        "progress_is_never_deleted",
        "progress_is_not_truncated",
        "progress_holds_its_milestone",
        "nobody_has_begun_on_a_draft",
        "state_is_what_the_trail_says",
        "progress_stays_whose_it_is",
    },
    "progress_event": {
        "events_are_append_only",
        "events_are_not_truncated",
        "each_event_follows_on_the_last",
        "state_is_what_the_trail_says",
        "the_trail_tells_what_was_decided",
    },
    "progress_givenword": {"a_word_covers_its_own_milestone", "words_are_append_only", "words_are_not_truncated"},
    "progress_masteryclaim": {
        "a_claim_is_frozen",
        "claims_are_never_deleted",
        "claims_are_not_truncated",
        "a_claim_is_whole",
        "a_claim_is_closed_by_its_review",
    },
    "progress_claimanswer": {"answers_are_append_only", "answers_are_not_truncated", "a_claim_is_whole"},
    "progress_mentorreview": {
        "reviews_are_append_only",
        "reviews_are_not_truncated",
        "a_review_is_whole",
        "review_has_its_event",
    },
    "progress_verdict": {"verdicts_are_append_only", "verdicts_are_not_truncated", "a_review_is_whole"},
    "progress_revocation": {"revocations_are_append_only", "revocations_are_not_truncated", "revocation_has_its_event"},
    "progress_message": {"messages_are_append_only", "messages_are_not_truncated"},
}


def found(query, table):
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return cursor.fetchall()


@pytest.mark.parametrize("table", CONSTRAINTS)
def test_every_named_constraint_is_there_and_validated(table):
    there = found(
        "SELECT conname, contype FROM pg_constraint WHERE conrelid = %s::regclass AND convalidated"
        " AND contype IN ('u', 'c', 't')",
        table,
    )
    # Beside them stand only those that Django adds for a column that is never negative.
    ours = {name: kind for name, kind in there if not name.endswith("_check")}
    assert ours == CONSTRAINTS[table]


@pytest.mark.parametrize("table", TRIGGERS)
def test_every_named_trigger_is_there_and_enabled(table):
    there = found(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'", table
    )
    assert {name for (name,) in there} == TRIGGERS[table]


def test_the_one_open_claim_is_kept_by_an_index_on_those_that_are_open():
    """PostgreSQL keeps what is unique among some of the rows as an index, and does not call it a constraint."""
    there = found(
        "SELECT indexrelid::regclass::text, pg_get_expr(indpred, indrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND indisunique AND indisvalid AND indpred IS NOT NULL",
        "progress_masteryclaim",
    )
    assert there == [("one_open_claim", "(closed_at IS NULL)")]


@pytest.mark.parametrize("table", CONSTRAINTS)
def test_every_reference_of_history_is_kept_by_a_key_that_deletes_nothing(table):
    keys = found(
        "SELECT conname, confdeltype FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", table
    )
    assert {name for name, _ in keys if "_fk_" not in name} == COMPOSITE_KEYS.get(table, set())
    assert {rule for _, rule in keys} <= {"a", "r"}


@pytest.fixture
def row(ada, unit):
    """Ada has started unit 15."""
    bring(ada, unit, "learning")
    return progress_of(ada, unit)


EVENT = "INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at) VALUES"


class TestProgress:
    def test_is_never_mastered_while_nobody_can_review(self, row):
        refused(
            "mastered_only_by_review", "UPDATE progress_userprogress SET state = 'mastered' WHERE id = %s", [row.pk]
        )

    def test_is_not_inserted_as_mastered(self, ada, unit):
        refused(
            "mastered_only_by_review",
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " VALUES (%s, %s, 'mastered', 0, now())",
            [ada.pk, unit.pk],
        )

    def test_says_by_itself_which_decision_it_rests_on(self, row):
        with pytest.raises(ProgrammingError, match="generated"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE progress_userprogress SET decision = 'approve' WHERE id = %s", [row.pk])

    @pytest.mark.parametrize("state", ["", "claimed", "Learning", "ready"])
    def test_knows_only_its_states(self, row, state):
        refused("progress_state_is_known", "UPDATE progress_userprogress SET state = %s WHERE id = %s", [state, row.pk])

    def test_is_one_row_for_a_learner_and_a_milestone(self, row):
        refused(
            "one_progress_for_learner_and_milestone",
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " SELECT learner_id, milestone_id, 'not-started', 0, now() FROM progress_userprogress WHERE id = %s",
            [row.pk],
        )

    def test_does_not_move_without_an_event(self, row):
        refused(
            "state_is_what_the_trail_says",
            "UPDATE progress_userprogress SET state = 'attested' WHERE id = %s",
            [row.pk],
        )

    def test_does_not_begin_in_the_middle(self, ada, unit):
        refused(
            "state_is_what_the_trail_says",
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " VALUES (%s, %s, 'learning', 1, now())",
            [ada.pk, unit.pk],
        )

    def test_has_the_version_of_its_last_event(self, row):
        refused("state_is_what_the_trail_says", "UPDATE progress_userprogress SET version = 7 WHERE id = %s", [row.pk])

    def test_is_never_deleted(self, row):
        refused("progress_is_never_deleted", "DELETE FROM progress_userprogress WHERE id = %s", [row.pk])

    def test_is_not_deleted_even_where_nothing_hangs_on_it(self, ada, unit):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
                " VALUES (%s, %s, 'not-started', 0, now())",
                [ada.pk, unit.pk],
            )
        refused("progress_is_never_deleted", "DELETE FROM progress_userprogress")

    def test_keeps_its_milestone(self, row):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            # Everything of the map that hangs on the milestone would go first; then progress stands in the way.
            cursor.execute(
                "DELETE FROM roadmap_prerequisite WHERE after_id = %s OR before_id = %s", [row.milestone_id] * 2
            )
            cursor.execute("ALTER TABLE roadmap_criterionwording DISABLE TRIGGER USER")
            cursor.execute(
                "DELETE FROM roadmap_criterionwording USING roadmap_criterion c"
                " WHERE c.id = criterion_id AND milestone_id = %s",
                [row.milestone_id],
            )
            cursor.execute("DELETE FROM roadmap_criterion WHERE milestone_id = %s", [row.milestone_id])
            for table, column in (("passage", "milestone_id"), ("question", "unit_id"), ("resource", "unit_id")):
                cursor.execute(f"DELETE FROM roadmap_{table} WHERE {column} = %s", [row.milestone_id])
            cursor.execute("DELETE FROM roadmap_topic WHERE unit_id = %s", [row.milestone_id])
            cursor.execute("DELETE FROM roadmap_unit WHERE milestone_ptr_id = %s", [row.milestone_id])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            only_progress_is_left = True
            cursor.execute("DELETE FROM roadmap_milestone WHERE id = %s", [row.milestone_id])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert only_progress_is_left
        assert Milestone.objects.filter(pk=row.milestone_id).exists()

    def test_keeps_its_milestone_from_being_a_draft_again(self, row):
        refused(
            "nobody_has_begun_on_a_draft",
            "UPDATE roadmap_milestone SET status = 'draft' WHERE id = %s",
            [row.milestone_id],
        )

    def test_is_not_made_on_a_draft(self, ada, unit):
        set_status(unit, "draft")
        refused(
            "nobody_has_begun_on_a_draft",
            "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " VALUES (%s, %s, 'not-started', 0, now())",
            [ada.pk, unit.pk],
        )

    def test_keeps_its_learner(self, row):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_user WHERE id = %s", [row.learner_id])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestTheTrail:
    def test_has_no_gap(self, row):
        refused(
            "each_event_follows_on_the_last",
            f"{EVENT} (%s, 3, %s, 'attest', 'learning', 'attested', '', now())",
            [row.pk, row.learner_id],
        )

    def test_has_no_two_events_of_one_number(self, row):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE progress_event DISABLE TRIGGER each_event_follows_on_the_last")
        refused(
            "one_event_for_each_number_of_a_progress",
            f"{EVENT} (%s, 1, %s, 'start', 'not-started', 'learning', '', now())",
            [row.pk, row.learner_id],
        )

    @pytest.mark.parametrize("frm", ["not-started", "attested"])
    def test_goes_on_from_where_it_was(self, row, frm):
        refused(
            "each_event_follows_on_the_last",
            f"{EVENT} (%s, 2, %s, 'attest', %s, 'attested', '', now())",
            [row.pk, row.learner_id, frm],
        )

    def test_begins_at_not_started(self, ada, unit):
        refused(
            "each_event_follows_on_the_last",
            "WITH new AS (INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
            " VALUES (%s, %s, 'learning', 1, now()) RETURNING id, learner_id)"
            " INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)"
            " SELECT id, 1, learner_id, 'start', 'attested', 'learning', '', now() FROM new",
            [ada.pk, unit.pk],
        )

    def test_takes_no_event_that_the_state_does_not_follow(self, row):
        refused(
            "state_is_what_the_trail_says",
            f"{EVENT} (%s, 2, %s, 'attest', 'learning', 'attested', '', now())",
            [row.pk, row.learner_id],
        )

    @pytest.mark.parametrize("to", ["", "claimed", "Attested"])
    def test_knows_only_the_states(self, row, to):
        refused(
            "event_states_are_known",
            f"{EVENT} (%s, 2, %s, 'attest', 'learning', %s, '', now())",
            [row.pk, row.learner_id, to],
        )

    @pytest.mark.parametrize(
        "change", ["at = now()", "actor_id = actor_id", "reason = 'because'", "to_state = 'attested'", "number = 2"]
    )
    def test_is_never_changed(self, row, change):
        refused("events_are_append_only", f"UPDATE progress_event SET {change} WHERE progress_id = %s", [row.pk])

    def test_is_never_deleted(self, row):
        refused("events_are_append_only", "DELETE FROM progress_event WHERE progress_id = %s", [row.pk])

    def test_is_not_deleted_by_the_product_either(self, row):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.all().delete()

    @pytest.mark.parametrize(
        ("table", "trigger"),
        [("progress_event", "events_are_not_truncated"), ("progress_userprogress", "progress_is_not_truncated")],
    )
    def test_is_not_truncated_by_whoever_is_no_test(self, row, table, trigger):
        # The savepoint gives the setting back; Django's flush between tests needs it.
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL throughline.may_truncate = 'off'")
            cursor.execute(f"TRUNCATE {table} CASCADE")
        assert refusal.value.__cause__.diag.constraint_name == trigger

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("table", ["progress_event", "progress_userprogress"])
    def test_is_not_truncated_on_a_connection_that_never_asked_for_it(self, row, table):
        parameters = connection.get_connection_params()
        kept = {key: parameters[key] for key in ("dbname", "host", "port", "user", "password") if parameters.get(key)}
        with psycopg.connect(**kept) as plain, pytest.raises(psycopg.errors.CheckViolation):
            plain.execute(f"TRUNCATE {table} CASCADE")
        assert Event.objects.exists()


class TestARating:
    def note(self, row, criterion, level):
        return (
            "INSERT INTO progress_rating (progress_id, criterion_id, level, rated_at) VALUES (%s, %s, %s, now())",
            [row.pk, criterion.pk, level],
        )

    @pytest.mark.parametrize("level", ["", "mastered", "Can do"])
    def test_knows_only_its_levels(self, row, level):
        criterion = Criterion.objects.filter(milestone=row.milestone_id).first()
        refused("rating_level_is_known", *self.note(row, criterion, level))

    def test_is_one_for_a_criterion(self, row):
        criterion = Criterion.objects.filter(milestone=row.milestone_id).first()
        with connection.cursor() as cursor:
            cursor.execute(*self.note(row, criterion, "shaky"))
        refused("one_rating_for_progress_and_criterion", *self.note(row, criterion, "can-do"))

    def test_keeps_its_criterion(self, row):
        criterion = Criterion.objects.filter(milestone=row.milestone_id).first()
        with connection.cursor() as cursor:
            cursor.execute(*self.note(row, criterion, "shaky"))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE roadmap_criterionwording DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM roadmap_criterionwording WHERE criterion_id = %s", [criterion.pk])
            cursor.execute("DELETE FROM roadmap_criterion WHERE id = %s", [criterion.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert refusal.value.__cause__.diag.table_name == "progress_rating"
