"""Each gate for briefs of capstones catches what it is for, in its line, and lets the shipped ones pass."""

import re
import shutil

import pytest
from django.core.management import CommandError, call_command

from roadmap.checks.briefs import ITEMS, SKETCHES
from roadmap.checks.gates import faults_of_briefs
from roadmap.checks.lengths import WORDS
from roadmap.curriculum.documents import Capstone
from roadmap.curriculum.reading import read_apart, read_curriculum
from tests.roadmap.checks.planted_in_a_brief import PLANTED
from tests.roadmap.files import REAL, ROOT, SMALL, change

SHIPPED = sorted((REAL / "capstones").iterdir())


@pytest.fixture
def brief(tmp_path):
    """A copy of the first capstone."""
    return shutil.copy(SHIPPED[0], tmp_path / SHIPPED[0].name)


@pytest.fixture
def judged(brief):
    """What the gates say of the copy: the words of the line, and the sentence of each fault."""

    def judge():
        lines = brief.read_text().split("\n")
        return [
            (lines[fault.line - 1], f"{fault.field}: expected {fault.expected}, found {fault.found}")
            for fault in faults_of_briefs(read_apart([brief]).capstones)
        ]

    return judge


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_shipped_passes(file):
    [capstone] = read_apart([file]).capstones
    assert isinstance(capstone, Capstone)
    assert [str(fault) for fault in faults_of_briefs([capstone])] == []


@pytest.mark.parametrize(("old", "new", "line", "sentence"), PLANTED, ids=[each[3][:50] for each in PLANTED])
def test_a_planted_fault_is_named_with_its_line(brief, judged, old, new, line, sentence):
    change(brief.parent, brief.name, old, new)
    [(found, said)] = judged()
    assert found.startswith(line)
    assert said == sentence


def test_a_sketch_too_many_is_counted(brief, judged):
    text = brief.read_text()
    sketch = text[text.index("## Sketch: Allergens") : text.index("## Proof of mastery")]
    brief.write_text(text.replace(sketch, sketch + sketch.replace("{#c1.s.allergens}", "{#c1.s.more}")))
    [(line, said)] = judged()
    assert line.endswith("{#c1.s.more}")
    assert said == "Sketch: expected 3 sketches of products that would fit, found 4"


def test_a_capstone_that_waits_for_its_brief_is_judged_by_no_gate(brief, judged):
    text = brief.read_text()
    text = re.sub(r"## (?:Brief|Sketch).*?(?=## Proof)", "", text, flags=re.DOTALL)
    text = re.sub(r"### Good evidence\n.*?(?=## (?:Stage|Rubric))", "", text, flags=re.DOTALL)
    brief.write_text(text)
    assert judged() == []


def test_a_brief_that_was_only_begun_is_told_what_it_lacks():
    faults = [fault.field for fault in faults_of_briefs(read_curriculum(SMALL).capstones)]
    assert {"Brief", "Sketch", "Good evidence", "Typically sent back", "Mentors check"} <= set(faults)


def test_the_command_tells_faults_of_briefs(brief):
    change(brief.parent, brief.name, "It has one kind of user and one job.", "It is a powerful tool.")
    with pytest.raises(CommandError, match=f"1 fault in {brief}"):
        call_command("check_curriculum", brief)


def test_authors_are_told_the_numbers():
    told = (ROOT / "docs" / "authors.md").read_text()
    numbers = ["-".join(map(str, each)) for each in (WORDS["Brief"], WORDS["Sketch"], ITEMS)]
    assert [number for number in [*numbers, f"{SKETCHES} sketches"] if number not in told] == []
