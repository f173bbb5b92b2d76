"""What is measured, against what, and what is asked of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line of the table. Its ratio is the time of what it is held `against`, divided by its own."""

    name: str
    title: str
    at_least: float
    aim: float
    queries: int | None = None
    against: str = "yardstick"
    status: int = 200


MEASURES = (
    Measure("roadmap", "roadmap, signed in", 0.45, 0.60, queries=4),
    Measure("revisit", "the same again (304)", 0.70, 0.85, queries=4, status=304),
    Measure("move", "change: start, put back", 0.20, 0.30),
    Measure("rate", "change: rate a criterion", 0.20, 0.30),
    Measure("unit", "unit page, signed in", 0.25, 0.40, queries=6),
    Measure("claim", "claim page, as its mentor", 0.25, 0.40, queries=6),
    Measure("queue", "queue of claims", 0.25, 0.40, queries=6),
    Measure("pick_up", "change: pick up, release", 0.20, 0.30),
    Measure("decide", "change: approve, send back", 0.20, 0.30),
    Measure("visitor_roadmap", "visitor's roadmap", 0.45, 0.60, queries=4, against="bare"),
    Measure("visitor_unit", "visitor's unit page", 0.45, 0.60, queries=6, against="bare"),
)
