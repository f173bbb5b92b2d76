"""The seed writes what is new or changed in the files, keeps what was edited here, and says which is which."""

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from roadmap.curriculum.milestones import LONGEST_ID, LONGEST_LINE, LONGEST_SLUG, LONGEST_TITLE
from roadmap.models import (
    Capstone,
    Criterion,
    CriterionWording,
    CurriculumVersion,
    Deliverable,
    Passage,
    Phase,
    Prerequisite,
    Stage,
    Status,
    Topic,
    Unit,
)
from tests.roadmap.files import change, roadmap_outline

CONFLICT = (
    "CONFLICT, changed both here and in the file. What is here stays, until --take file or --take database says which"
    " (with --part for one row alone):"
)
UNIT, LESSON, CAPSTONE = "units/unit-02.md", "units/unit-03.md", "capstones/capstone-1.md"


@pytest.fixture
def adding(seeded):
    return Unit.objects.get(slug="adding")


def edit(row, **values):
    """What an admin's form does: the row is read, changed and saved."""
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def wordings(milestone, key):
    found = CriterionWording.objects.filter(criterion__milestone__slug=milestone, criterion__key=key)
    return list(found.values_list("version", "text"))


@pytest.mark.django_db
def test_the_seeded_map_is_the_roadmap_to_the_letter():
    phases, units, capstones = roadmap_outline()
    assert list(Phase.objects.values_list("number", "title", "tagline")) == phases
    assert list(Unit.objects.values_list("phase__number", "number", "title")) == [unit[:3] for unit in units]
    assert list(Capstone.objects.values_list("phase__number", "number", "title", "focus")) == capstones
    for number, _, expected in ((unit[1], unit[2], unit[3]) for unit in units):
        titles = list(Topic.objects.filter(unit__number=number).values_list("title", flat=True))
        assert [title[1:] for title in titles] == [title[1:] for title in expected]
        assert [title[0].lower() for title in titles] == [title[0].lower() for title in expected]


@pytest.mark.django_db
def test_the_seeded_map_is_whole():
    counts = {
        model: model.objects.count() for model in (Phase, Unit, Capstone, Stage, Topic, Deliverable, Prerequisite)
    }
    assert list(counts.values()) == [11, 80, 3, 9, 272, 65, 143]
    assert Criterion.objects.exclude(topic=None).count() == 272
    # A row of the rubric is a criterion of every stage that it names: 12 rows, 11 rows and 11 rows.
    assert Criterion.objects.filter(topic=None).count() == 34
    assert CriterionWording.objects.count() == 306
    assert not Unit.objects.exclude(status=Status.PUBLISHED).exists()


@pytest.mark.django_db
def test_a_capstone_needs_things_for_its_first_stage_and_is_needed_for_its_last():
    edges = Prerequisite.objects.values_list("after__slug", "before__slug")
    assert ("ai-native-tool-create", "nextjs-modern-web") in edges
    assert ("complex-ai-application-create", "ai-native-tool-scale") in edges
    stages = set(Stage.objects.values_list("slug", flat=True))
    needed = {"ai-native-tool-scale", "complex-ai-application-scale"}
    assert {after for after, _ in edges if after in stages} == {slug for slug in stages if slug.endswith("-create")}
    assert {before for _, before in edges if before in stages} == needed


def test_a_seeded_row_says_what_its_file_says(seeded):
    edge = Prerequisite.objects.get(after__slug="multiplying", before__slug="counting")
    assert (edge.strength, edge.why) == ("helps", "rows and columns are counted")
    stage = Stage.objects.get(slug="abacus-create")
    assert (stage.step, stage.difficulty, stage.hours) == (1, 4, None)
    assert stage.proof == "Somebody needs it, and it is known who."
    assert list(stage.criteria.values_list("key", "position")) == [("need", 1), ("honest-account", 2)]
    assert list(stage.deliverables.values_list("key", flat=True)) == ["interviews", "drawing"]
    levels = CriterionWording.objects.get(criterion__milestone=stage, criterion__key="need").levels
    assert levels[2] == "Three strangers were asked"
    assert Unit.objects.get(slug="multiplying").proof == "Tile a floor on paper.\nSay how many tiles are left over."


def test_what_the_reader_lets_through_fits_the_columns():
    def room(model, column):
        return model._meta.get_field(column).max_length

    longest_stage = len("-create")
    assert all(room(model, "title") >= LONGEST_TITLE for model in (Phase, Unit, Capstone, Topic))
    assert min(room(Phase, "tagline"), room(Capstone, "focus"), room(Prerequisite, "why")) >= LONGEST_LINE
    assert all(LONGEST_SLUG + longest_stage <= room(model, "slug") for model in (Phase, Unit, Capstone, Stage))
    assert min(room(Topic, "slug"), room(Criterion, "key"), room(Deliverable, "key")) >= LONGEST_ID


def test_a_second_run_says_that_nothing_changed_and_writes_nothing(seeded, seed):
    before = CurriculumVersion.objects.number()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        said = seed(seeded)
    assert "Nothing changed." in said
    assert "  topics: 5 unchanged" in said
    assert CurriculumVersion.objects.number() == before
    statements = [query["sql"].split(" ")[0] for query in queries.captured_queries]
    assert set(statements) == {"SELECT", "SAVEPOINT", "RELEASE"}
    # One of them says who seeds, for the versions that are kept.
    assert statements.count("SELECT") == 15


def test_many_changed_rows_are_written_with_one_statement_for_each_table(seeded, seed):
    """A unit lies in two tables, so three changed units are two statements."""
    for file in (seeded / "units").iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("hours: 1", "hours: 2"), encoding="utf-8")
    with CaptureQueriesContext(connection) as queries:
        said = seed(seeded)
    assert "  units: 3 changed" in said
    assert sum(query["sql"].startswith("UPDATE") for query in queries.captured_queries) == 2


def test_a_changed_file_changes_its_row_and_the_version(adding, seeded, seed):
    before = CurriculumVersion.objects.number()
    change(seeded, UNIT, "hours: 12", "hours: 13")
    said = seed(seeded)
    assert "  units: 1 changed, 2 unchanged" in said
    assert "Changed:\n  unit adding: hours\n" in said
    adding.refresh_from_db()
    assert adding.hours == 13
    assert CurriculumVersion.objects.number() > before
    assert "Nothing changed." in seed(seeded)


def test_a_changed_criterion_is_a_new_wording(adding, seeded, seed):
    change(seeded, UNIT, "checks the sum by counting.", "checks the sum by counting backwards.")
    assert "Changed:\n  criterion adding/sums: text\n" in seed(seeded)
    assert wordings("adding", "sums") == [
        (1, "Adds two numbers and checks the sum by counting."),
        (2, "Adds two numbers and checks the sum by counting backwards."),
    ]
    assert wordings("adding", "carrying")[0][0] == 1


def test_a_changed_row_of_the_rubric_is_a_new_wording_in_every_stage_that_it_names(seeded, seed):
    change(seeded, CAPSTONE, "meets: Limits are stated", "meets: Limits and cost are stated")
    assert "  criteria: 3 changed, 6 unchanged" in seed(seeded)
    for slug in ("abacus-create", "abacus-build", "abacus-scale"):
        found = CriterionWording.objects.filter(criterion__milestone__slug=slug, criterion__key="honest-account")
        assert list(found.values_list("version", "levels__2")) == [
            (1, "Limits are stated"),
            (2, "Limits and cost are stated"),
        ]


def test_a_moved_criterion_keeps_its_wording(adding, seeded, seed):
    text = (seeded / UNIT).read_text(encoding="utf-8")
    start, middle, end = text.index("## Topic: Sums"), text.index("## Topic: Carrying"), text.index("## Proof")
    (seeded / UNIT).write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:], encoding="utf-8")
    topics = dict(adding.topics.values_list("slug", "pk"))
    assert "  topic adding/carrying: position" in seed(seeded)
    assert list(adding.topics.values_list("slug", "position")) == [("carrying", 1), ("sums", 2)]
    assert dict(adding.topics.values_list("slug", "pk")) == topics
    assert len(wordings("adding", "sums")) == 1


def test_a_renamed_topic_is_the_same_topic(adding, seeded, seed):
    carrying = adding.topics.get(slug="carrying").pk
    change(seeded, UNIT, "## Topic: Carrying", "## Topic: Carrying a ten")
    assert "  topic adding/carrying: title" in seed(seeded)
    assert adding.topics.get(pk=carrying).title == "Carrying a ten"


def test_two_units_may_swap_their_numbers(adding, seeded, seed):
    counting = Unit.objects.get(slug="counting")
    one, two = ((seeded / file).read_text(encoding="utf-8") for file in ("units/unit-01.md", UNIT))
    (seeded / UNIT).write_text(
        one.replace("unit: 1\n", "unit: 2\n", 1).replace("unlocks: [2, 3]", "unlocks: [1, 3]"), encoding="utf-8"
    )
    (seeded / "units/unit-01.md").write_text(
        two.replace("unit: 2\n", "unit: 1\n", 1).replace("- unit: 1\n", "- unit: 2\n"), encoding="utf-8"
    )
    change(seeded, LESSON, "  - unit: 1\n    why: rows and columns are counted\n    strength: helps\n", "  - unit: X\n")
    change(seeded, LESSON, "  - unit: 2\n", "  - unit: 1\n")
    change(seeded, LESSON, "  - unit: X\n", "  - unit: 2\n    why: rows and columns are counted\n    strength: helps\n")
    said = seed(seeded)
    assert "  units: 2 changed, 1 unchanged" in said
    assert "  prerequisites: 4 unchanged" in said
    assert list(Unit.objects.values_list("pk", "slug", "number")[:2]) == [
        (adding.pk, "adding", 1),
        (counting.pk, "counting", 2),
    ]


def test_unicode_arrives_as_it_was_written(adding, seeded, seed):
    title = "Σ → “ü”, عدد, 数 and \U0001f9ee"
    change(seeded, UNIT, "title: Adding", f"title: {title}")
    change(seeded, UNIT, "Adds two numbers", f"Adds {title}")
    seed(seeded)
    adding.refresh_from_db()
    assert adding.title == title
    assert wordings("adding", "sums")[-1][1].startswith(f"Adds {title} ")


def test_an_edit_survives_every_seed_and_is_named(adding, seeded, seed):
    edit(adding, title="Adding up", hours=40)
    for _ in range(2):
        said = seed(seeded)
        assert "  units: 1 kept, 2 unchanged" in said
        assert "  unit adding: title, hours\n" in said
        assert "Nothing changed." in said
    adding.refresh_from_db()
    assert (adding.title, adding.hours) == ("Adding up", 40)


def test_an_edit_survives_a_changed_file_unless_the_file_is_taken(adding, seeded, seed):
    edit(adding, title="Adding up")
    change(seeded, UNIT, "hours: 12", "hours: 13")
    assert f"{CONFLICT}\n  unit adding: title, hours\n" in seed(seeded)
    adding.refresh_from_db()
    assert (adding.title, adding.hours) == ("Adding up", 12)
    assert "Changed:\n  unit adding: title, hours\n" in seed(seeded, "--take", "file")
    adding.refresh_from_db()
    assert (adding.title, adding.hours) == ("Adding", 13)
    assert "Nothing changed." in seed(seeded)


def test_a_conflict_is_named_until_somebody_says_what_is_taken(adding, seeded, seed):
    edit(adding, title="Adding up")
    change(seeded, UNIT, "hours: 12", "hours: 13")
    assert CONFLICT in seed(seeded)
    assert CONFLICT in seed(seeded)
    assert "Settled: what was edited here is taken.\n  unit adding: title, hours\n" in seed(
        seeded, "--take", "database"
    )
    said = seed(seeded)
    assert CONFLICT not in said
    assert "Kept, because edited here (--take file would take what the file says):\n  unit adding: title, hours" in said
    adding.refresh_from_db()
    assert (adding.title, adding.hours) == ("Adding up", 12)
    change(seeded, UNIT, "hours: 13", "hours: 14")
    assert CONFLICT in seed(seeded)


def test_what_is_taken_can_be_said_of_one_row_alone(adding, seeded, seed):
    edit(adding, title="Adding up")
    core = Passage.objects.get(key="tables.core")
    edit(core, text="Ours.")
    change(seeded, UNIT, "title: Adding", "title: Sums")
    change(seeded, LESSON, "Rows times columns.", "Columns times rows.")
    said = seed(seeded, "--take", "file", "--part", "passage multiplying/tables.core")
    assert f"{CONFLICT}\n  unit adding: title\n" in said
    core.refresh_from_db()
    adding.refresh_from_db()
    assert core.text.startswith("Columns times rows.")
    assert core.html.startswith("<p>Columns times rows.</p>")
    assert adding.title == "Adding up"


def test_a_dry_run_shows_every_difference_and_writes_nothing(adding, seeded, seed):
    edit(adding, title="Adding up")
    change(seeded, UNIT, "title: Adding", "title: Sums")
    change(seeded, LESSON, "Rows times columns.", "Columns times rows.\nOr the other way.")
    said = seed(seeded, "--dry-run")
    shown = "@@ -1,2 +1,3 @@\n    -Rows times columns.\n    +Columns times rows.\n    +Or the other way.\n"
    assert f"    --- text here\n    +++ text in the file\n    {shown}" in said
    assert "    -Adding up\n    +Sums\n" in said
    assert "Nothing was written: this was a dry run." in said
    assert Passage.objects.get(key="tables.core").text.startswith("Rows times columns.")
    assert "Changed:\n  passage multiplying/tables.core: text\n" in seed(seeded)


def test_a_wording_that_was_written_here_is_kept(adding, seeded, seed):
    criterion = adding.criteria.get(key="sums")
    CriterionWording.objects.create(criterion=criterion, version=2, text="Adds by heart.")
    change(seeded, UNIT, "checks the sum by counting.", "checks the sum twice.")
    assert f"{CONFLICT}\n  criterion adding/sums: text\n" in seed(seeded)
    assert len(wordings("adding", "sums")) == 2
    seed(seeded, "--take", "file")
    assert wordings("adding", "sums")[2] == (3, "Adds two numbers and checks the sum twice.")


def test_an_edit_that_the_file_takes_over_counts_as_seeded(adding, seeded, seed):
    edit(adding, hours=13)
    change(seeded, UNIT, "hours: 12", "hours: 13")
    assert "Edited here, and now the same as the file:\n  unit adding\n" in seed(seeded)
    change(seeded, UNIT, "hours: 13", "hours: 14")
    assert "Changed:\n  unit adding: hours\n" in seed(seeded)


def test_what_was_archived_here_stays_archived(adding, seeded, seed):
    edit(adding, status=Status.ARCHIVED)
    assert "Nothing changed." in seed(seeded)
    change(seeded, UNIT, "hours: 12", "hours: 13")
    seed(seeded, "--take", "file")
    adding.refresh_from_db()
    assert (adding.hours, adding.status) == (13, Status.ARCHIVED)


def test_rows_that_left_the_files_are_named_and_left_alone(adding, seeded, seed):
    text = (seeded / UNIT).read_text(encoding="utf-8")
    (seeded / UNIT).write_text(
        text[: text.index("## Topic: Carrying")] + text[text.index("## Proof") :], encoding="utf-8"
    )
    change(seeded, CAPSTONE, "2. A drawing. {#c1.create.drawing}\n", "")
    said = seed(seeded)
    gone = ["topic adding/carrying", "criterion adding/carrying", "deliverable abacus-create/drawing"]
    assert "Gone from the files, and left as they are:\n  " + "\n  ".join(gone) in said
    assert "Nothing changed." in said
    topic = adding.topics.get(slug="carrying")
    assert topic.archived_at is None


def test_a_row_that_left_the_files_is_named_until_it_is_archived(adding, seeded, seed):
    text = (seeded / UNIT).read_text(encoding="utf-8")
    cut = text[: text.index("## Topic: Carrying")] + text[text.index("## Proof") :]
    (seeded / UNIT).write_text(cut, encoding="utf-8")
    edit(adding.topics.get(slug="carrying"), archived_at=clock.now())
    said = seed(seeded)
    assert "topic adding/carrying" not in said
    assert "criterion adding/carrying" in said


def test_a_unit_that_left_the_files_is_named_with_all_that_hangs_on_it(seeded, seed):
    (seeded / LESSON).unlink()
    shutil.rmtree(seeded / "capstones")
    change(seeded, "units/unit-01.md", "unlocks: [2, 3]", "unlocks: [2]")
    change(seeded, UNIT, "unlocks: [3]", "unlocks: []")
    said = seed(seeded)
    assert "  units: 1 gone, 2 unchanged" in said
    assert "  prerequisite multiplying on counting\n" in said
    assert Unit.objects.get(slug="multiplying").status == Status.PUBLISHED


def test_what_was_added_here_is_neither_changed_nor_missed(adding, seeded, seed):
    Topic.objects.create(unit=adding, slug="subtracting", title="Subtracting", position=3)
    Unit.objects.create(slug="dividing", number=4, title="Dividing", phase=adding.phase, difficulty=2, proof="Divide.")
    said = seed(seeded)
    assert "Nothing changed." in said
    assert "gone" not in said.lower()


def test_a_row_that_was_made_here_is_not_taken_over_by_a_file(seeded, seed):
    phase = Phase.objects.get(number=1)
    Unit.objects.create(slug="dividing", number=4, title="Ours", phase=phase, difficulty=2, hours=9, proof="Divide.")
    text = (seeded / "units/unit-01.md").read_text(encoding="utf-8")
    text = text.replace("unit: 1\nslug: counting\ntitle: Counting", "unit: 4\nslug: dividing\ntitle: Dividing")
    text = text.replace("[2, 3]", "[]").replace("{#u1.", "{#u4.")
    (seeded / "units/unit-04.md").write_text(text, encoding="utf-8")
    said = seed(seeded)
    assert f"{CONFLICT}\n  unit dividing: title, hours, difficulty, proof\n" in said
    assert "  topics: 2 created, 5 unchanged" in said
    assert Unit.objects.get(slug="dividing").title == "Ours"


def test_a_topic_that_comes_first_moves_the_others_and_no_edit_is_in_its_way(adding, folder, seed):
    edit(adding.topics.get(slug="sums"), title="Sums: by heart")
    topic = "## Topic: Zeros {#u2.zeros}\n\n### Criterion\n\nAdds zero to a number without counting.\n\n"
    change(folder, UNIT, "## Topic: ", f"{topic}## Topic: ")
    said = seed(folder)
    assert list(adding.topics.order_by("position").values_list("slug", "title")) == [
        ("zeros", "Zeros"),
        ("sums", "Sums: by heart"),
        ("carrying", "Carrying"),
    ]
    assert "CONFLICT" not in said
    assert "topic adding/carrying: position" in said
    assert "Nothing changed." in seed(folder)


def test_an_order_that_was_given_here_stays_until_the_file_gives_another(adding, folder, seed):
    edit(adding.topics.get(slug="sums"), position=3)
    assert "Nothing changed." in seed(folder)
    assert adding.topics.get(slug="sums").position == 3
