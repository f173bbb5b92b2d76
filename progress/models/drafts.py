"""What a learner has typed for their next claim."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models

import clock
from progress.models.progress import HasKey, UserProgress
from roadmap.models import Deliverable


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, learner: Any, milestone: HasKey) -> "Draft":
        """The learner's draft on a milestone, or an empty one that is not saved."""
        return self.filter(progress__learner=learner, progress__milestone=milestone.pk).first() or Draft()

    def locked(self, progress: UserProgress) -> "Draft":
        """The draft of this progress, made where there is none, held until the transaction ends."""
        self.bulk_create([self.model(progress=progress)], ignore_conflicts=True)
        return self.select_for_update().get(progress=progress)


class Draft(models.Model):
    """What a learner has typed for their next claim, as it was typed. Each save raises the version."""

    progress = models.OneToOneField(UserProgress, on_delete=models.PROTECT, related_name="draft")
    version = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict, help_text="The key of a criterion to its text and links.")
    handed_in = models.JSONField(default=list, help_text="The keys of the deliverables that are ticked.")
    # What other windows typed on top of an older version: kept beside it until the learner has chosen.
    others = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Any] = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"draft {self.version} of {self.progress_id}"

    def ticked(self) -> list[str]:
        """The deliverables that are ticked, as they are asked for now."""
        asked = Deliverable.objects.live().filter(stage=self.progress.milestone_id, key__in=self.handed_in)
        return list(asked.values_list("text", flat=True))

    def clear(self, sent: Collection[str]) -> None:
        """What it held for these criteria was sent; what is not asked for any more stays."""
        self.answers = {criterion: text for criterion, text in self.answers.items() if criterion not in sent}
        self.handed_in, self.others = [], []
        self.version, self.changed_at = self.version + 1, clock.now()
        self.save()
