"""Rows are locked in one order, so that no two moves wait for each other."""

from functools import partial

import psycopg
import pytest
from django.db import OperationalError

from accounts.models import UserQuerySet
from progress import drafts, mastery
from progress.models import News
from tests.progress.lives import claimed, held, mastered, progress_of, state_of
from tests.progress.test_claim_races import approving
from tests.races import Actor, Meeting, at_once, until_somebody_waits

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

    def test_lets_them_read_news_of_each_other(self, each_other, monkeypatch):
        meeting, locked = Meeting(), UserQuerySet.locked

        def meet_and_lock(self, *people):
            meeting.wait()
            return locked(self, *people)

        monkeypatch.setattr(UserQuerySet, "locked", meet_and_lock)
        assert not any(isinstance(outcome, Exception) for outcome in at_once(*each_other))
        assert News.objects.count() == 2

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
