"""What a demo learner has come to by now: each kind of claim that a learner or a mentor can meet.

Each of these plays the last days of a life, on the next milestones of its way.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings

from demo import words
from demo.lives import Life
from progress import mastery, thread
from roadmap import atlas
from roadmap.atlas import Stop
from roadmap.models import Criterion

Kind = Callable[[Life, list[Stop]], None]
DAYS = 14


def learning(life: Life, way: list[Stop]) -> None:
    """On the way, with nothing to be reviewed."""
    life.start(way[0])
    life.rate(way[0])
    life.wait(days=2)
    life.start(way[1])


def waiting(life: Life, way: list[Stop]) -> None:
    """A claim that nobody has picked up."""
    life.start(way[0])
    life.rate(way[0], at_least=1)
    life.wait(days=life.chance.uniform(2, DAYS - 1))
    life.claim(way[0])
    life.start(way[1])


def held(life: Life, way: list[Stop], *, mentor: int, has_lapsed: bool) -> None:
    """A claim that this mentor has picked up, an hour ago or too long ago, and what the two said about it."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.before_the_end(hours=settings.HOLD_HOURS + 6 if has_lapsed else 1)
    reviewer = life.pick_up(claim, life.mentors.all[mentor % len(life.mentors.all)])
    question, answer = life.chance.choice(words.QUESTIONS)
    life.wait(minutes=10)
    life.do(thread.say, life.learner, claim, question)
    life.wait(minutes=10)
    life.do(thread.say, reviewer, claim, answer)


def sent_back(life: Life, way: list[Stop], *, goes_on: bool = False) -> None:
    """A claim that came back with words; some have begun on the next attempt."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.wait(days=life.chance.uniform(1, 5))
    missing = life.send_back(way[0], claim)
    if goes_on:
        life.wait(days=2)
        life.write(way[0], missing[:1])


def second_attempt(life: Life, way: list[Stop]) -> None:
    """Sent again after it came back; what was met is carried over. It waits."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.wait(days=1)
    missing = life.send_back(way[0], claim)
    life.wait(days=life.chance.uniform(1, 7))
    life.claim(way[0], missing)


def topped_up(life: Life, way: list[Stop]) -> None:
    """Mastered while a criterion had other words, and claimed again for those of now."""
    stop, asked = way[0], way[0].criteria[-1]
    criterion = Criterion.objects.get(pk=asked.pk)
    life.do(criterion.reword, words.EARLIER.format(topic=asked.title), [])
    life.start(stop)
    claim = life.claim(stop)
    life.wait(days=1)
    life.approve(claim)
    life.wait(days=2)
    life.do(criterion.reword, asked.text, [])
    life.wait(days=3)
    life.typed.pop(asked.pk)
    life.claim(stop, [asked])


def stages(life: Life, way: list[Stop], *, mastered: int, claimed: int) -> None:
    """Stages of a capstone: some mastered, and the next ones claimed on top of them."""
    product = life.chance.choice([product for line in atlas.current().phases for product in line.open_capstones])
    for number, stop in enumerate(product.stages[: mastered + claimed]):
        life.start(stop)
        life.wait(days=1)
        claim = life.claim(stop)
        if number < mastered:
            life.wait(days=2)
            life.approve(claim)


def withdrawn(life: Life, way: list[Stop]) -> None:
    """Sent too early, and taken back."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.wait(days=1)
    life.do(mastery.withdraw, life.learner, claim)
    life.rate(way[0])


def revoked(life: Life, way: list[Stop]) -> None:
    """Mastered, until a lead looked at it again."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.wait(days=2)
    life.approve(claim)
    if life.mentors.lead:
        life.wait(days=5)
        life.do(mastery.revoke, life.mentors.lead, claim.progress, review=claim.reviews.get().pk, reason=words.REVOKED)


def released(life: Life, way: list[Stop]) -> None:
    """Picked up by somebody who gave it back to its place."""
    life.start(way[0])
    claim = life.claim(way[0])
    life.wait(days=3)
    mentor = life.pick_up(claim)
    life.wait(hours=2)
    life.do(mastery.release, mentor, claim, reason=words.RELEASED)


def put_back(life: Life, way: list[Stop]) -> None:
    """Begun, and laid aside for something else."""
    life.start(way[0])
    life.rate(way[0])
    life.wait(days=4)
    life.do(mastery.put_back, life.learner, way[0])
    life.start(way[1])


def by_themselves(life: Life, way: list[Stop]) -> None:
    """Their own word, and nobody asked."""
    for stop in way[:2]:
        life.give_word(stop)
        life.wait(days=2)


# The first learners come to these in turn, twice over; so there are four holds, which leaves room for others.
IN_TURN: tuple[Kind, ...] = (
    waiting,
    partial(held, mentor=0, has_lapsed=False),
    sent_back,
    waiting,
    second_attempt,
    partial(held, mentor=1, has_lapsed=True),
    waiting,
    topped_up,
    partial(stages, mastered=0, claimed=1),
    waiting,
    withdrawn,
    by_themselves,
    revoked,
    partial(sent_back, goes_on=True),
    released,
    waiting,
    partial(stages, mastered=1, claimed=1),
    put_back,
    partial(stages, mastered=0, claimed=2),
    learning,
)
TURNS = 2
# Whoever comes after them comes to one of these by chance: no more holds, and the map keeps its words.
AT_LAST: tuple[Kind, ...] = (waiting, waiting, sent_back, second_attempt, withdrawn, by_themselves, put_back, learning)


def kind_of(life: Life, number: int) -> Kind:
    """What the learner with this number, from 1 on, has come to."""
    if number <= TURNS * len(IN_TURN):
        return IN_TURN[(number - 1) % len(IN_TURN)]
    return life.chance.choice(AT_LAST)
