import pytest

from progress.models import Rating, UserProgress
from roadmap.models import Milestone, Phase
from tests.progress.lives import archive, bring, live_long, set_status
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["roadmap", "phase"])
def door(request, unit):
    return "/roadmap/" if request.param == "roadmap" else f"/phases/{unit.phase.slug}/"


def test_the_criteria_open_below_the_row_with_the_learner_s_notes(ada, browser, unit, door):
    bring(ada, unit, "learning")
    Rating.objects.note(UserProgress.objects.get(), unit.criteria.first(), "shaky")
    region = read(browser.get(f"{door}{unit.slug}/criteria/", headers=HTMX))
    assert region.has_id(f"stop-{unit.slug}")
    panel = region.id(f"panel-{unit.slug}")
    assert len(panel.all("div", class_="criterion")) == unit.criteria.count()
    assert panel.id(f"rate-{unit.slug}-{unit.criteria.first().key}-shaky")["aria-pressed"] == "true"
    more = region.id(f"more-{unit.slug}")
    assert (more["aria-expanded"], more["data-hx-get"]) == ("true", f"{door}{unit.slug}/row/")


def test_a_visitor_reads_them_without_buttons(visitor, unit, door):
    region = read(visitor.get(f"{door}{unit.slug}/criteria/", headers=HTMX))
    assert len(region.all("div", class_="criterion")) == unit.criteria.count()
    assert not region.all("button")
    assert not region.all(data_state=True)


def test_a_stage_s_open_too(browser, stage):
    region = read(browser.get(f"/roadmap/{stage.slug}/criteria/", headers=HTMX))
    assert len(region.all("div", class_="criterion")) == stage.criteria.count()


def test_without_script_the_page_of_the_milestone_is_opened(browser, visitor, unit, stage, door):
    for client in (browser, visitor):
        response = client.get(f"{door}{unit.slug}/criteria/")
        assert (response.status_code, response["Location"]) == (302, f"/units/{unit.slug}/#criteria")
        assert "ETag" not in response
    response = browser.get(f"/roadmap/{stage.slug}/criteria/")
    assert response["Location"] == f"/capstones/{stage.capstone.slug}/create/#criteria"


def test_opening_changes_nothing(browser, unit, door):
    browser.get(f"{door}{unit.slug}/criteria/", headers=HTMX)
    assert not UserProgress.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(browser, unit, door, method):
    assert getattr(browser, method)(f"{door}{unit.slug}/criteria/").status_code == 405


def test_what_somebody_may_not_see_does_not_open(browser, visitor, unit, stage, door):
    archive(unit)
    set_status(stage, "draft")
    for client in (browser, visitor):
        for slug in (unit.slug, stage.slug, "nothing"):
            assert client.get(f"{door}{slug}/criteria/", headers=HTMX).status_code == 404


def test_a_row_opens_only_on_a_page_that_it_is_on(browser, unit):
    other = Phase.objects.exclude(pk=unit.phase_id).first()
    for phase in (other.slug, "nothing"):
        assert browser.get(f"/phases/{phase}/{unit.slug}/criteria/", headers=HTMX).status_code == 404


def test_its_queries_do_not_grow(ada, browser, unit, door, django_assert_max_num_queries):
    live_long(ada, list(Milestone.objects.all()))
    browser.get(f"{door}{unit.slug}/criteria/", headers=HTMX)
    with django_assert_max_num_queries(5):
        browser.get(f"{door}{unit.slug}/criteria/", headers=HTMX)
