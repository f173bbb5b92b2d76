"""The command tells every fault in a sentence, wherever the files lie, and its end says whether there was one."""

import io
import shutil
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from roadmap.checks.lists import RUNS
from tests.roadmap.files import REAL, ROOT, change

LESSON = "units/unit-03.md"


@pytest.fixture
def check():
    """Runs the command; returns what it said, and raises CommandError with what it said before."""

    def run(path, *options):
        said = io.StringIO()
        try:
            call_command("check_curriculum", path, *options, stdout=said, stderr=said)
        except CommandError as error:
            raise CommandError(f"{said.getvalue()}{error}") from error
        return said.getvalue()

    return run


@pytest.fixture
def faults(check):
    """What the command says of files that are at fault."""

    def run(path, *options):
        with pytest.raises(CommandError) as raised:
            check(path, *options)
        return str(raised.value).split("\n")

    return run


@pytest.fixture
def whole(tmp_path):
    """A copy of the real curriculum and of what was recorded of it."""
    shutil.copy(REAL.with_name(RUNS), tmp_path)
    return shutil.copytree(REAL, tmp_path / "curriculum")


def test_a_file_of_somebodys_own_is_checked_where_it_lies(check, lesson):
    assert check(lesson) == f"Reading {lesson} ...\nRunning 2 programs ...\n  {lesson}: 2 ran\nNo faults in {lesson}.\n"


def test_a_folder_of_files_is_checked_and_compared_with_itself(faults, lesson):
    copy = shutil.copy(lesson, lesson.with_name("unit-98.md"))
    change(copy.parent, copy.name, "unit: 99", "unit: 98")
    change(copy.parent, copy.name, "slug: averages", "slug: means")
    said = faults(lesson.parent)
    assert f'{lesson}:57: id: expected an id of its own, found "u99.middle", which stands in {copy}:57' in said
    copy.write_text(copy.read_text().replace("u99.", "u98."))
    said = faults(lesson.parent)
    assert len([line for line in said if "shares at most 45% of its words" in line]) == 8
    assert len([line for line in said if "a term that is said in one place" in line]) == 2
    assert said[-1] == f"10 faults in {lesson.parent}."


def test_faults_of_gates_and_of_programs_are_told_together(faults, lesson):
    change(lesson.parent, lesson.name, "answer: 60", "answer: 61")
    change(lesson.parent, lesson.name, "140 46 23", "140 46 24")
    assert faults(lesson) == [
        f"Reading {lesson} ...",
        f"{lesson}:185: answer: expected 60, as check gives it, found 61",
        "Running 2 programs ...",
        f"  {lesson}: 2 ran",
        f'{lesson}:96: output: expected "140 46 23", as the program prints it, found "140 46 24"',
        f"2 faults in {lesson}.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("---\nunit", "\ufeff---\nunit", '1: front block: expected a block between two lines ---, found "\\ufeff---"'),
        ("\n", "\r\n", "1: file: expected text without control characters, found U+000D"),
        ("hours: 2\n", "hours: 2\ncolour: red\n", "7: colour: expected one of the fields unit, slug, title"),
        ("hours: 2\n", "hours:\t2\n", "6: front block: expected YAML, found an error: found character '\\t'"),
        ("{#u99.middle.q2}", "{#u99.middle.q1}", "134: id: expected an id of its own"),
        ("### Core idea\n", "### Core idea\n" + "x" * 1_000_000, "file: expected 1 to 1,000,000 bytes, found more"),
        ("#### predict", "#### guess", "218: question: expected one of the kinds single, multiple"),
        ("check: `(", "check `(", "179: check: expected 1 of this field, found 0"),
        ("unit: 99", "unit: 98", "2: unit: expected 99, as in the name of the file, found 98"),
        ("resources:\n", "resources: &a\n", "10: form: expected"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_why_in_its_line(faults, lesson, old, new, sentence):
    text = lesson.read_text(newline="")
    lesson.write_text(text.replace(old, new) if old == "\n" else text.replace(old, new, 1), newline="")
    said = faults(lesson)
    assert sentence in said[1]
    assert said[1].startswith(str(lesson))
    assert said[-1].endswith(f"in {lesson}. Gates and programs wait for these.")


def test_a_file_of_another_name_is_told_what_names_there_are(faults, tmp_path):
    (tmp_path / "averages.md").write_text("---\n")
    assert faults(tmp_path / "averages.md")[1].endswith('name: expected a name such as unit-01.md, found "averages.md"')


def test_what_is_not_there_is_told(faults, tmp_path):
    assert faults(tmp_path / "unit-01.md") == [f"There is no file or folder {tmp_path / 'unit-01.md'}."]
    assert faults(tmp_path) == [
        f"Reading {tmp_path} ...",
        f"There are no files in {tmp_path} with names such as unit-15.md.",
    ]


def test_a_whole_curriculum_is_read_with_what_holds_between_its_files(faults, folder):
    change(folder, "units/unit-01.md", "builds_on: []", "builds_on:\n  - unit: 3\n    why: backward")
    change(folder, LESSON, "unlocks: [C1]", "unlocks: [1, C1]")
    assert "found the cycle 1 -> 2 -> 3 -> 1" in faults(folder)[1]


def test_programs_of_a_whole_curriculum_are_run_once_and_again_when_they_change(check, faults, folder):
    with pytest.raises(CommandError, match="Running 1 program"):
        check(folder)
    assert "Recorded: 1 unit." in faults(folder, "--record")
    assert "No program has changed since it was recorded." in faults(folder)
    assert "Running 1 program ..." in faults(folder, "--all")
    change(folder, LESSON, "```output\n20", "```output\n21")
    assert f'{LESSON}:57: output: expected "20", as the program prints it, found "21"' in faults(folder, "--record")
    assert "Running 1 program ..." in faults(folder)


def test_nothing_is_released_of_a_curriculum_with_faults(faults, folder):
    assert faults(folder, "--release")[-1].endswith("Nothing was released.")
    assert not folder.with_name("released_ids.txt").exists()


def test_what_has_no_fault_is_released(check, faults, whole):
    assert "No program has changed since it was recorded.\nReleased: " in check(whole, "--release")
    assert "Released: 0 ids.\n" in check(whole, "--release")
    change(whole, "units/unit-01.md", "{#u1.proof}", "{#u1.proofs}")
    assert faults(whole)[1:-1] == [
        'units/unit-01.md:1: id: expected the released id "u1.proof" in use, or under retired, found neither',
        "No program has changed since it was recorded.",
    ]


def test_options_of_a_curriculum_are_refused_for_single_files(faults, lesson):
    assert faults(lesson, "--release") == [
        f"{lesson} is no folder with phases/, units/ and capstones/, which these options are for."
    ]


def test_the_report_counts_and_names_what_is_thin(check, folder):
    said = check(folder, "--report").split("\n")
    assert said[1].split() == [
        *("phase", "lessons", "topics", "words", "minutes"),
        *("single", "multiple", "numeric", "order", "short", "predict", "figures", "programs"),
    ]
    assert [line.split()[:2] for line in said[2:5]] == [["1", "1/3"], ["2", "0/0"], ["all", "1/3"]]
    assert "Units without a lesson: 1-2." in said
    assert "Figures that nobody has drawn: u3.tables.fig." in said
    assert "Topics with no more than 4 questions: u3.tables." in said
    assert "Running" not in "\n".join(said)


def test_the_script_needs_no_database_and_ends_with_a_status(tmp_path, lesson):
    def script():
        command = [sys.executable, "-m", "script.local.check", str(lesson)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert script().returncode == 0
    change(lesson.parent, lesson.name, "answer: 60", "answer: 61")
    ended = script()
    assert ended.returncode == 1
    assert f"{lesson}:185: answer: expected 60, as check gives it, found 61" in ended.stderr
