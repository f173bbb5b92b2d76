"""The roadmap as a map: the same for everybody but for the states, and true again after each edit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress import mastery
from roadmap import atlas
from roadmap.map_layout.graph import digest
from roadmap.models import MapLayout, Milestone, Prerequisite, Unit
from roadmap.picture import committed, graph_of, picture_of
from tests.progress.lives import archive, bring

pytestmark = pytest.mark.django_db


def station(page, milestone):
    return page.id(f"station-{milestone.slug}")


def routes(page):
    return page.all("path", class_="route")


class TestForEverybody:
    def test_every_milestone_is_a_link_with_its_name(self, visitor, page):
        drawing = page(visitor, "/roadmap/map/")
        stations = drawing.all("a", class_="station")
        assert {each["id"] for each in stations} == {f"station-{each.slug}" for each in Milestone.objects.all()}
        unit = Unit.objects.get(number=15)
        assert station(drawing, unit)["href"] == f"/units/{unit.slug}/"
        assert station(drawing, unit)["aria-label"] == f"15 {unit.title}"

    def test_every_prerequisite_is_a_route_solid_where_it_is_needed(self, visitor, page):
        drawn = {
            (each["data-before"], each["data-after"]): "helps" in each["class"]
            for each in routes(page(visitor, "/roadmap/map/"))
        }
        said = {
            (each.before.slug, each.after.slug): each.strength == "helps"
            for each in Prerequisite.objects.select_related("before", "after")
        }
        assert said.items() <= drawn.items()
        # Each stage needs the one before it, by rule.
        assert len(drawn) == len(said) + 6

    def test_a_visitor_sees_no_states(self, visitor, page):
        drawing = page(visitor, "/roadmap/map/")
        assert {each["data-state"] for each in drawing.all("a", class_="station")} == {"not-started"}
        assert not drawing.all("ul", class_="legend")

    def test_the_list_is_one_link_away(self, visitor, page):
        assert "/roadmap/?view=list" in {link["href"] for link in page(visitor, "/roadmap/map/").all("a")}
        assert "/roadmap/?view=map" in {link["href"] for link in page(visitor, "/roadmap/").all("a")}


class TestForALearner:
    def test_states_are_laid_on_as_shape_and_word(self, ada, grace, browser, page, unit):
        first = Unit.objects.get(number=1)
        bring(ada, first, "mastered", grace)
        mastery.start(ada, unit)
        drawing = page(browser, "/roadmap/map/")
        assert station(drawing, first)["data-state"] == "mastered"
        assert station(drawing, first)["aria-label"].endswith(", Mastered")
        assert station(drawing, first).one("use")["href"] == "#s-mastered"
        assert station(drawing, unit)["data-state"] == "learning"

    def test_routes_are_filled_once_what_they_come_from_is_mastered(self, ada, grace, browser, page):
        first = Unit.objects.get(number=1)
        bring(ada, first, "mastered", grace)
        filled = {each["data-before"] for each in routes(page(browser, "/roadmap/map/")) if "filled" in each["class"]}
        assert filled == {first.slug}

    def test_one_skeleton_serves_everybody(self, ada, eve, browser, client_of, page, unit):
        """Take the states away, and two people's pictures are the same to the letter."""
        mastery.start(ada, unit)

        def skeleton(client):
            svg = page(client, "/roadmap/map/").one("svg", class_="map")
            return [(each["id"], each["href"]) for each in svg.all("a", class_="station")], [
                each["d"] for each in routes(svg)
            ]

        assert skeleton(browser) == skeleton(client_of(eve))

    def test_it_says_where_they_are(self, ada, browser, page, unit):
        mastery.start(ada, unit)
        here = page(browser, "/roadmap/map/").one("a", class_="here")
        assert here["href"] == f"#station-{unit.slug}"
        assert unit.title in here.text

    def test_it_is_asked_for_in_three_queries(self, ada, browser, unit):
        """Session with its person, version, progress: as many as the list."""
        mastery.start(ada, unit)
        browser.get("/roadmap/map/")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/roadmap/map/").status_code == 200
        assert len(queries) == 3

    def test_a_revisit_is_answered_304_until_something_changes(self, ada, browser, unit):
        etag = browser.get("/roadmap/map/")["ETag"]
        assert browser.get("/roadmap/map/", headers={"If-None-Match": etag}).status_code == 304
        mastery.start(ada, unit)
        assert browser.get("/roadmap/map/", headers={"If-None-Match": etag}).status_code == 200


class TestAfterAnEdit:
    def test_the_picture_of_the_curriculum_that_comes_along_is_committed(self):
        """After a change of the files or of the layout: manage.py layout_map --write"""
        assert digest(graph_of(atlas.current())) == committed()["digest"]
        assert picture_of(atlas.current()).is_current

    def test_the_old_picture_stands_with_a_sentence_and_what_is_new_is_in_the_list(self, browser, visitor, page, unit):
        added = Unit.objects.create(
            phase=unit.phase, number=81, slug="new-unit", title="New", hours=1, difficulty=1, proof="Do."
        )
        for client in (browser, visitor):
            drawing = page(client, "/roadmap/map/")
            assert "being drawn anew" in drawing.text
            assert "1 milestone is not on this picture; the list has it." in drawing.text
            assert len(drawing.all("a", class_="station")) == 89
            assert not drawing.has_id(f"station-{added.slug}")
            assert page(client, "/roadmap/").has_id(f"row-{added.slug}")

    def test_what_left_the_map_leaves_the_old_picture_too(self, browser, page, unit):
        archive(unit)
        drawing = page(browser, "/roadmap/map/")
        assert not drawing.has_id(f"station-{unit.slug}")
        assert unit.slug not in {end for each in routes(drawing) for end in (each["data-before"], each["data-after"])}

    def test_the_new_picture_is_shown_as_soon_as_it_is_kept(self, browser, page, unit):
        Prerequisite.objects.create(after=Unit.objects.get(number=80), before=Unit.objects.get(number=1), why="So.")
        etag = browser.get("/roadmap/map/")["ETag"]
        geometry = dict(committed()["geometry"], width=1234)
        MapLayout.objects.put(digest(graph_of(atlas.current())), geometry)
        assert browser.get("/roadmap/map/", headers={"If-None-Match": etag}).status_code == 200
        drawing = page(browser, "/roadmap/map/")
        assert drawing.one("svg", class_="map")["width"] == "1234"
        assert "being drawn anew" not in drawing.text

    def test_an_edit_that_changes_no_picture_keeps_it(self, browser, page, unit):
        unit.topics.update(title="Another")
        assert "being drawn anew" not in page(browser, "/roadmap/map/").text


class TestTheChoice:
    def test_it_is_remembered_until_the_other_is_chosen(self, browser):
        assert browser.get("/roadmap/").status_code == 200
        assert browser.get("/roadmap/?view=map")["Location"] == "/roadmap/map/"
        assert browser.get("/roadmap/")["Location"] == "/roadmap/map/"
        assert browser.get("/roadmap/?view=list")["Location"] == "/roadmap/"
        assert browser.get("/roadmap/").status_code == 200

    def test_a_copy_of_the_list_does_not_hold_up_who_has_chosen_the_map(self, browser):
        etag = browser.get("/roadmap/")["ETag"]
        browser.get("/roadmap/?view=map")
        assert browser.get("/roadmap/", headers={"If-None-Match": etag}).status_code == 302

    def test_a_visit_alone_chooses_nothing(self, browser):
        browser.get("/roadmap/map/")
        assert browser.get("/roadmap/").status_code == 200

    @pytest.mark.parametrize("nonsense", ["", "MAP", "../x", "list,map"])
    def test_anything_else_is_the_list(self, browser, nonsense):
        assert browser.get("/roadmap/", {"view": nonsense}).status_code == 200
        browser.cookies["roadmap"] = "nonsense"
        assert browser.get("/roadmap/").status_code == 200
