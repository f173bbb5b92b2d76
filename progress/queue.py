"""The queue of claims that wait for a review: the oldest first, a page at a time, and never counted as a whole."""

import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

import clock
from accounts.models import User
from progress.models import MasteryClaim

PAGE = 25
# How far the claims that wait are counted for the bar.
COUNTED = 99
# More phases are never asked for.
PHASES = 50
# The key of a row has no more figures.
FIGURES = 18

# Who holds a claim at this moment. A hold that has lapsed, or whose mentor is none any more, keeps nobody away.
HELD = """
SELECT mentor.id AS mentor, mentor.display_name AS name, hold.until FROM progress_hold AS hold
JOIN accounts_user AS mentor ON mentor.id = hold.mentor_id AND mentor.is_active
JOIN accounts_mentorrole AS role ON role.user_id = mentor.id AND role.ended_at IS NULL
WHERE hold.claim_id = claim.id AND hold.until > %(now)s
"""
# The oldest of each phase come from the index claims_that_wait, and the oldest of all from these. With
# `phase = ANY (...)` the server would read all that waits to find the few of a quiet phase. A page goes on after a
# claim, whose time never changes: so nothing is missed or seen twice when claims are decided meanwhile.
WAITING = f"""
WITH oldest AS (
    SELECT waiting.* FROM roadmap_phase AS phase
    CROSS JOIN LATERAL (
        SELECT claim.* FROM progress_masteryclaim AS claim
        WHERE claim.phase_id = phase.id AND claim.closed_at IS NULL AND claim.learner_id <> %(mentor)s
        AND (claim.sent_at, claim.id) > (
            coalesce((SELECT sent_at FROM progress_masteryclaim WHERE id = %(after)s), '-infinity'), %(after)s
        )
        {{free}} ORDER BY claim.sent_at, claim.id LIMIT {{most}}
    ) AS waiting
    WHERE phase.slug = ANY (%(phases)s::text[]) OR cardinality(%(phases)s::text[]) = 0
    ORDER BY waiting.sent_at, waiting.id LIMIT {{most}}
)
SELECT claim.id, mine.milestone_id, claim.attempt, claim.sent_at, learner.display_name,
       held.mentor, held.name, held.until
FROM oldest AS claim
JOIN progress_userprogress AS mine ON mine.id = claim.progress_id
JOIN accounts_user AS learner ON learner.id = claim.learner_id
LEFT JOIN LATERAL ({HELD}) AS held ON true
ORDER BY claim.sent_at, claim.id
"""  # noqa: S608
# How many rows are wanted, and whether held ones are, stands in the statement. Were it a value, the server would plan
# for a tenth of all rows where it does not know it, find that dear, and so plan anew each time: that took twice as long
# as the answer.
PAGE_OF_WAITING = WAITING.format(free="", most=PAGE + 1)
# Each claim is looked up among the holds by itself, for which OFFSET stands: joined, all that are held at the front of
# the queue would each be compared with all holds.
NEXT_FREE = WAITING.format(free=f"AND NOT EXISTS ({HELD} OFFSET 0)", most=1)


HELD_BY = f"""
SELECT hold.claim_id, mine.milestone_id, learner.display_name, hold.until FROM progress_hold AS hold
JOIN progress_userprogress AS mine ON mine.id = hold.progress_id
JOIN accounts_user AS learner ON learner.id = hold.learner_id
WHERE hold.mentor_id = %s ORDER BY hold.until DESC LIMIT {PAGE}
"""  # noqa: S608
DECIDED_BY = f"""
SELECT review.claim_id, mine.milestone_id, learner.display_name, review.decision, review.decided_at
FROM progress_mentorreview AS review
JOIN progress_userprogress AS mine ON mine.id = review.progress_id
JOIN accounts_user AS learner ON learner.id = review.learner_id
WHERE review.mentor_id = %s ORDER BY review.decided_at DESC, review.id DESC LIMIT {PAGE}
"""  # noqa: S608


class Waiting(NamedTuple):
    """A claim in the queue, and who holds it, if somebody does."""

    pk: int
    milestone: int
    attempt: int
    sent_at: datetime.datetime
    learner: str
    mentor: int | None
    holder: str | None
    until: datetime.datetime | None


class Held(NamedTuple):
    """A claim that a mentor holds, lapsed or not."""

    claim: int
    milestone: int
    learner: str
    until: datetime.datetime


class Decided(NamedTuple):
    """A claim that a mentor has decided."""

    claim: int
    milestone: int
    learner: str
    decision: str
    at: datetime.datetime


class Chosen(NamedTuple):
    """The phases whose claims somebody wants to review, as the address names them; none means all."""

    phases: list[str]

    @classmethod
    def read(cls, query: QueryDict) -> "Chosen":
        return cls([phase for phase in query.getlist("phase")[:PHASES] if "\0" not in phase])

    def query(self, **more: Any) -> str:
        """The end of an address that keeps the choice."""
        pairs = [("phase", phase) for phase in self.phases] + list(more.items())
        return f"?{urlencode(pairs)}" if pairs else ""


def waiting(mentor: User, chosen: Chosen, *, after: int = 0) -> tuple[list[Waiting], bool]:
    """A page of the claims that this mentor may review, those after a claim, and whether there are more."""
    rows = _ask(PAGE_OF_WAITING, mentor, chosen, after=after)
    return rows[:PAGE], len(rows) > PAGE


def next_free(mentor: User, chosen: Chosen) -> Waiting | None:
    """The claim that has waited longest of those that nobody holds."""
    return next(iter(_ask(NEXT_FREE, mentor, chosen, after=0)), None)


def held_by(mentor: User) -> list[Held]:
    """What this mentor has picked up and not decided, the last picked up first; lapsed ones are still there."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY, [mentor.pk])
        return [Held(*row) for row in cursor.fetchall()]


def decided_by(mentor: User) -> list[Decided]:
    """What this mentor has decided, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(DECIDED_BY, [mentor.pk])
        return [Decided(*row) for row in cursor.fetchall()]


def whole_number(text: str) -> int:
    """The number that a browser sent, or none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= FIGURES else 0


def _ask(statement: str, mentor: User, chosen: Chosen, *, after: int) -> list[Waiting]:
    values: dict[str, Any] = {"mentor": mentor.pk, "phases": chosen.phases, "after": after, "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Waiting(*row) for row in cursor.fetchall()]


def how_many_wait(mentor: Any) -> str:
    """How many claims this mentor could pick up, in figures: "99+" for more."""
    # In this order they are read from claims_that_wait. In none, the server would begin at the table's start, where all
    # that was decided long ago stands before the first that is open.
    waiting = MasteryClaim.objects.reviewable_by(mentor).free().order_by("phase_id", "sent_at", "pk").values("pk")
    count: int = waiting[: COUNTED + 1].count()
    return str(count) if count <= COUNTED else f"{COUNTED}+"
