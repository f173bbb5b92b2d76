"""Made-up people, a made-up map and where somebody stands on it: what the components of the page are given to show.

Nothing here is a row of the database, and nothing is asked of it.
"""

import datetime
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import clock
from accounts.models import User
from progress.models import Event, MasteryClaim, Reached
from progress.standing import Seen, Shown, Standing
from roadmap.atlas import Atlas, Edge, HandedIn, Line, Product, Stop
from roadmap.demands import Asked, Former

PHASES = (
    "Foundations", "Deep learning", "Full-stack engineering", "Sequence models", "Transformers", "Product",
    "System design", "Applications", "Production", "Growth", "Capstones",
)  # fmt: skip
UNITS = (
    "Vectors and matrices", "Derivatives", "Probability", "Estimation", "Optimization", "Information",
    "Numerical computing", "Sampling", "Experiments", "Measuring error", "Backward pass",
)  # fmt: skip
TOPICS = ("The idea", "By hand", "In code")
LEVELS = (
    "There is no test, or it proves nothing.",
    "There is a test for what is expected to work.",
    "There are tests for what works and for what fails.",
    "The tests have found a fault that nobody knew of.",
)
STEPS = ("CREATE", "BUILD", "SCALE")
WORDS = (
    "I derived it on paper for **two layers** and checked it against numbers:\n\n"
    "- the largest difference is `3e-7`;\n- it falls with the step, as it should."
)
VERDICT = "The derivation is right. What is missing is *why* the second term vanishes: say it in a sentence."
LINK = "https://code.example.org/ada/backward-pass"


def person(pk: int, name: str, *, role: bool | None = None, is_staff: bool = False, news: int = 0) -> User:
    """Somebody whom no table knows; `role` says whether they are a lead mentor, a mentor or neither."""
    made = User(pk=pk, display_name=name, email=f"{name.split()[0].lower()}@example.org", is_staff=is_staff, news=news)
    # Both are asked of the database when they are not known.
    made.role, made.has_reviewers = role, True
    return made


ADA, EVE = person(1, "Ada Lovelace", news=2), person(2, "Eve")
GRACE, LINUS = person(3, "Grace Hopper", role=False), person(4, "Linus", role=True)
ALAN = person(5, "Alan Turing", is_staff=True)


def ago(**length: float) -> datetime.datetime:
    return clock.now() - datetime.timedelta(**length)


class SampleMap(Atlas):
    """A map of eleven phases, of which the first has a unit for each thing that a row can say."""

    def __init__(self) -> None:
        self.version = 0
        self.phases = [
            Line(number, number, f"phase-{number}", title, f"What {title.lower()} is for, in a line.")
            for number, title in enumerate(PHASES, 1)
        ]
        self.milestones: dict[int, Stop] = {}
        self.capstones: dict[str, Product] = {}
        self._kept: dict[Any, Any] = {}
        for number, title in enumerate(UNITS, 1):
            self.add_unit(number, title, self.phases[0], status="archived" if title == UNITS[9] else "published")
        for number, line in enumerate(self.phases[1:-1], len(UNITS) + 1):
            self.add_unit(number, f"{line.title}, in short", line)
        self.add_capstone()
        self.by_slug = {stop.slug: stop for stop in self.milestones.values()}
        for before, after, needs in ((1, 2, True), (1, 3, True), (2, 4, True), (2, 5, False), (5, 13, True)):
            self.join(before, after, needs=needs)
        for before in (2, 3, 4, 5):
            self.join(before, 8, needs=True)

    def add_unit(self, number: int, title: str, line: Line, *, status: str = "published") -> None:
        proof = "A notebook that somebody else can run."
        stop = Stop(
            number, f"unit-{number}", status, str(number), title, 8, 2, proof, f"<p>{proof}</p>", line,
            topics=TOPICS, criteria=tuple(asked(number * 10 + at, topic) for at, topic in enumerate(TOPICS)),
        )  # fmt: skip
        line.units.append(stop)
        self.milestones[number] = stop

    def add_capstone(self) -> None:
        line = self.phases[-1]
        product = Product(1, 1, "assistant", "An assistant", "From an idea to its first users.", 90, "A product.", line)
        for at, step in enumerate(STEPS, 101):
            proof = "What this stage leaves behind."
            stage = Stop(
                at, f"assistant-{step.lower()}", "published", step, step, None, 4, proof, f"<p>{proof}</p>", line,
                product, criteria=(asked(at * 10, "Tests", levels=LEVELS),),
                deliverables=(HandedIn("code", "The code, in a repository"), HandedIn("report", "A report of a page")),
            )  # fmt: skip
            product.stages.append(stage)
            self.milestones[at] = stage
        line.capstones.append(product)
        self.capstones[product.slug] = product

    def join(self, before: int, after: int, *, needs: bool) -> None:
        why = "It is written in these terms."
        self.milestones[after].builds_on.append(Edge(before, needs, why))
        self.milestones[before].unlocks.append(Edge(after, needs, why))


# A criterion of the ninth unit, and what it said before.
CHANGED, BEFORE = 90, 9000


def asked(pk: int, title: str, levels: tuple[str, ...] = ()) -> Asked:
    text = "" if levels else f"explains {title.lower()} so that somebody else can do it, and says where it ends."
    former = (Former(BEFORE, f"explains {title.lower()}.", (), asks_more=True),) if pk == CHANGED else ()
    return Asked(pk, pk, f"topic-{pk}", title, text, levels, frozenset({pk}), former)


# What each unit of the first phase shows.
ROWS = {
    1: Seen(Shown.MASTERED),
    2: Seen(Shown.ATTESTED),
    3: Seen(Shown.BEING_REVIEWED),
    4: Seen(Shown.CLAIMED),
    5: Seen(Shown.SENT_BACK),
    6: Seen(Shown.LEARNING, can_do=1),
    7: Seen(Shown.READY),
    8: Seen(Shown.NOT_STARTED, missing=("2", "3", "4", "5")),
    9: Seen(Shown.MASTERED, new=1, changed=1, topping_up=True),
    10: Seen(Shown.ATTESTED),
    11: Seen(Shown.ATTESTED, new=2),
}
# The wordings under which this is reached, where others have come since.
COVERED = {9: [BEFORE, 91], 11: [110]}
# A state with its last claim for each word; there is none where nothing is begun.
STATES = {
    Shown.MASTERED: [("mastered", "")], Shown.ATTESTED: [("attested", "")], Shown.CLAIMED: [("learning", "open")],
    Shown.BEING_REVIEWED: [("learning", "open")], Shown.SENT_BACK: [("learning", "sent-back")],
    Shown.LEARNING: [("learning", "")],
}  # fmt: skip


class Laid(Standing):
    """The standing of a learner who shows everything at once."""

    def __init__(self, map_: Atlas, told: Mapping[int, Seen]) -> None:
        reached = [
            Reached(pk, state, can_do=seen.can_do or len(TOPICS), claim=claim, covered=COVERED.get(pk))
            for pk, seen in told.items()
            for state, claim in STATES.get(seen.shown or Shown.NOT_STARTED, [])
        ]
        super().__init__(map_, reached)
        self._told = told

    def _see(self, stop: Stop) -> Seen:
        return self._told.get(stop.pk) or super()._see(stop)


def laid(map_: Atlas) -> Laid:
    return Laid(map_, ROWS)


def claim(*, outcome: str = "", is_held: bool = False, learner: User = ADA) -> Any:
    """A claim as its page has it: the row, whether somebody holds it, and how many wait before it."""
    return SimpleNamespace(
        pk=2, learner=learner, learner_id=learner.pk, attempt=2, outcome=outcome, is_open=not outcome, is_held=is_held,
        sent_at=ago(days=2), digest="", ahead=3, handed_in=["The code, in a repository", "A report of a page"],
        hold=SimpleNamespace(mentor=GRACE, until=ago(hours=-20)) if is_held else None,
        progress=SimpleNamespace(mastering_review_id=1, milestone_id=9),
    )  # fmt: skip


def row_of_claim(attempt: int, outcome: str = "") -> MasteryClaim:
    """A claim without all that its page asks beside the row."""
    closed_at = ago(days=20 - attempt, hours=3) if outcome else None
    return MasteryClaim(
        pk=attempt, attempt=attempt, outcome=outcome, sent_at=ago(days=20 - attempt), closed_at=closed_at,
        handed_in=["The code, in a repository"],
    )  # fmt: skip


def event(move: str, actor: User, *, about: MasteryClaim | None = None, reason: str = "", days: float = 0) -> Event:
    return Event(move=move, actor=actor, claim=about, reason=reason, at=ago(days=days))
