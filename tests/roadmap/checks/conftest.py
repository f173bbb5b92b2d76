"""A lesson to plant faults in, and what the gates say of it."""

import shutil

import pytest

from roadmap.checks.gates import faults_of
from roadmap.curriculum.reading import read_apart
from tests.roadmap.files import EXAMPLE


@pytest.fixture
def lesson(tmp_path):
    """A copy of the example for authors."""
    return shutil.copy(EXAMPLE, tmp_path / EXAMPLE.name)


@pytest.fixture
def judged(lesson):
    """What the gates say of the copy: the line and the sentence of each fault."""

    def judge():
        return [
            f"{fault.line}: {fault.field}: expected {fault.expected}, found {fault.found}"
            for fault in faults_of(read_apart([lesson]).units)
        ]

    return judge
