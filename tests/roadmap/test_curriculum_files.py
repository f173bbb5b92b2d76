"""The curriculum's files say what the roadmap says, and can be read and written back without losing a byte."""

import re

import pytest

from roadmap.curriculum.documents import STEPS, Retired
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.writing import write
from tests.roadmap.files import REAL, SMALL, change, roadmap_outline


@pytest.fixture(scope="module")
def real():
    return read_curriculum(REAL)


def test_the_phases_are_those_of_the_roadmap_to_the_letter(real):
    phases, _, _ = roadmap_outline()
    assert [(phase.number, phase.title, phase.tagline) for phase in real.phases] == phases
    assert len(phases) == 11


def test_the_units_are_those_of_the_roadmap_to_the_letter(real):
    _, units, _ = roadmap_outline()
    assert [(unit.phase, unit.number, unit.title) for unit in real.units] == [unit[:3] for unit in units]
    assert len(units) == 80


def test_the_topics_are_those_of_the_roadmap_but_for_a_first_capital(real):
    _, units, _ = roadmap_outline()
    for unit, (_, _, _, expected) in zip(real.units, units, strict=True):
        titles = [topic.title for topic in unit.topics]
        assert [title[1:] for title in titles] == [title[1:] for title in expected]
        assert [title[0].lower() for title in titles] == [title[0].lower() for title in expected]
    assert sum(len(unit.topics) for unit in real.units) == sum(len(unit[3]) for unit in units) == 272


def test_the_capstones_are_those_of_the_roadmap_to_the_letter(real):
    _, _, capstones = roadmap_outline()
    found = [(capstone.phase, capstone.number, capstone.title, capstone.focus) for capstone in real.capstones]
    assert found == capstones
    assert len(capstones) == 3


def test_every_criterion_is_a_sentence(real):
    for unit in real.units:
        for topic in unit.topics:
            for criterion in topic.criteria:
                assert re.fullmatch(r"[A-Z0-9].*[^. ]\.", criterion.text), f"{criterion.id}: {criterion.text}"


def test_the_graph_has_every_edge_with_its_reason(real):
    edges = [edge for milestone in real.milestones for edge in milestone.builds_on]
    assert len(edges) == 143
    assert sum(edge.strength == "helps" for edge in edges) == 7
    assert all(edge.why for edge in edges)
    backward = [(unit.ref, edge.to) for unit in real.units for edge in unit.builds_on if int(edge.to) > unit.number]
    assert backward == [("63", "64")]


def test_every_capstone_has_its_stages_and_rubric(real):
    assert [[len(stage.deliverables) for stage in capstone.stages] for capstone in real.capstones] == [
        [7, 8, 7]
    ] * 2 + [[7, 7, 7]]
    assert [len(capstone.rubric) for capstone in real.capstones] == [8, 9, 8]
    assert all(tuple(stage.step for stage in capstone.stages) == STEPS for capstone in real.capstones)


@pytest.mark.parametrize("root", [REAL, SMALL], ids=["real", "small"])
def test_writing_a_file_back_gives_the_same_bytes(root):
    for document in read_curriculum(root).documents:
        assert write(document).encode() == (root / document.file).read_bytes(), document.file


def test_ids_that_were_used_once_are_read_and_written_back(folder):
    change(
        folder, "units/unit-02.md", "resources: []\n", "resources: []\nretired:\n  - id: u2.old\n    now: [u3.tables]\n"
    )
    change(folder, "capstones/capstone-1.md", "unlocks: []\n", "unlocks: []\nretired:\n  - id: c1.create.old\n")
    curriculum = read_curriculum(folder)
    assert curriculum.units[1].retired == (Retired("u2.old", now=("u3.tables",)),)
    assert curriculum.capstones[0].retired == (Retired("c1.create.old"),)
    for document in curriculum.documents:
        assert write(document).encode() == (folder / document.file).read_bytes(), document.file


def test_the_sections_of_a_lesson_are_kept_as_text():
    unit = read_curriculum(SMALL).units[2]
    assert [section.name for section in unit.lesson] == ["Why it matters", "Bridge"]
    kept = ["Core idea", "Worked example", "Misconception", "Figure", "Questions"]
    assert [section.name for section in unit.topics[0].lesson] == kept
    assert "# Not a heading" in unit.topics[0].lesson[1].body
    assert [section.name for section in unit.proof.lesson] == ["Good evidence", "Typically sent back"]
    assert unit.resources[0].title == "Tables: how to read them"
