import datetime
import io
import tracemalloc
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

import clock
from progress import mastery
from progress.history import Replay
from progress.models import Event, MasteryClaim, UserProgress
from tests.progress.lives import bring, claimed, held, live_long, mastered, progress_of, revoked, sent_back

pytestmark = pytest.mark.django_db


def check():
    """What the command says, and its exit status."""
    said = io.StringIO()
    status = 0
    try:
        call_command("check_history", stdout=said)
    except CommandError as error:
        said.write(str(error))
        status = error.returncode
    return said.getvalue().splitlines(), status


GUARDED = ("progress_userprogress", "progress_event", "progress_givenword", "progress_masteryclaim")
# With what its word covers.
AWAY = (
    "WITH gone AS (DELETE FROM progress_event WHERE {} RETURNING id)"
    " DELETE FROM progress_givenword USING gone WHERE event_id = gone.id"
)


@contextmanager
def unguarded():
    """The database takes anything, as it would from somebody who repairs it by hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_empty_history_is_whole():
    assert check() == (["0 events on 0 rows of progress: every state follows from its events."], 0)


def test_a_history_made_by_the_rules_is_whole(ada, eve, unit, stage):
    bring(ada, unit, "attested")
    mastery.retract(ada, unit)
    mastery.put_back(ada, unit)
    bring(ada, stage, "learning")
    bring(eve, unit, "attested")
    assert check() == (["7 events on 3 rows of progress: every state follows from its events."], 0)


FAULTS = {
    "a state that its events do not lead to": (
        "UPDATE progress_userprogress SET state = 'learning' WHERE id = %s",
        ["stored as learning, but its events lead to attested"],
    ),
    "a version that is not the last event's": (
        "UPDATE progress_userprogress SET version = 5 WHERE id = %s",
        ["stored at version 5, but its last event is 2"],
    ),
    "a last event that is gone": (
        AWAY.format("progress_id = %s AND number = 2"),
        ["stored as attested, but its events lead to learning", "stored at version 2, but its last event is 1"],
    ),
    "a first event that is gone": (
        "DELETE FROM progress_event WHERE progress_id = %s AND number = 1",
        [
            "event 2 where 1 was expected",
            "event 2 starts from learning, but the one before it led to not-started",
        ],
    ),
    "all events gone": (
        AWAY.format("progress_id = %s"),
        ["stored as attested, but its events lead to not-started", "stored at version 2, but its last event is 0"],
    ),
    "a gap in the numbers": (
        "UPDATE progress_event SET number = 3 WHERE progress_id = %s AND number = 2",
        ["event 3 where 2 was expected", "stored at version 2, but its last event is 3"],
    ),
    "an event that starts from where nobody was": (
        "UPDATE progress_event SET from_state = 'not-started' WHERE progress_id = %s AND number = 2",
        [
            "event 2 starts from not-started, but the one before it led to learning",
            "event 2 is no move of the machine: attest from not-started to attested",
        ],
    ),
    "a move that the machine does not have": (
        "UPDATE progress_event SET move = 'cheat' WHERE progress_id = %s AND number = 2",
        ["event 2 is no move of the machine: cheat from learning to attested"],
    ),
    "a move under the name of another": (
        "UPDATE progress_event SET move = 'put-back' WHERE progress_id = %s AND number = 2",
        ["event 2 is no move of the machine: put-back from learning to attested"],
    ),
    "a move to where it does not lead": (
        "UPDATE progress_event SET to_state = 'attested' WHERE progress_id = %s AND number = 1",
        [
            "event 1 is no move of the machine: start from not-started to attested",
            "event 2 starts from learning, but the one before it led to attested",
        ],
    ),
    "an event too many": (
        """INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)
        SELECT id, 3, learner_id, 'retract', 'attested', 'learning', '', now()
        FROM progress_userprogress WHERE id = %s""",
        ["stored as attested, but its events lead to learning", "stored at version 2, but its last event is 3"],
    ),
}


@pytest.mark.parametrize(("fault", "differences"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_said_on_a_line_and_is_status_1(ada, eve, unit, fault, differences):
    bring(eve, unit, "attested")
    bring(ada, unit, "attested")
    row = progress_of(ada, unit)
    with unguarded() as cursor:
        cursor.execute(fault, [row.pk])
    (*lines, sums), status = check()
    assert status == 1
    assert lines == [f"progress {row.pk}: {difference}" for difference in differences]
    assert f": {len(differences)} differences." in sums


def test_a_history_of_claims_made_by_the_rules_is_whole(ada, eve, grace, linus, unit, stage):
    bring(ada, unit, "attested")
    sent_back(ada, unit, grace)
    mastered(ada, unit, grace)
    revoked(ada, unit, linus)
    mastery.withdraw(ada, claimed(ada, unit))
    mastery.put_back(ada, unit)
    held(ada, stage, grace)
    with clock.at(clock.now() + datetime.timedelta(days=2)):
        mastery.pick_up(linus, MasteryClaim.objects.open().get())
    mastery.release(grace, held(eve, unit, grace))
    mastered(eve, stage, grace)
    assert check()[1] == 0
    assert list(Replay()) == []


# Each on ada's claims: the first was sent back, the second is held.
CLAIM_FAULTS = {
    "a claim that no event closed": (
        "UPDATE progress_masteryclaim SET closed_at = now(), outcome = 'withdrawn' WHERE id = %(open)s",
        ["claim {open} is stored as withdrawn, but its events say open"],
    ),
    "a claim that was opened again": (
        "DELETE FROM progress_hold; DELETE FROM progress_event WHERE claim_id = %(open)s;"
        " UPDATE progress_userprogress SET version = 4 WHERE id = %(row)s;"
        " UPDATE progress_masteryclaim SET closed_at = now(), outcome = 'withdrawn' WHERE id = %(open)s;"
        " UPDATE progress_masteryclaim SET closed_at = NULL, outcome = '' WHERE id = %(old)s",
        ["claim {old} is stored as open, but its events say sent-back", "claim {open} was sent by no event"],
    ),
    "another outcome": (
        "UPDATE progress_masteryclaim SET outcome = 'withdrawn' WHERE id = %(old)s",
        ["claim {old} is stored as withdrawn, but its events say sent-back"],
    ),
    "a hold that no event ended": (
        "DELETE FROM progress_hold WHERE claim_id = %(open)s",
        ["claim {open} is stored as free, but its events say held by {grace}"],
    ),
    "a hold that no event began": (
        "UPDATE progress_event SET move = 'release' WHERE claim_id = %(open)s AND number = 6",
        [
            "event 6 is a release of claim {open}, which nobody has picked up",
            "claim {open} is stored as held by {grace}, but its events say free",
        ],
    ),
    "a hold that was moved to another mentor": (
        "UPDATE progress_hold SET mentor_id = %(linus)s WHERE claim_id = %(open)s",
        ["claim {open} is stored as held by {linus}, but its events say held by {grace}"],
    ),
    "a pick up under the name of another": (
        "UPDATE progress_event SET actor_id = %(linus)s WHERE claim_id = %(open)s AND number = 6",
        ["claim {open} is stored as held by {grace}, but its events say held by {linus}"],
    ),
    "a move on a claim that is closed": (
        "UPDATE progress_event SET claim_id = %(old)s WHERE number = 6 AND progress_id = %(row)s",
        [
            "event 6 is a pick-up of claim {old}, which is not open",
            "claim {old} is stored as sent-back, but its events say open",
            "claim {old} is stored as free, but its events say held by {grace}",
        ],
    ),
    "a decision on what nobody has picked up": (
        "UPDATE progress_event SET move = 'release' WHERE number = 3 AND progress_id = %(row)s",
        [
            "event 3 is a release of claim {old}, which nobody has picked up",
            "event 4 is a send-back of claim {old}, which nobody has picked up",
        ],
    ),
    "a claim under the name of another": (
        "UPDATE progress_event SET actor_id = %(linus)s WHERE number = 5 AND progress_id = %(row)s",
        ["event 5 is a claim by {linus}, which is not theirs to make"],
    ),
    "a pick up under the name of the learner": (
        "UPDATE progress_event SET actor_id = %(ada)s WHERE number = 3 AND progress_id = %(row)s",
        [
            "event 3 is a pick-up by {ada}, which is not theirs to make",
            "event 4 is a send-back of claim {old} by {grace}, but {ada} held it",
        ],
    ),
    "a decision by somebody else than who held it": (
        "UPDATE progress_event SET actor_id = %(linus)s WHERE number = 4 AND progress_id = %(row)s",
        ["event 4 is a send-back of claim {old} by {linus}, but {grace} held it"],
    ),
    "two claims open at once": (
        "UPDATE progress_event SET move = 'pick-up' WHERE number = 4 AND progress_id = %(row)s",
        ["event 5 is a claim while claim {old} is open"],
    ),
}


@pytest.mark.parametrize(("fault", "differences"), CLAIM_FAULTS.values(), ids=CLAIM_FAULTS)
def test_a_planted_fault_of_a_claim_is_said(ada, grace, linus, unit, fault, differences):
    claims = {"old": sent_back(ada, unit, grace).pk, "open": held(ada, unit, grace).pk}
    claims |= {"ada": ada.pk, "grace": grace.pk, "linus": linus.pk}
    row = progress_of(ada, unit)
    with unguarded() as cursor:
        for statement in fault.split(";"):
            cursor.execute(statement, claims | {"row": row.pk})
    assert list(Replay()) == [f"progress {row.pk}: {difference.format(**claims)}" for difference in differences]


def test_a_mastery_by_an_approval_of_before_is_said(ada, grace, unit):
    first = mastered(ada, unit, grace)
    unit.criteria.first().reword("Says it anew.", [])
    mastered(ada, unit, grace)
    with unguarded() as cursor:
        cursor.execute("UPDATE progress_userprogress SET mastering_review_id = %s", [first.reviews.get().pk])
    (difference,) = Replay()
    assert "stored as mastered by event 4, but its events say 7" in difference


def test_the_faults_of_one_row_do_not_hide_those_of_the_next(ada, eve, unit, stage):
    for learner in (ada, eve):
        bring(learner, unit, "learning")
    with unguarded() as cursor:
        cursor.execute("UPDATE progress_userprogress SET state = 'attested'")
    assert [line.split(":")[0] for line in Replay()] == [f"progress {row.pk}" for row in UserProgress.objects.all()]


def test_a_long_history_takes_no_more_memory_than_a_short_one(ada, unit, monkeypatch):
    monkeypatch.setattr("progress.history.AT_ONCE", 500)
    short = memory_of_checking(ada, unit, events=2_000)
    long = memory_of_checking(ada, unit, events=30_000)
    assert long < 1.5 * short


def memory_of_checking(ada, unit, events):
    """The most that the check held at once, on a history of so many starts and put-backs."""
    if not UserProgress.objects.exists():
        live_long(ada, [unit])
    with unguarded() as cursor:
        cursor.execute("DELETE FROM progress_event")
        cursor.execute(
            "INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)"
            " SELECT p.id, n, learner_id, CASE n %% 2 WHEN 1 THEN 'start' ELSE 'put-back' END,"
            " CASE n %% 2 WHEN 1 THEN 'not-started' ELSE 'learning' END,"
            " CASE n %% 2 WHEN 0 THEN 'not-started' ELSE 'learning' END, '', now()"
            " FROM progress_userprogress p, generate_series(1, %s) n",
            [events],
        )
        cursor.execute("UPDATE progress_userprogress SET version = %s, state = 'not-started'", [events])
    tracemalloc.start()
    replay = Replay()
    assert list(replay) == []
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert replay.events == events == Event.objects.count()
    return held
