"""The bench measures everything that it says it measures. How fast that was depends on the machine, and is no test."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench import crowd, growth
from bench.content import write_full
from bench.measures import MEASURES
from progress.evidence import digest_of
from progress.models import MasteryClaim
from roadmap.curriculum.reading import read_curriculum
from tests import production

pytestmark = pytest.mark.django_db


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database beside the test's, for the people and moves of the bench."""
    beside = production.variables()["DATABASE_URL"]
    name = f"{conninfo_to_dict(beside)['dbname']}_bench"
    identifier = sql.Identifier(name)
    with psycopg.connect(beside, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(identifier))
        try:
            yield make_conninfo(beside, dbname=name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def run_bench(database: str, static: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=production.ROOT,
        env=os.environ | {"DATABASE_URL": database, "STATIC_ROOT": str(static)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


@pytest.mark.slow
def test_a_short_run_prints_a_line_for_each_measure(database: str, tmp_path: Path) -> None:
    printed = run_bench(database, tmp_path, "--rounds", "1", "--times", "2")
    for measure in MEASURES:
        assert f"\n{measure.title} " in printed
    assert "KB with all that it needs" in printed
    assert " queries, where " not in printed


@pytest.mark.slow
def test_growth_prints_a_line_for_each_measure_and_leaves_no_database(database: str, tmp_path: Path) -> None:
    printed = run_bench(database, tmp_path, "--growth", "--claims", "40", "--rounds", "1", "--times", "2")
    assert printed.split("\n", 1)[0].split()[-2:] == ["40", "ratio"]
    for title in growth.MEASURES.values():
        assert f"\n{title} " in printed
    with psycopg.connect(database) as server:
        left = server.execute("SELECT datname FROM pg_database WHERE datname LIKE current_database() || '_growth%'")
        assert left.fetchall() == []


def test_the_claims_of_a_crowd_are_what_moves_would_have_left() -> None:
    crowd.remember(7)
    crowd.gather(90)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    said = StringIO()
    call_command("check_history", stdout=said)
    assert "201 events on 97 rows of progress: every state follows" in said.getvalue()
    waiting = Counter(MasteryClaim.objects.open().order_by().values_list("phase", flat=True))
    units = crowd.units()
    assert sum(waiting.values()) == 90
    assert waiting[units[0].phase.pk] == max(count for phase, count in waiting.items() if phase != units[-1].phase.pk)
    assert waiting[units[-1].phase.pk] == crowd.QUIET


def test_a_crowd_answers_with_the_digest_that_a_move_would_write() -> None:
    crowd.gather(1)
    claim = MasteryClaim.objects.get()
    assert claim.digest == digest_of(claim.answers.all(), claim.handed_in)


@pytest.mark.slow
def test_the_curriculum_of_full_size_has_a_lesson_in_every_unit(tmp_path: Path) -> None:
    write_full(tmp_path)
    units = read_curriculum(tmp_path).units
    assert len(units) == 80
    assert all(topic.lesson for unit in units for topic in unit.topics[:1])
    assert sum(len(part.parts) for unit in units for topic in unit.topics for part in topic.lesson) > 900
