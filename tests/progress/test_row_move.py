import re

import pytest

from progress.mastery import VERBS
from progress.models import Event, UserProgress
from roadmap.models import Milestone, Phase, Prerequisite, Unit
from tests.progress.lives import archive, be_ready, bring, live_long, state_of
from tests.progress.test_mastery import LEGAL, REFUSED
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def phase_of(milestone):
    unit = Unit.objects.filter(pk=milestone.pk).first()
    return unit.phase if unit else milestone.capstone.phase


@pytest.fixture(params=["roadmap", "phase"])
def door(request):
    """The page on which the row is pressed: its address for a milestone on it."""
    if request.param == "roadmap":
        return lambda milestone: "/roadmap/"
    return lambda milestone: f"/phases/{phase_of(milestone).slug}/"


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def lone_need():
    """Two units of one phase, of which the second needs nothing but the first."""
    for edge in Prerequisite.objects.filter(strength="needs"):
        pair = Unit.objects.filter(pk=edge.before_id).first(), Unit.objects.filter(pk=edge.after_id).first()
        alone = Prerequisite.objects.filter(after=edge.after_id, strength="needs").count() == 1
        if alone and all(pair) and pair[0].phase_id == pair[1].phase_id:
            return pair
    raise AssertionError("no such pair")


@pytest.mark.parametrize(("move", "state"), LEGAL)
def test_a_move_answers_with_the_row_and_all_that_changed_beside_it(ada, browser, milestone, door, move, state):
    be_ready(ada, milestone, move, state)
    response = browser.post(f"{door(milestone)}{milestone.slug}/{move}/", headers=HTMX)
    assert response.status_code == 200
    region = read(response)
    row = region.id(f"row-{milestone.slug}")
    assert row["data-state"] in (LEGAL[move, state], "ready")
    assert state_of(ada, milestone) == LEGAL[move, state]
    assert region.has_id(f"panel-{milestone.slug}")
    number = phase_of(milestone).number
    for name in (f"sum-{number}", f"index-{number}"):
        assert region.id(name)["data-hx-swap-oob"] == "true"
    assert region.id("live").text
    assert region.has_id("totals") is region.has_id("continue") is (door(milestone) == "/roadmap/")


def test_the_sums_and_the_whole_change_together(ada, browser, unit):
    bring(ada, unit, "rated")
    region = read(browser.post(f"/roadmap/{unit.slug}/attest/", headers=HTMX))
    assert "attested 1 of 89" in region.id("totals").text
    assert f"attested 1 of {unit.phase.units.count()}" in region.id(f"sum-{unit.phase.number}").text
    shown = read(browser.get("/roadmap/"))
    for name in ("totals", f"sum-{unit.phase.number}", f"index-{unit.phase.number}", f"row-{unit.slug}"):
        assert region.id(name).text.replace("Close", "") == shown.id(name).text


def test_what_became_ready_is_in_the_answer(ada, browser, door, lone_need):
    first, second = lone_need
    bring(ada, first, "rated")
    region = read(browser.post(f"{door(first)}{first.slug}/attest/", headers=HTMX))
    after = region.id(f"row-{second.slug}")
    assert (after["data-state"], after["data-hx-swap-oob"]) == ("ready", "true")


def test_what_is_ready_no_more_is_in_the_answer(ada, browser, door, lone_need):
    first, second = lone_need
    bring(ada, first, "attested")
    region = read(browser.post(f"{door(first)}{first.slug}/retract/", headers=HTMX))
    assert region.id(f"row-{second.slug}")["data-state"] == "not-started"


def test_the_answer_s_regions_are_all_on_the_page_that_asked(ada, browser, milestone, door):
    """htmx would drop what it finds no place for."""
    bring(ada, milestone, "rated")
    there = {each["id"] for each in read(browser.get(door(milestone))).all(id=True)}
    region = read(browser.post(f"{door(milestone)}{milestone.slug}/attest/", headers=HTMX))
    top = [child for child in region.children if not isinstance(child, str)]
    assert len(top) >= 4
    for each in top:
        assert each["id"] in there


def test_the_answer_and_the_page_agree_on_every_row(ada, browser, lone_need):
    """Whatever the answer leaves alone on the page must not have changed."""
    first, _ = lone_need
    bring(ada, first, "rated")
    before = {row["id"]: row for row in read(browser.get("/roadmap/")).all("div", class_="stop")}
    region = read(browser.post(f"/roadmap/{first.slug}/attest/", headers=HTMX))
    answered = {row["id"]: row["data-state"] for row in region.all("div", class_="stop")}
    for row in read(browser.get("/roadmap/")).all("div", class_="stop"):
        told = answered.get(row["id"], before[row["id"]]["data-state"])
        assert told == row["data-state"], row["id"]
        if row["id"] not in answered:
            assert before[row["id"]].text == row.text


def test_no_two_elements_of_an_answer_share_an_id(ada, browser, door, lone_need):
    first, _ = lone_need
    bring(ada, first, "rated")
    region = read(browser.post(f"{door(first)}{first.slug}/attest/", headers=HTMX))
    ids = [each["id"] for each in region.all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("move", "state"), [pair for pair in REFUSED if pair[1] != "mastered"])
def test_a_refused_move_is_a_422_with_its_sentence_and_the_truth(ada, browser, unit, door, move, state):
    bring(ada, unit, state)
    before = Event.objects.count()
    response = browser.post(f"{door(unit)}{unit.slug}/{move}/", headers=HTMX)
    assert response.status_code == 422
    region = read(response)
    assert region.one("p", class_="error").text == REFUSED[move, state]
    assert region.id("live").text == REFUSED[move, state]
    assert region.id(f"row-{unit.slug}")["data-state"] == state
    assert Event.objects.count() == before


def test_without_script_it_leads_back_to_the_row_and_says_so_once(ada, browser, milestone, door):
    response = browser.post(f"{door(milestone)}{milestone.slug}/start/")
    assert (response.status_code, response["Location"]) == (302, f"{door(milestone)}#stop-{milestone.slug}")
    shown = read(browser.get(door(milestone)))
    assert "Started: " in shown.one(class_="messages").text
    assert shown.has_id(f"stop-{milestone.slug}")
    assert not read(browser.get(door(milestone))).all(class_="messages")


@pytest.mark.parametrize("move", VERBS)
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_moves(ada, browser, unit, door, move, method):
    response = getattr(browser, method)(f"{door(unit)}{unit.slug}/{move}/")
    assert response.status_code == 405
    assert not UserProgress.objects.exists()


def test_a_row_is_moved_only_on_a_page_that_it_is_on(ada, browser, unit):
    other = Phase.objects.exclude(pk=unit.phase_id).first()
    for phase in (other.slug, "nothing"):
        assert browser.post(f"/phases/{phase}/{unit.slug}/start/", headers=HTMX).status_code == 404
    assert not UserProgress.objects.exists()


def test_what_is_archived_can_be_put_back_in_place(ada, browser, milestone, door):
    bring(ada, milestone, "learning")
    archive(milestone)
    response = browser.post(f"{door(milestone)}{milestone.slug}/put-back/", headers=HTMX)
    assert response.status_code == 200
    assert not read(response).id(f"stop-{milestone.slug}").all("button")


@pytest.mark.parametrize("lived", ["one row", "everything"])
def test_its_queries_do_not_grow(ada, browser, unit, lived, django_assert_max_num_queries):
    others = Milestone.objects.exclude(pk=unit.pk)
    live_long(ada, list(others if lived == "everything" else others[:1]))
    browser.post(f"/roadmap/{unit.slug}/start/", headers=HTMX)
    # Savepoints included: session, person, version and standing before and after, and the move itself.
    with django_assert_max_num_queries(16):
        assert browser.post(f"/roadmap/{unit.slug}/put-back/", headers=HTMX).status_code == 200


def test_the_answer_is_small(ada, browser, unit):
    live_long(ada, list(Milestone.objects.exclude(pk=unit.pk)))
    answer = browser.post(f"/roadmap/{unit.slug}/start/", headers=HTMX)
    assert len(answer.content) < len(browser.get("/roadmap/").content) / 3
    assert not re.search(rb"csrf", answer.content)
