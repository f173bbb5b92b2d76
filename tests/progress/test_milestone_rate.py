import pytest

from progress.models import Event, Rating, UserProgress
from roadmap.models import Criterion
from tests.progress.lives import NOON, archive, bring, state_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def criterion(milestone):
    return Criterion.objects.filter(milestone=milestone.pk).first()


def note(milestone, key, level):
    return f"/milestones/{milestone.slug}/{key}/{level}/"


@pytest.mark.parametrize("level", Rating.Level.values)
def test_a_note_is_pressed_and_said(ada, browser, milestone, criterion, level):
    bring(ada, milestone, "learning")
    response = browser.post(note(milestone, criterion.key, level), headers=HTMX)
    assert response.status_code == 200
    region = read(response)
    pressed = [each["id"] for each in region.id("milestone").all("button", aria_pressed="true")]
    assert pressed == [f"rate-{milestone.slug}-{criterion.key}-{level}"]
    assert region.id("live").text.startswith("Noted: ")
    assert Rating.objects.of(ada, milestone.pk) == {criterion.pk: level}


def test_a_first_note_starts_the_milestone_and_says_so(ada, browser, milestone, criterion):
    region = read(browser.post(note(milestone, criterion.key, "shaky"), headers=HTMX))
    assert region.id("live").text.startswith("Started: ")
    assert region.id("standing").one("span", class_="state").text == "Learning"
    assert state_of(ada, milestone) == "learning"


def test_a_lower_note_takes_the_word_back_and_says_so(ada, browser, milestone, criterion):
    bring(ada, milestone, "attested")
    region = read(browser.post(note(milestone, criterion.key, "not-yet"), headers=HTMX))
    assert "was taken back" in region.id("live").text
    assert region.id("standing").one("span", class_="state").text == "Learning"
    assert state_of(ada, milestone) == "learning"


def test_without_script_it_leads_back_and_says_so_once(ada, browser, milestone, criterion):
    response = browser.post(note(milestone, criterion.key, "can-do"))
    assert response.status_code == 302
    assert "Noted: " in read(browser.get(response["Location"])).one(class_="messages").text


def test_the_sum_counts_what_the_learner_can_do(ada, browser, unit):
    first, second, *_ = unit.criteria.all()
    browser.post(note(unit, first.key, "can-do"))
    region = read(browser.post(note(unit, second.key, "can-do"), headers=HTMX))
    assert f"2 of {unit.criteria.count()} can do" in region.id("standing").text


def test_an_archived_criterion_is_refused_with_its_sentence(ada, browser, milestone, criterion):
    bring(ada, milestone, "learning")
    Criterion.objects.filter(pk=criterion.pk).update(archived_at=NOON)
    response = browser.post(note(milestone, criterion.key, "can-do"), headers=HTMX)
    assert response.status_code == 422
    assert "not asked for any more" in read(response).one("p", class_="error").text
    assert not Rating.objects.exists()


def test_a_criterion_of_another_milestone_is_a_404(ada, browser, unit, stage):
    key = Criterion.objects.filter(milestone=stage.pk).first().key
    assert browser.post(note(unit, key, "can-do")).status_code == 404
    assert browser.post(note(unit, "nothing", "can-do")).status_code == 404
    assert not UserProgress.objects.exists()


@pytest.mark.parametrize("level", ["mastered", "Can-do", "cando", "0"])
def test_there_is_no_other_level(browser, unit, level):
    assert browser.post(note(unit, unit.criteria.first().key, level)).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_notes(browser, unit, method):
    response = getattr(browser, method)(note(unit, unit.criteria.first().key, "can-do"))
    assert response.status_code == 405
    assert not UserProgress.objects.exists()


def test_what_is_archived_and_never_begun_is_a_404(browser, unit):
    archive(unit)
    assert browser.post(note(unit, unit.criteria.first().key, "can-do")).status_code == 404


def test_a_note_is_the_learner_s_own(ada, eve, browser, unit):
    browser.post(note(unit, unit.criteria.first().key, "can-do"), {"learner": eve.pk})
    assert Rating.objects.of(eve, unit.pk) == {}
    assert Event.objects.get().actor_id == ada.pk
