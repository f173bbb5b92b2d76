import datetime

import pytest
from django.test import Client

import clock
from accounts.models import User
from progress import mastery
from progress.mastery import VERBS
from progress.models import Event, UserProgress
from roadmap.models import Unit
from tests.progress.lives import NOON, archive, be_ready, bring, set_status, state_of
from tests.progress.test_mastery import LEGAL, REFUSED
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def verb(milestone, move):
    return f"/milestones/{milestone.slug}/{move}/"


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    return request.getfixturevalue(request.param)


class TestWithHtmx:
    @pytest.mark.parametrize(("move", "state"), LEGAL)
    def test_a_move_answers_with_the_region_that_it_changed(self, ada, browser, milestone, move, state):
        be_ready(ada, milestone, move, state)
        response = browser.post(verb(milestone, move), headers=HTMX)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store, private"
        region = read(response)
        top = [child["id"] for child in region.children if not isinstance(child, str)]
        beside_the_lesson = [each for each in top if each.startswith("lesson-")]
        assert bool(beside_the_lesson) == (milestone.slug == "backpropagation-deep-dive")
        assert [each for each in top if each not in beside_the_lesson] == [
            "milestone", "strip", "around", "history", "live",
        ]  # fmt: skip
        word = {"learning": "Learning", "attested": "Your word"}.get(LEGAL[move, state])
        assert region.id("standing").one("span", class_="state").text in ((word,) if word else ("Ready", "Not started"))
        assert not region.all("html")
        assert state_of(ada, milestone) == LEGAL[move, state]

    @pytest.mark.parametrize(("move", "state"), LEGAL)
    def test_the_live_region_says_what_happened(self, ada, browser, unit, move, state):
        be_ready(ada, unit, move, state)
        said = read(browser.post(verb(unit, move), headers=HTMX)).id("live")
        assert unit.title in said.text
        assert said["data-hx-swap-oob"] == "innerHTML"

    @pytest.mark.parametrize(("move", "state"), [pair for pair in REFUSED if pair[1] != "mastered"])
    def test_a_refused_move_is_a_422_with_its_sentence_and_the_truth(self, ada, browser, unit, move, state):
        bring(ada, unit, state)
        before = Event.objects.count()
        response = browser.post(verb(unit, move), headers=HTMX)
        assert response.status_code == 422
        region = read(response)
        assert region.one("p", class_="error").text == REFUSED[move, state]
        assert region.id("live").text == REFUSED[move, state]
        words = {"not-started": "Not started", "learning": "Learning", "attested": "Your word"}
        assert region.id("standing").one("span", class_="state").text == words[state]
        assert Event.objects.count() == before

    def test_the_strip_beside_it_changes_with_it(self, ada, browser, unit):
        region = read(browser.post(verb(unit, "start"), headers=HTMX))
        here = region.id("strip").one("a", aria_current="page")
        assert here.parent["data-state"] == "learning"

    def test_what_became_ready_is_seen_where_the_page_says_what_it_opens(self, ada, browser):
        first, second = Unit.objects.get(number=1), Unit.objects.get(number=2)
        bring(ada, first, "rated")
        region = read(browser.post(verb(first, "attest"), headers=HTMX))
        (opened,) = (link for link in region.id("around").all("a") if link["href"] == f"/units/{second.slug}/")
        assert region.id("around")["data-hx-swap-oob"] == "true"
        assert opened.parent["data-state"] == "ready"


class TestWithoutScript:
    @pytest.mark.parametrize(("move", "state"), LEGAL)
    def test_a_move_leads_back_to_the_page_which_says_what_happened_once(self, ada, browser, milestone, move, state):
        be_ready(ada, milestone, move, state)
        response = browser.post(verb(milestone, move))
        assert response.status_code == 302
        where = response["Location"]
        assert where.endswith("/#milestone")
        told = read(browser.get(where)).one(class_="messages").text
        assert told.split(":")[0] in (
            "Started", "Put back", "You gave your word", "You gave your word anew", "You took your word back",
        )  # fmt: skip
        assert not read(browser.get(where)).all(class_="messages")

    def test_a_refused_move_leads_back_with_its_sentence(self, ada, browser, unit):
        bring(ada, unit, "attested")
        where = browser.post(verb(unit, "put-back"))["Location"]
        message = read(browser.get(where)).one(class_="messages")
        assert message.text == REFUSED["put-back", "attested"]

    def test_putting_back_what_is_archived_leads_to_a_page(self, ada, browser, milestone):
        bring(ada, milestone, "learning")
        archive(milestone)
        assert browser.post(verb(milestone, "put-back"), follow=True).status_code == 200


@pytest.mark.parametrize("move", VERBS)
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_moves(ada, browser, unit, move, method):
    be_ready(ada, unit, move, next(state for each, state in LEGAL if each == move))
    before = Event.objects.count()
    response = getattr(browser, method)(verb(unit, move))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert Event.objects.count() == before


@pytest.mark.parametrize("move", VERBS)
def test_a_post_without_the_token_moves_nobody(ada, unit, move):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(ada)
    be_ready(ada, unit, move, next(state for each, state in LEGAL if each == move))
    before = Event.objects.count()
    assert guarded.post(verb(unit, move)).status_code == 403
    refused = guarded.post(verb(unit, move), headers=HTMX | {"X-CSRFToken": "x" * 64})
    assert refused.status_code == 403
    assert refused["Content-Type"].startswith("text/plain")
    assert Event.objects.count() == before


@pytest.mark.parametrize("by", ["the form's field", "the script's header"])
def test_a_post_with_the_token_of_the_page_moves(ada, unit, by):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(ada)
    shown = read(guarded.get(f"/units/{unit.slug}/"))
    token = shown.all("input", name="csrfmiddlewaretoken")[0]["value"]
    if by == "the form's field":
        guarded.post(verb(unit, "start"), {"csrfmiddlewaretoken": token})
    else:
        guarded.post(verb(unit, "start"), headers=HTMX | {"X-CSRFToken": token})
    assert state_of(ada, unit) == "learning"


def test_the_token_of_another_browser_moves_nobody(ada, eve, unit):
    token = read(signed_in(eve).get(f"/units/{unit.slug}/")).all("input", name="csrfmiddlewaretoken")[0]["value"]
    guarded = signed_in(ada)
    guarded.get(f"/units/{unit.slug}/")
    assert guarded.post(verb(unit, "start"), {"csrfmiddlewaretoken": token}).status_code == 403


def signed_in(somebody):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(somebody)
    return guarded


def test_nothing_that_a_browser_sends_beside_the_address_counts(ada, eve, browser, unit):
    browser.post(
        verb(unit, "start"),
        {
            "learner": eve.pk,
            "actor": eve.pk,
            "state": "attested",
            "to_state": "mastered",
            "at": "2001-01-01",
            "number": 9,
        },
    )
    event = Event.objects.get()
    assert (event.actor_id, event.progress.learner_id, event.to_state, event.number) == (ada.pk, ada.pk, "learning", 1)
    assert event.at.year > 2020
    assert not UserProgress.objects.filter(learner=eve).exists()


@pytest.mark.parametrize("move", ["withdraw", "approve", "master", "Start", "start2", "put_back"])
def test_there_is_no_other_move(browser, unit, move):
    assert browser.post(verb(unit, move)).status_code == 404


def test_what_a_learner_may_not_see_they_may_not_move(browser, unit, stage):
    archive(unit)
    set_status(stage, "draft")
    for milestone in (unit, stage):
        for move in VERBS:
            unknown = browser.post(f"/milestones/nothing/{move}/")
            response = browser.post(verb(milestone, move))
            assert response.status_code == unknown.status_code == 404
    assert not UserProgress.objects.exists()


class TestTheLimit:
    """Sixty changes a minute."""

    def test_the_sixty_first_change_of_a_minute_is_refused(self, ada, browser, unit):
        key = unit.criteria.first().key
        with clock.at(NOON):
            for number in range(60):
                level = ("shaky", "can-do")[number % 2]
                assert browser.post(f"/milestones/{unit.slug}/{key}/{level}/", headers=HTMX).status_code == 200
            version = User.objects.get(pk=ada.pk).page_version
            for headers in ({}, HTMX):
                refused = browser.post(verb(unit, "put-back"), headers=headers)
                assert refused.status_code == 429
                assert refused["Retry-After"] == "60"
        assert state_of(ada, unit) == "learning"
        assert User.objects.get(pk=ada.pk).page_version == version

    def test_a_script_is_told_in_one_sentence(self, ada, browser, unit, settings):
        settings.CHANGES_A_MINUTE = 1
        browser.post(verb(unit, "start"))
        refused = browser.post(verb(unit, "put-back"), headers=HTMX)
        assert refused["Content-Type"].startswith("text/plain")
        assert refused.content.decode() == "That was a lot in a short time. Wait a minute, then go on."

    def test_a_minute_later_it_goes_on(self, ada, browser, unit, settings):
        settings.CHANGES_A_MINUTE = 1
        with clock.at(NOON):
            browser.post(verb(unit, "start"))
            assert browser.post(verb(unit, "put-back")).status_code == 429
        with clock.at(NOON + datetime.timedelta(seconds=59)):
            assert browser.post(verb(unit, "put-back")).status_code == 429
        with clock.at(NOON + datetime.timedelta(seconds=60)):
            assert browser.post(verb(unit, "put-back")).status_code == 302
        assert state_of(ada, unit) == "not-started"

    def test_one_learner_s_haste_is_none_of_another_s(self, ada, eve, client_of, browser, unit, settings):
        settings.CHANGES_A_MINUTE = 1
        browser.post(verb(unit, "start"))
        assert client_of(eve).post(verb(unit, "start")).status_code == 302

    def test_reading_is_not_counted(self, ada, browser, unit, settings):
        settings.CHANGES_A_MINUTE = 1
        browser.post(verb(unit, "start"))
        assert browser.get(f"/units/{unit.slug}/").status_code == 200

    def test_what_is_refused_is_not_counted(self, ada, browser, unit, settings):
        settings.CHANGES_A_MINUTE = 1
        for _ in range(3):
            assert browser.post(verb(unit, "attest"), headers=HTMX).status_code == 422
        assert browser.post(verb(unit, "start"), headers=HTMX).status_code == 200


def test_a_second_tab_meets_its_sentence_and_the_truth(ada, client_of, unit):
    """Both tabs have shown the same page; one has moved since."""
    one, other = client_of(ada), client_of(ada)
    mastery.start(ada, unit)
    assert one.post(verb(unit, "put-back"), headers=HTMX).status_code == 200
    late = other.post(verb(unit, "put-back"), headers=HTMX)
    assert late.status_code == 422
    region = read(late)
    assert region.one("p", class_="error").text == REFUSED["put-back", "not-started"]
    assert region.has_id(f"start-{unit.slug}")
