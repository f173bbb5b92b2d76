"""Parts of a lesson: closed on its page, which would weigh half as much again with them, and opened one by one."""

import pytest

from roadmap.models import Unit

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url():
    return "/units/search-systems/"


def test_they_are_closed_and_say_how_much_is_in_them(visitor, page, url):
    shown = page(visitor, url).id("lesson")
    parts = shown.all("details", class_="part")
    unit = Unit.objects.get(number=55)
    assert len(parts) == unit.passages.filter(kind="bridge").count() + unit.topics.count()
    assert not any("open" in part.attributes for part in parts)
    assert not shown.all("form", class_="question")
    asked = unit.questions.filter(topic=unit.topics.first()).count()
    assert f"{asked} questions" in shown.id(f"u55.{unit.topics.first().slug}.questions").text


def test_what_stands_in_them_comes_in_place_or_as_a_page(visitor, page, url):
    for part in page(visitor, url).all("details", class_="part"):
        there = part.one("div")["data-hx-get"]
        assert part.one("a")["href"] == there
        fragment, whole = page(visitor, there, **HTMX), page(visitor, there)
        assert not fragment.all("h1")
        assert fragment.text in whole.text
        assert f"{url}#{part['id']}" in {link["href"] for link in whole.one("main").all("a")}
        assert len(fragment.text) > 200


@pytest.mark.parametrize("part", ["nothing", "b.nothing", "nothing.questions", "bm25"])
def test_a_part_that_is_not_there_is_a_404(visitor, page, url, part):
    page(visitor, f"{url}parts/{part}/", status=404)


def test_a_unit_without_a_lesson_has_none(visitor, page):
    unit = Unit.objects.get(number=1)
    page(visitor, f"/units/{unit.slug}/parts/{unit.topics.first().slug}.questions/", status=404)


def test_a_part_takes_few_queries(browser, url, django_assert_max_num_queries):
    browser.get(f"{url}parts/b.ndcg/")
    with django_assert_max_num_queries(6):
        browser.get(f"{url}parts/b.ndcg/")
