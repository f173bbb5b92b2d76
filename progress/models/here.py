"""All that one learner has on one milestone, with one query: a page has no more to spend on it."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import connection

import clock
from progress.models.claims import MasteryClaim
from progress.models.drafts import Draft
from progress.models.progress import HasKey
from progress.models.reviews import MET

# What was found met counts from the last revocation on. Of each criterion the last answer that holds evidence is told,
# and the last verdict; of the claims the last one, with its review, or with the hold that has not lapsed.
HERE = """
SELECT jsonb_build_object(
    'notes', (SELECT jsonb_object_agg(criterion_id, level) FROM progress_rating WHERE progress_id = mine.id),
    'draft', (SELECT to_jsonb(draft) FROM progress_draft AS draft WHERE draft.progress_id = mine.id),
    'met', (
        SELECT jsonb_agg(answer.wording_id) FROM progress_mentorreview AS review
        JOIN progress_verdict AS verdict ON verdict.review_id = review.id
        JOIN progress_claimanswer AS answer ON answer.id = verdict.answer_id
        WHERE review.progress_id = mine.id AND verdict.level = ANY(%(met)s) AND review.number > coalesce(
            (SELECT max(number) FROM progress_revocation AS revocation WHERE revocation.progress_id = mine.id), 0
        )
    ),
    'earlier', (
        SELECT jsonb_object_agg(last.criterion_id, to_jsonb(last) - 'criterion_id') FROM (
            SELECT DISTINCT ON (wording.criterion_id) wording.criterion_id, answer.text, answer.links,
                coalesce(first_value(verdict.level) OVER judged_last, '') AS level,
                coalesce(first_value(verdict.comment) OVER judged_last, '') AS comment
            FROM progress_masteryclaim AS claim
            JOIN progress_claimanswer AS answer ON answer.claim_id = claim.id AND answer.carried_from_id IS NULL
            JOIN roadmap_criterionwording AS wording ON wording.id = answer.wording_id
            LEFT JOIN progress_verdict AS verdict ON verdict.answer_id = answer.id
            WHERE claim.progress_id = mine.id
            WINDOW judged_last AS (
                PARTITION BY wording.criterion_id ORDER BY verdict.id IS NULL, claim.attempt DESC
            )
            ORDER BY wording.criterion_id, claim.attempt DESC
        ) AS last
    ),
    'last', (
        SELECT to_jsonb(last) FROM (
            SELECT claim.id, claim.attempt, claim.phase_id, claim.sent_at, claim.closed_at, claim.outcome,
                claim.handed_in, coalesce(review.feedback, '') AS feedback, mentor.display_name AS mentor,
                hold.claim_id IS NOT NULL AND EXISTS (
                    SELECT FROM accounts_mentorrole AS role
                    WHERE role.user_id = mentor.id AND role.ended_at IS NULL AND mentor.is_active
                ) AS is_held
            FROM progress_masteryclaim AS claim
            LEFT JOIN progress_mentorreview AS review ON review.claim_id = claim.id
            LEFT JOIN progress_hold AS hold ON hold.claim_id = claim.id AND hold.until > %(now)s
            LEFT JOIN accounts_user AS mentor ON mentor.id = coalesce(review.mentor_id, hold.mentor_id)
            WHERE claim.progress_id = mine.id ORDER BY claim.attempt DESC LIMIT 1
        ) AS last
    )
)::text
FROM progress_userprogress AS mine WHERE mine.learner_id = %(learner)s AND mine.milestone_id = %(milestone)s
"""


@dataclass(frozen=True)
class Earlier:
    """What was last sent for a criterion, and what a mentor last found of one that was sent, if one did."""

    text: str
    links: list[str]
    level: str
    comment: str


@dataclass(frozen=True)
class LastClaim:
    """The learner's last claim here, with whoever decided it or holds it now."""

    claim: MasteryClaim
    feedback: str
    mentor: str
    is_held: bool


@dataclass(frozen=True)
class Here:
    """What a learner has on a milestone; nothing, for whoever never acted there."""

    notes: Mapping[int, str] = field(default_factory=dict)
    draft: Draft = field(default_factory=Draft)
    met: frozenset[int] = frozenset()
    earlier: Mapping[int, Earlier] = field(default_factory=dict)
    last: LastClaim | None = None

    @classmethod
    def of(cls, learner: Any, milestone: HasKey) -> Self:
        values = {"learner": learner.pk, "milestone": milestone.pk, "now": clock.now(), "met": [*map(str, MET)]}
        with connection.cursor() as cursor:
            cursor.execute(HERE, values)
            row = cursor.fetchone()
        return cls._read(json.loads(row[0])) if row else cls()

    @classmethod
    def _read(cls, found: dict[str, Any]) -> Self:
        return cls(
            notes={int(criterion): level for criterion, level in (found["notes"] or {}).items()},
            draft=_draft(found["draft"]) if found["draft"] else Draft(),
            met=frozenset(found["met"] or ()),
            earlier={int(pk): Earlier(**each) for pk, each in (found["earlier"] or {}).items()},
            last=_last(found["last"]) if found["last"] else None,
        )

    @property
    def waiting(self) -> LastClaim | None:
        """The claim that is open."""
        return self.last if self.last and self.last.claim.is_open else None


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(**row | {"changed_at": datetime.datetime.fromisoformat(row["changed_at"])})


def _last(row: dict[str, Any]) -> LastClaim:
    own = {name: row[name] for name in ("id", "attempt", "phase_id", "outcome", "handed_in")}
    times = {name: row[name] and datetime.datetime.fromisoformat(row[name]) for name in ("sent_at", "closed_at")}
    return LastClaim(MasteryClaim(**own, **times), row["feedback"], row["mentor"] or "", row["is_held"])
