"""From files to the map, through edits by admins and authors, to files and back: nothing is lost, whatever was edited.

The edits are drawn at random. Each example is undone, so that all begin with the same map.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import clock
from roadmap.curriculum.exporting import export
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.reports import Choice, Report
from roadmap.curriculum.rows import Row, rows_of
from roadmap.curriculum.seeding import seed
from roadmap.curriculum.standing import standing_map
from roadmap.lessons.checking import faults_of_line, faults_of_text
from roadmap.models import Criterion, Passage, Prerequisite, Question, Resource, Topic, Unit
from tests.roadmap.files import SMALL, change

pytestmark = pytest.mark.django_db

# What a text may hold: whatever Markdown means by it, and letters of many kinds.
PIECES = (
    "Plain words.", "*stress* and **more**", "`code | with` a bar", "- an item\n- another", "1. first\n2. second",
    "> a quotation", "$x_1^2$", "$$\n\\frac{1}{2}\n$$", "| a | b |\n| --- | --- |\n| 1 | 2 |", "---", "***",
    "```text\n# no heading\n\n## nor this\n```", "```python run\nprint(6 * 7)\n```\n\n```output\n42\n```",
    "\N{GRINNING FACE} \N{ZERO WIDTH JOINER}", "שלום, עולם", "e\N{COMBINING ACUTE ACCENT}", "a\\_b \\* c", "&amp; <b>",
    "[a link](https://example.org/x)", "  two blanks", "draw: not a figure", "why: not a field", "betrays: nothing",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), min_size=1, max_size=4).map("\n\n".join)
LINES = st.sampled_from(("Sums: by heart", '"quoted"', "#5", "yes", "1e3", "a: b", "- x", "[x]", "шаг", "x" * 120))
NUMBERS = st.integers(1, 5)

EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def _rewrite(row: Any, text: str) -> None:
    """What the admin's form does with a text: it is refused where there is none, or no file could hold it."""
    if text and not faults_of_text(row.kind, text):
        row.text = text
        row.make(row.begins, is_edited=row.is_edited)
        row.save()


def _passage(number: int, text: str) -> None:
    passages = Passage.objects.exclude(kind="figure").order_by("pk")
    _rewrite(passages[number % len(passages)], text)


def _prompt(number: int, text: str) -> None:
    questions = Question.objects.order_by("pk")
    question = questions[number % len(questions)]
    _rewrite(question, f"{text}\n\n{question.text.rpartition('\n\n')[2]}")


def _new_question(number: int, text: str) -> None:
    question = Question.objects.order_by("pk")[0]
    question.pk, question._state.adding = None, True
    question.key = f"tables.q{Question.objects.count() + 1}"
    question.position = number % 3 + 1
    question.seeded_digest = ""
    question.save()
    _rewrite(question, f"{text}\n\n{question.text.rpartition('\n\n')[2]}")


def _archive(number: int, _text: str) -> None:
    parts = [*Question.objects.order_by("pk"), *Passage.objects.order_by("pk"), *Resource.objects.order_by("pk")]
    part = parts[number % len(parts)]
    part.set_archived(None if part.archived_at else clock.now())


def _estimate(number: int, _text: str) -> None:
    Unit.objects.filter(number=number % 3 + 1).update(hours=number + 1, difficulty=number % 5 + 1)


def _title(number: int, text: str) -> None:
    topics = Topic.objects.order_by("pk")
    if not faults_of_line(text[:120]):
        Topic.objects.filter(pk=topics[number % len(topics)].pk).update(title=text[:120])


def _criterion(number: int, text: str) -> None:
    criteria = Criterion.objects.exclude(topic=None).order_by("pk")
    if not faults_of_line(text):
        criteria[number % len(criteria)].reword(text, [])


def _why(number: int, text: str) -> None:
    edges = Prerequisite.objects.order_by("pk")
    if not faults_of_line(text[:300]):
        Prerequisite.objects.filter(pk=edges[number % len(edges)].pk).update(why=text[:300])


def _use(_number: int, text: str) -> None:
    if not faults_of_line(text[:300]):
        Resource.objects.update(use=text[:300])


def _order(_number: int, _text: str) -> None:
    topics = list(Topic.objects.order_by("unit", "-position"))
    for place, topic in enumerate(topics, 1):
        Topic.objects.filter(pk=topic.pk).update(position=place * 3)


BY_ADMINS: tuple[Callable[[int, str], None], ...] = (
    _passage, _prompt, _new_question, _archive, _estimate, _title, _criterion, _why, _use, _order,
)  # fmt: skip
EDITS = st.lists(st.tuples(st.sampled_from(BY_ADMINS), st.integers(0, 20), TEXTS | LINES), max_size=6)

# What authors change in the files: the file, what stood there and what stands there now.
BY_AUTHORS = (
    ("units/unit-03.md", "Rows times columns.", "Columns times rows."),
    ("units/unit-03.md", "A row is a heap in a line.", "A row is a line of things."),
    ("units/unit-03.md", "six rows of seven?", "six rows of seven, all whole?"),
    ("units/unit-03.md", "hours: 14", "hours: 15"),
    ("units/unit-03.md", "Read it once, then", "Read it twice, then"),
    ("units/unit-03.md", "a product is a sum of equal parts", "a product is many sums"),
    ("units/unit-03.md", "Fills in a table of products", "Fills in a whole table of products"),
    ("units/unit-03.md", "## Topic: Tables {", "## Topic: Tables of products {"),
    ("capstones/capstone-1.md", "You build something to count with.", "You build an abacus."),
    ("capstones/capstone-1.md", "## Sketch: A string for", "## Sketch: A cord for"),
    ("capstones/capstone-1.md", "- Count to a thousand.", "- Count to two thousand."),
)


@pytest.fixture
def undone():
    """Runs what it is given and undoes it, with what the database would have asked at the end asked before."""

    def run(act: Callable[[], None]) -> None:
        with transaction.atomic():
            act()
            connection.check_constraints()
            transaction.set_rollback(True)

    return run


def told() -> dict[tuple[str, tuple[str, ...]], dict[str, Any]]:
    """What the live rows of the map say, but for places: a file has an order, and no numbers."""
    return {
        place: _says(each.row)
        for place, each in standing_map().items()
        if not each.is_archived or each.row.kind in ("unit", "stage")
    }


def _says(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.fields.items() if name != "position"}


def in_files(folder: Path) -> dict[tuple[str, tuple[str, ...]], dict[str, Any]]:
    return {(row.kind, row.key): _says(row) for row in rows_of(read_curriculum(folder))}


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(SMALL, folder)


@EXAMPLES
@given(edits=EDITS)
@pytest.mark.slow
def test_what_admins_edit_comes_back_from_the_files(seeded, undone, edits):
    def example() -> None:
        for edit, number, text in edits:
            edit(number, text)
        folder = fresh(seeded)
        export(folder)
        before = told()
        assert in_files(folder) == before
        report = seed(read_curriculum(folder))
        assert not report.conflicts
        assert not report.created
        assert told() == before
        assert not seed(read_curriculum(folder)).wrote_something
        assert not export(folder).written

    undone(example)


@EXAMPLES
@given(edits=EDITS, changes=st.sets(st.sampled_from(BY_AUTHORS)))
@pytest.mark.slow
def test_what_either_edits_is_kept_and_what_both_edit_is_named(seeded, undone, edits, changes):
    def example() -> None:
        folder = fresh(seeded)
        seeded_rows = in_files(folder)
        for edit, number, text in edits:
            edit(number, text)
        here = told()
        for file, old, new in changes:
            change(folder, file, old, new)
        there, archived = in_files(folder), {place for place, each in standing_map().items() if each.is_archived}
        report = seed(read_curriculum(folder))
        after = told()
        for place in seeded_rows.keys() - archived:
            by_admin, by_author = here[place] != seeded_rows[place], there[place] != seeded_rows[place]
            assert after[place] == (here if by_admin else there)[place]
            both = by_admin and by_author and here[place] != there[place]
            assert both == (place in named(report))
        assert after.keys() == here.keys()
        ends_as_chosen(folder, here, there)

    undone(example)


def named(report: Report) -> set[tuple[str, tuple[str, ...]]]:
    return {(each.row.kind, each.row.key) for each in report.conflicts}


def ends_as_chosen(folder: Path, here: dict[Any, Any], there: dict[Any, Any]) -> None:
    """Whichever side is taken in the end, all rows of the files say what that side says."""
    with transaction.atomic():
        seed(read_curriculum(folder), Choice("database"))
        assert not seed(read_curriculum(folder)).conflicts
        transaction.set_rollback(True)
    seed(read_curriculum(folder), Choice("file"))
    after = told()
    assert {place: says for place, says in there.items() if place in after} == {
        place: after[place] for place in there if place in after
    }
