"""The map is written back to the files: what was seeded to the byte, what was edited here as it says now."""

import io
import shutil

import pytest
from django.core.management import CommandError, call_command

import clock
from roadmap.curriculum.gathering import curriculum_of
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.rows import rows_of
from roadmap.models import Criterion, Passage, Phase, Prerequisite, Question, Stage, Status, Topic, Unit
from tests.roadmap.files import REAL, SMALL

UNIT, LESSON = "units/unit-02.md", "units/unit-03.md"


@pytest.fixture
def export():
    """Runs the command and returns what it said."""

    def run(folder, *options):
        said = io.StringIO()
        call_command("export_curriculum", folder, *options, stdout=said, stderr=said)
        return said.getvalue()

    return run


def files(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("root", [REAL, SMALL], ids=["real", "small"])
def test_what_is_taken_apart_into_rows_is_put_together_again(root):
    curriculum = read_curriculum(root)
    assert curriculum_of(rows_of(curriculum)) == curriculum


@pytest.mark.django_db
def test_the_whole_curriculum_is_written_back_to_the_byte(seed, export, tmp_path):
    seed(REAL)
    export(tmp_path)
    assert files(tmp_path) == files(REAL)


def test_a_file_that_says_what_the_map_says_is_not_touched(seeded, export):
    before = {file: (seeded / file).stat().st_mtime_ns for file in files(seeded)}
    said = export(seeded)
    assert said == f"0 files changed, {len(before)} as they were.\n"
    assert {file: (seeded / file).stat().st_mtime_ns for file in files(seeded)} == before


def test_an_edit_is_written_to_the_file_of_its_unit_and_to_no_other(seeded, export):
    core = Passage.objects.get(key="tables.core")
    core.text = "Rows times columns, and nothing else."
    core.save()
    said = export(seeded)
    assert said == f"  written: {LESSON}\n1 files changed, {len(files(SMALL)) - 1} as they were.\n"
    assert "Rows times columns, and nothing else.\n\n### Worked example" in (seeded / LESSON).read_text()
    assert [file for file in files(SMALL) if files(seeded)[file] != files(SMALL)[file]] == [LESSON]


def test_what_was_exported_is_what_a_seed_finds_again(seeded, export, seed):
    Topic.objects.filter(slug="tables").update(title="Tables: by heart")
    question = Question.objects.get(key="tables.q1")
    question.text = (
        question.text.replace("six rows of seven", "six rows of eight").replace("42", "48").replace("7`", "8`")
    )
    question.save()
    export(seeded)
    assert "Edited here, and now the same as the file" in seed(seeded)
    assert "Nothing changed." in seed(seeded)
    assert "six rows of eight" in (seeded / LESSON).read_text()


def test_a_dry_run_names_the_files_and_writes_none(seeded, export):
    Unit.objects.filter(slug="adding").update(title="Adding up")
    assert f"  would be written: {UNIT}\n" in export(seeded, "--dry-run")
    assert files(seeded) == files(SMALL)


def test_drafts_stay_where_they_are(seeded, export):
    phase = Phase.objects.get(number=1)
    Unit.objects.create(
        slug="dividing", number=4, title="Dividing", phase=phase, difficulty=2, proof="Divide.", status=Status.DRAFT
    )
    assert "left out, because it is a draft: unit dividing" in export(seeded)
    assert files(seeded) == files(SMALL)


def test_an_archived_unit_keeps_its_file_and_is_named(seeded, export):
    Unit.objects.filter(slug="adding").update(status=Status.ARCHIVED)
    assert "archived here, which no file says: unit adding" in export(seeded)
    assert files(seeded) == files(SMALL)


def test_what_is_archived_within_a_unit_leaves_its_file(seeded, export):
    Question.objects.get(key="tables.q1").set_archived(clock.now())
    Topic.objects.get(slug="carrying").set_archived(clock.now())
    export(seeded)
    assert "tables.q1" not in (seeded / LESSON).read_text()
    assert "carrying" not in (seeded / UNIT).read_text()


def test_a_second_criterion_of_a_topic_has_a_place_in_its_file(seeded, export, seed):
    topic = Topic.objects.get(slug="sums")
    key = Criterion.objects.free_key(topic)
    criterion = Criterion.objects.create(milestone=topic.unit, topic=topic, key=key, position=topic.position)
    criterion.reword("Tells a sum from a product.", [])
    export(seeded)
    assert "### Criterion {#u2.sums-2}\n\nTells a sum from a product.\n" in (seeded / UNIT).read_text()
    assert "Edited here, and now the same as the file" in seed(seeded)
    assert "Nothing changed." in seed(seeded)


def test_a_file_of_a_unit_that_is_gone_is_removed(seeded, export):
    shutil.copy(seeded / UNIT, seeded / "units" / "unit-09.md")
    assert "  removed: units/unit-09.md\n" in export(seeded)
    assert files(seeded) == files(SMALL)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            lambda: Topic.objects.get(slug="sums").criteria.update(archived_at=clock.now()),
            "topic adding/sums asks for nothing",
        ),
        (
            lambda: Prerequisite.objects.create(
                after=Stage.objects.get(slug="abacus-build"), before=Unit.objects.get(slug="adding"), why="x"
            ),
            "prerequisite abacus-build on adding cannot stand in a file",
        ),
        (
            lambda: Stage.objects.filter(slug="abacus-build").update(difficulty=5),
            "its difficulty differs between stages",
        ),
    ],
)
def test_what_no_file_can_hold_is_told_and_nothing_is_written(seeded, export, edit, sentence):
    Unit.objects.filter(slug="multiplying").update(title="Another title")
    edit()
    with pytest.raises(CommandError, match=sentence):
        export(seeded)
    assert files(seeded) == files(SMALL)


def test_a_text_that_would_break_its_file_is_told_and_nothing_is_written(seeded, export):
    Passage.objects.filter(key="tables.core").update(text="Rows.\n\n## Topic: Mine {#u3.mine}")
    said = io.StringIO()
    with pytest.raises(CommandError, match="files would have these faults"):
        call_command("export_curriculum", seeded, stdout=said, stderr=said)
    assert "units/unit-03.md:" in said.getvalue()
    assert files(seeded) == files(SMALL)
