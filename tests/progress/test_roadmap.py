import re

import pytest

from accounts.models import User
from progress import mastery
from roadmap.models import Milestone, Phase, Prerequisite, Stage, Unit
from tests.progress.lives import add_units, archive, bring, can_do_all, live_long, set_status
from tests.roadmap.files import roadmap_outline

pytestmark = pytest.mark.django_db


def row(page, milestone):
    return page.id(f"row-{milestone.slug}")


def stands_on(page, milestone):
    return row(page, milestone)["data-state"]


class TestForAVisitor:
    def test_the_whole_map_is_there_to_the_letter(self, visitor, page):
        _, units, capstones = roadmap_outline()
        roadmap = page(visitor, "/roadmap/")
        shown = [
            (each.parent["data-phase"], each.one(class_="number").text, each.one("a", class_="title").text)
            for each in roadmap.all("div", class_="stop")
            if each.one(class_="number").text
        ]
        assert shown == [(str(phase), str(number), title) for phase, number, title, _ in units]
        for phase, number, title, focus in capstones:
            section = roadmap.id(f"phase-{phase}")
            assert title in section.text
            assert focus in section.text
            assert f"Capstone {number}" in section.text

    def test_nobody_s_standing_is_on_it(self, visitor, page, ada, unit):
        bring(ada, unit, "attested")
        roadmap = page(visitor, "/roadmap/")
        assert not roadmap.all(data_state=True)
        assert not roadmap.all("form")
        assert not roadmap.all("button")
        for each in roadmap.all("div", class_="stop"):
            where = each.one(class_="where").text
            assert re.match(r"\d+ criteri(on|a), ", where), where

    def test_a_phase_says_how_much_there_is_of_it(self, visitor, page):
        roadmap = page(visitor, "/roadmap/")
        for phase in Phase.objects.exclude(units=None).distinct():
            assert roadmap.id(f"sum-{phase.number}").text.startswith(f"{phase.units.count()} unit")


class TestForALearner:
    def test_each_state_has_its_word_and_its_shape(self, ada, browser, page):
        units = list(Unit.objects.order_by("number")[:40])
        bring(ada, units[0], "learning")
        bring(ada, units[1], "attested")
        roadmap = page(browser, "/roadmap/")
        words = {"learning": "Learning", "attested": "Your word", "ready": "Ready", "not-started": "Not started"}
        seen = set()
        for each in roadmap.all("div", class_="stop"):
            state = each["data-state"]
            seen.add(state)
            assert each.one("b").text.startswith(words[state])
            assert each.one("use")["href"] == f"#s-{state}"
        assert seen == set(words)
        assert stands_on(roadmap, units[0]) == "learning"
        assert stands_on(roadmap, units[1]) == "attested"

    def test_ready_is_what_needs_nothing_that_is_not_reached(self, ada, browser, page):
        roadmap = page(browser, "/roadmap/")
        needed = Prerequisite.objects.filter(strength="needs")
        begun_by_rule = Stage.objects.exclude(step=1)
        waits = set(needed.values_list("after", flat=True)) | set(begun_by_rule.values_list("pk", flat=True))
        for milestone in Milestone.objects.all():
            assert stands_on(roadmap, milestone) == ("not-started" if milestone.pk in waits else "ready")

    @pytest.mark.parametrize("reached", ["learning", "attested"])
    def test_what_rests_on_it_is_ready_once_it_is_reached(self, ada, browser, page, reached):
        edge = self.only_need()
        bring(ada, edge.before, reached)
        state = stands_on(page(browser, "/roadmap/"), edge.after)
        assert state == ("ready" if reached == "attested" else "not-started")

    def only_need(self):
        """An edge whose upper end needs nothing else, found by counting."""
        for edge in Prerequisite.objects.filter(strength="needs").select_related("before", "after"):
            others = Prerequisite.objects.filter(after=edge.after, strength="needs").count()
            if others == 1 and Unit.objects.filter(pk=edge.after_id).exists():
                return edge
        raise AssertionError("no such edge")

    def test_what_only_helps_holds_nothing_up(self, ada, browser, page):
        edge = self.only_need()
        Prerequisite.objects.filter(pk=edge.pk).update(strength="helps")
        assert stands_on(page(browser, "/roadmap/"), edge.after) == "ready"

    def test_what_is_archived_holds_nothing_up(self, ada, browser, page):
        edge = self.only_need()
        archive(edge.before)
        assert stands_on(page(browser, "/roadmap/"), edge.after) == "ready"

    def test_a_row_that_waits_says_for_what(self, browser, page):
        edge = self.only_need()
        number = Unit.objects.get(pk=edge.before_id).number
        assert f"after {number}" in row(page(browser, "/roadmap/"), edge.after).text

    def test_a_stage_waits_for_the_one_before_it(self, ada, browser, page, capstone):
        create, build, scale = capstone.stages.order_by("step")
        bring(ada, create, "attested")
        roadmap = page(browser, "/roadmap/")
        assert stands_on(roadmap, build) == "ready"
        assert stands_on(roadmap, scale) == "not-started"

    def test_totals_are_said_in_words(self, ada, browser, page, unit, stage):
        bring(ada, unit, "attested")
        bring(ada, stage, "attested")
        roadmap = page(browser, "/roadmap/")
        assert roadmap.id("totals").text == "Mastered 0, attested 2 of 89 (80 units and 9 stages)."
        of = unit.phase.units.count()
        assert f"Mastered 0, attested 1 of {of}" in roadmap.id(f"sum-{unit.phase.number}").text
        assert "Mastered 0, attested 1 of 9" in roadmap.id(f"sum-{stage.capstone.phase.number}").text

    def test_phases_add_up_to_the_whole(self, ada, browser, page):
        for each in Unit.objects.order_by("number")[:30:3]:
            bring(ada, each, "attested")
        roadmap = page(browser, "/roadmap/")
        sums = [
            [int(figure) for figure in re.findall(r"\d+", roadmap.id(f"sum-{number}").text)[:3]]
            for number in range(1, 12)
        ]
        assert [sum(column) for column in zip(*sums, strict=True)] == [0, 10, 89]

    def test_a_row_says_how_many_criteria_are_rated(self, ada, browser, page, unit):
        mastery.start(ada, unit)
        first, second, *_ = unit.criteria.all()
        mastery.rate(ada, first, "can-do")
        mastery.rate(ada, second, "shaky")
        assert f"1 of {unit.criteria.count()} can do" in row(page(browser, "/roadmap/"), unit).text

    def test_ratings_of_what_was_put_back_are_kept_and_not_shown_as_progress(self, ada, browser, page, unit):
        bring(ada, unit, "rated")
        mastery.put_back(ada, unit)
        assert "can do" not in row(page(browser, "/roadmap/"), unit).text

    def test_a_criterion_that_is_added_later_is_said_to_be_new(self, ada, browser, page, unit):
        bring(ada, unit, "attested")
        unit.criteria.create(key="added", position=9, topic=unit.topics.first()).wordings.create(version=1, text="New.")
        roadmap = page(browser, "/roadmap/")
        assert stands_on(roadmap, unit) == "attested"
        assert "1 new" in row(roadmap, unit).text
        assert "attested 1 of 89" in roadmap.id("totals").text

    def test_a_row_holds_no_token_time_or_name(self, ada, browser, page, unit):
        bring(ada, unit, "attested")
        User.objects.filter(pk=ada.pk).update(display_name="Augusta")
        for each in page(browser, "/roadmap/").all("div", class_="stop"):
            assert not each.all("input")
            assert not each.all("time")
            assert "Augusta" not in each.raw_text

    def test_one_form_around_the_list_carries_the_token(self, browser, page):
        roadmap = page(browser, "/roadmap/")
        form = roadmap.one("form")
        assert form["method"] == "post"
        assert len(form.all("input", name="csrfmiddlewaretoken")) == 1
        for button in roadmap.one("main").all("button"):
            assert button in form.all("button")
            assert button["formaction"] == button["data-hx-post"]

    def test_no_two_elements_share_an_id_and_every_target_is_there(self, ada, browser, page, unit):
        bring(ada, unit, "learning")
        roadmap = page(browser, "/roadmap/")
        ids = [each["id"] for each in roadmap.all(id=True)]
        assert len(ids) == len(set(ids))
        for each in roadmap.all(data_hx_target=True):
            assert each["data-hx-target"].removeprefix("#") in ids
        for each in roadmap.all(aria_labelledby=True):
            assert each["aria-labelledby"] in ids

    def test_eve_sees_nothing_of_ada(self, ada, eve, client_of, page, unit):
        bring(ada, unit, "attested")
        User.objects.filter(pk=ada.pk).update(display_name="Augusta")
        roadmap = page(client_of(eve), "/roadmap/")
        assert stands_on(roadmap, unit) == "not-started"
        assert "Augusta" not in roadmap.raw_text


class TestWhatIsNotPublished:
    def test_a_draft_is_shown_to_nobody_and_counted_for_nobody(self, browser, visitor, page, unit):
        set_status(unit, "draft")
        for client in (browser, visitor):
            assert not page(client, "/roadmap/").has_id(f"row-{unit.slug}")
        assert "of 88" in page(browser, "/roadmap/").id("totals").text

    def test_what_is_archived_is_shown_to_those_who_began_and_to_nobody_else(
        self, ada, eve, browser, visitor, client_of, page, unit
    ):
        bring(ada, unit, "learning")
        archive(unit)
        assert "archived" in row(page(browser, "/roadmap/"), unit).text
        for client in (client_of(eve), visitor):
            assert not page(client, "/roadmap/").has_id(f"row-{unit.slug}")

    def test_what_is_archived_counts_for_those_who_reached_it_alone(self, ada, eve, browser, client_of, page, unit):
        bring(ada, unit, "attested")
        bring(eve, unit, "learning")
        archive(unit)
        assert "attested 1 of 89 (80 units and 9 stages)" in page(browser, "/roadmap/").id("totals").text
        assert "attested 0 of 88 (79 units and 9 stages)" in page(client_of(eve), "/roadmap/").id("totals").text

    def test_what_is_archived_offers_no_start(self, ada, browser, page, unit):
        bring(ada, unit, "learning")
        archive(unit)
        assert not row(page(browser, "/roadmap/"), unit).all("button")

    def test_a_phase_that_is_a_draft_is_not_there(self, visitor, browser, page):
        Phase.objects.filter(number=3).update(status="draft")
        for client in (visitor, browser):
            assert not page(client, "/roadmap/").has_id("phase-3")


class TestItsPrice:
    """Three queries whatever the number of rows: session with its person, version, standing."""

    @pytest.mark.parametrize("path", ["/", "/roadmap/"])
    @pytest.mark.parametrize("lived", ["nothing", "one row", "everything"])
    @pytest.mark.parametrize("more", [0, 50])
    def test_does_not_grow(self, ada, browser, django_assert_max_num_queries, path, lived, more):
        add_units(more)
        if lived == "one row":
            mastery.start(ada, Unit.objects.first())
        if lived == "everything":
            live_long(ada, list(Milestone.objects.all()))
        browser.get(path)
        with django_assert_max_num_queries(3):
            response = browser.get(path)
        assert response.content.count(b'class="stop"') == 89 + more

    def test_of_a_visitor_is_one_query(self, visitor, django_assert_max_num_queries):
        visitor.get("/roadmap/")
        with django_assert_max_num_queries(1):
            visitor.get("/roadmap/")

    def test_after_a_change_elsewhere_is_the_same(self, ada, browser, django_assert_max_num_queries, unit):
        browser.get("/roadmap/")
        mastery.start(ada, unit)
        can_do_all(ada, unit)
        with django_assert_max_num_queries(3):
            browser.get("/roadmap/")
