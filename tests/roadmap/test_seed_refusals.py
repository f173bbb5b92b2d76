"""The seed writes all or nothing, and says in a sentence why it wrote nothing."""

import os
import shutil
import subprocess
import sys

import pytest
from django.core.management import CommandError
from django.db import connection

from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.seeding import SeedRefused
from roadmap.curriculum.seeding import seed as seed_the_map
from roadmap.models import CurriculumVersion, Phase, Prerequisite, Stage, Unit
from roadmap.models.version import CurriculumVersionManager
from tests.races import Actor, onlooker, until
from tests.roadmap.files import ROOT, change

UNIT, LESSON = "units/unit-02.md", "units/unit-03.md"


def refusal(seed, folder):
    with pytest.raises(CommandError) as raised:
        seed(folder)
    return str(raised.value)


def test_files_with_faults_write_nothing_and_each_fault_has_its_line(folder):
    change(folder, UNIT, "hours: 12", "hours: thirty")
    change(folder, LESSON, "title: Multiplying", "title: 7")
    command = [sys.executable, "manage.py", "seed_curriculum", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment(), timeout=60, check=False)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert 'units/unit-02.md:6: hours: expected a whole number from 1 to 200, found "thirty"' in lines
    assert 'units/unit-03.md:4: title: expected text (in quotes: "7"), found 7' in lines
    assert f"CommandError: 2 faults in {folder}. Nothing was written." in lines
    assert "Traceback" not in done.stderr


def test_two_files_with_one_number_write_nothing(seeded, seed):
    before = CurriculumVersion.objects.number()
    change(seeded, "units/unit-01.md", "hours: 10", "hours: 11")
    change(seeded, UNIT, "unit: 2\nslug", "unit: 3\nslug")
    assert refusal(seed, seeded) == f"2 faults in {seeded}. Nothing was written."
    assert CurriculumVersion.objects.number() == before
    assert Unit.objects.get(slug="counting").hours == 10


def test_a_number_that_was_given_away_here_is_named(seeded, seed):
    Unit.objects.filter(slug="adding").update(number=4)
    change(seeded, UNIT, "hours: 12", "hours: 13")
    text = (seeded / "units/unit-01.md").read_text(encoding="utf-8")
    text = text.replace("unit: 1\nslug: counting", "unit: 4\nslug: dividing").replace("[2, 3]", "[]")
    (seeded / "units/unit-04.md").write_text(text.replace("{#u1.", "{#u4."), encoding="utf-8")
    assert refusal(seed, seeded) == (
        "Nothing was written: unit adding and unit dividing would both have the number 4. One of them was added or "
        "edited here, or left the files: give it another number first."
    )
    assert not Unit.objects.filter(slug="dividing").exists()


def test_a_changed_slug_is_another_row_and_its_number_is_not_free(seeded, seed):
    change(seeded, UNIT, "slug: adding", "slug: sums-of-all-kinds")
    assert "unit adding and unit sums-of-all-kinds would both have the number 2" in refusal(seed, seeded)


def test_a_circle_with_an_edge_that_was_added_here_is_named(seeded, seed):
    counting, multiplying = Unit.objects.get(slug="counting"), Unit.objects.get(slug="multiplying")
    Prerequisite.objects.filter(after=multiplying).delete()
    Prerequisite.objects.filter(after__slug="adding").delete()
    Prerequisite.objects.create(after=counting, before=multiplying, why="for a change")
    sentence = refusal(seed, seeded)
    assert sentence.startswith("Nothing was written: prerequisites would go in a circle: ")
    assert "counting -> " in sentence
    assert not Prerequisite.objects.filter(after=multiplying).exists()


def test_a_circle_through_the_stages_of_a_capstone_is_named(seeded, seed):
    """CREATE builds on multiplying, and SCALE comes after CREATE: so multiplying cannot build on SCALE."""
    Prerequisite.objects.filter(after__slug="abacus-create").delete()
    multiplying, scale = Unit.objects.get(slug="multiplying"), Stage.objects.get(slug="abacus-scale")
    Prerequisite.objects.create(after=multiplying, before=scale, why="for a change")
    sentence = refusal(seed, seeded)
    assert sentence.startswith("Nothing was written: prerequisites would go in a circle: ")
    assert {"multiplying", "abacus-create", "abacus-build", "abacus-scale"} == set(
        sentence.removeprefix("Nothing was written: prerequisites would go in a circle: ").split(". ")[0].split(" -> ")
    )


def test_what_the_database_refuses_in_the_middle_undoes_all_of_it(seeded, seed):
    """A unit takes the slug of a stage that has left the files: the database notices after phases were written."""
    shutil.rmtree(seeded / "capstones")
    change(seeded, LESSON, "unlocks: [C1]", "unlocks: []")
    change(seeded, "phases/phase-01.md", "title: Numbers", "title: Figures")
    text = (seeded / "units/unit-01.md").read_text(encoding="utf-8")
    text = text.replace("unit: 1\nslug: counting", "unit: 4\nslug: abacus-build").replace("[2, 3]", "[]")
    (seeded / "units/unit-04.md").write_text(text.replace("{#u1.", "{#u4."), encoding="utf-8")
    before = CurriculumVersion.objects.number()
    sentence = refusal(seed, seeded)
    assert sentence.startswith('Nothing was written: the map would break its rule "')
    assert "(slug)=(abacus-build)" in sentence
    assert Phase.objects.get(number=1).title == "Numbers"
    assert CurriculumVersion.objects.number() == before


def test_a_deferred_rule_is_asked_before_the_seed_ends(seeded, monkeypatch):
    """Should the check in memory ever miss a shared number, the database still refuses it inside the seed."""
    monkeypatch.setattr("roadmap.curriculum.seeding.shared_number", lambda rows: None)
    file = seeded / UNIT
    other_unit = file.read_text().replace("slug: adding", "slug: sums-of-all-kinds").replace("{#u2.", "{#u9.")
    file.write_text(other_unit)
    with pytest.raises(SeedRefused, match="one unit for each number"):
        seed_the_map(read_curriculum(seeded))
    assert not Unit.objects.filter(slug="sums-of-all-kinds").exists()


def test_somebody_who_edits_for_too_long_is_told_in_a_sentence(map_files, seed, other_connection):
    other_connection.execute("SELECT * FROM roadmap_curriculumversion FOR UPDATE")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
    assert refusal(seed, map_files) == (
        "Nothing was written: canceling statement due to lock timeout. The seed can be run again."
    )


def environment():
    """The environment of a process of its own that works on the database of the test."""
    settings = connection.settings_dict
    host = settings["HOST"] or ""
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={host}"
    if settings["PORT"]:
        address += f"&port={settings['PORT']}"
    return os.environ | {"DATABASE_URL": address, "LOCAL": "1", "DJANGO_SETTINGS_MODULE": "roadmap.settings"}


@pytest.fixture
def changed_folder(map_files, tmp_path):
    """A copy of the curriculum with a change in the first table to be written, in a middle one and in the last."""
    folder = shutil.copytree(map_files, tmp_path / "curriculum")
    change(folder, "phases/phase-01.md", "title: Foundations", "title: Groundwork")
    change(folder, "units/unit-02.md", "title: Matrix Theory & Determinants", "title: Matrices")
    change(folder, "units/unit-02.md", "    why: ", "    why: as ever, ")
    return folder


def waiting_for(holder, watch):
    """The backends that this connection keeps waiting. Others may wait for locks of their own: they are not meant."""
    blocked = "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    return [pid for (pid,) in watch.execute(blocked, [holder.info.backend_pid])]


def is_alive(pid, watch):
    return bool(watch.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone())


# A seed without its transaction, to see that the test below would notice.
UNGUARDED = """
import contextlib, sys, types, django
django.setup()
from django.core.management import call_command
from roadmap.curriculum import seeding
from roadmap.models.version import CurriculumVersionManager
seeding.transaction = types.SimpleNamespace(atomic=contextlib.nullcontext)
CurriculumVersionManager.lock = lambda self: 0
call_command("seed_curriculum", sys.argv[1])
"""


def kill_a_seed_half_way(folder, other, command):
    """Phases, units and topics are written when the process dies: it waits for a table that somebody else holds."""
    other.execute("LOCK TABLE roadmap_prerequisite IN SHARE MODE")
    seeding = subprocess.Popen([sys.executable, *command, str(folder)], cwd=ROOT, env=environment())
    try:
        with onlooker() as watch:
            until(lambda: bool(waiting_for(other, watch)))
            [backend] = waiting_for(other, watch)
            seeding.kill()
            seeding.wait(10)
            other.rollback()
            until(lambda: not is_alive(backend, watch))
    finally:
        seeding.kill()


@pytest.mark.django_db(transaction=True)
def test_a_seed_that_is_killed_half_way_leaves_nothing(changed_folder, other_connection):
    version = CurriculumVersion.objects.number()
    kill_a_seed_half_way(changed_folder, other_connection, ["manage.py", "seed_curriculum"])
    assert Phase.objects.get(number=1).title == "Foundations"
    assert CurriculumVersion.objects.number() == version
    report = seed_the_map(read_curriculum(changed_folder))
    assert [each.row.kind for each in report.changed] == ["phase", "unit", "prerequisite"]


@pytest.mark.django_db(transaction=True)
def test_without_its_transaction_a_killed_seed_would_leave_half(changed_folder, other_connection):
    kill_a_seed_half_way(changed_folder, other_connection, ["-c", UNGUARDED])
    assert Phase.objects.get(number=1).title == "Groundwork"


def edit_while_a_seed_begins(folder, other):
    """An admin edits a unit and commits only when the seed, which wants to change the same unit, is waiting."""
    other.execute("SELECT * FROM roadmap_curriculumversion FOR UPDATE")
    other.execute("UPDATE roadmap_unit SET title = 'Edited here' WHERE number = 2")
    seeding = Actor(lambda: seed_the_map(read_curriculum(folder)))
    with onlooker() as watch:
        until(lambda: bool(waiting_for(other, watch)))
    other.commit()
    return seeding.ends()


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_a_seed_meets_on_its_way_is_kept(changed_folder, other_connection):
    report = edit_while_a_seed_begins(changed_folder, other_connection)
    assert [str(each.row) for each in report.kept] == ["unit matrix-theory-determinants"]
    assert Unit.objects.get(number=2).title == "Edited here"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_edit_would_be_lost(changed_folder, other_connection, monkeypatch):
    """The control of the test above: it fails when the seed does not wait for the editor."""
    monkeypatch.setattr(CurriculumVersionManager, "lock", lambda self: 0)
    edit_while_a_seed_begins(changed_folder, other_connection)
    assert Unit.objects.get(number=2).title == "Matrices"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A [link](javascript:alert(1)) to nowhere.", "A link leads to https://"),
        ("A formula $\\frac{1$ that ends early.", "cannot be read at its character"),
        ("It costs $12.", "A $ opens or closes a formula"),
        ("<script>alert(1)</script>", "HTML is shown as it was typed"),
    ],
)
def test_a_text_that_cannot_be_shown_is_named_and_nothing_is_written(seeded, seed, text, sentence):
    change(seeded, "units/unit-03.md", "Rows times columns.", f"Rows times columns.\n{text}")
    change(seeded, "units/unit-02.md", "title: Adding", "title: Adding up")
    with pytest.raises(CommandError) as refused:
        seed(seeded)
    assert "passage multiplying/tables.core, line 2: " in str(refused.value)
    assert sentence in str(refused.value)
    assert Unit.objects.get(slug="adding").title == "Adding"
