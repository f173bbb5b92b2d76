"""Rows are locked in one order, so that no two moves wait for each other."""

from functools import partial

import psycopg
import pytest
from django.db import OperationalError

from accounts import models
from accounts.models import User, UserQuerySet
from progress import drafts, mastery, news
from progress.models import News
from tests.progress.lives import claimed, held, mastered, progress_of, state_of
from tests.progress.test_claim_races import approving
from tests.races import Actor, Meeting, at_once, in_turn, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def is_free(connection, statement):
    """Whether nobody holds these rows."""
    try:
        connection.execute(f"{statement} FOR UPDATE NOWAIT")
    except psycopg.errors.LockNotAvailable:
        return False
    finally:
        connection.rollback()
    return True


class TestTheOrderOfLocks:
    """What everybody takes in one order cannot be taken crosswise."""

    ROLES = "SELECT 1 FROM accounts_mentorrole"
    DRAFTS = "SELECT 1 FROM progress_draft"

    @pytest.fixture
    def work(self, request, ada, grace, capstone):
        create, build, _ = capstone.stages.order_by("step")
        mastered(ada, create, grace)
        claim = held(ada, build, grace)
        save = partial(drafts.save, ada, create, drafts.Typed({"1": {"text": "Anew."}}), version=0)
        return progress_of(ada, create).pk, {"approve": approving(grace, claim), "save": save}[request.param]

    @pytest.mark.parametrize(("work", "rows"), [("approve", ROLES), ("save", DRAFTS)], indirect=["work"])
    def test_puts_the_progress_first(self, work, rows, other_connection):
        progress, act = work
        with psycopg.connect(other_connection.info.dsn) as holding:
            holding.execute("SELECT 1 FROM progress_userprogress WHERE id = %s FOR UPDATE", [progress])
            acting = Actor(act)
            until_somebody_waits()
            assert is_free(other_connection, rows)
        acting.ends()

    def test_is_seen_where_it_is_another(self, ada, grace, unit, other_connection):
        """The control: whoever holds the role is seen."""
        acting = Actor(partial(mastery.pick_up, grace, claimed(ada, unit)), holds=True)
        assert not is_free(other_connection, self.ROLES)
        acting.ends()

    @pytest.fixture
    def each_other(self, grace, linus, unit):
        """Grace and linus learn from each other, and each holds the other's claim."""
        hers, his = held(grace, unit, linus), held(linus, unit, grace)
        return approving(linus, hers), approving(grace, his)

    def test_lets_two_mentors_decide_each_other_s_claims(self, grace, linus, unit, each_other, untold, monkeypatch):
        meeting, tell = Meeting(), UserQuerySet.tell

        def meet_and_tell(self, actor, *others):
            meeting.wait()
            return tell(self, actor, *others)

        monkeypatch.setattr(UserQuerySet, "tell", meet_and_tell)
        outcomes = at_once(*each_other)
        assert not any(isinstance(outcome, Exception) for outcome in outcomes)
        assert [state_of(person, unit) for person in (grace, linus)] == ["mastered", "mastered"]

    def test_lets_them_write_news_of_each_other(self, each_other, monkeypatch):
        """Each has locked both of them before either writes that there is something new for the other."""
        meeting, tell = Meeting(), UserQuerySet.tell

        def meet_and_tell(self, actor, *others):
            meeting.wait()
            return tell(self, actor, *others)

        monkeypatch.setattr(UserQuerySet, "tell", meet_and_tell)
        assert not any(isinstance(outcome, Exception) for outcome in at_once(*each_other))
        assert News.objects.count() == 2

    def test_would_be_a_deadlock_if_news_were_written_before_the_other_is_locked(self, each_other, monkeypatch):
        """Each has locked themselves alone, and writes news for the other."""
        meeting = Meeting()

        def tell_oneself_alone(self, actor, *others):
            people = self.locked(actor)
            meeting.wait()
            return people | {person.pk: person for person in self.filter(pk__in=others)}

        monkeypatch.setattr(UserQuerySet, "tell", tell_oneself_alone)
        monkeypatch.setattr(news.logger, "exception", lambda *_: None)
        at_once(*each_other)
        assert News.objects.count() == 1

    def test_would_be_a_deadlock_if_each_were_told_of_themselves_first(self, each_other, untold, monkeypatch):
        meeting = Meeting()

        def tell_oneself_first(self, actor, *others):
            self.count_change(actor)
            meeting.wait()
            self.raise_page_version(*others)

        monkeypatch.setattr(UserQuerySet, "tell", tell_oneself_first)
        outcomes = at_once(*each_other)
        (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert isinstance(lost, OperationalError)
        assert "deadlock" in str(lost)


class TestOneWhoIsToldTwice:
    """The version of a page that two change at once; each of them has to raise it."""

    @pytest.fixture
    def raised(self, ada, grace, linus, unit, stage):
        """By how much the version of ada's pages is raised when two of her claims are approved at once."""

        def approve_both():
            works = [approving(mentor, held(ada, on, mentor)) for mentor, on in ((grace, unit), (linus, stage))]
            before = User.objects.get(pk=ada.pk).page_version
            outcomes = in_turn(*works)
            assert not any(isinstance(outcome, Exception) for outcome in outcomes)
            return User.objects.get(pk=ada.pk).page_version - before

        return approve_both

    def test_has_pages_that_are_newer_by_two(self, raised):
        assert raised() == 2

    def test_would_miss_one_if_it_were_raised_from_what_was_read(self, raised, monkeypatch):
        read = models.TELL.replace("page_version = page_version + 1", "page_version = held.seen + 1")
        read = read.replace("SELECT id FROM", "SELECT id, page_version AS seen FROM").replace("FOR NO KEY UPDATE", "")
        monkeypatch.setattr(models, "TELL", read)
        assert raised() == 1
