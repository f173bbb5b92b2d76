"""A mentor with a full queue, who holds one of its claims."""

import uuid
from dataclasses import dataclass

from accounts.models import User
from accounts.roles import appoint
from progress import drafts, mastery
from progress.models import MasteryClaim
from roadmap import atlas
from roadmap.atlas import Stop

# One more than a page of the queue shows.
WAITING = 26


@dataclass(frozen=True)
class Mentor:
    """Who they are, a claim that they hold and one that they could pick up."""

    user: User
    held: MasteryClaim
    free: MasteryClaim


def make_mentor() -> Mentor:
    """Somebody new in the role, beside learners who claim the first units."""
    admin = User.objects.create_user(f"{uuid.uuid4()}@example.org", display_name="Alan", is_staff=True)
    mentor = User.objects.create_user(f"{uuid.uuid4()}@example.org", display_name="Grace")
    appoint(mentor, by=admin)
    units = [unit for phase in atlas.current().phases for unit in phase.open_units]
    claims = [claim_of_somebody(unit) for unit in units[:WAITING]]
    mastery.pick_up(mentor, claims[0])
    return Mentor(mentor, held=claims[0], free=claims[1])


def claim_of_somebody(unit: Stop) -> MasteryClaim:
    learner = User.objects.create_user(f"{uuid.uuid4()}@example.org", display_name="Eve")
    mastery.start(learner, unit)
    evidence = {str(asked.pk): {"text": f"I did it: {asked.text}", "links": ""} for asked in unit.criteria}
    draft, _ = drafts.save(learner, unit, drafts.Typed(evidence), version=0)
    return mastery.claim(learner, unit, draft=draft.version)
