import pytest

from progress.models import Rating, UserProgress
from tests.progress.lives import bring, state_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["roadmap", "phase"])
def door(request, unit):
    return "/roadmap/" if request.param == "roadmap" else f"/phases/{unit.phase.slug}/"


def test_a_note_in_a_panel_keeps_it_open_and_counts(ada, browser, unit, door):
    bring(ada, unit, "learning")
    key = unit.criteria.first().key
    response = browser.post(f"{door}{unit.slug}/{key}/can-do/", headers=HTMX)
    assert response.status_code == 200
    region = read(response)
    assert region.id(f"rate-{unit.slug}-{key}-can-do")["aria-pressed"] == "true"
    assert f"1 of {unit.criteria.count()} can do" in region.id(f"more-{unit.slug}").text
    assert region.id(f"more-{unit.slug}")["aria-expanded"] == "true"
    assert region.id("live").text.startswith("Noted: ")


def test_the_last_note_brings_the_word_within_reach(ada, browser, unit, door):
    *criteria, last = unit.criteria.all()
    for criterion in criteria:
        region = read(browser.post(f"{door}{unit.slug}/{criterion.key}/can-do/", headers=HTMX))
        assert not region.has_id(f"attest-{unit.slug}")
    region = read(browser.post(f"{door}{unit.slug}/{last.key}/can-do/", headers=HTMX))
    asked = "-".join(str(each.wordings.get().pk) for each in unit.criteria.all())
    assert region.id(f"attest-{unit.slug}")["data-hx-post"] == f"{door}{unit.slug}/attest/?seen={asked}"


def test_a_lower_note_takes_the_word_back_and_the_sums_with_it(ada, browser, unit, door):
    bring(ada, unit, "attested")
    region = read(browser.post(f"{door}{unit.slug}/{unit.criteria.first().key}/shaky/", headers=HTMX))
    assert "was taken back" in region.id("live").text
    assert region.id(f"row-{unit.slug}")["data-state"] == "learning"
    assert "attested 0 of" in region.id(f"sum-{unit.phase.number}").text
    assert state_of(ada, unit) == "learning"


def test_without_script_it_leads_back_to_the_row(ada, browser, unit, door):
    response = browser.post(f"{door}{unit.slug}/{unit.criteria.first().key}/shaky/")
    assert (response.status_code, response["Location"]) == (302, f"{door}#stop-{unit.slug}")
    assert Rating.objects.get().level == "shaky"


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_notes(browser, unit, door, method):
    response = getattr(browser, method)(f"{door}{unit.slug}/{unit.criteria.first().key}/can-do/")
    assert response.status_code == 405
    assert not UserProgress.objects.exists()


def test_a_criterion_that_is_not_there_is_a_404(browser, unit, door):
    assert browser.post(f"{door}{unit.slug}/nothing/can-do/", headers=HTMX).status_code == 404
    assert not UserProgress.objects.exists()
