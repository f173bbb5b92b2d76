"""Ten identical requests, as an impatient browser or a proxy sends them: all wait for one row until it is let go."""

from functools import partial

import pytest

from progress.models import Draft, Event, MasteryClaim, MentorReview
from tests.progress.lives import can_write_unlocked, claimed, found, held
from tests.progress.writing import door, form_of
from tests.races import Actor, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


class Ten:
    """How a move stands before it is made: who makes it ten times, where, and with which form."""

    def __init__(self, move, ada, grace, unit):
        self.move, self.person = move, grace if move in ("pick-up", "approve") else ada
        getattr(self, move.replace("-", "_"))(ada, grace, unit)

    def claim(self, ada, grace, unit):
        can_write_unlocked(ada, unit)
        self.url, self.form = door(unit, "claim"), form_of(ada, unit)
        for criterion in unit.criteria.live():
            written = Draft.objects.of(ada, unit).answers[str(criterion.pk)]
            self.form |= {f"text-{criterion.key}": written["text"], f"links-{criterion.key}": written["links"]}

    def withdraw(self, ada, grace, unit):
        self.url, self.form = f"/claims/{claimed(ada, unit).pk}/withdraw/", {}

    def pick_up(self, ada, grace, unit):
        self.url, self.form = f"/claims/{claimed(ada, unit).pk}/pick-up/", {}

    def approve(self, ada, grace, unit):
        claim = held(ada, unit, grace)
        self.url = f"/claims/{claim.pk}/approve/"
        self.form = {"digest": claim.digest, "version": "0", "feedback": "Well done."}
        self.form |= {f"level-{pk}": verdict.level for pk, verdict in found(claim).items()}

    def answers(self, client_of, other, *, htmx):
        """The status of each answer, once all of them have come as far as they can."""
        other.execute("SELECT 1 FROM progress_userprogress FOR UPDATE")
        browsers = [client_of(self.person) for _ in range(10)]
        for browser in browsers:
            browser.raise_request_exception = False
        headers = {"HX-Request": "true"} if htmx else {}
        posts = [Actor(partial(browser.post, self.url, self.form, headers=headers)) for browser in browsers]
        until_somebody_waits(10)
        other.rollback()
        return sorted(post.ends().status_code for post in posts)

    @property
    def times(self):
        """How often the move was made."""
        return Event.objects.filter(move=self.move).count()


MOVES = ("claim", "withdraw", "pick-up", "approve")


@pytest.fixture
def ten(request, ada, grace, unit):
    return Ten(request.param, ada, grace, unit)


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("ten", MOVES, indirect=True)
def test_are_one_move_and_nine_sentences(ten, client_of, other_connection, htmx):
    assert ten.answers(client_of, other_connection, htmx=htmx) == ([200] if htmx else [302]) + [422] * 9
    assert ten.times == 1
    assert MasteryClaim.objects.count() == 1
    assert MentorReview.objects.count() == (ten.move == "approve")


@pytest.mark.parametrize("ten", MOVES, indirect=True)
def test_would_be_nine_error_pages_without_the_locks(
    ten, client_of, other_connection, progress_unlocked, role_unlocked
):
    """The facts of the database still hold: the move is made once."""
    assert ten.answers(client_of, other_connection, htmx=True) == [200] + [500] * 9
    assert ten.times == 1


@pytest.mark.parametrize("ten", ["claim"], indirect=True)
def test_leave_no_draft_of_what_was_typed_last(ten, ada, unit, client_of, other_connection):
    """Each of them keeps what it brings before it sends it."""
    ten.form |= {f"text-{unit.criteria.live().first().key}": "Typed just now."}
    assert ten.answers(client_of, other_connection, htmx=True) == [200] + [422] * 9
    assert MasteryClaim.objects.get().answers.filter(text="Typed just now.").exists()
    after = Draft.objects.of(ada, unit)
    assert (after.answers, after.handed_in, after.others) == ({}, [], [])
