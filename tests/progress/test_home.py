import pytest

from progress import mastery
from roadmap.models import Milestone, Phase
from tests.progress.lives import archive, bring, live_long
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
