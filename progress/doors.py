"""Addresses of milestones, and the doors through which a row is changed in place.

A row stands on the roadmap and on its phase's page, a milestone also on a page of its own. The address of a button
names the page that it is on, so that the answer holds the regions of that page.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from roadmap.atlas import Atlas, Line, Stop


def address(stop: Stop) -> str:
    """The page of a milestone."""
    if stop.capstone:
        return reverse("progress:stage", args=[stop.capstone.slug, stop.label.lower()])
    return reverse("progress:unit", args=[stop.slug])


def name_of(map_: Atlas, milestone: int) -> str:
    """What a milestone is called within a sentence, also where it has left the map."""
    stop = map_.milestones.get(milestone)
    return stop.name if stop else _("a milestone that is no longer on the map")


def full_name_of(map_: Atlas, milestone: int) -> str:
    """What a milestone is called where nothing else says which one it is."""
    stop = map_.milestones.get(milestone)
    return stop.full_name if stop else _("A milestone that is no longer on the map")


class Place(NamedTuple):
    """Where buttons of a milestone stand: the address under which its verbs are, and the region that they change.

    `prefix` tells its ids from those of the same buttons in another place of the page.
    """

    verbs: str
    target: str
    prefix: str = ""


def own_place(stop: Stop) -> Place:
    """The buttons of a milestone's own page."""
    return Place(f"/milestones/{stop.slug}/", "#milestone")


@dataclass(frozen=True)
class Door:
    """A page with rows: its address, under which the rows' verbs are, and its phase where it shows only one."""

    path: str
    phase: int | None = None

    def shows(self, stop: Stop) -> bool:
        return self.phase is None or stop.phase.pk == self.phase

    def verbs(self, stop: Stop) -> str:
        return f"{self.path}{stop.slug}/"

    def place(self, stop: Stop) -> Place:
        """The buttons of a row's panel change the row."""
        return Place(self.verbs(stop), f"#stop-{stop.slug}")


def roadmap_door() -> Door:
    return Door(reverse("progress:roadmap"))


def phase_door(phase: Line) -> Door:
    return Door(reverse("progress:phase", args=[phase.slug]), phase.pk)
