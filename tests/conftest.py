"""The cast and the map of every test: ada and eve learn, grace mentors, linus leads, alan is an admin.

The real curriculum, with a few of its lessons, is seeded once into each worker's database. Tests that commit empty it
of people behind them, and where they have changed the map too, it is put back from a copy of its rows.
"""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase

from accounts.models import User
from accounts.roles import appoint
from roadmap.models import Capstone, CurriculumVersion, Stage, Unit
from tests.roadmap.files import write_with_few_lessons

MAP_TABLES = (
    "roadmap_phase", "roadmap_milestone", "roadmap_unit", "roadmap_capstone", "roadmap_stage", "roadmap_topic",
    "roadmap_criterion", "roadmap_criterionwording", "roadmap_deliverable", "roadmap_prerequisite",
    "roadmap_passage", "roadmap_question", "roadmap_resource", "roadmap_retirement",
)  # fmt: skip
# What Django and the curriculum's version need after every test, as after a migration.
KEPT = ("django_content_type", "auth_permission", "roadmap_curriculumversion")
# How many rows the map has, and which transaction was the last to write one: whatever changes the map changes this.
LOOK = " UNION ALL ".join(
    f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}" for table in MAP_TABLES
)
_rows: dict[str, bytes] = {}
_look: list[tuple[str, int, int]] = []


# What takes longest begins first, so that no process is left with it at the end.
LONG = ("test_bench.py", "test_map_layout.py", "test_machine.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, so there is no use in looking through it for what is not needed."""
    gc.freeze()


@pytest.fixture(scope="session")
def map_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the map of the tests was seeded from. It is for all of them: change a copy."""
    folder = tmp_path_factory.mktemp("curriculum")
    write_with_few_lessons(folder)
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, map_files: Path) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("seed_curriculum", map_files, verbosity=0)
        with connection.cursor() as cursor:
            for table in MAP_TABLES:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:  # type: ignore[attr-defined]
                    _rows[table] = b"".join(bytes(part) for part in copy)
            look(cursor)
    TransactionTestCase._fixture_teardown = lambda case: empty()  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def real_outbox(django_test_environment: None) -> None:
    """Mail is written to the outbox: Django's test environment has put a list in the place of every mailer."""
    settings.MAILERS = {"default": {"BACKEND": "outbox.backend.EmailBackend"}}


@pytest.fixture(autouse=True)
def the_map(request: pytest.FixtureRequest) -> None:
    """The curriculum is there at the start of every test that has the database."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        return
    transactional = (
        bool(marker and marker.kwargs.get("transaction"))
        or "transactional_db" in request.fixturenames
        or "live_server" in request.fixturenames
    )
    request.getfixturevalue("transactional_db" if transactional else "db")


def empty() -> None:
    """Away with all that a test has committed, as Django's flush does it, in a tenth of the time.

    To truncate a table makes its files anew, and a few rows are gone sooner by themselves. The triggers that keep them
    are passed by, which only a superuser of the database may do; for others the tables are truncated.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOOK)
        is_as_it_was = cursor.fetchall() == _look
        tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - {*KEPT, *MAP_TABLES})
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
        used = [table for (table,) in cursor.fetchall()] + ([] if is_as_it_was else [*MAP_TABLES])
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in used:
                cursor.execute(f"DELETE FROM {table}")
        elif used:
            cursor.execute(f"TRUNCATE {', '.join([*tables, *([] if is_as_it_was else MAP_TABLES)])}")
        CurriculumVersion.objects.ensure()
        if not is_as_it_was:
            put_the_map_back(cursor)


def put_the_map_back(cursor: Any) -> None:
    for table, rows in _rows.items():
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(rows)
        if table not in ("roadmap_unit", "roadmap_stage"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    # Its own triggers may have slept.
    cursor.execute("UPDATE roadmap_curriculumversion SET number = number + 1")
    look(cursor)


def look(cursor: Any) -> None:
    cursor.execute(LOOK)
    _look[:] = cursor.fetchall()


def person(name: str, **fields: object) -> User:
    return User.objects.create_user(
        f"{name.lower()}@example.org", f"{name.lower()}-secret-0", display_name=name, **fields
    )


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada")


@pytest.fixture
def eve(db: None) -> User:
    return person("Eve")


@pytest.fixture
def alan(db: None) -> User:
    return person("Alan", is_staff=True)


@pytest.fixture
def grace(alan: User) -> User:
    mentor = person("Grace")
    appoint(mentor, by=alan)
    return mentor


@pytest.fixture
def linus(alan: User) -> User:
    lead = person("Linus")
    appoint(lead, by=alan, is_lead=True)
    return lead


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def sign_in(somebody: User) -> Client:
        client = Client()
        client.force_login(somebody)
        return client

    return sign_in


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.get(number=15)


@pytest.fixture
def capstone(db: None) -> Capstone:
    return Capstone.objects.get(number=1)


@pytest.fixture
def stage(capstone: Capstone) -> Stage:
    return Stage.objects.get(capstone=capstone, step=Stage.Step.CREATE)


@pytest.fixture
def embedded(db: None, settings: Any, tmp_path: Path) -> Path:
    """A folder of the project in which the tests' database stands where script/server has its own."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = cursor.fetchone()[0]
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "postgres").symlink_to(data)
    settings.BASE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def other_connection(db: None) -> Iterator[psycopg.Connection]:
    """A second connection to the test's database, for what Django's own would hide."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**{key: parameters[key] for key in parameters if key != "prepare_threshold"}) as other:
        yield other
