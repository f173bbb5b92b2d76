"""The map at a glance: for visitors who meet it first, and for learners who go on."""

from typing import Any

from progress.doors import address
from progress.drawn import plate
from progress.standing import Shown, Standing
from roadmap.atlas import Atlas

ONWARD = 3
# The landing page has evidence for this criterion, and a verdict on it.
SPECIMEN = ("matrix-theory-determinants", "determinants")


def overview(map_: Atlas) -> dict[str, Any]:
    """What the landing page says of the map: its phases, its sums, its picture and one criterion as a specimen."""
    stops = [stop for stop in map_.milestones.values() if stop.is_open]
    units = [unit for phase in map_.phases for unit in phase.open_units]
    asked = ((unit, each) for unit in units for each in unit.criteria if (unit.slug, each.key) == SPECIMEN)
    return {
        "phases": [phase for phase in map_.phases if any(stop.is_open for stop in phase.milestones)],
        "units": len(units),
        "criteria": sum(len(unit.criteria) for unit in units),
        "routes": sum(bool(edge.why) for stop in stops for edge in stop.builds_on),
        "capstones": sum(len(phase.open_capstones) for phase in map_.phases),
        "specimen": next(asked, None),
        "plate": plate(map_),
    }


class Onward:
    """What a learner goes on with: what came back or was answered, what is under way, and the first that are ready."""

    def __init__(self, standing: Standing) -> None:
        self.sent_back, self.learning, self.ready = map(standing.which, (Shown.SENT_BACK, Shown.LEARNING, Shown.READY))
        answered, stops = standing.answered, standing.atlas.milestones.values()
        self.answers = [(stop, standing.shown(stop), answered[stop.pk]) for stop in stops if stop.pk in answered]
        self.can_do = [standing.can_do[stop.pk] for stop in self.learning[:ONWARD]]
        self.began = bool(standing.state)

    @property
    def key(self) -> tuple[Any, ...]:
        """All that its words depend on."""
        first = (tuple(stop.pk for stop in stops[:ONWARD]) for stops in (self.learning, self.ready))
        back = tuple(stop.pk for stop in self.sent_back)
        answers = tuple((stop.pk, shown, claim) for stop, shown, claim in self.answers)
        return (back, answers, *first, tuple(self.can_do), len(self.learning), len(self.ready), self.began)

    def told(self) -> dict[str, Any]:
        learning = zip(self.learning, self.can_do, strict=False)
        return {
            "sent_back": [{"stop": stop, "address": address(stop)} for stop in self.sent_back],
            "answers": [{"stop": stop, "shown": shown, "claim": claim} for stop, shown, claim in self.answers],
            "learning": [{"stop": stop, "address": address(stop), "can_do": can_do} for stop, can_do in learning],
            "more_learning": max(0, len(self.learning) - ONWARD),
            "ready": [{"stop": stop, "address": address(stop)} for stop in self.ready[:ONWARD]],
            "more_ready": max(0, len(self.ready) - ONWARD),
            "began": self.began,
        }
