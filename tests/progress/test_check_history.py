import io
import tracemalloc
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from progress import mastery
from progress.history import Replay
from progress.models import Event, UserProgress
from tests.progress.lives import bring, live_long, progress_of

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


@contextmanager
def unguarded():
    """The database takes anything, as it would from somebody who repairs it by hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("progress_userprogress", "progress_event"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("progress_userprogress", "progress_event"):
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
        "DELETE FROM progress_event WHERE progress_id = %s AND number = 2",
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
        "DELETE FROM progress_event WHERE progress_id = %s",
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
