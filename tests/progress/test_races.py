"""Two at once, in an order that is forced: one holds its transaction open until the database says that the other waits.

Each race has a control beside it that takes the guard away and shows that the race is then lost.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from progress import mastery
from progress.mastery import VERBS, NotAllowed
from progress.models import Event, Rating, UserProgress
from roadmap.models import Unit
from tests.progress.lives import bring, set_status, state_of

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN = 10


class Actor(threading.Thread):
    """Somebody with a connection of their own, who does one thing and keeps what came of it."""

    def __init__(self, act, *, holds=False):
        super().__init__()
        self.act, self.holds = act, holds
        self.acted, self.may_commit = threading.Event(), threading.Event()
        self.outcome = None
        self.start()
        if holds:
            assert self.acted.wait(WITHIN)

    def run(self):
        try:
            with transaction.atomic():
                self.outcome = self.act()
                self.acted.set()
                if self.holds:
                    assert self.may_commit.wait(WITHIN)
        except Exception as error:
            self.outcome = error
        finally:
            self.acted.set()
            connection.close()

    def ends(self):
        self.may_commit.set()
        self.join(WITHIN)
        assert not self.is_alive()
        return self.outcome


@pytest.fixture
def until_waiting(other_connection):
    """Returns once so many connections to this database wait for a lock."""
    other_connection.autocommit = True

    def wait(number=1):
        for _ in range(WITHIN * 100):
            (waiting,) = other_connection.execute(
                "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01)"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            ).fetchone()
            if waiting >= number:
                return
        raise AssertionError(f"{waiting} wait for a lock, not {number}")

    return wait


@pytest.fixture
def at_once(until_waiting):
    """The first has acted and not committed when the second comes; what came of both."""

    def act(first, second):
        one = Actor(first, holds=True)
        other = Actor(second)
        until_waiting()
        return one.ends(), other.ends()

    return act


@pytest.fixture
def without_lock(monkeypatch):
    """The rules as they would be if nobody had thought of a lock."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())


@contextmanager
def without_unique_progress():
    """The tables are emptied before the constraint comes back, because what it forbids may be in them."""
    name = "one_progress_for_learner_and_milestone"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE progress_userprogress DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE progress_userprogress, progress_event, progress_rating")
            cursor.execute(f"ALTER TABLE progress_userprogress ADD CONSTRAINT {name} UNIQUE (learner_id, milestone_id)")


def moves_of(learner):
    return [event.move for event in Event.objects.of(learner).order_by("pk")]


class TestTwoStartsOfWhatWasNeverTouched:
    def test_are_one_event_and_one_sentence(self, ada, unit, at_once):
        first, second = at_once(lambda: mastery.start(ada, unit), lambda: mastery.start(ada, unit))
        assert first.number == 1
        assert isinstance(second, NotAllowed)
        assert str(second) == "You have started this already."
        assert moves_of(ada) == ["start"]
        assert UserProgress.objects.count() == 1

    def test_would_be_two_without_the_constraint(self, ada, unit, at_once):
        with without_unique_progress():
            # They still wait for each other in the end, to raise the page version of the same person.
            at_once(lambda: mastery.start(ada, unit), lambda: mastery.start(ada, unit))
            assert moves_of(ada) == ["start", "start"]
            assert UserProgress.objects.count() == 2

    def test_let_the_second_start_when_the_first_was_undone(self, ada, unit, until_waiting):
        def start_and_fail():
            mastery.start(ada, unit)
            transaction.set_rollback(True)

        one = Actor(start_and_fail, holds=True)
        other = Actor(lambda: mastery.start(ada, unit))
        until_waiting()
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
    def test_move_once_and_the_second_gets_its_sentence(self, ada, unit, at_once, state, first, second, sentence):
        self.once_begun(ada, unit, state)
        before = moves_of(ada)
        event, refusal = at_once(lambda: VERBS[first](ada, unit), lambda: VERBS[second](ada, unit))
        assert isinstance(refusal, NotAllowed)
        assert str(refusal) == sentence
        assert moves_of(ada) == [*before, first]
        assert state_of(ada, unit) == event.to_state

    @pytest.mark.parametrize(("state", "first", "second"), [race[:3] for race in RACES])
    def test_would_fail_without_the_lock(self, ada, unit, at_once, without_lock, state, first, second):
        """The facts of the database still hold; the person would see an error page in place of a sentence."""
        self.once_begun(ada, unit, state)
        _, outcome = at_once(lambda: VERBS[first](ada, unit), lambda: VERBS[second](ada, unit))
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

    def test_is_refused_when_the_rating_came_first(self, ada, unit, at_once, lower):
        _, refusal = at_once(lower, lambda: mastery.attest(ada, unit))
        assert isinstance(refusal, NotAllowed)
        assert "Rate every criterion" in str(refusal)
        assert state_of(ada, unit) == "learning"
        assert moves_of(ada) == ["start"]

    def test_is_taken_back_when_the_rating_came_second(self, ada, unit, at_once, lower):
        _, event = at_once(lambda: mastery.attest(ada, unit), lower)
        assert event.move == "retract"
        assert state_of(ada, unit) == "learning"
        assert moves_of(ada) == ["start", "attest", "retract"]
        assert "shaky" in self.notes(ada, unit)

    @pytest.mark.parametrize("word_first", [False, True])
    def test_would_stand_on_a_shaky_note_without_the_lock(self, ada, unit, at_once, lower, without_lock, word_first):
        word = lambda: mastery.attest(ada, unit)  # noqa: E731
        at_once(*((word, lower) if word_first else (lower, word)))
        assert state_of(ada, unit) == "attested"
        assert "shaky" in self.notes(ada, unit)


class TestTenTimesTheSamePost:
    """Ten requests, of which all wait for the same row when it is let go."""

    def post(self, client_of, ada, unit, until_waiting, other, htmx):
        browsers = [client_of(ada) for _ in range(10)]
        for browser in browsers:
            browser.raise_request_exception = False
        headers = {"HX-Request": "true"} if htmx else {}

        def by(browser: Client):
            return browser.post(f"/milestones/{unit.slug}/start/", headers=headers)

        people = [Actor(lambda browser=browser: by(browser)) for browser in browsers]
        until_waiting(10)
        other.rollback()
        return [person.ends().status_code for person in people]

    @pytest.fixture
    def holder(self, other_connection):
        """A connection beside the one that looks who waits."""
        parameters = connection.get_connection_params()
        kept = {key: parameters[key] for key in ("dbname", "host", "port", "user", "password") if parameters.get(key)}
        with type(other_connection).connect(**kept) as holder:
            yield holder

    def hold(self, holder, ada, unit, touched):
        if touched:
            bring(ada, unit, "learning")
            mastery.put_back(ada, unit)
            holder.execute("SELECT 1 FROM progress_userprogress WHERE learner_id = %s FOR UPDATE", [ada.pk])
        else:
            holder.execute(
                "INSERT INTO progress_userprogress (learner_id, milestone_id, state, version, changed_at)"
                " VALUES (%s, %s, 'not-started', 0, now())",
                [ada.pk, unit.pk],
            )
        return moves_of(ada)

    @pytest.mark.parametrize("touched", [True, False])
    @pytest.mark.parametrize("htmx", [True, False])
    def test_is_one_event(self, ada, unit, client_of, until_waiting, holder, touched, htmx):
        before = self.hold(holder, ada, unit, touched)
        answers = self.post(client_of, ada, unit, until_waiting, holder, htmx)
        assert moves_of(ada) == [*before, "start"]
        assert sorted(answers) == ([200] + [422] * 9 if htmx else [302] * 10)

    def test_would_be_errors_without_the_lock(self, ada, unit, client_of, until_waiting, holder, without_lock):
        self.hold(holder, ada, unit, touched=True)
        answers = self.post(client_of, ada, unit, until_waiting, holder, htmx=True)
        assert answers.count(200) == 1
        assert answers.count(500) == 9


class TestAStartAgainstADraft:
    def draft(self, unit):
        return lambda: set_status(unit, "draft")

    def test_stops_the_admin_when_the_start_came_first(self, ada, unit, at_once):
        _, refusal = at_once(lambda: mastery.start(ada, unit), self.draft(unit))
        assert "Somebody has begun" in str(refusal)
        assert state_of(ada, unit) == "learning"
        assert Unit.objects.get(pk=unit.pk).status == "published"

    def test_stops_the_learner_with_a_sentence_when_the_draft_came_first(self, ada, unit, at_once):
        _, refusal = at_once(self.draft(unit), lambda: mastery.start(ada, unit))
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


def test_a_lock_that_is_held_too_long_is_a_quick_error_and_nothing_is_half_done(ada, unit, until_waiting):
    """The connection gives up after its lock timeout, long before a worker would be lost to it."""
    bring(ada, unit, "learning")
    holding = Actor(lambda: mastery.put_back(ada, unit), holds=True)

    def start_soon():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
        return mastery.attest(ada, unit)

    waiting = Actor(start_soon)
    waiting.join(WITHIN)
    assert "lock timeout" in str(waiting.outcome)
    holding.ends()
    assert moves_of(ada) == ["start", "put-back"]
