"""What the database itself refuses of the map, of people and of mail, whoever sends the statement."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import MentorRole, User
from accounts.roles import end_role
from roadmap.models import CriterionWording, Prerequisite, Stage, Unit
from tests.races import onlooker

pytestmark = pytest.mark.django_db

CONSTRAINTS = {
    "roadmap_phase": {"one_phase_for_each_number": "u", "phase_status_is_known": "c"},
    "roadmap_milestone": {
        "milestone_status_is_known": "c",
        "difficulty_is_from_1_to_5": "c",
        "nobody_has_begun_on_a_draft": "t",
    },
    "roadmap_unit": {"one_unit_for_each_number": "u"},
    "roadmap_capstone": {"one_capstone_for_each_number": "u"},
    "roadmap_passage": {"one_passage_for_each_key_of_a_milestone": "u"},
    "roadmap_question": {"one_question_for_each_key_of_a_unit": "u"},
    "roadmap_retirement": {},
    "roadmap_resource": {"one_resource_for_each_key_of_a_unit": "u", "resources_are_reached_by_https": "c"},
    "roadmap_stage": {
        "one_stage_for_each_step_of_a_capstone": "u",
        "stage_is_create_build_or_scale": "c",
        "no_cycle_of_prerequisites": "t",
    },
    "roadmap_topic": {"one_topic_for_each_slug_of_a_unit": "u"},
    "roadmap_criterion": {"one_criterion_for_each_key_of_a_milestone": "u"},
    "roadmap_criterionwording": {
        "one_wording_for_each_version": "u",
        "a_rubric_has_four_levels": "c",
        "each_wording_tells_what_it_changed": "c",
    },
    "roadmap_deliverable": {"one_deliverable_for_each_key_of_a_stage": "u"},
    "roadmap_prerequisite": {
        "one_prerequisite_for_each_pair": "u",
        "no_prerequisite_on_itself": "c",
        "strength_is_needs_or_helps": "c",
        "no_cycle_of_prerequisites": "t",
    },
    "roadmap_curriculumversion": {"one_curriculum_version": "c"},
    "accounts_user": {},
    "accounts_mentorrole": {"nobody_appoints_themselves": "c", "an_ended_role_says_by_whom": "c"},
    "outbox_letter": {"a_letter_that_is_over_keeps_no_text": "c"},
}
# Constraints that PostgreSQL keeps as an index alone: those on an expression, or on a part of the rows.
UNIQUE_INDEXES = {
    "accounts_user": {"one_person_per_address"},
    "accounts_mentorrole": {"one_current_mentor_role_per_person"},
    "roadmap_unit": {"one_unit_for_each_mark"},
    "roadmap_capstone": {"one_capstone_for_each_mark"},
}
RAISES = "raises_the_version"
# The triggers of django-pghistory, without the digests that their names end with.
VERSIONS = ("pgtrigger_insert_insert", "pgtrigger_update_update")
TRIGGERS = {
    "roadmap_phase": {"phase_slug_never_changes", f"phase_{RAISES}", *VERSIONS},
    "roadmap_milestone": {
        "milestone_slug_never_changes",
        f"milestone_{RAISES}",
        "nobody_has_begun_on_a_draft",
        *VERSIONS,
    },
    "roadmap_unit": {"unit_mark_never_changes", f"unit_{RAISES}", *VERSIONS},
    "roadmap_capstone": {"capstone_slug_never_changes", "capstone_mark_never_changes", f"capstone_{RAISES}", *VERSIONS},
    "roadmap_passage": {"passage_key_never_changes", f"passage_{RAISES}", *VERSIONS},
    "roadmap_question": {"question_key_never_changes", f"question_{RAISES}", *VERSIONS},
    "roadmap_resource": {"resource_key_never_changes", f"resource_{RAISES}", *VERSIONS},
    "roadmap_retirement": {"retirement_mark_never_changes", f"retirement_{RAISES}"},
    "roadmap_stage": {f"stage_{RAISES}", "no_cycle_of_prerequisites"},
    "roadmap_topic": {"topic_slug_never_changes", f"topic_{RAISES}", *VERSIONS},
    "roadmap_criterion": {"criterion_key_never_changes", f"criterion_{RAISES}"},
    "roadmap_criterionwording": {
        "wordings_are_append_only",
        "wordings_are_not_truncated",
        f"criterionwording_{RAISES}",
    },
    "roadmap_deliverable": {"deliverable_key_never_changes", f"deliverable_{RAISES}", *VERSIONS},
    "roadmap_prerequisite": {f"prerequisite_{RAISES}", "no_cycle_of_prerequisites", *VERSIONS},
    "roadmap_maplayout": {f"maplayout_{RAISES}"},
    "roadmap_curriculumversion": set(),
    "accounts_user": set(),
    "accounts_mentorrole": {"a_role_is_ended_once", "roles_are_never_deleted", "roles_are_not_truncated"},
    "outbox_letter": set(),
}
MAP = [table for table in CONSTRAINTS if table.startswith("roadmap_") and table != "roadmap_curriculumversion"]


def found(query: str, *arguments: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return cursor.fetchall()


@pytest.mark.parametrize("table", CONSTRAINTS)
def test_every_named_constraint_is_there_and_validated(table: str) -> None:
    there = found(
        "SELECT conname, contype FROM pg_constraint WHERE conrelid = %s::regclass AND convalidated"
        " AND contype IN ('u', 'c', 't')",
        table,
    )
    # Beside them stand those that Django names after a column: never negative, or unique by itself.
    ours = {name: kind for name, kind in there if not name.endswith(("_check", "_key", "_uniq"))}
    assert ours == CONSTRAINTS[table]


@pytest.mark.parametrize("table", ["roadmap_phase", "roadmap_milestone", "roadmap_capstone"])
def test_a_slug_is_unique(table: str) -> None:
    unique = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'"
    assert ("UNIQUE (slug)",) in found(unique, table)


@pytest.mark.parametrize("table", UNIQUE_INDEXES)
def test_every_named_unique_index_is_there_and_valid(table: str) -> None:
    there = found(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass AND indisunique AND indisvalid",
        table,
    )
    assert UNIQUE_INDEXES[table] <= {name for (name,) in there}


@pytest.mark.parametrize("table", TRIGGERS)
def test_every_named_trigger_is_there_and_enabled(table: str) -> None:
    there = found(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'", table
    )
    assert {re.sub(r"^(pgtrigger_\w+)_[0-9a-f]{5}$", r"\1", name) for (name,) in there} == TRIGGERS[table]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("roadmap_phase", ["one_phase_for_each_number"]),
        ("roadmap_unit", ["one_unit_for_each_number"]),
        ("roadmap_capstone", ["one_capstone_for_each_number"]),
        ("roadmap_stage", ["no_cycle_of_prerequisites"]),
        ("roadmap_prerequisite", ["no_cycle_of_prerequisites"]),
    ],
)
def test_what_two_rows_may_break_for_a_moment_is_asked_at_the_end(table: str, names: list[str]) -> None:
    deferred = found(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND condeferred AND contype IN ('u', 't')",
        table,
    )
    assert [name for (name,) in deferred] == names


@pytest.mark.parametrize("table", [*MAP, "accounts_mentorrole"])
def test_no_reference_deletes_anything(table: str) -> None:
    rules = found("SELECT confdeltype FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", table)
    assert {rule for (rule,) in rules} <= {"a", "r"}


def refused(statement: str, *arguments: object, ends: bool = True) -> str:
    """The name of the rule that refuses a statement, at the latest at the end of its transaction."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        if ends:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return refusal.value.__cause__.diag.constraint_name


UNIT = "(SELECT milestone_ptr_id FROM roadmap_unit WHERE number = {})"
STAGE = (
    "(SELECT s.milestone_ptr_id FROM roadmap_stage s JOIN roadmap_capstone c ON c.id = s.capstone_id"
    " WHERE c.number = 1 AND s.step = {})"
)
EDGE = (
    "INSERT INTO roadmap_prerequisite (after_id, before_id, strength, why, seeded_digest)"
    " VALUES ({after}, {before}, '{strength}', 'Because.', '')"
)


def edge(after: str, before: str, strength: str = "needs") -> str:
    return EDGE.format(after=after, before=before, strength=strength)


ATTACKS = {
    "a phase with a number that is taken": (
        "UPDATE roadmap_phase SET number = 2 WHERE number = 1",
        "one_phase_for_each_number",
    ),
    "a unit with a number that is taken": (
        "UPDATE roadmap_unit SET number = 2 WHERE number = 1",
        "one_unit_for_each_number",
    ),
    "a capstone with a number that is taken": (
        "UPDATE roadmap_capstone SET number = 2 WHERE number = 1",
        "one_capstone_for_each_number",
    ),
    "a phase of a status that is not known": (
        "UPDATE roadmap_phase SET status = 'hidden'",
        "phase_status_is_known",
    ),
    "a milestone of a status that is not known": (
        "UPDATE roadmap_milestone SET status = 'hidden'",
        "milestone_status_is_known",
    ),
    "a difficulty of 6": ("UPDATE roadmap_milestone SET difficulty = 6", "difficulty_is_from_1_to_5"),
    "a fourth step": ("UPDATE roadmap_stage SET step = 4 WHERE step = 3", "stage_is_create_build_or_scale"),
    "two stages of one step": (
        "UPDATE roadmap_stage SET step = 2 WHERE step = 3",
        "one_stage_for_each_step_of_a_capstone",
    ),
    "two topics of one slug in a unit": (
        "INSERT INTO roadmap_topic (unit_id, slug, position, title, seeded_digest, seeded_position)"
        " SELECT unit_id, slug, 9, 'Again', '', 0 FROM roadmap_topic LIMIT 1",
        "one_topic_for_each_slug_of_a_unit",
    ),
    "two criteria of one key on a milestone": (
        "INSERT INTO roadmap_criterion (milestone_id, key, position, seeded_digest, seeded_position)"
        " SELECT milestone_id, key, 9, '', 0 FROM roadmap_criterion LIMIT 1",
        "one_criterion_for_each_key_of_a_milestone",
    ),
    "two deliverables of one key": (
        "INSERT INTO roadmap_deliverable (stage_id, key, position, text, seeded_digest, seeded_position)"
        " SELECT stage_id, key, 9, 'Again', '', 0 FROM roadmap_deliverable LIMIT 1",
        "one_deliverable_for_each_key_of_a_stage",
    ),
    "two wordings of one version": (
        "INSERT INTO roadmap_criterionwording (criterion_id, version, text, levels, written_at)"
        " SELECT criterion_id, version, 'Again', '[]', now() FROM roadmap_criterionwording LIMIT 1",
        "one_wording_for_each_version",
    ),
    "a rubric of three levels": (
        "INSERT INTO roadmap_criterionwording (criterion_id, version, text, levels, written_at)"
        ' SELECT id, 9, \'Short\', \'["a", "b", "c"]\', now() FROM roadmap_criterion LIMIT 1',
        "a_rubric_has_four_levels",
    ),
    "a prerequisite twice": (
        "INSERT INTO roadmap_prerequisite (after_id, before_id, strength, why, seeded_digest)"
        " SELECT after_id, before_id, 'helps', 'Again.', '' FROM roadmap_prerequisite LIMIT 1",
        "one_prerequisite_for_each_pair",
    ),
    "a prerequisite on itself": (edge(UNIT.format(15), UNIT.format(15)), "no_prerequisite_on_itself"),
    "a strength that is not known": (
        edge(UNIT.format(15), UNIT.format(1), "wants"),
        "strength_is_needs_or_helps",
    ),
    "a cycle of two": (edge(UNIT.format(14), UNIT.format(15)), "no_cycle_of_prerequisites"),
    "a cycle through the stages of a capstone": (
        edge(STAGE.format(1), STAGE.format(3)),
        "no_cycle_of_prerequisites",
    ),
    "a cycle by an edge that is given other ends": (
        f"UPDATE roadmap_prerequisite SET after_id = {UNIT.format(14)}, before_id = {UNIT.format(15)}"
        f" WHERE after_id = {UNIT.format(30)} AND before_id = {UNIT.format(15)}",
        "no_cycle_of_prerequisites",
    ),
    "a second row of the version": (
        "INSERT INTO roadmap_curriculumversion (id, number) VALUES (2, 1)",
        "one_curriculum_version",
    ),
    "a wording rewritten": ("UPDATE roadmap_criterionwording SET text = 'Easier'", "wordings_are_append_only"),
    "a wording deleted": ("DELETE FROM roadmap_criterionwording", "wordings_are_append_only"),
    **{
        f"a {column} of {table} changed": (
            f"UPDATE roadmap_{table} SET {column} = 'other' WHERE id = (SELECT min(id) FROM roadmap_{table})",
            f"{table}_{column}_never_changes",
        )
        for table, column in (
            ("phase", "slug"),
            ("milestone", "slug"),
            ("capstone", "slug"),
            ("topic", "slug"),
            ("criterion", "key"),
            ("deliverable", "key"),
        )
    },
    "a delivered letter with its text": (
        "INSERT INTO outbox_letter (sender, recipients, subject, text, html, headers, written_at, next_try_at, tries,"
        " last_error, sent_at) VALUES ('', '[]', '', 'Your code', '', '{}', now(), now(), 1, '', now())",
        "a_letter_that_is_over_keeps_no_text",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(attack: str) -> None:
    statement, rule = ATTACKS[attack]
    assert refused(statement) == rule


def test_a_cycle_that_is_undone_before_the_end_is_none() -> None:
    """The negative control of the cycles above: what is refused is the circle and not the edge."""
    fourteen, fifteen = Unit.objects.get(number=14), Unit.objects.get(number=15)
    with transaction.atomic(), connection.cursor() as cursor:
        Prerequisite.objects.create(after=fourteen, before=fifteen, why="The other way round.")
        Prerequisite.objects.filter(after=fifteen, before=fourteen).delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Prerequisite.objects.filter(after=fourteen, before=fifteen).exists()


def test_stages_that_change_places_make_no_cycle_unseen(stage: Stage) -> None:
    """SCALE needs what BUILD rests on; as soon as it comes before BUILD, that is a circle."""
    create, build, scale = stage.capstone.stages.order_by("step")
    Prerequisite.objects.create(after=scale, before=create, strength="helps", why="It tells the story.")
    swap = "UPDATE roadmap_stage SET step = CASE step WHEN 1 THEN 3 WHEN 3 THEN 1 ELSE 2 END WHERE capstone_id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadmap_stage DROP CONSTRAINT one_stage_for_each_step_of_a_capstone")
        assert refused(swap, stage.capstone_id) == "no_cycle_of_prerequisites"
        transaction.set_rollback(True)
    assert build.step == Stage.Step.BUILD


@pytest.fixture
def somebody_else(db: None) -> Iterator[psycopg.Connection]:
    """A connection like any other of the product: it has not asked to be allowed to empty tables."""
    with onlooker() as other:
        yield other


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE roadmap_criterionwording SET text = 'Easier'",
        "DELETE FROM roadmap_criterionwording",
        "TRUNCATE roadmap_criterionwording CASCADE",
        "TRUNCATE roadmap_milestone CASCADE",
    ],
)
def test_wordings_are_kept_from_everybody(statement: str, somebody_else: psycopg.Connection) -> None:
    before = list(CriterionWording.objects.order_by("pk").values())
    with pytest.raises(psycopg.errors.CheckViolation, match="append-only"):
        somebody_else.execute(statement)
    assert list(CriterionWording.objects.order_by("pk").values()) == before


def test_a_person_has_one_current_role(grace: User, alan: User) -> None:
    role = "INSERT INTO accounts_mentorrole (user_id, is_lead, granted_by_id, granted_at) VALUES (%s, true, %s, now())"
    assert refused(role, grace.pk, alan.pk) == "one_current_mentor_role_per_person"
    MentorRole.objects.update(ended_by=alan, ended_at="2026-01-01T00:00:00Z")
    with connection.cursor() as cursor:
        cursor.execute(role, [grace.pk, alan.pk])
    assert MentorRole.objects.count() == 2


def test_nobody_appoints_themselves(alan: User) -> None:
    role = "INSERT INTO accounts_mentorrole (user_id, is_lead, granted_by_id, granted_at) VALUES (%s, true, %s, now())"
    assert refused(role, alan.pk, alan.pk) == "nobody_appoints_themselves"


@pytest.mark.parametrize("half", ["ended_at = now()", "ended_by_id = granted_by_id"])
def test_an_ended_role_says_by_whom_and_when(half: str, grace: User) -> None:
    assert refused(f"UPDATE accounts_mentorrole SET {half}") == "an_ended_role_says_by_whom"


class TestARole:
    """Who might decide, by whose word, and until when: it explains each review of that time."""

    OTHER = {
        "id": "id + 1000", "user_id": "ended_by_id", "is_lead": "NOT is_lead", "granted_by_id": "user_id",
        "granted_at": "granted_at - interval '1 year'", "ended_by_id": "user_id",
        "ended_at": "NULL, ended_by_id = NULL",
    }  # fmt: skip
    ENDING = ", ended_at = now(), ended_by_id = granted_by_id"

    @pytest.fixture
    def ended(self, grace: User, alan: User) -> MentorRole:
        end_role(grace, by=alan)
        return MentorRole.objects.get()

    def test_has_no_column_that_is_not_tried(self) -> None:
        columns = found("SELECT column_name FROM information_schema.columns WHERE table_name = 'accounts_mentorrole'")
        assert {name for (name,) in columns} == set(self.OTHER)

    @pytest.mark.parametrize("column", OTHER)
    def test_that_ended_is_never_changed(self, ended: MentorRole, column: str) -> None:
        change = f"UPDATE accounts_mentorrole SET {column} = {self.OTHER[column]}"
        assert refused(change, ends=False) == "a_role_is_ended_once"

    @pytest.mark.parametrize("column", ["id", "is_lead", "granted_at"])
    @pytest.mark.parametrize("ending", ["", ENDING])
    def test_that_counts_is_ended_and_nothing_else(self, grace: User, column: str, ending: str) -> None:
        change = f"UPDATE accounts_mentorrole SET {column} = {self.OTHER[column]}{ending}"
        assert refused(change, ends=False) == "a_role_is_ended_once"

    @pytest.mark.parametrize("is_over", [True, False])
    def test_is_never_deleted(self, grace: User, alan: User, is_over: bool) -> None:
        if is_over:
            end_role(grace, by=alan)
        assert refused("DELETE FROM accounts_mentorrole", ends=False) == "roles_are_never_deleted"

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("table", ["accounts_mentorrole", "accounts_user"])
    def test_is_not_truncated(self, grace: User, somebody_else: psycopg.Connection, table: str) -> None:
        with pytest.raises(psycopg.errors.CheckViolation):
            somebody_else.execute(f"TRUNCATE {table} CASCADE")
        assert MentorRole.objects.get().user == grace


@pytest.mark.parametrize("address", ["ada@example.org", "ADA@example.org", "Ada@Example.Org"])
def test_an_address_belongs_to_one_person_in_any_case(address: str, ada: User, eve: User) -> None:
    change = "UPDATE accounts_user SET email = %s WHERE id = %s"
    assert refused(change, address, eve.pk) == "one_person_per_address"


def test_numbers_are_exchanged_in_one_transaction() -> None:
    one, two = Unit.objects.get(number=1), Unit.objects.get(number=2)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE roadmap_unit SET number = CASE number WHEN 1 THEN 2 ELSE 1 END WHERE number IN (1, 2)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(Unit.objects.all()[:2]) == [two, one]
