"""What there is to read of a capstone, from its file to the map and back: part by part, as with lessons."""

import re
import shutil

import pytest
from django.core.management import call_command

from roadmap.curriculum.reading import read_curriculum
from roadmap.models import Passage, Stage
from roadmap.models.history import versions_of
from tests.roadmap.files import REAL, SMALL, change

CAPSTONE = "capstones/capstone-1.md"
FIRST = "abacus-create"


@pytest.fixture
def brief(seeded):
    return Passage.objects.get(key="brief", milestone__slug=FIRST)


@pytest.fixture
def export():
    return lambda folder: call_command("export_curriculum", folder, verbosity=0)


def edit(passage, text):
    passage.text = text
    passage.make(passage.begins, is_edited=passage.is_edited)
    passage.save()


def test_each_part_is_a_passage_of_the_stage_concerned(seeded):
    assert list(Passage.objects.exclude(milestone__stage=None).values_list("milestone__slug", "kind", "key")) == [
        (FIRST, "brief", "brief"),
        (FIRST, "sketch", "s.stall"),
        (FIRST, "sketch", "s.flock"),
        (FIRST, "evidence", "proof.evidence"),
        (FIRST, "faults", "proof.faults"),
        (FIRST, "checks", "proof.checks"),
        ("abacus-build", "checks", "proof.checks"),
    ]


def test_what_is_shown_is_made_when_it_is_seeded(brief):
    assert brief.html.startswith("<p>You build something to count with.\n")
    assert brief.begins == "c1"
    stall = Passage.objects.get(key="s.stall")
    assert (stall.title, "<strong>Person.</strong>" in stall.html) == ("A frame for a market stall", True)


def test_a_part_that_either_side_edits_is_kept_or_written(seeded, seed, brief):
    edit(brief, "Edited here.")
    change(seeded, CAPSTONE, "- Nobody was asked.", "- Only friends were asked.")
    said = seed(seeded)
    assert f"  passage {FIRST}/proof.faults: text" in said
    assert f"  passage {FIRST}/brief: text" in said
    brief.refresh_from_db()
    assert brief.text == "Edited here."
    faults = Passage.objects.get(key="proof.faults", milestone__slug=FIRST)
    assert "Only friends were asked." in faults.html


def test_a_part_that_both_sides_edit_is_a_conflict_until_one_is_taken_for_it_alone(seeded, seed, brief):
    edit(brief, "Edited here.")
    edit(Passage.objects.get(key="s.flock"), "Edited here too.")
    change(seeded, CAPSTONE, "You build something to count with.", "Edited there.")
    change(seeded, CAPSTONE, "He counts a flock", "She counts a flock")
    assert "CONFLICT" in seed(seeded)
    said = seed(seeded, "--take", "file", "--part", f"passage {FIRST}/brief")
    brief.refresh_from_db()
    assert brief.text.startswith("Edited there.")
    assert Passage.objects.get(key="s.flock").text == "Edited here too."
    assert f"passage {FIRST}/s.flock" in said


def test_sketches_follow_the_order_of_the_file(seeded, seed):
    text = (seeded / CAPSTONE).read_text()
    begin, end = text.index("## Sketch: A string"), text.index("## Proof of mastery")
    string = text[begin:end]
    text = text[:begin] + text[end:]
    (seeded / CAPSTONE).write_text(text.replace("## Sketch: A frame", f"{string}## Sketch: A frame"))
    seed(seeded)
    sketches = Passage.objects.filter(kind="sketch").order_by("position")
    assert [each.key for each in sketches] == ["s.flock", "s.stall"]
    assert "Nothing changed." in seed(seeded)


def test_a_sketch_whose_id_is_retired_is_archived_and_its_id_is_not_used_again(seeded, seed, export, tmp_path):
    text = (seeded / CAPSTONE).read_text()
    begin, end = text.index("## Sketch: A string"), text.index("## Proof of mastery")
    text = text[:begin] + text[end:]
    (seeded / CAPSTONE).write_text(text.replace("unlocks: []\n", "unlocks: []\nretired:\n  - id: c1.s.flock\n"))
    assert f"  passage {FIRST}/s.flock" in seed(seeded)
    assert Passage.objects.get(key="s.flock").archived_at
    export(tmp_path / "out")
    assert (tmp_path / "out" / CAPSTONE).read_bytes() == (seeded / CAPSTONE).read_bytes()


def test_what_is_edited_here_is_exported_to_its_place(seeded, seed, export, brief):
    edit(brief, "Edited here.\n\nIn two paragraphs.")
    export(seeded)
    expected = (SMALL / CAPSTONE).read_text().replace(
        "You build something to count with.\nWhoever counts for a living should want to keep it.",
        "Edited here.\n\nIn two paragraphs.",
    )  # fmt: skip
    assert (seeded / CAPSTONE).read_text() == expected
    assert "Edited here, and now the same as the file" in seed(seeded)
    assert "Nothing changed." in seed(seeded)


def test_a_file_without_a_brief_is_as_good_as_before(tmp_path, empty_map, seed, export):
    folder = shutil.copytree(SMALL, tmp_path / "bare")
    text = re.sub(r"## (?:Brief|Sketch) .*?(?=## Proof)", "", (folder / CAPSTONE).read_text(), flags=re.DOTALL)
    text = re.sub(r"### (?:Good evidence|Mentors check)\n.*?(?=## Stage)", "", text, flags=re.DOTALL)
    (folder / CAPSTONE).write_text(text)
    seed(folder)
    assert not Passage.objects.exclude(milestone__stage=None)
    export(tmp_path / "out")
    assert (tmp_path / "out" / CAPSTONE).read_bytes() == (folder / CAPSTONE).read_bytes()


@pytest.mark.django_db
def test_every_capstone_that_is_shipped_has_its_brief_on_the_map(capstone):
    for stage in Stage.objects.all():
        kinds = ["brief", "sketch", "sketch", "sketch"] if stage.step == Stage.Step.CREATE else []
        found = [each.kind for each in stage.passages.order_by("pk")]
        assert found == [*kinds, "evidence", "faults", "checks"]
    assert len(read_curriculum(REAL).capstones) == 3


def test_an_edit_is_a_version(brief):
    edit(brief, "Edited here.")
    assert [each.text for each in versions_of(brief)] == ["Edited here.", versions_of(brief)[1].text]
    assert versions_of(brief)[1].text.startswith("You build")
