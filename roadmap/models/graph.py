"""What rests on what."""

from graphlib import CycleError, TopologicalSorter
from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from roadmap.models.criteria import LiveQuerySet
from roadmap.models.milestones import Milestone, Stage
from roadmap.models.parts import Archivable, Seeded


class PrerequisiteQuerySet(LiveQuerySet):
    def cycle(self) -> list[int]:
        """Milestones in a circle, each of which rests on the next one and the last on the first; empty without one."""
        graph: dict[int, set[int]] = {}
        for after, before in [*self.live().values_list("after", "before"), *Stage.objects.steps()]:
            graph.setdefault(after, set()).add(before)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            return error.args[1][:0:-1]
        return []


@pghistory.track(append_only=True, exclude=["seeded_digest"])
class Prerequisite(Archivable, Seeded):
    """That one milestone needs another, or is helped by it, and why. It advises, it never locks.

    A capstone that needs something needs it for CREATE; what needs a capstone needs its SCALE. That BUILD needs
    CREATE and SCALE needs BUILD is a rule and has no rows. One that a file has written is archived, never deleted:
    the next seed would bring it back.
    """

    class Strength(models.TextChoices):
        NEEDS = "needs"
        HELPS = "helps"

    after = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="builds_on")
    before = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="unlocks")
    strength = models.CharField(max_length=5, choices=Strength.choices, default=Strength.NEEDS)
    why = models.CharField(max_length=300)

    objects: ClassVar[Any] = PrerequisiteQuerySet.as_manager()

    class Meta:
        ordering = ("after", "before")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["after", "before"], name="one_prerequisite_for_each_pair"),
            models.CheckConstraint(condition=~Q(after=F("before")), name="no_prerequisite_on_itself"),
            models.CheckConstraint(condition=Q(strength__in=("needs", "helps")), name="strength_is_needs_or_helps"),
        )

    def __str__(self) -> str:
        return f"{self.after} {self.strength} {self.before}"
