"""What the map said before: every change of it is kept with who made it, and any of it can be put back."""

import pytest
from django.db import ProgrammingError, connection, transaction

from roadmap.models import Capstone, Deliverable, Milestone, Phase, Prerequisite, Stage, Status, Topic, Unit
from roadmap.models.history import name_of, versions_of
from tests.reading import read
from tests.roadmap.admin_pages import Page

pytestmark = pytest.mark.django_db

ROWS = {
    "phase": (lambda: Phase.objects.get(number=3), "tagline"),
    "unit": (lambda: Unit.objects.get(number=15), "title"),
    "capstone": (lambda: Capstone.objects.get(number=1), "focus"),
    "stage": (lambda: Stage.objects.get(capstone__number=1, step=1), "proof"),
    "topic": (lambda: Topic.objects.get(unit__number=15, slug="chain"), "title"),
    "prerequisite": (lambda: Prerequisite.objects.order_by("pk")[0], "why"),
}


@pytest.fixture
def admin(client_of, alan):
    return client_of(alan)


def place(row, what):
    return f"/admin/roadmap/{row._meta.model_name}/{row.pk}/{what}/"


@pytest.mark.parametrize("kind", ROWS)
def test_an_edit_in_the_admin_is_shown_line_by_line_and_put_back(admin, alan, kind):
    found, field = ROWS[kind]
    row = found()
    before = getattr(row, field)
    page = Page(admin, place(row, "change"))
    assert admin.post(place(row, "change"), page.typed | {field: "Otherwise."}).status_code == 302
    shown = read(admin.get(place(row, "history")))
    assert [each.text for each in shown.all("ins")] == ["+ Otherwise."]
    assert [each.text for each in shown.all("del")] == [f"- {line}" for line in before.split("\n")]
    assert alan.display_name in shown.text
    first = [each for each in versions_of(row) if getattr(each, field, None) == before][-1]
    assert admin.post(place(row, f"revert/{name_of(first)}")).status_code == 302
    assert getattr(found(), field) == before


def test_a_unit_has_one_history_of_all_that_it_says(admin):
    unit = Unit.objects.get(number=15)
    page = Page(admin, place(unit, "change"))
    admin.post(place(unit, "change"), page.typed | {"title": "Another title", "hours": "3"})
    shown = read(admin.get(place(unit, "history")))
    assert {"title", "hours"} <= {each.text for each in shown.all("h3")}


def test_putting_back_words_publishes_nothing(admin):
    unit = Unit.objects.create(
        slug="new", number=99, title="New", phase=Phase.objects.get(number=3), difficulty=2, proof="A.", status="draft"
    )
    Unit.objects.filter(pk=unit.pk).update(status=Status.PUBLISHED, proof="B.")
    first = next(each for each in versions_of(unit) if getattr(each, "proof", "") == "A.")
    admin.post(place(unit, f"revert/{name_of(first)}"))
    unit.refresh_from_db()
    assert (unit.proof, unit.status) == ("A.", Status.PUBLISHED)


def test_a_version_that_the_map_cannot_take_is_refused_with_a_sentence(admin):
    one, other = Unit.objects.filter(number__in=(15, 16)).order_by("number")
    first = [each for each in versions_of(one) if hasattr(each, "number")][-1]
    Unit.objects.filter(pk=one.pk).update(number=99)
    Unit.objects.filter(pk=other.pk).update(number=15)
    shown = read(admin.post(place(one, f"revert/{name_of(first)}"), follow=True))
    assert "Nothing was changed." in shown.text
    one.refresh_from_db()
    assert one.number == 99


@pytest.mark.parametrize("model", [Phase, Milestone, Capstone, Topic, Deliverable, Prerequisite])
@pytest.mark.parametrize("change", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_the_database_lets_nobody_change_a_version(model, change):
    table = model.objects.order_by("pk")[0].events.model._meta.db_table
    with (
        pytest.raises(ProgrammingError, match=r"Cannot (update|delete)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))
