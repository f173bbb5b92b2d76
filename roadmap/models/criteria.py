"""What mastery of a milestone is: topics, criteria and their wordings; and the deliverables of a stage."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Func
from django.db.models.lookups import In

import clock
from roadmap.models.milestones import Milestone, Seeded, Stage, Unit


class LiveQuerySet(models.QuerySet[Any]):
    """Rows that are archived, never deleted."""

    def live(self) -> Self:
        """Those that a learner meets now."""
        return self.filter(archived_at=None)


class Topic(Seeded):
    """A key topic of a unit. It is archived, never deleted."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="topics")
    slug = models.SlugField(max_length=60, help_text="Unique within its unit, and for ever.")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "position", "pk")
        constraints = (models.UniqueConstraint(fields=["unit", "slug"], name="one_topic_for_each_slug_of_a_unit"),)

    def __str__(self) -> str:
        return self.title


class Criterion(Seeded):
    """Something observable that a milestone asks for. Its text is its latest wording.

    A unit's criterion belongs to a topic; a stage's is a row of the capstone's rubric.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=60, help_text="Unique within its milestone, and for ever.")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="criteria", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = LiveQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ("milestone", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["milestone", "key"], name="one_criterion_for_each_key_of_a_milestone"),
        )

    def __str__(self) -> str:
        return f"{self.milestone}: {self.key}"


class CriterionWording(models.Model):
    """One version of what a criterion says. Never changed: a new text is a new version.

    `text` names the criterion's demand; for a rubric row it is the row's name and `levels` holds what each of the
    four levels means, in the order not yet, approaching, meets, exceeds.
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="wordings")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    levels = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("criterion", "version")
        constraints = (
            models.UniqueConstraint(fields=["criterion", "version"], name="one_wording_for_each_version"),
            models.CheckConstraint(
                condition=In(
                    Func(F("levels"), function="jsonb_array_length", output_field=models.IntegerField()), [0, 4]
                ),
                name="a_rubric_has_four_levels",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Deliverable(Seeded):
    """Something that a stage hands in: the checklist beside its criteria."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="deliverables")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("stage", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["stage", "key"], name="one_deliverable_for_each_key_of_a_stage"),
        )

    def __str__(self) -> str:
        return self.text
