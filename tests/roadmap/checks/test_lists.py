"""What was run is not run again, and what was released is never lost."""

import pytest

from roadmap.checks.lists import faults_of_ids, not_yet_run, record, release, runs_beside
from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.reading import read_curriculum
from tests.roadmap.files import change

UNIT, LESSON, CAPSTONE = "units/unit-02.md", "units/unit-03.md", "capstones/capstone-1.md"


def units(folder):
    return read_curriculum(folder).units


def faults(folder):
    return [str(fault) for fault in faults_of_ids(read_curriculum(folder), folder)]


class TestRuns:
    def test_only_units_that_have_something_to_run_wait_for_it(self, folder):
        assert [unit.slug for unit in not_yet_run(units(folder), {})] == ["multiplying"]

    def test_what_held_is_not_run_again_until_it_changes(self, folder):
        assert record(folder, units(folder), ["multiplying"]) == 1
        assert not_yet_run(units(folder), runs_beside(folder)) == []
        change(folder, LESSON, "print(4 * 5)", "print(5 * 4)")
        assert [unit.slug for unit in not_yet_run(units(folder), runs_beside(folder))] == ["multiplying"]

    def test_what_did_not_hold_is_not_recorded(self, folder):
        assert record(folder, units(folder), []) == 0
        assert runs_beside(folder) == {}

    def test_what_was_recorded_stays_when_others_are(self, folder):
        record(folder, units(folder), ["multiplying"])
        before = folder.with_name("runs.txt").read_bytes()
        assert record(folder, units(folder), []) == 0
        assert folder.with_name("runs.txt").read_bytes() == before

    def test_a_line_that_says_nothing_is_passed_over(self, folder):
        folder.with_name("runs.txt").write_text("multiplying\n\n# multiplying abc\n<<<<<<< HEAD of all\n")
        assert runs_beside(folder) == {}


class TestReleasedIds:
    @pytest.fixture(autouse=True)
    def released(self, folder):
        release(read_curriculum(folder), folder)

    def test_are_those_of_every_file_in_their_order(self, folder):
        lines = folder.with_name("released_ids.txt").read_text().splitlines()
        marks = [line for line in lines if not line.startswith("#")]
        assert {"u2.sums", "u3.tables.q1", "u3.r.tables", "c1.create.drawing", "c1.proof"} <= set(marks)
        assert marks.index("u2.sums") < marks.index("u3.tables") < marks.index("u3.tables.q1")
        assert faults(folder) == []

    def test_that_are_gone_are_named_where_they_can_be_retired(self, folder):
        change(folder, UNIT, "{#u2.carrying}", "{#u2.carry}")
        change(folder, CAPSTONE, "{#c1.create.drawing}", "{#c1.create.picture}")
        line = "id: expected the released id"
        assert faults(folder) == [
            f'{CAPSTONE}:1: {line} "c1.create.drawing" in use, or under retired, found neither',
            f'{UNIT}:1: {line} "u2.carrying" in use, or under retired, found neither',
        ]

    def test_that_are_retired_are_no_fault(self, folder):
        change(folder, UNIT, "{#u2.carrying}", "{#u2.carry}")
        retired = "resources: []\nretired:\n  - id: u2.carrying\n    now: [u2.carry]\n"
        change(folder, UNIT, "resources: []\n", retired)
        assert faults(folder) == []

    def test_are_retired_with_what_they_are_a_part_of(self, folder):
        text = (folder / LESSON).read_text()
        begin, end = text.index("## Topic"), text.index("## Proof")
        topic = "## Topic: Products {#u3.products}\n\n### Criterion\n\nFills in a table with one gap.\n\n"
        (folder / LESSON).write_text(text[:begin] + topic + text[end:])
        change(folder, LESSON, "serves: [u3.tables]", "serves: [u3.products]")
        change(folder, LESSON, "right column.\n", "right column.\nretired:\n  - id: u3.tables\n")
        assert faults(folder) == []
        change(folder, LESSON, "{#u3.b.rows}", "{#u3.tables.rows}")
        with pytest.raises(FaultyCurriculum, match="an id that is never used again"):
            read_curriculum(folder)

    def test_stay_in_the_list_when_they_are_retired(self, folder):
        change(folder, UNIT, "{#u2.carrying}", "{#u2.carry}")
        change(folder, UNIT, "resources: []\n", "resources: []\nretired:\n  - id: u2.carrying\n")
        assert release(read_curriculum(folder), folder) == 1
        assert {"u2.carrying", "u2.carry"} <= set(folder.with_name("released_ids.txt").read_text().split("\n"))
        change(folder, UNIT, "retired:\n  - id: u2.carrying\n", "")
        assert len(faults(folder)) == 1

    def test_of_a_unit_that_is_gone_are_named_in_the_list(self, folder):
        file = folder.with_name("released_ids.txt")
        file.write_text(file.read_text() + "u9.gone\n")
        [fault] = faults(folder)
        number = file.read_text().split("\n").index("u9.gone") + 1
        assert fault.startswith(f'released_ids.txt:{number}: id: expected the released id "u9.gone"')

    def test_come_in_the_order_of_their_numbers(self, folder):
        file = folder.with_name("released_ids.txt")
        file.write_text("u15.a.q10\nu15.a.q9\nu2.a\n")
        release(read_curriculum(folder), folder)
        marks = file.read_text().split("\n")
        assert marks.index("u2.a") < marks.index("u15.a.q9") < marks.index("u15.a.q10")

    def test_are_not_asked_for_where_nothing_was_released(self, folder):
        folder.with_name("released_ids.txt").unlink()
        assert faults(folder) == []
