import pytest

from roadmap.models import Phase
from tests.progress.lives import archive, bring
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["roadmap", "phase"])
def door(request, unit):
    return "/roadmap/" if request.param == "roadmap" else f"/phases/{unit.phase.slug}/"


@pytest.mark.parametrize("who", ["browser", "visitor"])
def test_the_row_is_as_the_page_shows_it(request, ada, unit, door, who):
    client = request.getfixturevalue(who)
    bring(ada, unit, "learning")
    closed = read(client.get(f"{door}{unit.slug}/row/", headers=HTMX)).id(f"stop-{unit.slug}")
    on_the_page = read(client.get(door)).id(f"stop-{unit.slug}")
    assert [(each.tag, each.attributes) for each in closed.walk()] == [
        (each.tag, each.attributes) for each in on_the_page.walk()
    ]
    assert closed.text == on_the_page.text
    assert closed.id(f"more-{unit.slug}")["aria-expanded"] == "false"


def test_without_script_the_page_of_the_milestone_is_opened(browser, unit, door):
    response = browser.get(f"{door}{unit.slug}/row/")
    assert (response.status_code, response["Location"]) == (302, f"/units/{unit.slug}/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(browser, unit, door, method):
    assert getattr(browser, method)(f"{door}{unit.slug}/row/").status_code == 405


def test_what_somebody_may_not_see_is_a_404(browser, visitor, unit, door):
    archive(unit)
    for client in (browser, visitor):
        for slug in (unit.slug, "nothing"):
            assert client.get(f"{door}{slug}/row/", headers=HTMX).status_code == 404


def test_a_row_closes_only_on_a_page_that_it_is_on(browser, unit):
    other = Phase.objects.exclude(pk=unit.phase_id).first()
    assert browser.get(f"/phases/{other.slug}/{unit.slug}/row/", headers=HTMX).status_code == 404
