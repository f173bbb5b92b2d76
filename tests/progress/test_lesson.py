"""The lesson of a unit: what is read, what is noted beside it, and what is not in the page."""

import pytest

import clock
from progress import mastery
from progress.models import Rating
from roadmap.models import Passage, Question, Resource, Unit
from tests.progress.lives import archive, bring, state_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(unit):
    return f"/units/{unit.slug}/"


class TestToRead:
    def test_all_of_it_is_there_in_the_order_of_reading(self, visitor, page, unit, url):
        shown = page(visitor, f"{url}whole/")
        headings = [each.text for each in shown.id("lesson").all("h2")]
        assert headings == [
            "Why it matters",
            "15.1 Chain rule",
            "15.2 Backprop derivation",
            "15.3 Computational graphs",
        ]
        for passage in unit.passages.exclude(kind="figure"):
            assert read(passage.html).text in shown.text, passage
        assert len(shown.id("lesson").all("form", class_="question")) == unit.questions.count() == 16

    def test_a_bridge_comes_before_the_topic_that_needs_it(self, visitor, page):
        unit = Unit.objects.get(number=55)
        shown = page(visitor, f"/units/{unit.slug}/")
        bridges = unit.passages.filter(kind="bridge")
        assert bridges.count() >= 1
        headings = [each.text for each in shown.id("lesson").all("h3")]
        assert headings[: len(bridges)] == [f"Bridge: {bridge.title}" for bridge in bridges]
        assert [each.text for each in shown.id("lesson").all("h2")][1] == "What you may need first"

    def test_its_contents_lead_to_each_section(self, visitor, page, url):
        shown = page(visitor, url)
        *links, whole = [link["href"] for link in shown.one("nav", class_="on-page").all("a")]
        assert whole == f"{url}whole/"
        assert links == [
            "#why",
            "#u15.chain",
            "#u15.derivation",
            "#u15.graph",
            "#resources-title",
            "#proof-title",
            "#milestone",
        ]
        for link in links:
            assert shown.has_id(link[1:])

    def test_what_a_program_prints_is_behind_a_fold(self, visitor, page, url):
        folds = page(visitor, url).id("lesson").all("details", class_="fold")
        assert len(folds) >= 3
        assert all("open" not in fold.attributes for fold in folds)

    def test_what_a_prediction_prints_and_what_is_right_is_not_in_the_page(self, visitor, page, unit, url):
        text = page(visitor, url).text
        for question in unit.questions.exclude(kind="short"):
            assert read(question.made["why"]).text not in text
        for question in unit.questions.filter(kind="predict"):
            assert question.made["output"].strip() not in text

    def test_a_figure_is_drawn_and_has_its_words(self, visitor, page, url):
        figure = next(each for each in page(visitor, url).id("lesson").all("figure") if each.all("svg"))
        assert figure.one("svg")["role"] == "img"
        assert len(figure.one("svg")["aria-label"]) > 30
        assert figure.one("figcaption").text == "Figure 15.1"

    def test_resources_say_what_they_cost_and_what_to_do_with_them(self, visitor, page, unit, url):
        lines = page(visitor, url).one("ul", class_="resources").all("li")
        assert len(lines) == unit.resources.count()
        for line, resource in zip(lines, unit.resources.order_by("position"), strict=True):
            assert line.one("a")["href"] == resource.url
            for said in (resource.title, resource.author, resource.licence, resource.use):
                assert said in line.text
            assert ("free" if resource.free else "paid") in line.text

    def test_good_evidence_and_typical_faults_stand_with_the_proof(self, visitor, page, url):
        headings = [each.text for each in page(visitor, url).one("section", aria_labelledby="proof-title").all("h3")]
        assert headings == ["Good evidence", "Typically sent back"]

    def test_the_units_before_and_after_are_one_step_away(self, visitor, page, url):
        shown = page(visitor, url)
        assert shown.one("a", rel="prev")["href"] == f"/units/{Unit.objects.get(number=14).slug}/"
        assert shown.one("a", rel="next")["href"] == f"/units/{Unit.objects.get(number=16).slug}/"
        first = page(visitor, f"/units/{Unit.objects.get(number=1).slug}/")
        assert not first.all("a", rel="prev")

    def test_what_is_archived_of_it_is_not_read(self, visitor, page, unit, url):
        question, resource = unit.questions.first(), unit.resources.first()
        for row in (question, resource, unit.passages.get(kind="why")):
            row.set_archived(clock.now())
        shown = page(visitor, url)
        assert not shown.has_id(f"u15.{question.key}")
        assert not shown.has_id("why")
        assert resource.url not in shown.raw_text

    def test_a_unit_without_a_lesson_does_without(self, visitor, page):
        unit = Unit.objects.get(number=1)
        for part in (Passage.objects.filter(milestone=unit), Question.objects.filter(unit=unit)):
            part.update(archived_at=clock.now())
        shown = page(visitor, f"/units/{unit.slug}/")
        assert not shown.has_id("lesson")
        assert not shown.all("nav", class_="on-page")


class TestNotesBesideIt:
    def test_each_section_says_what_it_leads_to_and_can_be_rated(self, browser, page, unit, url):
        shown = page(browser, url)
        for criterion in unit.criteria.all():
            region = shown.id(f"lesson-{criterion.key}")
            assert criterion.wordings.latest("version").text in region.text
            assert len(region.all("button", aria_pressed="false")) == 3

    def test_a_visitor_reads_what_is_asked_and_rates_nothing(self, visitor, page, unit, url):
        shown = page(visitor, url)
        for criterion in unit.criteria.all():
            assert not shown.id(f"lesson-{criterion.key}").all("button")

    def test_a_note_changes_its_own_region_first_and_all_others_beside_it(self, ada, browser, unit):
        bring(ada, unit, "learning")
        criterion, other = unit.criteria.all()[:2]
        response = browser.post(f"/lessons/{unit.slug}/{criterion.key}/{criterion.key}/can-do/", headers=HTMX)
        shown = read(response)
        own = shown.id(f"lesson-{criterion.key}")
        assert "data-hx-swap-oob" not in own.attributes
        assert own.one("button", aria_pressed="true").text.startswith("Can do")
        assert "Noted" in own.id("done").text
        for beside in ("milestone", f"lesson-{other.key}", "lesson-top", "strip", "around"):
            assert shown.id(beside)["data-hx-swap-oob"] == "true"
        assert "1 of 3 can do" in shown.id("lesson-top").text
        assert shown.id("live").text.startswith("Noted: ")
        assert Rating.objects.of(ada, unit.pk) == {criterion.pk: "can-do"}

    def test_a_note_on_the_list_changes_the_region_in_the_lesson(self, ada, browser, unit):
        bring(ada, unit, "learning")
        criterion = unit.criteria.first()
        shown = read(browser.post(f"/milestones/{unit.slug}/{criterion.key}/can-do/", headers=HTMX))
        assert "data-hx-swap-oob" not in shown.id("milestone").attributes
        region = shown.id(f"lesson-{criterion.key}")
        assert region["data-hx-swap-oob"] == "true"
        assert region.one("button", aria_pressed="true").text.startswith("Can do")

    def test_it_can_be_started_above_the_lesson_and_undone_there(self, ada, browser, page, unit, url):
        assert page(browser, url).id("lesson-top").one("button")["data-hx-post"] == f"/lessons/{unit.slug}/top/start/"
        shown = read(browser.post(f"/lessons/{unit.slug}/top/start/", headers=HTMX))
        undo = shown.id("lesson-top").id("done").one("button")
        assert undo["data-hx-post"] == f"/lessons/{unit.slug}/top/put-back/?undoes=start"
        assert state_of(ada, unit) == "learning"
        browser.post(undo["data-hx-post"], headers=HTMX)
        assert state_of(ada, unit) == "not-started"

    def test_without_script_a_note_leads_back_to_its_section(self, browser, unit):
        criterion = unit.criteria.first()
        response = browser.post(f"/lessons/{unit.slug}/{criterion.key}/{criterion.key}/shaky/")
        assert response["Location"] == f"/units/{unit.slug}/#lesson-{criterion.key}"

    def test_a_refused_note_says_why_where_it_was_made(self, ada, browser, unit):
        bring(ada, unit, "learning")
        archive(unit)
        criterion = unit.criteria.first()
        response = browser.post(f"/lessons/{unit.slug}/{criterion.key}/{criterion.key}/nothing/", headers=HTMX)
        assert response.status_code == 404
        mastery.put_back(ada, unit)
        response = browser.post(f"/lessons/{unit.slug}/{criterion.key}/{criterion.key}/shaky/", headers=HTMX)
        assert response.status_code == 422
        assert "data-focus" in read(response).id(f"lesson-{criterion.key}").id("done").attributes

    def test_a_section_that_is_not_there_is_a_404(self, browser, unit):
        key = unit.criteria.first().key
        assert browser.post(f"/lessons/{unit.slug}/nowhere/{key}/shaky/", headers=HTMX).status_code == 404

    @pytest.mark.parametrize("state", ["not-started", "learning", "rated", "attested"])
    def test_no_two_elements_of_an_answer_share_an_id(self, ada, browser, unit, state):
        bring(ada, unit, state)
        key = unit.criteria.first().key
        shown = read(browser.post(f"/lessons/{unit.slug}/{key}/{key}/shaky/", headers=HTMX))
        ids = [each["id"] for each in shown.all(id=True)]
        assert len(ids) == len(set(ids))


def test_the_page_with_a_lesson_takes_six_queries(ada, browser, unit, url, django_assert_max_num_queries):
    bring(ada, unit, "rated")
    browser.get(url)
    with django_assert_max_num_queries(6):
        browser.get(url)


def test_what_was_made_of_a_text_is_shown_and_no_other(visitor, page, unit, url):
    """The page never makes anything of a text: it shows what was made when it was saved."""
    why = unit.passages.get(kind="why")
    Passage.objects.filter(pk=why.pk).update(text="Another text.")
    assert "Another text." not in page(visitor, url).text
    Passage.objects.filter(pk=why.pk).update(html="<p>Made of it.</p>")
    assert "Made of it." in page(visitor, url).text


def test_there_is_a_lesson_with_resources_for_each_whole_unit():
    written = set(Passage.objects.filter(milestone__unit__isnull=False).values_list("milestone", flat=True))
    assert set(Resource.objects.values_list("unit", flat=True)) == written
    assert len(written) >= 3
