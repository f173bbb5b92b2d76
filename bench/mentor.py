"""Mentors with a full queue, who hold some of its claims."""

import uuid
from dataclasses import dataclass

import clock
from accounts.models import User
from accounts.roles import appoint
from bench import crowd
from progress import drafts, mastery
from progress.models import MasteryClaim
from roadmap import atlas
from roadmap.atlas import Stop

# One more than a page of the queue shows.
WAITING = 26
# In a crowd another mentor holds so many of the oldest claims.
HELD = 100
OWN = 5


@dataclass(frozen=True)
class Mentor:
    """Who they are, a claim that they hold, and a unit that is claimed."""

    user: User
    held: MasteryClaim
    unit: Stop


@dataclass(frozen=True)
class Crowd:
    """A mentor, the unit that most claims of a crowd are about, and three of these claims; the phase with the fewest.

    `oldest` is the first that nobody holds.
    """

    user: User
    unit: Stop
    oldest: MasteryClaim
    middle: MasteryClaim
    newest: MasteryClaim
    quiet: str


def make_mentor() -> Mentor:
    """Somebody new in the role, beside learners who claim the first units."""
    mentor = somebody_in_the_role()
    units = [unit for phase in atlas.current().phases for unit in phase.open_units]
    claims = [claim_of(somebody("Eve"), unit) for unit in units[:WAITING]]
    mastery.pick_up(mentor, claims[0])
    return Mentor(mentor, held=claims[0], unit=units[0])


def make_crowd(claims: int) -> Crowd:
    """So many open claims. Before all others stand some of the mentor's own, and then those that another one holds."""
    mentor, other, units = somebody_in_the_role(), somebody_in_the_role(), crowd.units()
    with clock.at(clock.now() - 2 * crowd.DAYS):
        own = [claim_of(mentor, unit) for unit in units[:OWN]]
    crowd.gather(claims - len(own))
    waiting = list(MasteryClaim.objects.open().exclude(learner=mentor).order_by("sent_at", "pk"))
    held = min(HELD, claims // 10)
    for claim in waiting[:held]:
        mastery.pick_up(other, claim)
    of_most = [claim for claim in waiting[held:] if claim.phase_id == units[0].phase.pk]
    middle = waiting[len(waiting) // 2]
    return Crowd(mentor, units[0], of_most[0], middle, of_most[-1], quiet=units[-1].phase.slug)


def held_anew(mentor: User, unit: Stop, claims: int) -> list[MasteryClaim]:
    """Claims that were sent just now and that this mentor holds."""
    sent = [claim_of(somebody("Eve"), unit) for _ in range(claims)]
    for claim in sent:
        mastery.pick_up(mentor, claim)
    return sent


def somebody(name: str, **fields: object) -> User:
    return User.objects.create_user(f"{uuid.uuid4()}@example.org", display_name=name, **fields)


def somebody_in_the_role() -> User:
    mentor = somebody("Grace")
    appoint(mentor, by=somebody("Alan", is_staff=True))
    return mentor


def claim_of(learner: User, unit: Stop) -> MasteryClaim:
    mastery.start(learner, unit)
    evidence = {str(asked.pk): {"text": f"I did it: {asked.text}", "links": ""} for asked in unit.criteria}
    draft, _ = drafts.save(learner, unit, drafts.Typed(evidence), version=0)
    return mastery.claim(learner, unit, draft=draft.version)
