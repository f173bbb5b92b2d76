"""The search page: what people find with it, what it says of them, and what nobody types by hand."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from roadmap.models import Milestone, Passage, Question, Resource, Unit
from tests.access import HTMX
from tests.progress.lives import NOON, archive, bring, live_long

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(page):
    """The lines that somebody finds."""

    def ask(client, typed):
        return page(client, f"/search/?{query(typed)}").id("found").all("li")

    return ask


def query(typed):
    return urlencode({"q": typed})


def titles(lines):
    return [line.one("a").text for line in lines]


class TestForAVisitor:
    def test_the_bar_of_every_page_leads_there(self, visitor, page):
        for place in ("/", "/roadmap/", "/account/login/", "/nothing/"):
            bar = page(visitor, place, 404 if "nothing" in place else 200).one("header", class_="bar")
            assert bar.one("a", href="/search/").text == "Search"

    def test_a_unit_is_found_without_a_state(self, visitor, found):
        line = found(visitor, "unit 15")[0]
        assert line.one("a")["href"] == "/units/backpropagation-deep-dive/"
        assert "15 Backpropagation Deep Dive" in line.text
        assert "Phase 2, Deep Learning" in line.text
        assert line["data-phase"] == "2"
        assert line.get("data-state") is None

    def test_phases_capstones_and_stages_are_found(self, visitor, found):
        there = {line.one("a")["href"] for typed in ("phase 3", "c1") for line in found(visitor, typed)}
        assert {"/phases/full-stack-engineering/", "/capstones/ai-native-tool/"} <= there
        assert "/capstones/ai-native-tool/create/" in there

    def test_what_was_found_in_a_topic_says_in_which(self, visitor, found):
        assert "In it: Computational graphs" in found(visitor, "computational graph")[0].text

    def test_only_pages_for_visitors_are_found(self, visitor, found):
        assert found(visitor, "sign in")[0].one("a")["href"] == "/account/login/"
        for own in ("Your history", "Sign out", "Review", "Admin", "Time zone"):
            assert own not in titles(found(visitor, own))

    def test_without_a_query_it_shows_where_to_begin(self, visitor, page):
        headings = [each.text for each in page(visitor, "/search/").id("found").all("h2")]
        assert headings == ["Phases", "Pages"]


class TestForALearner:
    def test_a_unit_is_found_with_its_state_as_a_shape_and_a_word(self, ada, grace, browser, page, found):
        states = {1: "learning", 2: "attested", 3: "claimed", 8: "sent-back", 22: "mastered", 80: "not-started"}
        units = {number: Unit.objects.get(number=number) for number in states}
        for number, state in states.items():
            bring(ada, units[number], state, grace)
        rows = page(browser, "/roadmap/")
        for number, unit in units.items():
            line, row = found(browser, f"unit {number}")[0], rows.id(f"row-{unit.slug}")
            assert line.one("a").text == f"{number} {unit.title}"
            assert line["data-state"] == row["data-state"]
            assert line.one("use")["href"] == row.one("use")["href"]
            assert row.one("b").text.startswith(line.one("span", class_="state").text)

    def test_without_a_query_it_shows_what_to_go_on_with(self, ada, grace, browser, page):
        bring(ada, Unit.objects.get(number=2), "sent-back", grace)
        bring(ada, Unit.objects.get(number=1), "learning")
        there = page(browser, "/search/").id("found")
        assert [each.text for each in there.all("h2")] == ["Came back to you", "Go on with", "Ready for you", "Pages"]
        assert titles(there.all("section")[1].all("li")) == ["1 Linear Algebra & Vectors"]

    def test_going_on_and_answering_are_found_as_what_one_does(self, ada, grace, browser, found):
        bring(ada, Unit.objects.get(number=2), "sent-back", grace)
        bring(ada, Unit.objects.get(number=1), "learning")
        assert titles(found(browser, "go on"))[0] == "Go on: 1 Linear Algebra & Vectors"
        assert titles(found(browser, "continue"))[0] == "Go on: 1 Linear Algebra & Vectors"
        assert found(browser, "answer")[0].one("a")["href"].endswith("/#claiming")

    def test_every_page_that_it_names_is_there(self, alan, grace, client_of, page):
        answers = {}
        for client in map(client_of, (alan, grace)):
            for line in page(client, "/search/").id("found").all("section")[-1].all("li"):
                address, _, anchor = line.one("a")["href"].partition("#")
                if address not in answers:
                    answers[address] = client.get(address, follow=True)
                assert answers[address].status_code == 200, address
                assert not anchor or f'id="{anchor}"' in answers[address].text
        assert {"/admin/", "/review/", "/me/", "/account/logout/"} <= set(answers)

    def test_the_desk_is_named_to_mentors_and_the_admin_to_admins(self, ada, grace, alan, client_of, found):
        for person, named in ((ada, set()), (grace, {"Review"}), (alan, {"Admin"})):
            client = client_of(person)
            there = {title for own in ("Review", "Admin") for title in titles(found(client, own)) if title == own}
            assert there == named

    def test_what_is_archived_is_found_by_whoever_began_on_it(self, ada, eve, browser, client_of, found):
        unit = Unit.objects.get(number=9)
        bring(ada, unit, "learning")
        archive(unit)
        assert f"9 {unit.title}" in titles(found(browser, unit.title))
        assert f"9 {unit.title}" not in titles(found(client_of(eve), unit.title))

    def test_a_draft_is_found_by_nobody(self, alan, client_of, found):
        unit = Unit.objects.get(number=9)
        Unit.objects.filter(pk=unit.pk).update(status="draft")
        assert f"9 {unit.title}" not in titles(found(client_of(alan), unit.title))

    def test_an_edit_of_the_map_is_found_at_once(self, browser, found):
        Unit.objects.filter(number=9).update(title="Glockenspiel")
        assert titles(found(browser, "glocken")) == ["9 Glockenspiel"]


def test_what_is_found_is_counted_and_no_more_than_can_be_read_is_shown(visitor, page):
    there = page(visitor, "/search/?q=unit")
    assert len(there.id("found").all("ul", class_="found")[0].all("li")) == 40
    assert re.fullmatch(r"The first 40 of 8\d\. One more word narrows it\.", there.id("said").text)
    assert page(visitor, "/search/?q=backprop").id("said").text == "1 found."


def test_a_slip_and_words_that_go_together_nowhere_are_said(visitor, page):
    assert "close to it" in page(visitor, "/search/?q=transfromer").id("said").text
    assert "some of them" in page(visitor, "/search/?q=backpropagation+kubernetes").id("said").text


def test_where_nothing_is_found_it_says_what_to_do(visitor, page):
    there = page(visitor, "/search/?q=zzzz")
    assert there.id("said").text == "Nothing is called that."
    assert "Nothing is called zzzz. Try the number of a unit" in there.id("found").text
    assert there.id("q")["value"] == "zzzz"


def test_htmx_is_answered_with_the_list_and_the_count_alone(browser):
    answer = browser.get("/search/?q=backprop", headers=HTMX)
    assert answer.text.strip().startswith('<div class="results" id="found">')
    assert '<p id="said" data-hx-swap-oob="innerHTML">1 found.</p>' in answer.text
    assert "<html" not in answer.text


def test_the_palette_gets_its_way_out_with_what_it_found_and_the_page_does_not(browser):
    for here, is_palette in (("/roadmap/", True), ("/search/?q=back", False)):
        answer = browser.get("/search/?q=backprop", headers=HTMX | {"HX-Current-URL": f"http://testserver{here}"})
        assert ("palette-foot" in answer.text) is is_palette


TOO_LONG = ["a" * 10_000, "é " * 5_000, "🧑‍🚀" * 50, " ".join("abcdefghijklmnop")]
HOSTILE = [
    "\0", "a\0b", "\u202eevals\u202c", "<script>alert(1)</script>", "%", "_", "' OR 1=1--", "{{7*7}}", "\r\nX: 1",
    "مرحبا", "שלום", "\ud7ff\uffff", "1" * 99,
]  # fmt: skip


def test_what_nobody_types_by_hand_is_answered(browser, page):
    for typed in HOSTILE + TOO_LONG:
        there = page(browser, f"/search/?{query(typed)}")
        assert not there.id("found").all("script")
        assert len(there.id("q")["value"]) <= 100
        assert there.id("found").has_id("too-long") is (typed in TOO_LONG), ascii(typed[:20])
    assert titles(page(browser, f"/search/?{query(HOSTILE[2])}").id("found").all("li"))[0] == "42 LLM Evaluation"


def test_what_is_not_text_at_all_is_answered(visitor):
    assert visitor.get("/search/?q=%ff%fe").status_code == 200
    assert visitor.get("/search/?q=1&q=2").status_code == 200
    assert visitor.get("/search/", {"p": "1"}).status_code == 200


def test_no_cache_keeps_what_somebody_searched(browser):
    assert browser.get("/search/?q=1")["Cache-Control"] == "no-store, private"


def test_it_takes_four_queries_however_much_was_done(ada, browser, django_assert_max_num_queries):
    live_long(ada, list(Milestone.objects.all()))
    browser.get("/search/")
    for place in ("/search/", "/search/?q=unit", "/search/?q=transfromer"):
        with django_assert_max_num_queries(4):
            assert browser.get(place).status_code == 200
    with django_assert_max_num_queries(2):
        Client().get("/search/?q=unit")


class TestInLessons:
    @pytest.fixture
    def hits(self, page):
        """The places in lessons that somebody finds."""

        def ask(client, typed):
            return page(client, f"/search/?{query(typed)}").id("found").all("li", class_="in-lesson")

        return ask

    @pytest.mark.parametrize(
        "typed", ["softmax", "SoftM", "gross margin", "bm25", "payback", "d_model", "p50 percentile"]
    )
    def test_words_of_texts_programs_and_formulas_are_found(self, visitor, hits, typed):
        if typed in ("d_model", "p50 percentile"):
            Passage.objects.filter(key="chain.core").update(text="Of d_model columns, the p50 percentile.")
        found = hits(visitor, typed)
        assert found
        assert all(found[0].all("mark"))

    def test_the_best_place_comes_first_and_leads_to_its_section(self, visitor, hits):
        first = hits(visitor, "softmax")[0]
        assert re.fullmatch(r"/units/[\w-]+/#u\d+\.[\w.-]+", first.one("a")["href"])
        assert "softmax" in first.text.lower()

    def test_a_question_is_found_by_its_prompt_and_not_by_its_answer(self, visitor, hits):
        question = Question.objects.get(key="chain.q2", unit__number=15)
        made = question.made | {"prompt": "<p>Xyzzy?</p>", "why": "<p>Betrayed</p>"}
        Question.objects.filter(pk=question.pk).update(made=made)
        (hit,) = hits(visitor, "xyzzy")
        assert hit.one("a")["href"] == "/units/backpropagation-deep-dive/questions/chain.q2/"
        assert "Question 2" in hit.text
        assert not hits(visitor, "betrayed")

    def test_a_resource_is_found_by_its_author(self, visitor, hits):
        assert "Christopher Olah" in Resource.objects.get(key="r.olah").author
        assert "Read further" in hits(visitor, "olah")[0].text

    def test_what_is_a_draft_or_archived_is_not_found(self, visitor, hits):
        assert hits(visitor, "softmax")
        Passage.objects.update(archived_at=NOON)
        Question.objects.update(archived_at=NOON)
        Resource.objects.update(archived_at=NOON)
        assert not hits(visitor, "softmax")

    def test_a_draft_of_a_text_is_not_found(self, visitor, hits):
        Passage.objects.filter(key="chain.core").update(draft="Undrafted xyzzy.")
        assert not hits(visitor, "xyzzy")

    def test_what_an_archived_unit_says_is_not_found(self, visitor, hits):
        archive(Unit.objects.get(number=15))
        assert not [hit for hit in hits(visitor, "softmax") if "backpropagation" in hit.one("a")["href"]]

    def test_texts_of_capstones_are_not_searched(self, visitor, hits):
        assert "caretaker" in Passage.objects.get(key="s.repairs").text
        assert hits(visitor, "caretaker cooperative") == []

    def test_what_is_found_is_shown_as_text(self, visitor, hits):
        Passage.objects.filter(key="chain.core", milestone__unit__number=15).update(
            text="Plugh.", html="<p>Plugh &lt;script&gt;alert(1)&lt;/script&gt; &amp; more</p>"
        )
        (hit,) = hits(visitor, "plugh")
        assert "<script>alert(1)</script> & more" in hit.text
        assert not hit.all("script")

    @pytest.mark.parametrize("typed", ["the", "!", "'; drop table", "a:*", "& |", "\\", "(", "%", "\u0130"])
    def test_what_is_no_word_is_searched_all_the_same(self, visitor, page, typed):
        assert page(visitor, f"/search/?{query(typed)}").has_id("found")

    def test_it_costs_one_query_however_much_is_found(self, visitor, django_assert_max_num_queries):
        for typed in ("softmax", "learn", "xyzzy"):
            with django_assert_max_num_queries(2):
                visitor.get(f"/search/?{query(typed)}")
