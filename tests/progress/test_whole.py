"""A lesson with all its parts open, to print and to search in."""

import pytest

from roadmap.models import Unit

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url():
    return "/units/search-systems/"


@pytest.mark.parametrize("learns", [False, True], ids=["visitor", "learner"])
def test_as_a_whole_all_of_them_are_open(visitor, browser, page, url, learns):
    shown = page(browser if learns else visitor, f"{url}whole/")
    parts = shown.all("details", class_="part")
    assert all("open" in part.attributes for part in parts)
    for part in parts:
        closed = page(visitor, f"{url}parts/{part['id'].partition('.')[2]}/", **HTMX)
        assert closed.text in part.text
    ids = [each["id"] for each in shown.all(id=True)]
    assert len(ids) == len(set(ids))
    assert url in {link["href"] for link in shown.one("nav", class_="on-page").all("a")}


def test_a_unit_without_a_lesson_has_none_and_a_stage_neither(visitor, page):
    unit = Unit.objects.get(number=1)
    page(visitor, f"/units/{unit.slug}/whole/", status=404)
    page(visitor, "/units/ai-native-tool-create/whole/", status=404)


def test_it_takes_as_few_queries_as_the_page(browser, url, django_assert_max_num_queries):
    browser.get(f"{url}whole/")
    with django_assert_max_num_queries(6):
        browser.get(f"{url}whole/")
