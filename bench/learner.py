"""A learner part-way through, who came there by real moves."""

import datetime
import uuid
from dataclasses import dataclass

import clock
from accounts.models import User
from progress import mastery
from progress.standing import Shown, standing_of
from roadmap import atlas
from roadmap.atlas import Stop
from roadmap.models import Criterion

ATTESTED, LEARNING = 24, 5


@dataclass(frozen=True)
class Learner:
    """Who they are, a unit that they are learning and one that they could start."""

    user: User
    learning: Stop
    ready: Stop


def make_learner() -> Learner:
    """Somebody new, who has given their word on the first units and is in the middle of the next ones."""
    user = User.objects.create_user(f"{uuid.uuid4()}@example.org", display_name="Ada", time_zone="Europe/London")
    map_ = atlas.current()
    units = [unit for phase in map_.phases for unit in phase.units if unit.is_open]
    began_at = clock.now() - datetime.timedelta(weeks=len(units))
    for number, unit in enumerate(units[: ATTESTED + LEARNING]):
        with clock.at(began_at + number * datetime.timedelta(days=5)):
            learn(user, unit, attest=number < ATTESTED)
    standing = standing_of(user, map_)
    return Learner(user, learning=standing.which(Shown.LEARNING)[0], ready=standing.which(Shown.READY)[0])


def learn(user: User, unit: Stop, *, attest: bool) -> None:
    mastery.start(user, unit)
    criteria = [Criterion.objects.get(pk=asked.pk) for asked in unit.criteria]
    for criterion in criteria if attest else criteria[: len(criteria) // 2]:
        mastery.rate(user, criterion, "can-do")
    if attest:
        mastery.attest(user, unit)
