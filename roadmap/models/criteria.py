"""What mastery of a milestone is: topics, criteria and their wordings; and the deliverables of a stage."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Func, OuterRef, Prefetch, Q, Subquery
from django.db.models.lookups import In

import clock
from roadmap.models.milestones import Milestone, Stage, Unit
from roadmap.models.others import referred_to
from roadmap.models.parts import Archivable, Ordered, Seeded


class Change(models.TextChoices):
    """What another wording does to what is asked for. All but the first are changes that an editor tells apart."""

    FIRST = "first", "first wording"
    COSMETIC = "cosmetic", "cosmetic: asks for the same in other words"
    ADDED = "added", "added: asks for more than before"
    BREAKING = "breaking", "breaking: asks for something else"


# What an editor chooses from.
CHANGES = (Change.COSMETIC, Change.ADDED, Change.BREAKING)


class LiveQuerySet(models.QuerySet[Any]):
    """Rows that are archived, never deleted."""

    def live(self) -> Self:
        """Those that a learner meets now."""
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        return self.exclude(archived_at=None)


class CriterionQuerySet(LiveQuerySet):
    def worded(self) -> Self:
        """Each with `text` and `levels`: what its latest wording says."""
        latest = CriterionWording.objects.filter(criterion=OuterRef("pk")).order_by("-version")
        return self.annotate(text=Subquery(latest.values("text")[:1]), levels=Subquery(latest.values("levels")[:1]))

    def asked_by(self, milestone: int) -> Self:
        """What a milestone asks for now, in order."""
        return self.live().filter(milestone=milestone).order_by("position", "pk")

    def relied_on(self, keys: Collection[int]) -> set[int]:
        """Those of these criteria of which somebody has claimed, or said, that they fulfil what a wording says."""
        return referred_to(CriterionWording, "criterion", keys)

    def free_key(self, topic: "Topic") -> str:
        """The key for a criterion of this topic: the topic's slug, with a number where that is taken."""
        taken = set(self.filter(milestone=topic.unit_id).values_list("key", flat=True))
        return next(key for key in (topic.slug, *(f"{topic.slug}-{n}" for n in range(2, 100))) if key not in taken)


class TopicQuerySet(LiveQuerySet):
    def with_criteria(self) -> Self:
        """Each with `worded_criteria`: its criteria with what they say, in order, archived ones included."""
        return self.prefetch_related(
            Prefetch("criteria", Criterion.objects.worded().order_by("position", "pk"), to_attr="worded_criteria")
        )


@pghistory.track(append_only=True, exclude=["seeded_digest", "seeded_position"])
class Topic(Archivable, Seeded, Ordered):
    """A key topic of a unit. It is archived, never deleted."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="topics")
    slug = models.SlugField(max_length=60, help_text="Unique within its unit, and for ever.")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)

    objects: ClassVar[Any] = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "position", "pk")
        constraints = (models.UniqueConstraint(fields=["unit", "slug"], name="one_topic_for_each_slug_of_a_unit"),)

    def __str__(self) -> str:
        return self.title

    def set_archived(self, moment: datetime.datetime | None) -> None:
        """Archive it with what it asks for, or bring back what was archived with it."""
        self.criteria.filter(archived_at=None if moment else self.archived_at).update(archived_at=moment)
        super().set_archived(moment)


class Criterion(Archivable, Seeded, Ordered):
    """Something observable that a milestone asks for. Its text is its latest wording.

    A unit's criterion belongs to a topic; a stage's is a row of the capstone's rubric.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=60, help_text="Unique within its milestone, and for ever.")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="criteria", null=True, blank=True)

    objects: ClassVar[Any] = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ("milestone", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["milestone", "key"], name="one_criterion_for_each_key_of_a_milestone"),
        )

    def __str__(self) -> str:
        return f"{self.milestone}: {self.key}"

    def reword(self, text: str, levels: list[str], change: str = "") -> "CriterionWording | None":
        """Say it in other words from now on: a new version, unless the latest says the same.

        Without a word on what kind of `change` it is, it counts as a breaking one: who is told of a change too many
        loses nothing.
        """
        latest = self.wordings.order_by("version").last()
        if latest and (latest.text, latest.levels) == (text, levels):
            return None
        kind = change or Change.BREAKING
        if latest is None:
            kind = Change.ADDED if referred_to(Milestone, "pk", {self.milestone_id}) else Change.FIRST
        version = latest.version + 1 if latest else 1
        return self.wordings.create(version=version, text=text, levels=levels, change=kind, written_at=clock.now())


class CriterionWordingQuerySet(models.QuerySet["CriterionWording"]):
    def asked_by(self, milestone: int) -> dict[int, list[int]]:
        """Criterion to the wordings under which it asks for what it asks now, the present one last.

        The others among them differ from it in words alone.
        """
        found: dict[int, list[int]] = {}
        of_milestone = self.filter(criterion__milestone=milestone).order_by("version")
        for criterion, wording, change in of_milestone.values_list("criterion_id", "pk", "change"):
            if change == Change.COSMETIC:
                found[criterion].append(wording)
            else:
                found[criterion] = [wording]
        return found


class CriterionWording(models.Model):
    """One version of what a criterion says. Never changed: a new text is a new version.

    `text` names the criterion's demand; for a rubric row it is the row's name and `levels` holds what each of the
    four levels means, in the order not yet, approaching, meets, exceeds. `change` says what it did to the demand of the
    wording before it; that of a first wording is *added* where people had begun on the milestone before it came.
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="wordings")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    levels = models.JSONField(default=list, blank=True)
    # Code of the release before knows no kinds while both are running: who reads of its words is told of them.
    change = models.CharField(max_length=8, choices=Change.choices, db_default=Change.ADDED)
    written_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[Any] = CriterionWordingQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(version=1, change__in=("first", "added"))
                | Q(version__gt=1, change__in=("cosmetic", "added", "breaking")),
                name="each_wording_tells_what_it_changed",
            ),
        )

    def __str__(self) -> str:
        return self.text


@pghistory.track(append_only=True, exclude=["seeded_digest", "seeded_position"])
class Deliverable(Archivable, Seeded, Ordered):
    """Something that a stage hands in: the checklist beside its criteria."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="deliverables")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()

    objects: ClassVar[Any] = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("stage", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["stage", "key"], name="one_deliverable_for_each_key_of_a_stage"),
        )

    def __str__(self) -> str:
        return self.text
