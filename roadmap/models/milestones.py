"""Phases, capstones and the milestones in them: what a person masters."""

from typing import Any, ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import Deferrable, Q
from django.urls import reverse

from roadmap.lessons.making import maker
from roadmap.lessons.text import render
from roadmap.models.parts import BySlug, Made, Seeded, Status, StatusQuerySet

BEFORE = """
SELECT earlier.milestone_ptr_id FROM roadmap_stage AS this
JOIN roadmap_stage AS earlier ON earlier.capstone_id = this.capstone_id AND earlier.step = this.step - 1
WHERE this.milestone_ptr_id = %s
"""


class StageManager(BySlug.from_queryset(StatusQuerySet)):  # type: ignore[misc]
    def steps(self) -> list[tuple[int, int]]:
        """What each stage needs by rule: pairs of a stage and the one before it."""
        places = {(capstone, step): pk for pk, capstone, step in self.values_list("pk", "capstone", "step")}
        return [
            (pk, places[capstone, step - 1])
            for (capstone, step), pk in places.items()
            if (capstone, step - 1) in places
        ]

    def before(self, milestone: int) -> int | None:
        """The stage that comes before this milestone, where it is a stage that follows on another."""
        with connection.cursor() as cursor:
            cursor.execute(BEFORE, [milestone])
            found = cursor.fetchone()
        return found[0] if found else None


MARK = "What the ids in its file begin with, such as u15. It stays when the number becomes another."
PLACES = [MinValueValidator(1), MaxValueValidator(99)]


@pghistory.track(append_only=True, exclude=["seeded_digest"])
class Phase(Seeded):
    """One of the lines of the roadmap, with its tagline. A phase holds units, or capstones."""

    slug = models.SlugField(max_length=80, unique=True)
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(max_length=120)
    tagline = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    map_column = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=PLACES,
        help_text="Column of the map, from the left. Left empty: the one after the last phase that this one rests on.",
    )
    map_order = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=PLACES, help_text="Place in its column, from the top. Left empty: the last."
    )

    objects: ClassVar[Any] = BySlug.from_queryset(StatusQuerySet)()

    class Meta:
        ordering = ("number",)
        constraints = (
            # Deferred, because two phases may swap their numbers in one transaction.
            models.UniqueConstraint(
                fields=["number"], name="one_phase_for_each_number", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="phase_status_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("progress:phase", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


@pghistory.track(append_only=True, exclude=["proof_html", "made_by", "seeded_digest"])
class Milestone(Seeded, Made):
    """What one masters: a unit or a stage, never both and never neither."""

    MADE = ("proof_html", "made_by")

    slug = models.SlugField(max_length=80, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    difficulty = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    proof = models.TextField(help_text="Markdown: the work that proves mastery.")
    proof_html = models.TextField(default="", blank=True, editable=False)

    objects: ClassVar[Any] = BySlug.from_queryset(StatusQuerySet)()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="milestone_status_is_known"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 5)), name="difficulty_is_from_1_to_5"),
        )

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def make(self, mark: str, *, is_edited: bool = False) -> None:
        self.proof_html = render(self.proof, mark=f"{mark}.proof")
        self.made_by = maker()

    @property
    def phase_pk(self) -> int:
        """The key of the phase that it is on, with one query."""
        unit = Unit.objects.filter(pk=self.pk).order_by().values_list("phase", flat=True)
        stage = Stage.objects.filter(pk=self.pk).order_by().values_list("capstone__phase", flat=True)
        return int(unit.union(stage).get())


class UnitQuerySet(StatusQuerySet):
    def free_mark(self, number: int) -> str:
        """What ids of a new unit begin with: its number, or the next one that no unit has had."""
        taken = set(self.values_list("mark", flat=True))
        return next(mark for mark in (f"u{each}" for each in range(number, number + 1000)) if mark not in taken)


@pghistory.track(
    append_only=True,
    model_name="UnitEvent",
    fields=["phase", "number", "title"],
    # A unit lies in two tables, each of which has its versions.
    obj_field=pghistory.ObjForeignKey(related_name="unit_events"),
)
class Unit(Milestone):
    """A numbered unit of a phase, with its key topics."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="units")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(max_length=120)
    mark = models.CharField(max_length=5, default="", blank=True, editable=False, help_text=MARK)

    objects: ClassVar[Any] = BySlug.from_queryset(UnitQuerySet)()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["number"], name="one_unit_for_each_number", deferrable=Deferrable.DEFERRED),
            models.UniqueConstraint(fields=["mark"], condition=~Q(mark=""), name="one_unit_for_each_mark"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("progress:unit", args=[self.slug])

    @property
    def begins(self) -> str:
        return self.mark


@pghistory.track(append_only=True, exclude=["mark", "seeded_digest"])
class Capstone(Seeded):
    """A product that is taken through three stages. Its hours are those of all three together."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="capstones")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    focus = models.CharField(max_length=300)
    hours = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5000)])
    proof = models.TextField(help_text="One sentence: what there is in the end.")
    mark = models.CharField(max_length=5, default="", blank=True, editable=False, help_text=MARK)

    objects: ClassVar[Any] = BySlug()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["number"], name="one_capstone_for_each_number", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["mark"], condition=~Q(mark=""), name="one_capstone_for_each_mark"),
        )

    def __str__(self) -> str:
        return f"Capstone {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("progress:capstone", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Stage(Milestone):
    """CREATE, BUILD or SCALE of a capstone. Each needs the one before it, by rule."""

    class Step(models.IntegerChoices):
        CREATE = 1, "CREATE"
        BUILD = 2, "BUILD"
        SCALE = 3, "SCALE"

    capstone = models.ForeignKey(Capstone, on_delete=models.PROTECT, related_name="stages")
    step = models.PositiveSmallIntegerField(choices=Step.choices)

    objects: ClassVar[StageManager] = StageManager()

    class Meta:
        ordering = ("capstone__number", "step")
        constraints = (
            models.UniqueConstraint(fields=["capstone", "step"], name="one_stage_for_each_step_of_a_capstone"),
            models.CheckConstraint(condition=Q(step__range=(1, 3)), name="stage_is_create_build_or_scale"),
        )

    def __str__(self) -> str:
        return f"{self.capstone}, {self.get_step_display()}"

    def get_absolute_url(self) -> str:
        return reverse("progress:stage", args=[self.capstone.slug, self.get_step_display().lower()])

    @property
    def begins(self) -> str:
        return self.capstone.mark


def owner_of_slug(slug: str) -> Phase | Milestone | Capstone | None:
    """What has this slug. Phases, milestones and capstones share one set, so that a slug names one thing."""
    for model in (Phase, Milestone, Capstone):
        if found := model.objects.filter(slug=slug).first():
            return found
    return None
