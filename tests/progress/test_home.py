import pytest

from progress import mastery, thread
from roadmap.models import Criterion, Milestone, Phase, Prerequisite
from tests.progress.lives import archive, bring, found, held, live_long, sent_back
from tests.progress.places import url_of
from tests.roadmap.files import roadmap_outline

pytestmark = pytest.mark.django_db


class TestForAVisitor:
    def test_it_says_how_much_there_is(self, visitor, page):
        assert "80 units" in page(visitor, "/").text
        assert "3 capstones" in page(visitor, "/").text

    def test_every_phase_is_there_with_its_tagline_and_a_way_to_it(self, visitor, page):
        table = page(visitor, "/").one("table")
        phases, _, _ = roadmap_outline()
        assert len(phases) == 11
        rows = table.one("tbody").all("tr")
        for (number, title, tagline), row in zip(phases, rows, strict=True):
            assert row["data-phase"] == str(number)
            assert title in row.text
            assert tagline in row.text
        assert {link["href"] for link in table.all("a")} == {f"/phases/{phase.slug}/" for phase in Phase.objects.all()}

    def test_there_is_a_way_in_and_a_way_to_read(self, visitor, page):
        links = {link["href"] for link in page(visitor, "/").all("a")}
        assert {"/account/signup/", "/account/login/", "/roadmap/"} <= links

    def test_the_map_is_drawn_with_all_that_is_open_and_leads_to_itself(self, visitor, page, unit):
        plate = page(visitor, "/").one("figure", class_="plate")
        assert plate.one("a")["href"] == "/roadmap/map/"
        assert len(plate.all("circle")) == 89
        assert len(plate.all("path")) == Prerequisite.objects.count() + 6, "a stage rests on the one before it"
        archive(unit)
        assert len(page(visitor, "/").one("figure", class_="plate").all("circle")) == 88

    def test_the_example_is_a_criterion_that_is_asked_and_goes_with_it(self, visitor, page):
        asked = Criterion.objects.get(milestone__slug="matrix-theory-determinants", key="determinants")
        assert asked.wordings.last().text in page(visitor, "/").one("figure", class_="specimen").text
        archive(asked.milestone)
        assert not page(visitor, "/").all("figure", class_="specimen")

    def test_an_archived_unit_is_not_counted(self, visitor, page, unit):
        archive(unit)
        home = page(visitor, "/")
        assert "79 units" in home.text
        assert "7 units" in home.one("table").one("tbody").all("tr")[unit.phase.number - 1].text

    def test_an_archived_capstone_is_not_counted(self, visitor, page, capstone):
        for stage in capstone.stages.all():
            archive(stage)
        home = page(visitor, "/")
        assert "2 capstones" in home.one("section", class_="hero").text
        assert "2 capstones" in home.one("table").text


class TestForALearner:
    def test_it_is_the_roadmap_with_what_to_go_on_with_on_top(self, browser, page):
        home = page(browser, "/")
        assert len(home.all("div", class_="stop")) == 89
        assert home.has_id("continue")

    def test_somebody_new_is_told_where_to_begin(self, browser, page):
        onward = page(browser, "/").id("continue")
        assert "Start with one of these" in onward.text
        assert [item["data-state"] for item in onward.all("li")] == ["ready"] * 3

    def test_what_is_being_learned_comes_first_with_how_far_it_is(self, ada, browser, page, unit):
        mastery.rate(ada, unit.criteria.first(), "can-do")
        learning = page(browser, "/").id("continue").all("li", data_state="learning")
        assert [item.one("a")["href"] for item in learning] == [f"/units/{unit.slug}/"]
        assert f"1 of {unit.criteria.count()} can do" in learning[0].text

    def test_what_came_back_leads_to_the_form_of_the_next_attempt(self, ada, grace, browser, page, unit):
        sent_back(ada, unit, grace)
        for place in ("/", "/roadmap/"):
            (link,) = {link["href"] for link in page(browser, place).all("a") if unit.slug + "/#c" in link["href"]} - {
                f"/units/{unit.slug}/#criteria"
            }
            where, _, anchor = link.partition("#")
            assert page(browser, where).has_id(anchor)

    def test_what_a_mentor_answered_leads_to_the_conversation_until_it_is_seen(
        self, ada, grace, browser, page, unit, stage
    ):
        claim, other = held(ada, unit, grace), held(ada, stage, grace)
        thread.say(ada, claim, "Is a log enough?")
        assert "Answers" not in page(browser, "/").id("continue").text
        thread.say(grace, claim, "It is.")
        thread.say(grace, other, "Where is it deployed?")
        answers = page(browser, "/").id("continue").one("div", class_="answers")
        assert [item.one("a")["href"] for item in answers.all("li")] == [
            f"/claims/{claim.pk}/#thread", f"/claims/{other.pk}/#thread"
        ]  # fmt: skip
        assert unit.title in answers.text
        shown = page(browser, f"/claims/{claim.pk}/")
        assert shown.has_id("thread")
        assert len(page(browser, "/").id("continue").one("div", class_="answers").all("li")) == 1
        mastery.send_back(grace, other, verdicts=found(other, missing=1), digest=other.digest)
        assert not page(browser, "/").id("continue").all("div", class_="answers"), "the decision is the latest word"

    def test_nobody_is_told_of_another_s_answers(self, ada, eve, grace, client_of, page, unit):
        claim = held(ada, unit, grace)
        thread.say(grace, claim, "It is.")
        mastery.start(eve, unit)
        assert not page(client_of(eve), "/").id("continue").all("div", class_="answers")
        thread.say(ada, claim, "Thank you.")
        assert not page(client_of(grace), "/").id("continue").all("div", class_="answers"), "their desk tells mentors"

    def test_no_more_than_a_few_are_named_and_the_rest_counted(self, ada, browser, page):
        units = [each for phase in Phase.objects.all() for each in phase.units.all()][:8]
        for each in units:
            mastery.start(ada, each)
        onward = page(browser, "/").id("continue")
        assert len(onward.all("li", data_state="learning")) == 3
        assert "and 5 more under way" in onward.text

    def test_a_stage_is_named_with_its_capstone(self, ada, browser, page, stage, unit):
        bring(ada, stage, "learning")
        (item,) = page(browser, "/").id("continue").all("li", data_state="learning")
        assert item.one("a")["href"] == url_of("stage", unit, stage)
        assert stage.capstone.title in item.text


def test_it_takes_four_queries_however_much_was_done(ada, browser, django_assert_max_num_queries):
    live_long(ada, list(Milestone.objects.all()))
    browser.get("/")
    with django_assert_max_num_queries(4):
        assert browser.get("/").status_code == 200
