"""The map at a glance: for visitors who meet it first, and for learners who go on."""

from typing import Any

from progress.doors import address
from progress.standing import Shown, Standing
from roadmap.atlas import Atlas, Stop

ONWARD = 3


def overview(map_: Atlas) -> dict[str, Any]:
    """What the landing page says of the map: its phases, its sums and one criterion as a specimen."""
    stops = [stop for stop in map_.milestones.values() if stop.is_open]
    units = [stop for phase in map_.phases for stop in phase.units if stop.is_open]
    specimen = next((unit for unit in units if len(unit.criteria) > 3), units[0] if units else None)
    return {
        "phases": [phase for phase in map_.phases if any(stop.is_open for stop in phase.milestones)],
        "units": len(units),
        "criteria": sum(len(unit.criteria) for unit in units),
        "routes": sum(bool(edge.why) for stop in stops for edge in stop.builds_on),
        "capstones": len(map_.capstones),
        "first": address(units[0]) if units else "",
        "specimen": specimen,
    }


def continue_with(standing: Standing) -> dict[str, Any]:
    """What is under way, and the first milestones that are ready."""

    def shown(stops: list[Stop], word: Shown) -> list[dict[str, Any]]:
        return [
            {"stop": stop, "address": address(stop), "shown": word, "can_do": standing.can_do.get(stop.pk, 0)}
            for stop in stops[:ONWARD]
        ]

    learning, ready = standing.being_learned(), standing.ready()
    return {
        "learning": shown(learning, Shown.LEARNING),
        "more_learning": max(0, len(learning) - ONWARD),
        "ready": shown(ready, Shown.READY),
        "more_ready": max(0, len(ready) - ONWARD),
        "began": bool(standing.state),
    }
