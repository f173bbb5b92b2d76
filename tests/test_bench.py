"""The bench measures everything that it says it measures. How fast that was depends on the machine, and is no test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.measures import MEASURES
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


def test_a_short_run_prints_a_line_for_each_measure(database: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bench", "--rounds", "1", "--times", "2"],
        cwd=production.ROOT,
        env=os.environ | {"DATABASE_URL": database, "STATIC_ROOT": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    for measure in MEASURES:
        assert f"\n{measure.title} " in ended.stdout
    assert "KB with all that it needs" in ended.stdout
    assert " queries, where " not in ended.stdout
