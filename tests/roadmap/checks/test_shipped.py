"""The curriculum that is shipped has no fault, its programs print what it says, and it lost no id."""

import pytest

from roadmap.checks.gates import faults_of
from roadmap.checks.lists import RELEASED, faults_of_ids, not_yet_run, runs_beside
from roadmap.checks.programs import run_all, work_of
from roadmap.curriculum.reading import read_apart, read_curriculum
from tests.roadmap.files import EXAMPLE, REAL


@pytest.fixture(scope="module")
def real():
    return read_curriculum(REAL)


def told(faults):
    return [str(fault) for fault in faults]


def test_its_lessons_pass_every_gate(real):
    assert told(faults_of(real.units)) == []


def test_no_released_id_is_lost(real):
    assert REAL.with_name(RELEASED).exists()
    assert told(faults_of_ids(real, REAL)) == []


def test_programs_that_have_changed_since_they_were_recorded_print_what_it_says(real):
    changed = not_yet_run(real.units, runs_beside(REAL))
    assert [fault for _unit, _count, faults in run_all(changed) for fault in told(faults)] == []


@pytest.mark.slow
def test_all_programs_print_what_it_says(real):
    assert sum(len(work_of(unit)) for unit in real.units) >= 28
    assert [fault for _unit, _count, faults in run_all(real.units) for fault in told(faults)] == []


def test_the_example_for_authors_is_a_lesson_without_a_fault():
    units = read_apart([EXAMPLE]).units
    assert told(faults_of(units)) == []
    assert [fault for _unit, _count, faults in run_all(units) for fault in told(faults)] == []
