"""Claims by the thousand: put straight into the tables, because by real moves they would take an hour.

What is written is what the moves would have left, so every constraint and trigger holds and `check_history` finds
nothing: a learner for each claim, who started a unit, claimed it and perhaps withdrew. Each answers one criterion.
"""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction

import clock
from progress.evidence import digest_of
from progress.models import ClaimAnswer
from roadmap import atlas
from roadmap.atlas import Stop

# The server cuts a statement off after ten seconds, and commit is one: it checks what was put in.
AT_ONCE = 5_000
DAYS = datetime.timedelta(days=100)
# So many wait in the quiet phase, however many wait in all.
QUIET = 30
TEXT = "I did it, and this is how."

ROWS = """
CREATE TEMPORARY TABLE IF NOT EXISTS crowd (
    person bigint, progress bigint, claim bigint, milestone bigint, phase bigint, wording bigint, digest text,
    sent_at timestamptz, closed_at timestamptz
) ON COMMIT DELETE ROWS
"""
FILL = """
INSERT INTO crowd SELECT
    nextval(pg_get_serial_sequence('accounts_user', 'id')),
    nextval(pg_get_serial_sequence('progress_userprogress', 'id')),
    nextval(pg_get_serial_sequence('progress_masteryclaim', 'id')),
    one.milestone, one.phase, one.wording, one.digest, one.sent_at,
    CASE WHEN %(is_closed)s THEN one.sent_at + interval '1 hour' END
FROM unnest(
    %(milestone)s::bigint[], %(phase)s::bigint[], %(wording)s::bigint[], %(digest)s::text[], %(sent_at)s::timestamptz[]
) AS one(milestone, phase, wording, digest, sent_at)
"""
PEOPLE = """
INSERT INTO accounts_user (
    id, password, email, display_name, time_zone, is_staff, is_active, joined_at, page_version, minute_began_at,
    changes_in_minute
) SELECT person, '!', 'learner-' || person || '@example.org', 'Learner ' || person, 'UTC', false, true, sent_at, 1,
    sent_at, 0 FROM crowd
"""
PROGRESS = """
INSERT INTO progress_userprogress (id, learner_id, milestone_id, state, version, changed_at)
SELECT progress, person, milestone, 'learning', CASE WHEN closed_at IS NULL THEN 2 ELSE 3 END, sent_at FROM crowd
"""
CLAIMS = """
INSERT INTO progress_masteryclaim (
    id, progress_id, learner_id, attempt, phase_id, asked, handed_in, digest, sent_at, closed_at, outcome
) SELECT claim, progress, person, 1, phase, 1, '[]', digest, sent_at, closed_at,
    CASE WHEN closed_at IS NULL THEN '' ELSE 'withdrawn' END FROM crowd
"""
ANSWERS = """
INSERT INTO progress_claimanswer (claim_id, wording_id, text, links)
SELECT claim, wording, %(text)s::text, '[]' FROM crowd
"""
EVENT = """
INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, claim_id, reason, at)
SELECT progress, {number}, person, '{move}', '{before}', 'learning', {claim}, '', {at} FROM crowd
"""
STARTED = EVENT.format(number=1, move="start", before="not-started", claim="NULL", at="sent_at")
CLAIMED = EVENT.format(number=2, move="claim", before="learning", claim="claim", at="sent_at")
WITHDRAWN = EVENT.format(number=3, move="withdraw", before="learning", claim="claim", at="closed_at")
WITHDRAWN += "WHERE closed_at IS NOT NULL"


class Sent(NamedTuple):
    """What one claim of the crowd is about, and when it was sent."""

    milestone: int
    phase: int
    wording: int
    digest: str
    sent_at: datetime.datetime


def gather(claims: int) -> None:
    """So many open claims of the last hundred days, in the order in which they were sent."""
    _put(claims, clock.now() - DAYS, is_closed=False)


def remember(claims: int) -> None:
    """So many withdrawn claims of the hundred days before: a server that reads the table from its start meets them."""
    _put(claims, clock.now() - 2 * DAYS, is_closed=True)


def units() -> list[Stop]:
    """A unit of each phase. The first has half of the claims, each after it about half as many, the last a few."""
    return [phase.open_units[0] for phase in atlas.current().phases if phase.open_units]


def place_of(number: int, claims: int, places: int) -> int:
    """Which of so many places the claim with this number is about; the last place is the quiet one."""
    if number % max(claims // QUIET, 2) == 1:
        return places - 1
    # As often as a number can be halved, so far along is its place.
    number += 1
    return min((number & -number).bit_length() - 1, places - 2)


def _put(claims: int, since: datetime.datetime, *, is_closed: bool) -> None:
    """Some thousand at a time, each in a transaction of their own."""
    sent = list(_sent(claims, since))
    for first in range(0, claims, AT_ONCE):
        columns = zip(*sent[first : first + AT_ONCE], strict=True)
        values: dict[str, Any] = dict(zip(Sent._fields, map(list, columns), strict=True))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ROWS)
            cursor.execute("DELETE FROM crowd")
            cursor.execute(FILL, values | {"is_closed": is_closed})
            for statement in (PEOPLE, PROGRESS, CLAIMS, STARTED, CLAIMED, WITHDRAWN):
                cursor.execute(statement)
            cursor.execute(ANSWERS, {"text": TEXT})


def _sent(claims: int, since: datetime.datetime) -> Iterator[Sent]:
    about = [_about(unit) for unit in units()]
    for number in range(claims):
        yield Sent(*about[place_of(number, claims, len(about))], since + DAYS * (number / claims))


def _about(unit: Stop) -> tuple[int, int, int, str]:
    wording = unit.criteria[0].wording
    digest = digest_of([ClaimAnswer(wording_id=wording, text=TEXT, links=[])], [])
    return unit.pk, unit.phase.pk, wording, digest
