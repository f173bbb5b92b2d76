"""The curriculum's version: raised by every statement that edits the map, and known to all once it is committed."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from roadmap import atlas
from roadmap.models import CurriculumVersion, Unit
from tests.races import at_once, onlooker
from tests.roadmap.test_facts import MAP, RAISES

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody_else(db: None) -> Iterator[psycopg.Connection]:
    with onlooker() as other:
        yield other


STATEMENTS: dict[str, str] = {
    "roadmap_phase": "UPDATE roadmap_phase SET title = title || '.' WHERE number = 1",
    "roadmap_milestone": "UPDATE roadmap_milestone SET hours = 9",
    "roadmap_unit": "UPDATE roadmap_unit SET title = title || '.' WHERE number = 1",
    "roadmap_capstone": "UPDATE roadmap_capstone SET focus = focus || '.'",
    "roadmap_stage": "DELETE FROM roadmap_stage WHERE step = 9",
    "roadmap_topic": "UPDATE roadmap_topic SET archived_at = now()",
    "roadmap_criterion": "UPDATE roadmap_criterion SET position = position + 1",
    "roadmap_criterionwording": (
        "INSERT INTO roadmap_criterionwording (criterion_id, version, text, levels, written_at)"
        " SELECT id, 9, 'Other', '[]', now() FROM roadmap_criterion"
    ),
    "roadmap_deliverable": "UPDATE roadmap_deliverable SET text = text || '.'",
    "roadmap_prerequisite": "DELETE FROM roadmap_prerequisite",
    "roadmap_passage": "UPDATE roadmap_passage SET html = html || '.'",
    "roadmap_question": "UPDATE roadmap_question SET position = position + 1",
    "roadmap_retirement": "DELETE FROM roadmap_retirement",
    "roadmap_resource": "UPDATE roadmap_resource SET use = use || '.'",
}


def test_every_table_of_the_map_has_a_statement_below() -> None:
    assert set(STATEMENTS) == set(MAP)


@pytest.mark.parametrize("table", STATEMENTS)
def test_the_version_is_raised_by_each_statement_whoever_sends_it(table: str) -> None:
    with connection.cursor() as cursor:
        numbers = [CurriculumVersion.objects.number()]
        for _ in range(2):
            # A wording of the second round is one more version.
            cursor.execute(STATEMENTS[table].replace(" 9,", f" {9 + len(numbers)},"))
            numbers.append(CurriculumVersion.objects.number())
    assert numbers == sorted(set(numbers)), "Each statement raises it, and never to a number that was there."


def test_the_version_is_raised_once_for_a_statement_of_many_rows() -> None:
    """It is a trigger of the statement: 80 rows cost no more than one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE raise (number bigint)")
        cursor.execute(
            "CREATE FUNCTION note_raise() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN INSERT INTO raise VALUES (NEW.number); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER note_raise AFTER UPDATE ON roadmap_curriculumversion"
            " FOR EACH ROW EXECUTE FUNCTION note_raise()"
        )
        cursor.execute("UPDATE roadmap_milestone SET hours = 9")
        assert cursor.rowcount > 80
        cursor.execute("SELECT count(*) FROM raise")
        assert cursor.fetchone() == (1,)


def test_the_version_stays_where_nothing_is_edited() -> None:
    number = CurriculumVersion.objects.number()
    assert list(Unit.objects.select_for_update(of=("self",)))
    assert CurriculumVersion.objects.number() == number


@pytest.mark.django_db(transaction=True)
def test_an_edit_is_known_to_other_connections_at_its_commit(somebody_else: psycopg.Connection) -> None:
    def their_number() -> int:
        rows = somebody_else.execute("SELECT number FROM roadmap_curriculumversion").fetchall()
        return rows[0][0]

    before = their_number()
    with transaction.atomic():
        Unit.objects.filter(number=1).update(title="Other")
        assert their_number() == before
    assert their_number() == CurriculumVersion.objects.number() > before


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_is_rolled_back_leaves_the_version(somebody_else: psycopg.Connection) -> None:
    before = CurriculumVersion.objects.number()
    with transaction.atomic():
        Unit.objects.filter(number=1).update(title="Other")
        transaction.set_rollback(True)
    assert CurriculumVersion.objects.number() == before


@pytest.mark.parametrize("table", MAP)
def test_without_its_trigger_an_edit_would_go_unseen(table: str) -> None:
    """The negative control: it is this trigger that raises the version, and nothing else does."""
    name = table.removeprefix("roadmap_")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}_{RAISES}")
        number = CurriculumVersion.objects.number()
        cursor.execute(STATEMENTS[table])
        assert CurriculumVersion.objects.number() == number


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_on_the_next_request_of_every_process(unit: Unit, somebody_else: psycopg.Connection) -> None:
    """A process that keeps the map ready asks for the version, whoever has raised it and wherever."""
    assert atlas.current().by_slug[unit.slug].title == unit.title
    somebody_else.execute("UPDATE roadmap_unit SET title = 'Edited elsewhere' WHERE number = 15")
    [here] = at_once(lambda: atlas.current().by_slug[unit.slug].title)
    assert here == "Edited elsewhere"
