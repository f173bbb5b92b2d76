"""What rests on what."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from roadmap.models.milestones import Milestone, Seeded


class Prerequisite(Seeded):
    """That one milestone needs another, or is helped by it, and why. It advises, it never locks.

    A capstone that needs something needs it for CREATE; what needs a capstone needs its SCALE. That BUILD needs
    CREATE and SCALE needs BUILD is a rule and has no rows.
    """

    class Strength(models.TextChoices):
        NEEDS = "needs"
        HELPS = "helps"

    after = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="builds_on")
    before = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="unlocks")
    strength = models.CharField(max_length=5, choices=Strength.choices, default=Strength.NEEDS)
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ("after", "before")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["after", "before"], name="one_prerequisite_for_each_pair"),
            models.CheckConstraint(condition=~Q(after=F("before")), name="no_prerequisite_on_itself"),
            models.CheckConstraint(condition=Q(strength__in=("needs", "helps")), name="strength_is_needs_or_helps"),
        )

    def __str__(self) -> str:
        return f"{self.after} {self.strength} {self.before}"
