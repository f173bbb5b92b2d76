"""The brief of a capstone in the admin: each part has a page as parts of lessons have, and a place in the files."""

import pytest
from django.core.management import call_command

from roadmap.models import Passage, Stage, Unit
from tests.reading import read
from tests.roadmap.admin_pages import Page
from tests.roadmap.files import REAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client_of, alan):
    return client_of(alan)


@pytest.fixture
def brief(stage):
    return Passage.objects.get(kind="brief", milestone=stage)


def place(row, what="change"):
    return f"/admin/roadmap/passage/{row.pk}/{what}/"


def published_by(sent):
    return {name: value for name, value in sent.items() if name != "_save"} | {"_continue": "publish"}


def test_the_page_of_a_stage_leads_to_its_parts(admin, stage):
    shown = admin.get(f"/admin/roadmap/stage/{stage.pk}/change/").text
    passages = stage.passages.all()
    assert len(passages) == 7
    assert all(place(each) in shown for each in passages)


def test_a_part_is_edited_and_made_anew(admin, brief, client):
    assert Page(admin, place(brief)).save(text="Another **brief**.") == []
    brief.refresh_from_db()
    assert brief.html == "<p>Another <strong>brief</strong>.</p>\n"
    assert "Another <strong>brief</strong>." in client.get("/capstones/ai-native-tool/").text


def test_what_no_file_could_hold_is_refused(admin, brief):
    said = Page(admin, place(brief)).save(text="## Stage: CREATE\n\ntext")
    assert "A line that begins with # would be a heading" in " ".join(said)
    brief.refresh_from_db()
    assert brief.text.startswith("You build")


def test_a_draft_is_looked_at_and_published(admin, brief, client):
    typed = Page(admin, place(brief)).typed | {"draft": "A *draft*."}
    looked = admin.post(place(brief, "preview"), typed)
    assert "This is how the draft would be read." in read(looked).text
    assert "<em>draft</em>" in looked.text
    assert admin.post(place(brief), typed).status_code == 302
    assert "<em>draft</em>" not in client.get("/capstones/ai-native-tool/").text
    assert admin.post(place(brief), published_by(Page(admin, place(brief)).typed)).status_code == 302
    assert "<em>draft</em>" in client.get("/capstones/ai-native-tool/").text


class TestNewParts:
    def add(self, admin, **typed):
        return Page(admin, "/admin/roadmap/passage/add/").save(text="A text.", **typed)

    def test_stages_are_chosen_by_what_they_are_called(self, admin):
        choices = read(admin.get("/admin/roadmap/passage/add/")).id("id_milestone").text
        assert "15 Backpropagation Deep Dive" in choices
        assert "Capstone 1: AI-Native Tool, CREATE" in choices
        assert choices.index("80 ") < choices.index("Capstone 1: AI-Native Tool, CREATE")

    def test_a_sketch_is_named_after_its_title_and_has_a_place_in_the_file(self, admin, stage, tmp_path):
        typed = {"milestone": stage.pk, "kind": "sketch", "position": 4}
        assert "A part of this kind has a title." in self.add(admin, **typed)
        assert self.add(admin, title="A lamp that tells the tide", **typed) == []
        sketch = Passage.objects.get(key="s.a-lamp-that-tells-the-tide")
        assert sketch.html == "<p>A text.</p>\n"
        call_command("export_curriculum", tmp_path, verbosity=0)
        text = (tmp_path / "capstones" / "capstone-1.md").read_text()
        section = "## Sketch: A lamp that tells the tide {#c1.s.a-lamp-that-tells-the-tide}\n\nA text.\n\n"
        assert text.replace(section, "") == (REAL / "capstones" / "capstone-1.md").read_text()

    @pytest.mark.parametrize(
        ("where", "kind", "sentence"),
        [
            ("BUILD", "brief", "This is said of a capstone as a whole, on its stage CREATE."),
            ("SCALE", "sketch", "This is said of a capstone as a whole, on its stage CREATE."),
            ("unit", "brief", "This is said of a capstone as a whole, on its stage CREATE."),
            ("unit", "checks", "A unit has no part of this kind."),
            ("CREATE", "why", "A stage has no part of this kind."),
            ("CREATE", "bridge", "A stage has no part of this kind."),
            ("CREATE", "core", "A part of this kind belongs to a topic of a unit."),
            ("CREATE", "brief", "“Brief” is there already: edit that one, or bring it back from the archive."),
            (
                "CREATE",
                "evidence",
                "“Good evidence” is there already: edit that one, or bring it back from the archive.",
            ),
        ],
    )
    def test_what_has_no_place_in_the_files_is_refused(self, admin, capstone, where, kind, sentence):
        steps = {each.get_step_display(): each.pk for each in Stage.objects.filter(capstone=capstone)}
        milestone = steps.get(where) or Unit.objects.get(number=15).pk
        title = "A title" if kind in ("sketch", "bridge") else ""
        assert sentence in self.add(admin, milestone=milestone, kind=kind, title=title)
