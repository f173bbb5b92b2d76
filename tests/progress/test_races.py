"""Two at once, in an order that is forced: one commits only when the database says that the other waits."""

from contextlib import contextmanager
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from progress import mastery
from progress.mastery import VERBS, NotAllowed
from progress.models import Event, Rating, UserProgress
from roadmap.models import Unit
from tests.progress.lives import bring, set_status, state_of
from tests.races import Actor, in_turn, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def without_unique_progress():
    """The tables are emptied before the constraint comes back, because what it forbids may be in them."""
    name = "one_progress_for_learner_and_milestone"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE progress_userprogress DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE progress_userprogress CASCADE")
            cursor.execute(f"ALTER TABLE progress_userprogress ADD CONSTRAINT {name} UNIQUE (learner_id, milestone_id)")


def moves_of(learner):
    return [event.move for event in Event.objects.of(learner).order_by("pk")]


class TestTwoStartsOfWhatWasNeverTouched:
    def test_are_one_event_and_one_sentence(self, ada, unit):
        first, second = in_turn(lambda: mastery.start(ada, unit), lambda: mastery.start(ada, unit))
        assert first.number == 1
        assert isinstance(second, NotAllowed)
        assert str(second) == "You have started this already."
        assert moves_of(ada) == ["start"]
        assert UserProgress.objects.count() == 1

    def test_would_be_two_without_the_constraint(self, ada, unit):
        with without_unique_progress():
            # They still wait for each other in the end, to raise the page version of the same person.
            in_turn(lambda: mastery.start(ada, unit), lambda: mastery.start(ada, unit))
            assert moves_of(ada) == ["start", "start"]
            assert UserProgress.objects.count() == 2

    def test_let_the_second_start_when_the_first_was_undone(self, ada, unit):
        def start_and_fail():
            mastery.start(ada, unit)
            transaction.set_rollback(True)

        one = Actor(start_and_fail, holds=True)
        other = Actor(lambda: mastery.start(ada, unit))
        until_somebody_waits()
        one.ends()
        assert other.ends().number == 1
        assert moves_of(ada) == ["start"]


RACES = [
    ("not-started", "start", "start", "You have started this already."),
    ("learning", "put-back", "put-back", "This is not started, so there is nothing to put back."),
    ("rated", "attest", "attest", "You have given your word on this already."),
    ("attested", "retract", "retract", "You have not given your word on this."),
    ("rated", "put-back", "attest", "Start this first, then say what you can do."),
    ("rated", "attest", "put-back", "You have given your word on this. Take it back first, then put it back."),
]


class TestTwoTabs:
    @pytest.mark.parametrize(("state", "first", "second", "sentence"), RACES)
    def test_move_once_and_the_second_gets_its_sentence(self, ada, unit, state, first, second, sentence):
        self.once_begun(ada, unit, state)
        before = moves_of(ada)
        event, refusal = in_turn(lambda: VERBS[first](ada, unit), lambda: VERBS[second](ada, unit))
        assert isinstance(refusal, NotAllowed)
        assert str(refusal) == sentence
        assert moves_of(ada) == [*before, first]
        assert state_of(ada, unit) == event.to_state

    @pytest.mark.parametrize(("state", "first", "second"), [race[:3] for race in RACES])
    def test_would_fail_without_the_lock(self, ada, unit, without_lock, state, first, second):
        """The facts of the database still hold; the person would see an error page in place of a sentence."""
        self.once_begun(ada, unit, state)
        _, outcome = in_turn(lambda: VERBS[first](ada, unit), lambda: VERBS[second](ada, unit))
        assert isinstance(outcome, IntegrityError)

    def once_begun(self, ada, unit, state):
        """There is a row to hold."""
        if state == "not-started":
            bring(ada, unit, "learning")
            mastery.put_back(ada, unit)
        else:
            bring(ada, unit, state)


class TestAWordAgainstALoweredRating:
    @pytest.fixture
    def lower(self, ada, unit):
        bring(ada, unit, "rated")
        criterion = unit.criteria.first()
        return lambda: mastery.rate(ada, criterion, "shaky")

    def notes(self, ada, unit):
        return set(Rating.objects.of(ada, unit.pk).values())

    def test_is_refused_when_the_rating_came_first(self, ada, unit, lower):
        _, refusal = in_turn(lower, lambda: mastery.attest(ada, unit))
        assert isinstance(refusal, NotAllowed)
        assert "Rate every criterion" in str(refusal)
        assert state_of(ada, unit) == "learning"
        assert moves_of(ada) == ["start"]

    def test_is_taken_back_when_the_rating_came_second(self, ada, unit, lower):
        _, rated = in_turn(lambda: mastery.attest(ada, unit), lower)
        assert rated.event.move == "retract"
        assert state_of(ada, unit) == "learning"
        assert moves_of(ada) == ["start", "attest", "retract"]
        assert "shaky" in self.notes(ada, unit)

    @pytest.mark.parametrize("word_first", [False, True])
    def test_would_stand_on_a_shaky_note_without_the_lock(self, ada, unit, lower, without_lock, word_first):
        word = lambda: mastery.attest(ada, unit)  # noqa: E731
        in_turn(*((word, lower) if word_first else (lower, word)))
        assert state_of(ada, unit) == "attested"
        assert "shaky" in self.notes(ada, unit)


class TestTenTimesTheSamePost:
    """Ten requests, of which all wait for the same row when it is let go."""

    def post(self, client_of, ada, unit, other, htmx):
        browsers = [client_of(ada) for _ in range(10)]
        for browser in browsers:
            browser.raise_request_exception = False
        headers = {"HX-Request": "true"} if htmx else {}

        def by(browser: Client):
            return browser.post(f"/milestones/{unit.slug}/start/", headers=headers)

        people = [Actor(partial(by, browser)) for browser in browsers]
        until_somebody_waits(10)
        other.rollback()
        return [person.ends().status_code for person in people]

    def hold(self, other, ada, unit, touched):
        if touched:
            bring(ada, unit, "learning")
            mastery.put_back(ada, unit)
            other.execute("SELECT 1 FROM progress_userprogress WHERE learner_id = %s FOR UPDATE", [ada.pk])
        else:
            other.execute(
                "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
                " VALUES (%s, %s, 'not-started', 0, now())",
                [ada.pk, unit.pk],
            )
        return moves_of(ada)

    @pytest.mark.parametrize("touched", [True, False])
    @pytest.mark.parametrize("htmx", [True, False])
    def test_is_one_event(self, ada, unit, client_of, other_connection, touched, htmx):
        before = self.hold(other_connection, ada, unit, touched)
        answers = self.post(client_of, ada, unit, other_connection, htmx)
        assert moves_of(ada) == [*before, "start"]
        assert sorted(answers) == ([200] + [422] * 9 if htmx else [302] * 10)

    def test_would_be_errors_without_the_lock(self, ada, unit, client_of, other_connection, without_lock):
        self.hold(other_connection, ada, unit, touched=True)
        answers = self.post(client_of, ada, unit, other_connection, htmx=True)
        assert answers.count(200) == 1
        assert answers.count(500) == 9


class TestAStartAgainstADraft:
    def draft(self, unit):
        return lambda: set_status(unit, "draft")

    def test_stops_the_admin_when_the_start_came_first(self, ada, unit):
        _, refusal = in_turn(lambda: mastery.start(ada, unit), self.draft(unit))
        assert "Somebody has begun" in str(refusal)
        assert state_of(ada, unit) == "learning"
        assert Unit.objects.get(pk=unit.pk).status == "published"

    def test_stops_the_learner_with_a_sentence_when_the_draft_came_first(self, ada, unit):
        _, refusal = in_turn(self.draft(unit), lambda: mastery.start(ada, unit))
        assert isinstance(refusal, NotAllowed)
        assert not UserProgress.objects.exists()

    def test_would_be_an_error_in_place_of_the_sentence_if_progress_did_not_hold_its_milestone(self, ada, unit):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE progress_userprogress DISABLE TRIGGER progress_holds_its_milestone")
        try:
            one = Actor(self.draft(unit), holds=True)
            other = Actor(lambda: mastery.start(ada, unit), holds=True)
            one.ends()
            assert isinstance(other.ends(), IntegrityError)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE progress_userprogress ENABLE TRIGGER progress_holds_its_milestone")


def test_one_learner_never_waits_for_another(ada, eve, unit):
    holding = Actor(lambda: mastery.start(ada, unit), holds=True)
    assert mastery.start(eve, unit).number == 1
    holding.ends()
    assert state_of(ada, unit) == state_of(eve, unit) == "learning"


def test_a_lock_that_is_held_too_long_is_a_quick_error_and_nothing_is_half_done(ada, unit):
    """The connection gives up after its lock timeout, long before a worker would be lost to it."""
    bring(ada, unit, "learning")
    holding = Actor(lambda: mastery.put_back(ada, unit), holds=True)

    def attest_soon():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        return mastery.attest(ada, unit)

    assert "lock timeout" in str(Actor(attest_soon).ends())
    holding.ends()
    assert moves_of(ada) == ["start", "put-back"]
