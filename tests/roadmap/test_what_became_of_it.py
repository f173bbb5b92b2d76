"""Files are renamed, topics move and are split, with progress, claims and ratings on them: nothing is lost, and the
reader sees what became of it."""

import pytest

from progress import mastery
from progress.models import MasteryClaim, Rating, State, UserProgress
from roadmap.curriculum.exporting import export
from roadmap.models import Retirement, Topic, Unit
from tests.progress.lives import can_write, claimed, found, mastered
from tests.reading import read
from tests.roadmap.files import change

UNIT, LESSON, CAPSTONE = "units/unit-02.md", "units/unit-03.md", "capstones/capstone-1.md"
CARRYING = (
    "## Topic: Carrying {#u2.carrying}\n\n### Criterion\n\n"
    "Explains → with stones, not with rules → why a ten is carried.\n\n"
)
NO_MORE = "resources: []\n"


@pytest.fixture
def adding(seeded):
    return Unit.objects.get(slug="adding")


@pytest.fixture
def page(client_of, ada):
    def get(address):
        response = client_of(ada).get(address)
        assert response.status_code == 200
        return read(response)

    return get


def rate(person, unit, topic, level="can-do"):
    mastery.start(person, unit)
    mastery.rate(person, unit.criteria.get(key=topic), level)


def retire(folder, *, now, file=UNIT, mark="u2.carrying", without=CARRYING):
    """Take a topic out of its file, and say what it has become."""
    change(folder, file, without, "")
    change(folder, file, NO_MORE, f"{NO_MORE}retired:\n  - id: {mark}\n    now: [{', '.join(now)}]\n")


def move_carrying(folder):
    """Carrying goes from unit 2 to unit 3."""
    retire(folder, now=["u3.carrying"])
    criterion = "Explains with stones why a ten is carried."
    topic = f"## Topic: Carrying {{#u3.carrying}}\n\n### Criterion\n\n{criterion}\n\n"
    change(folder, LESSON, "## Proof", f"{topic}## Proof")


def split_sums(folder):
    """Sums become sums of two and sums of many."""
    sums = "## Topic: Sums {#u2.sums}\n\n### Criterion\n\nAdds two numbers and checks the sum by counting.\n\n"
    two = "## Topic: Sums of two {#u2.two}\n\n### Criterion\n\nAdds two numbers and checks the sum.\n\n"
    many = "## Topic: Sums of many {#u2.many}\n\n### Criterion\n\nAdds ten numbers in any order.\n\n"
    retire(folder, now=["u2.two", "u2.many"], mark="u2.sums", without=sums)
    change(folder, UNIT, "## Topic: Carrying", f"{two}{many}## Topic: Carrying")


def swap_units(folder):
    """Units 2 and 3 swap their places on the roadmap."""
    adding, multiplying = (folder / UNIT).read_text(), (folder / LESSON).read_text()
    (folder / LESSON).write_text(adding.replace("unit: 2\n", "unit: 3\n").replace("unlocks: [3]", "unlocks: [2]"))
    (folder / UNIT).write_text(multiplying.replace("unit: 3\nslug", "unit: 2\nslug").replace("- unit: 2", "- unit: 3"))
    change(folder, CAPSTONE, "- unit: 3", "- unit: 2")


class TestARenamedFile:
    def test_what_was_reached_stays_with_its_unit(self, adding, ada, grace, folder, seed, page):
        mastered(ada, adding, grace)
        swap_units(folder)
        said = seed(folder)
        assert "Gone" not in said
        adding.refresh_from_db()
        assert adding.number == 3
        assert UserProgress.objects.get(learner=ada, milestone=adding).state == State.MASTERED
        shown = page("/units/adding/")
        assert "Unit 3" in shown.text
        assert "Mastered" in shown.text

    def test_a_claim_that_waits_goes_on_waiting_and_can_be_judged(self, adding, ada, grace, folder, seed, page):
        claim = claimed(ada, adding)
        swap_units(folder)
        seed(folder)
        mastery.pick_up(grace, claim)
        assert "I built it, and it holds." in page(f"/claims/{claim.pk}/").text

    def test_ids_go_on_beginning_with_the_number_that_they_began_with(self, adding, folder, seed):
        swap_units(folder)
        seed(folder)
        adding.refresh_from_db()
        assert adding.mark == "u2"


class TestATopicThatMoves:
    def test_the_note_on_it_is_kept_and_its_page_says_where_it_is_now(self, adding, ada, folder, seed, page):
        rate(ada, adding, "carrying")
        move_carrying(folder)
        said = seed(folder)
        assert "Archived, because their ids are retired:\n  topic adding/carrying" in said
        assert "Gone" not in said
        note = page("/units/adding/").id("u2.carrying")
        assert note.text == "Carrying, now part of 3 Multiplying: Carrying. Your note on it is kept: Can do."
        assert note.one("a")["href"] == "/units/multiplying/#u3.carrying"
        assert Rating.objects.get(progress__learner=ada).level == "can-do"

    def test_the_place_that_it_leads_to_is_there(self, adding, folder, seed, page):
        move_carrying(folder)
        seed(folder)
        assert page("/units/multiplying/").has_id("u3.carrying")

    def test_who_mastered_its_unit_has_mastered_it(self, adding, ada, grace, folder, seed, page):
        mastered(ada, adding, grace)
        move_carrying(folder)
        seed(folder)
        assert UserProgress.objects.get(learner=ada, milestone=adding).state == State.MASTERED
        assert page("/units/adding/").has_id("u2.carrying")

    def test_a_claim_on_it_keeps_its_answer_and_can_be_judged(self, adding, ada, grace, folder, seed, page):
        claim = claimed(ada, adding, text="Ten stones make one heap.")
        move_carrying(folder)
        seed(folder)
        shown = page(f"/claims/{claim.pk}/").text
        assert shown.count("Ten stones make one heap.") == 2
        assert "why a ten is carried" in shown
        mastery.pick_up(grace, claim)
        mastery.approve(grace, claim, verdicts=found(claim), digest=MasteryClaim.objects.get(pk=claim.pk).digest)
        assert UserProgress.objects.get(learner=ada, milestone=adding).state == State.MASTERED

    def test_evidence_that_was_being_written_is_not_lost(self, adding, ada, folder, seed, page):
        can_write(ada, adding, text="Half of a thought about tens.")
        move_carrying(folder)
        seed(folder)
        note = page("/units/adding/").id("u2.carrying")
        assert "What you wrote for it, and did not send" in note.text
        assert "Half of a thought about tens." in note.text

    def test_who_never_met_it_is_told_no_note(self, adding, folder, seed, client):
        move_carrying(folder)
        seed(folder)
        shown = read(client.get("/units/adding/"))
        assert shown.id("u2.carrying").text == "Carrying, now part of 3 Multiplying: Carrying."

    def test_a_map_that_never_had_it_says_nothing(self, empty_map, folder, seed, client):
        move_carrying(folder)
        seed(folder)
        assert not read(client.get("/units/adding/")).has_id("gone-title")


class TestATopicThatIsSplit:
    def test_the_reader_sees_both_parts_and_keeps_the_note(self, adding, ada, folder, seed, page):
        rate(ada, adding, "sums", "shaky")
        split_sums(folder)
        seed(folder)
        note = page("/units/adding/").id("u2.sums")
        assert note.text == (
            "Sums, now part of 2 Adding: Sums of two, 2 Adding: Sums of many. Your note on it is kept: Shaky."
        )
        assert [link["href"] for link in note.all("a")] == ["/units/adding/#u2.two", "/units/adding/#u2.many"]
        assert list(adding.topics.live().order_by("position").values_list("slug", flat=True)) == [
            "two",
            "many",
            "carrying",
        ]

    def test_what_was_mastered_stays_so_and_shows_what_is_new(self, adding, ada, grace, folder, seed, page):
        mastered(ada, adding, grace)
        split_sums(folder)
        seed(folder)
        assert UserProgress.objects.get(learner=ada, milestone=adding).state == State.MASTERED
        assert "2 new" in page("/phases/numbers/").text


def test_the_parts_of_a_retired_topic_are_retired_with_it_and_come_back_together(seeded, folder, seed):
    text = (folder / LESSON).read_text()
    begin, end = text.index("## Topic"), text.index("## Proof")
    topic = "## Topic: Products {#u3.products}\n\n### Criterion\n\nFills in a table with one gap.\n\n"
    (folder / LESSON).write_text(text[:begin] + topic + text[end:])
    change(folder, LESSON, "serves: [u3.tables]", "serves: [u3.products]")
    change(folder, LESSON, "right column.\n", "right column.\nretired:\n  - id: u3.tables\n    now: [u3.products]\n")
    said = seed(folder)
    assert "Gone" not in said
    for part in ("topic", "criterion", "question", "passage"):
        assert f"\n  {part} multiplying/tables" in said
    unit = Unit.objects.get(slug="multiplying")
    parts = [*unit.passages.filter(key__startswith="tables."), *unit.questions.filter(key__startswith="tables.")]
    tables = unit.topics.get(slug="tables")
    assert {part.archived_at for part in parts} == {tables.archived_at}
    assert len(parts) == 5
    tables.set_archived(None)
    assert unit.criteria.get(key="tables").archived_at is None


def test_what_an_admin_brings_back_is_not_archived_again(adding, folder, seed):
    move_carrying(folder)
    seed(folder)
    Topic.objects.get(unit=adding, slug="carrying").set_archived(None)
    change(folder, UNIT, "title: Adding", "title: Adding up")
    seed(folder)
    assert Topic.objects.get(unit=adding, slug="carrying").archived_at is None


def test_a_retired_question_and_deliverable_are_archived(seeded, folder, seed):
    change(
        folder,
        LESSON,
        "use: Read it once, then cover the right column.\n",
        ("use: Read it once, then cover the right column.\nretired:\n  - id: u3.tables.q1\n"),
    )
    text = (folder / LESSON).read_text()
    begin, end = text.index("### Questions"), text.index("## Proof")
    (folder / LESSON).write_text(text[:begin] + text[end:])
    change(folder, CAPSTONE, "unlocks: []\n", "unlocks: []\nretired:\n  - id: c1.create.drawing\n")
    change(folder, CAPSTONE, "2. A drawing. {#c1.create.drawing}\n", "")
    said = seed(folder)
    assert "Archived, because their ids are retired:\n  question multiplying/tables.q1\n" in said
    assert "  deliverable abacus-create/drawing" in said
    assert Retirement.objects.count() == 2


def test_what_is_retired_comes_back_from_the_map(seeded, folder, seed, tmp_path):
    move_carrying(folder)
    seed(folder)
    export(tmp_path / "again")
    for file in (UNIT, LESSON, CAPSTONE):
        assert (tmp_path / "again" / file).read_bytes() == (folder / file).read_bytes()
