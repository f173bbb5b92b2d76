"""The glossary: a page made of what lessons say, and links from lessons that rest on them."""

import pytest

from roadmap.models import Passage, Unit

pytestmark = pytest.mark.django_db


def say(number, html, kind="core"):
    """Let a unit with a lesson say something else."""
    passage = Passage.objects.filter(milestone__unit__number=number, kind=kind).order_by("topic__position").first()
    Passage.objects.filter(pk=passage.pk).update(html=html)
    return passage


@pytest.fixture
def entry(visitor, page):
    def find(words):
        found = page(visitor, "/glossary/").all("dl")
        rows = [row for each in found for row in each.all("div") if row.one("dt").text == words]
        return rows[0] if rows else None

    return find


def test_each_word_has_the_sentence_that_says_it_and_leads_there(entry):
    reverse = entry("Reverse mode")
    assert "visits the nodes once, from the result backwards" in reverse.one("dd").text
    assert reverse.one("a")["href"] == "/units/backpropagation-deep-dive/#u15.graph"
    assert reverse.one("span", class_="note").text == "15 Backpropagation Deep Dive Computational graphs"


def test_what_is_edited_in_a_lesson_is_edited_here(entry):
    say(15, "<p>A <strong>turned page</strong> says so here.</p>")
    assert entry("turned page").one("dd").text.startswith("A turned page says so here.")


def test_a_word_that_two_units_say_is_that_of_the_first(entry):
    say(15, "<p>A <strong>common word</strong> is here.</p>")
    say(55, "<p>A <strong>Common  Word</strong> is there.</p>")
    assert "is here" in entry("common word").text
    assert entry("Common  Word") is None


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_what_a_unit_that_is_not_open_says_is_not_there(entry, status):
    assert entry("Reverse mode")
    Unit.objects.filter(number=15).update(status=status)
    assert entry("Reverse mode") is None


def test_without_a_word_it_says_so(visitor, page):
    Passage.objects.update(html="<p>Nothing.</p>")
    assert "No lesson says a word yet." in page(visitor, "/glossary/").text


def test_it_takes_few_queries_however_much_is_said(browser, django_assert_max_num_queries):
    browser.get("/glossary/")
    say(15, "".join(f"<p>A <strong>word number {number}</strong> is here.</p>" for number in range(300)))
    with django_assert_max_num_queries(15):
        browser.get("/glossary/")
    with django_assert_max_num_queries(5):
        browser.get("/glossary/")


class TestLinks:
    """Unit 16 rests on 15; unit 47 does not."""

    @pytest.fixture
    def said(self):
        say(15, "<p>A <strong>turned page</strong> says so here.</p>")

    def hrefs(self, page, visitor, address):
        return [link["href"] for link in page(visitor, address).all("a", class_="term")]

    def test_a_unit_that_rests_on_another_links_its_word_where_it_uses_it_first(self, said, visitor, page):
        unit = Unit.objects.get(number=16)
        Passage.objects.create(
            milestone=unit, key="why", kind="why", text="x", html="<p>A turned page, turned pages.</p>"
        )
        assert self.hrefs(page, visitor, f"/units/{unit.slug}/") == ["/units/backpropagation-deep-dive/#u15.chain"]

    def test_neither_the_unit_itself_nor_one_beside_it_does(self, said, visitor, page):
        say(47, "<p>A turned page.</p>")
        say(15, "<p>A turned page.</p>", kind="why")
        assert not self.hrefs(page, visitor, "/units/business-models-for-ai/")
        assert not self.hrefs(page, visitor, "/units/backpropagation-deep-dive/")

    def test_a_bridge_has_links_of_its_own(self, said, visitor, page):
        unit = Unit.objects.get(number=16)
        for key in ("why", "b.one", "b.two"):
            kind = "why" if key == "why" else "bridge"
            Passage.objects.create(
                milestone=unit, key=key, kind=kind, title=key, text="x", html="<p>A turned page.</p>"
            )
        assert len(self.hrefs(page, visitor, f"/units/{unit.slug}/whole/")) == 3
        assert len(self.hrefs(page, visitor, f"/units/{unit.slug}/parts/b.one/")) == 1

    def test_short_words_that_mean_other_things_elsewhere_are_not_linked(self, visitor, page):
        say(15, "<p>A <strong>leaf</strong> and a <strong>turned leaf</strong> are here.</p>")
        unit = Unit.objects.get(number=16)
        Passage.objects.create(
            milestone=unit, key="why", kind="why", text="x", html="<p>Leaf by leaf, a turned leaf.</p>"
        )
        assert len(self.hrefs(page, visitor, f"/units/{unit.slug}/")) == 1
