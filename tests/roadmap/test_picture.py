"""How a picture is made: after the edit that asks for it, by one process, beside everything else."""

import datetime
import io
import itertools
import json
import subprocess
import threading

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

import clock
from roadmap import atlas, picture
from roadmap.editing import edit
from roadmap.map_layout.graph import digest
from roadmap.models import CurriculumVersion, MapLayout, Milestone, Phase, Unit
from roadmap.picture import MAKER, committed, graph_of, make_missing, picture_of
from tests.races import onlooker
from tests.roadmap.admin_pages import Page

together = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def drawing(settings):
    """An edit starts the making of its picture here; no thread outlives its test."""
    settings.DRAWS_AFTER_EDITS = True
    yield
    wait()


def wait():
    for thread in threading.enumerate():
        if thread.name == MAKER:
            thread.join(60)


def drawn_stations():
    shown = picture_of(atlas.current())
    return shown.is_current, {each["key"] for each in shown.geometry["stations"]}


@pytest.fixture
def few(db):
    """A map that is drawn quickly: phase 10 alone, with 80 as its last unit."""
    Unit.objects.exclude(phase__number=10).update(status="archived")
    for stage in atlas.current().milestones.values():
        if stage.capstone:
            Milestone.objects.filter(pk=stage.pk).update(status="archived")
    return Unit.objects.get(number=80)


@together
class TestAnEdit:
    def test_shows_the_old_picture_first_and_then_its_own(self, few, monkeypatch):
        make_missing()
        assert drawn_stations() == (True, {unit.slug for unit in Unit.objects.published()})
        may_go_on = threading.Event()
        laid_out = picture.laid_out
        monkeypatch.setattr(picture, "laid_out", lambda graph: (may_go_on.wait(60), laid_out(graph))[1])
        with edit():
            Unit.objects.filter(pk=few.pk).update(title="Betrieb und Nachhaltigkeit")
            few.phase.units.filter(number=79).update(status="archived")
        is_current, keys = drawn_stations()
        assert not is_current, "The edit is committed, and nobody has waited for the picture."
        assert len(keys) == 5
        may_go_on.set()
        wait()
        is_current, keys = drawn_stations()
        assert is_current
        assert len(keys) == 4

    def test_that_is_taken_back_makes_nothing(self, few):
        make_missing()
        made = MapLayout.objects.count()
        with pytest.raises(ZeroDivisionError), edit():
            Unit.objects.filter(pk=few.pk).update(title="Another")
            raise ZeroDivisionError
        wait()
        assert MapLayout.objects.count() == made

    def test_that_changes_no_picture_makes_none(self, unit):
        with edit():
            Phase.objects.filter(number=1).update(tagline="Another")
        wait()
        assert not MapLayout.objects.exists()
        assert picture_of(atlas.current()).is_current

    def test_of_a_place_changes_the_picture(self):
        before = digest(graph_of(atlas.current()))
        Phase.objects.filter(number=1).update(map_column=2)
        assert digest(graph_of(atlas.current())) != before

    def test_stays_where_the_picture_cannot_be_made(self, few, monkeypatch):
        def fails(graph):
            raise OSError("no more processes")

        monkeypatch.setattr(picture, "laid_out", fails)
        with edit():
            Unit.objects.filter(pk=few.pk).update(title="Another")
        wait()
        assert Unit.objects.get(pk=few.pk).title == "Another"
        assert drawn_stations()[0] is False


@together
def test_an_admin_saves_and_learners_see_the_sentence_and_then_the_new_picture(few, alan, client_of, monkeypatch):
    make_missing()
    may_go_on = threading.Event()
    laid_out = picture.laid_out
    monkeypatch.setattr(picture, "laid_out", lambda graph: (may_go_on.wait(60), laid_out(graph))[1])
    title = "Betriebswirtschaftliche Nachhaltigkeitsberichterstattung"
    assert Page(client_of(alan), f"/admin/roadmap/unit/{few.pk}/change/").save(title=title) == []
    visitor = Client()
    assert "being drawn anew" in visitor.get("/roadmap/map/").text
    may_go_on.set()
    wait()
    drawing = visitor.get("/roadmap/map/").text
    assert "being drawn anew" not in drawing
    assert "80 Betriebswirt" in drawing


@together
def test_only_one_process_makes_a_picture(few):
    with onlooker() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [picture.LOCK])
        assert make_missing() is False
        other.execute("SELECT pg_advisory_unlock(%s)", [picture.LOCK])
    assert make_missing() is True
    assert make_missing() is False, "It is there by now."


@together
def test_the_last_picture_is_the_one_that_was_made_last(few):
    make_missing()
    Unit.objects.filter(pk=few.pk).update(status="archived")
    assert drawn_stations()[0] is False
    assert len(drawn_stations()[1]) == 5


@pytest.mark.django_db
class TestTheVersion:
    def test_is_raised_by_a_picture(self):
        before = CurriculumVersion.objects.number()
        MapLayout.objects.put("d" * 64, {"width": 1})
        assert CurriculumVersion.objects.number() > before

    def test_tells_when_a_missing_picture_is_overdue(self):
        MapLayout.objects.put("d" * 64, {"width": 1})
        began = datetime.datetime.fromtimestamp(CurriculumVersion.objects.number() / 1_000_000, datetime.UTC)
        assert not picture.is_overdue(atlas.current())
        with clock.at(began + datetime.timedelta(seconds=picture.LONGEST + 1)):
            assert picture.is_overdue(atlas.current())


@pytest.mark.django_db
class TestOneThatCannotBeMade:
    """It is tried again by visits of the map, ever more seldom, however many there are."""

    @pytest.fixture(autouse=True)
    def broken(self, few, monkeypatch):
        def fails(graph):
            raise subprocess.CalledProcessError(1, "python")

        monkeypatch.setattr(picture, "laid_out", fails)

    @pytest.fixture
    def began(self):
        return datetime.datetime.fromtimestamp(atlas.current().version / 1_000_000, datetime.UTC)

    def attempts(self, began, minutes):
        """When it is tried within so many minutes, if somebody looks every half minute."""
        found = []
        for half in range(2 * minutes):
            with clock.at(began + datetime.timedelta(minutes=half / 2, seconds=1)):
                if picture.is_overdue(atlas.current()):
                    found.append(half / 2)
                    with pytest.raises(subprocess.CalledProcessError):
                        make_missing()
        return found

    def test_is_tried_after_pauses_that_double_up_to_an_hour(self, began):
        found = self.attempts(began, 300)
        pauses = [later - earlier for earlier, later in itertools.pairwise(found)]
        assert found[0] == 1
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]

    def test_is_tried_at_once_after_the_next_edit(self, few, began):
        self.attempts(began, 60)
        Unit.objects.filter(pk=few.pk).update(title="Another")
        after = datetime.datetime.fromtimestamp(atlas.current().version / 1_000_000, datetime.UTC)
        assert self.attempts(after, 2) == [1]

    def test_is_forgotten_once_it_is_made(self, began, monkeypatch):
        assert self.attempts(began, 10) == [1, 2, 4, 8]
        monkeypatch.setattr(picture, "laid_out", lambda graph: {"width": 1})
        make_missing()
        assert cache.get(f"picture-{digest(graph_of(atlas.current()))}") is None


@pytest.mark.django_db
class TestTheCommand:
    def run(self, *arguments):
        said = io.StringIO()
        call_command("layout_map", *arguments, stdout=said)
        return said.getvalue()

    def test_has_nothing_to_do_where_the_picture_is_there(self):
        assert "Nothing to do" in self.run()
        assert not MapLayout.objects.exists()

    def test_makes_what_is_missing(self, few):
        assert "Made the picture" in self.run()
        assert picture_of(atlas.current()).is_current

    def test_writes_a_file_like_the_committed_one(self, few, tmp_path):
        self.run("--write", str(tmp_path / "layout.json"))
        written = json.loads((tmp_path / "layout.json").read_text())
        assert written.keys() == committed().keys()
        assert written["digest"] == digest(graph_of(atlas.current()))
        assert not connection.needs_rollback
