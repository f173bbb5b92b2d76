"""Making demo people: each is there with their whole life, or not at all."""

import datetime
from random import Random

from django.conf import settings
from django.db import transaction

import clock
from accounts.models import User
from demo.kinds import DAYS, held, kind_of, learning, second_attempt, sent_back, waiting
from demo.lives import Life, Mentors
from demo.people import address_of, name_of
from progress.models import Hold, UserProgress
from roadmap import atlas
from roadmap.atlas import Stop

# Where learners begin: most at the first phase, some further on, since nothing is locked.
FIRST_PHASES = (0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8)


class NobodyReviews(Exception):
    """There is no mentor who could pick up a claim."""


def mentors() -> Mentors:
    """Those who review in the demo: all mentors who may hold one more claim, in the order in which they came."""
    everyone = list(User.objects.mentors().order_by("pk"))
    free = tuple(each for each in everyone if Hold.objects.of(each).count() < settings.HOLDS_OF_A_MENTOR)
    if not free:
        raise NobodyReviews
    return Mentors(free, next((each for each in everyone if each.role), None))


def missing(learners: int) -> list[int]:
    """The numbers of the learners, of so many, who are not there yet."""
    return [n for n in range(1, learners + 1) if not User.objects.with_address(address_of(n)).exists()]


@transaction.atomic
def make(number: int, now: datetime.datetime) -> None:
    """Make the learner with this number, who cannot sign in, and play what they did until now."""
    chance, name = chance_of(number), name_of(number)
    weeks = chance.randrange(6, 52)
    with clock.at(now - datetime.timedelta(weeks=weeks)):
        learner = User.objects.create_user(address_of(number), display_name=name.full, time_zone=name.time_zone)
    life = Life(learner, mentors(), chance, now - datetime.timedelta(minutes=chance.randrange(60)))
    way = way_from(chance.choice(FIRST_PHASES))
    done = chance.randrange(1, 3 + weeks // 4)
    go_through(life, way[:done], days=weeks * 7 - 1)
    life.before_the_end(days=DAYS)
    kind_of(life, number)(life, way[done:])


@transaction.atomic
def lead_part_way(ada: User, now: datetime.datetime) -> None:
    """Give somebody a year on the first phases and a claim in each state, unless they have begun by themselves."""
    if UserProgress.objects.standings(ada):
        return
    life = Life(ada, mentors(), chance_of(0), now)
    way = way_from(0)
    go_through(life, way[:9], days=300)
    for kind in (sent_back, second_attempt, waiting):
        life.before_the_end(days=DAYS)
        kind(life, way[9:])
        del way[9:11]
    life.before_the_end(days=6)
    learning(life, way[10:])
    life.before_the_end(days=2)
    held(life, way[9:], mentor=0, has_lapsed=False)


def chance_of(number: int) -> Random:
    """The same chance for the same learner each time."""
    return Random(f"Throughline {number}")  # noqa: S311


def way_from(phase: int) -> list[Stop]:
    """All units that can be started, in order, beginning with this phase."""
    phases = atlas.current().phases
    begin = phase % len(phases)
    return [unit for line in phases[begin:] + phases[:begin] for unit in line.open_units if unit.criteria]


def go_through(life: Life, stops: list[Stop], *, days: int) -> None:
    """Reach these milestones one after the other: most by a mentor's verdict, some by one's own word."""
    for number, stop in enumerate(stops):
        life.before_the_end(days=days - number * (days - DAYS) / len(stops))
        if life.chance.random() < 0.65:
            be_reviewed(life, stop, days=(days - DAYS) / len(stops))
        else:
            life.give_word(stop)


def be_reviewed(life: Life, stop: Stop, *, days: float) -> None:
    """Master a milestone within so many days, one time in four at the second attempt."""
    life.start(stop)
    life.wait(days=days * 0.4)
    life.rate(stop, at_least=1)
    claim = life.claim(stop)
    life.wait(days=days * 0.1)
    if life.chance.random() < 0.25:
        missing = life.send_back(stop, claim)
        life.wait(days=days * 0.2)
        claim = life.claim(stop, missing)
        life.wait(days=days * 0.1)
    life.approve(claim)
