"""A curriculum file that is wrong is told what is wrong, in which line and what was expected; never a traceback."""

import os
import shutil

import pytest

from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.reading import read_curriculum
from tests.roadmap.files import change
from tests.roadmap.planted_faults import CAPSTONE, LESSON, PHASE, PLANTED, UNIT


def faults_of(folder):
    with pytest.raises(FaultyCurriculum) as raised:
        read_curriculum(folder)
    return str(raised.value).split("\n")


@pytest.mark.parametrize(("file", "old", "new", "line", "sentence"), PLANTED)
def test_a_planted_fault_is_named_with_its_line(folder, file, old, new, line, sentence):
    change(folder, file, old, new)
    assert faults_of(folder) == [f"{file}:{line}: {sentence}"]


def test_all_faults_of_all_files_are_told_together(folder):
    change(folder, PHASE, "title: Numbers", "title: 7")
    change(folder, UNIT, "hours: 12", "hours: thirty")
    change(folder, UNIT, "### Task", "### Tusk")
    change(folder, LESSON, "difficulty: 3", "difficulty: hard")
    assert faults_of(folder) == [
        'phases/phase-01.md:4: title: expected text (in quotes: "7"), found 7',
        'units/unit-02.md:6: hours: expected a whole number from 1 to 200, found "thirty"',
        "units/unit-02.md:27: Task: expected this section, found none",
        'units/unit-02.md:29: section: expected one of Task, Good evidence, Typically sent back, found "Tusk"',
        'units/unit-03.md:7: difficulty: expected a whole number from 1 to 5, found "hard"',
    ]


def test_a_cycle_is_named(folder):
    change(folder, "units/unit-01.md", "builds_on: []", "builds_on:\n  - unit: 3\n    why: backward")
    change(folder, LESSON, "unlocks: [C1]", "unlocks: [1, C1]")
    assert faults_of(folder) == [
        "units/unit-01.md:9: builds_on: expected no way back to itself, found the cycle 1 -> 2 -> 3 -> 1"
    ]


def test_a_cycle_through_a_capstone_is_named(folder):
    change(folder, LESSON, "  - unit: 2", "  - capstone: 1\n    why: backward\n  - unit: 2")
    change(folder, CAPSTONE, "unlocks: []", "unlocks: [3]")
    assert faults_of(folder) == [
        "units/unit-03.md:12: builds_on: expected no way back to itself, found the cycle 3 -> C1 -> 3"
    ]


def test_two_files_with_one_number_are_both_named(folder):
    change(folder, UNIT, "unit: 2\nslug", "unit: 3\nslug")
    assert faults_of(folder) == [
        "units/unit-02.md:2: unit: expected 2, as in the name of the file, found 3",
        "units/unit-03.md:2: unit: expected a number of its own, found 3, which units/unit-02.md has",
    ]


def test_a_copied_file_is_told_what_it_shares_with_the_first(folder):
    shutil.copy(folder / "phases" / "phase-02.md", folder / "phases" / "phase-03.md")
    assert faults_of(folder) == [
        "phases/phase-03.md:2: phase: expected a number of its own, found 2, which phases/phase-02.md has",
        'phases/phase-03.md:3: slug: expected a slug of its own, found "products", which phases/phase-02.md has',
    ]


def test_ids_begin_otherwise_in_every_file(folder):
    path = folder / UNIT
    path.write_text(path.read_text(encoding="utf-8").replace("{#u2.", "{#u1."), encoding="utf-8")
    assert faults_of(folder) == [
        (
            "units/unit-02.md:15: id: expected ids that begin otherwise than those of another file, "
            "found u1., as in units/unit-01.md"
        ),
        'units/unit-02.md:27: id: expected an id of its own, found "u1.proof", which stands in units/unit-01.md:25',
    ]


def test_a_slug_that_a_stage_would_get_is_taken(folder):
    change(folder, UNIT, "slug: adding", "slug: abacus-build")
    assert faults_of(folder) == [
        'capstones/capstone-1.md:3: slug: expected a slug of its own, found "abacus-build", which units/unit-02.md has'
    ]


def test_a_missing_number_is_named(folder):
    (folder / UNIT).unlink()
    assert "units: unit: expected every number from 1 to 3, found no file for 2" in faults_of(folder)


def test_what_an_unreadable_file_might_say_is_not_held_against_others(folder):
    (folder / UNIT).write_bytes(b"\xff\xfe")
    assert faults_of(folder) == ["units/unit-02.md:1: file: expected UTF-8, found the byte 0xff"]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "file: expected 1 to 1,000,000 bytes, found an empty file"),
        (b"-" * 1_000_001, "file: expected 1 to 1,000,000 bytes, found more"),
    ],
)
def test_a_file_of_no_use_is_named(folder, raw, fault):
    (folder / UNIT).write_bytes(raw)
    assert faults_of(folder) == [f"units/unit-02.md: {fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"Add ten", b"Add\x00ten", "31: file: expected text without control characters, found U+0000"),
        (b"Add ten", b"Add \xfften", "31: file: expected UTF-8, found the byte 0xff"),
        (b"Add ten", "Add\u2028ten".encode(), "31: file: expected text without control characters, found U+2028"),
        (b"\n", b"\r\n", "1: file: expected text without control characters, found U+000D"),
        (
            b"---\nunit",
            b"\xef\xbb\xbf---\nunit",
            '1: front block: expected a block between two lines ---, found "\\ufeff---"',
        ),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_line(folder, old, new, fault):
    path = folder / UNIT
    path.write_bytes(path.read_bytes().replace(old, new))
    assert faults_of(folder) == [f"units/unit-02.md:{fault}"]


def test_files_with_other_names_are_not_passed_over(folder):
    shutil.copy(folder / UNIT, folder / "units" / "unit-2.md")
    (folder / "phases" / "notes.txt").write_text("later")
    (folder / "phases" / ".hidden").write_text("no business of ours")
    assert faults_of(folder) == [
        'phases/notes.txt: name: expected a name such as phase-01.md, found "notes.txt"',
        'units/unit-2.md: name: expected a name such as unit-01.md, found "unit-2.md"',
    ]


def test_a_folder_or_pipe_in_the_place_of_a_file_is_named(folder):
    (folder / UNIT).unlink()
    (folder / UNIT).mkdir()
    (folder / PHASE).unlink()
    os.mkfifo(folder / PHASE)
    assert faults_of(folder) == [
        "phases/phase-01.md: file: expected a file, found something else of that name",
        "units/unit-02.md: file: expected a file, found something else of that name",
    ]


def test_an_empty_or_missing_folder_is_named(folder, tmp_path):
    shutil.rmtree(folder / "phases")
    assert faults_of(folder)[0] == "phases: folder: expected files such as phase-01.md, found none"
    missing = tmp_path / "nowhere"
    assert faults_of(missing) == [f"{missing}: folder: expected a folder with phases, units and capstones, found none"]


GARBAGE = ["", "\t{[: ", "- - ? &a *a", "### {#.}", "```", "...", "!!int 9", "\\ud800 🜚", "builds_on: [[]]", "1. {#}"]


@pytest.mark.parametrize("file", [PHASE, UNIT, LESSON, CAPSTONE])
def test_no_line_of_garbage_breaks_the_reader(folder, file):
    """Whatever stands in whichever line, there is a curriculum or there are faults; nothing else is raised."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    refused = []
    for number in range(len(lines)):
        garbage = GARBAGE[number % len(GARBAGE)]
        (folder / file).write_text("\n".join([*lines[:number], garbage, *lines[number + 1 :]]), encoding="utf-8")
        try:
            read_curriculum(folder)
        except FaultyCurriculum as faulty:
            refused.append(faulty)
    assert len(refused) > len(lines) / 3
    assert all(fault.file and fault.expected and fault.found for faulty in refused for fault in faulty.faults)
