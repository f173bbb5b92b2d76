"""A small curriculum to change, and a map that holds nothing else."""

import io
import shutil

import pytest
from django.core.management import call_command
from django.db import connection

from tests.conftest import MAP_TABLES
from tests.roadmap.files import SMALL


@pytest.fixture
def folder(tmp_path):
    """A copy of the small curriculum."""
    return shutil.copytree(SMALL, tmp_path / "curriculum")


@pytest.fixture
def seed():
    """Runs the command and returns what it said."""

    def run(folder, *options):
        said = io.StringIO()
        call_command("seed_curriculum", folder, *options, stdout=said, stderr=said)
        return said.getvalue()

    return run


@pytest.fixture
def empty_map(db):
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(MAP_TABLES)} CASCADE")


@pytest.fixture
def seeded(empty_map, folder, seed):
    """The folder of the small curriculum, which the map was seeded from."""
    seed(folder)
    return folder
