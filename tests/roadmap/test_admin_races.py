"""Two who edit at once: admins who would close a circle together, and an admin against the seed."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from progress import mastery
from progress.models import UserProgress
from roadmap import editing
from roadmap.curriculum import seeding
from roadmap.curriculum.reading import read_curriculum
from roadmap.models import Prerequisite, Status, Unit
from roadmap.models.version import CurriculumVersionManager
from tests.conftest import person
from tests.races import PATIENCE, Meeting, at_once, until_somebody_waits
from tests.roadmap.admin_pages import Page
from tests.roadmap.files import change as change_file
from tests.roadmap.test_admin import change

pytestmark = pytest.mark.django_db(transaction=True)
NEW_EDGE = "/admin/roadmap/prerequisite/add/"
CIRCLE = "circle of prerequisites"


@pytest.fixture
def browsers(alan: User, client_of: Callable[[User], Client]) -> tuple[Client, Client]:
    return client_of(alan), client_of(person("Barbara", is_staff=True))


@pytest.fixture
def ends(db: None) -> tuple[Unit, Unit]:
    """Two units of which neither rests on the other, by whatever way."""
    Prerequisite.objects.filter(after__unit__number__in=(79, 80)).delete()
    Prerequisite.objects.filter(before__unit__number__in=(79, 80)).delete()
    return Unit.objects.get(number=79), Unit.objects.get(number=80)


def opposite_edges(browsers: tuple[Client, Client], ends: tuple[Unit, Unit]) -> list[Any]:
    """What each of two admins is told who add opposite edges at the same moment."""

    def add(browser: Client, after: Unit, before: Unit) -> Callable[[], list[str]]:
        page = Page(browser, NEW_EDGE)
        return lambda: page.save(after=after.pk, before=before.pk, why="One before the other.")

    return at_once(add(browsers[0], *ends), add(browsers[1], *reversed(ends)))


@pytest.fixture
def both_have_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither asks the rules before the other has written its edge, unless a lock holds the other back."""
    meeting, original = Meeting(), editing.Edit.check

    def check(self: editing.Edit) -> None:
        meeting.wait()
        original(self)

    monkeypatch.setattr(editing.Edit, "check", check)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CurriculumVersionManager, "lock", lambda self: 0)
    # Each statement that edits would hold the version's row and so the other editor.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadmap_prerequisite DISABLE TRIGGER prerequisite_raises_the_version")


@pytest.fixture(autouse=True)
def triggers_come_back(db: None) -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadmap_prerequisite ENABLE TRIGGER ALL")


def one_was_refused(told: list[Any]) -> bool:
    return sorted(map(bool, told)) == [False, True] and CIRCLE in " ".join(told[0] + told[1])


def test_of_two_admins_who_close_a_circle_one_is_refused(
    browsers: tuple[Client, Client], ends: tuple[Unit, Unit], both_have_written: None
) -> None:
    told = opposite_edges(browsers, ends)
    assert one_was_refused(told), told
    assert Prerequisite.objects.filter(after__in=ends, before__in=ends).count() == 1
    assert not Prerequisite.objects.cycle()


def test_the_rule_of_the_database_is_enough_by_itself(
    browsers: tuple[Client, Client], ends: tuple[Unit, Unit], both_have_written: None, without_lock: None
) -> None:
    """Whoever edits without taking the lock meets the trigger, which makes the second wait and then look."""
    told = opposite_edges(browsers, ends)
    assert one_was_refused(told), told
    assert not Prerequisite.objects.cycle()


def test_without_the_rule_both_go_through_and_make_a_circle(
    browsers: tuple[Client, Client], ends: tuple[Unit, Unit], both_have_written: None
) -> None:
    """The negative control: nothing but the trigger sees the circle."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadmap_prerequisite DISABLE TRIGGER no_cycle_of_prerequisites")
    assert opposite_edges(browsers, ends) == [[], []]
    assert set(Prerequisite.objects.cycle()) == {unit.pk for unit in ends}


@pytest.fixture
def folder(map_files: Path, tmp_path: Path) -> Path:
    """Files that have another title for unit 15 than the map."""
    folder = Path(shutil.copytree(map_files, tmp_path / "curriculum"))
    change_file(folder, "units/unit-15.md", "title: Backpropagation Deep Dive", "title: From the file")
    return folder


def run_seed(folder: Path) -> seeding.Report:
    return seeding.seed(read_curriculum(folder))


def kept(report: seeding.Report) -> list[str]:
    return [f"{each.row}: {', '.join(each.fields)}" for each in report.kept]


def edit_before_seed(monkeypatch: pytest.MonkeyPatch, page: Page, folder: Path) -> list[Any]:
    """The admin has written and has not committed when the seed comes; what the admin and the seed were told."""
    written, original = threading.Event(), editing.Edit.check

    def check(self: editing.Edit) -> None:
        original(self)
        if not written.is_set():
            written.set()
            until_somebody_waits()

    def seed() -> Any:
        assert written.wait(PATIENCE)
        return run_seed(folder)

    monkeypatch.setattr(editing.Edit, "check", check)
    return at_once(lambda: page.save(title="Edited here"), seed)


def test_an_edit_that_a_seed_comes_upon_is_kept_and_named(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, folder: Path
) -> None:
    told, report = edit_before_seed(monkeypatch, Page(browsers[0], change(unit)), folder)
    assert told == []
    assert kept(report) == [f"unit {unit.slug}: title"]
    assert Unit.objects.get(pk=unit.pk).title == "Edited here"


def test_without_the_lock_the_seed_writes_over_that_edit(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, folder: Path
) -> None:
    """The negative control: a seed that does not wait has read the map before the edit was committed."""
    monkeypatch.setattr(CurriculumVersionManager, "lock", lambda self: 0)
    told, report = edit_before_seed(monkeypatch, Page(browsers[0], change(unit)), folder)
    assert told == []
    assert kept(report) == []
    assert Unit.objects.get(pk=unit.pk).title == "From the file"


def seed_before_edit(monkeypatch: pytest.MonkeyPatch, page: Page, folder: Path) -> list[Any]:
    """The seed has read the map and has not written when the admin saves; what the seed and the admin were told."""
    read, saved, original = threading.Event(), threading.Event(), seeding.standing_map

    def read_and_wait() -> Any:
        standing = original()
        read.set()
        until_somebody_waits(or_else=saved.is_set)
        return standing

    def save() -> list[str]:
        assert read.wait(PATIENCE)
        told = page.save(title="Edited here")
        saved.set()
        return told

    monkeypatch.setattr(seeding, "standing_map", read_and_wait)
    report, told = at_once(lambda: run_seed(folder), save)
    monkeypatch.setattr(seeding, "standing_map", original)
    return [report, told]


def test_an_edit_that_comes_upon_a_seed_is_told_what_it_wrote_and_then_kept(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, folder: Path
) -> None:
    page = Page(browsers[0], change(unit))
    report, told = seed_before_edit(monkeypatch, page, folder)
    assert [each.row.key for each in report.changed] == [(unit.slug,)]
    assert "Title: “From the file”" in told[0]
    assert page.typed["title"] == "Edited here"
    assert page.save() == []
    # The file says now what it said when it was seeded, and the row does not.
    assert kept(run_seed(folder)) == [f"unit {unit.slug}: title"]
    assert Unit.objects.get(pk=unit.pk).title == "Edited here"


def test_without_the_lock_the_edit_is_lost_though_it_was_saved(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, folder: Path
) -> None:
    """The negative control: the admin is told that all is well, and the seed writes what it had decided before."""
    monkeypatch.setattr(CurriculumVersionManager, "lock", lambda self: 0)
    _, told = seed_before_edit(monkeypatch, Page(browsers[0], change(unit)), folder)
    assert told == []
    assert Unit.objects.get(pk=unit.pk).title == "From the file"


def draft_while_somebody_starts(monkeypatch: pytest.MonkeyPatch, page: Page, ada: User, unit: Unit) -> list[Any]:
    """Ada has begun and has not committed when an admin makes a draft of the unit; what both were told."""
    began, original = threading.Event(), mastery.write

    def write_and_wait(*arguments: Any, **rest: Any) -> Any:
        event = original(*arguments, **rest)
        began.set()
        until_somebody_waits(or_else=saved.is_set)
        return event

    saved = threading.Event()

    def save() -> list[str]:
        assert began.wait(PATIENCE)
        told = page.save(status="draft")
        saved.set()
        return told

    monkeypatch.setattr(mastery, "write", write_and_wait)
    return at_once(lambda: mastery.start(ada, unit), save)


def test_a_unit_that_somebody_is_starting_does_not_become_a_draft(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, ada: User
) -> None:
    event, told = draft_while_somebody_starts(monkeypatch, Page(browsers[0], change(unit)), ada, unit)
    assert event.to_state == "learning"
    assert "Somebody has begun on" in told[0]
    assert Unit.objects.get(pk=unit.pk).status == Status.PUBLISHED


def test_without_its_hold_on_the_milestone_a_start_ends_on_a_draft(
    monkeypatch: pytest.MonkeyPatch, browsers: tuple[Client, Client], unit: Unit, ada: User
) -> None:
    """The negative control: neither sees the other, and the rule alone looks too early or not at all."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE progress_userprogress DISABLE TRIGGER progress_holds_its_milestone")
        cursor.execute("ALTER TABLE progress_userprogress DISABLE TRIGGER nobody_has_begun_on_a_draft")
    try:
        _, told = draft_while_somebody_starts(monkeypatch, Page(browsers[0], change(unit)), ada, unit)
        assert told == []
        assert UserProgress.objects.get().milestone.status == Status.DRAFT
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE progress_userprogress ENABLE TRIGGER ALL")
