"""Phases, capstones and the milestones in them: what a person masters."""

import datetime
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import Count, Deferrable, Q
from django.urls import reverse

from roadmap.lessons.making import maker
from roadmap.lessons.text import render


class Status(models.TextChoices):
    """Where something stands in its life on the map. A draft is seen by admins only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class StatusQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def on_the_map(self) -> Self:
        """All but drafts: what is archived stays to be seen by those who reached it."""
        return self.exclude(status=Status.DRAFT)

    def with_live_criteria(self) -> Self:
        """Milestones, each with `live_criteria`: how many criteria it asks for now."""
        return self.annotate(live_criteria=Count("criteria", filter=Q(criteria__archived_at=None)))

    def with_units(self) -> Self:
        """Phases, each with `published_units`: how many of its units learners meet."""
        return self.annotate(published_units=Count("units", filter=Q(units__status=Status.PUBLISHED)))


class BySlug(models.Manager[Any]):
    """Rows that are named by their slug, which never changes."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


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


class Seeded(models.Model):
    """A row that a curriculum file may have written."""

    seeded_digest = models.CharField(
        max_length=64, default="", blank=True, editable=False, help_text="Digest of what the file said of this row."
    )

    class Meta:
        abstract = True


class Ordered(models.Model):
    """A row with a place among its siblings in a file, which does not count as what the row says."""

    seeded_position = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="The place that the file gave it when it was last seeded."
    )

    class Meta:
        abstract = True


class Made(models.Model):
    """A row with a text in Markdown. What is shown of it is made when it is saved, never when it is asked for."""

    # The columns that are made of the text.
    MADE: ClassVar[tuple[str, ...]] = ()

    made_by = models.CharField(
        max_length=64, default="", blank=True, editable=False, help_text="Digest of the code that made what is shown."
    )

    class Meta:
        abstract = True

    @property
    def begins(self) -> str:
        """What the ids of its unit or capstone begin with."""
        raise NotImplementedError

    def make(self, mark: str) -> None:
        """Make what is shown of the text; `mark` is what `begins` says. The row is not saved."""
        raise NotImplementedError


class Archivable(models.Model):
    """A row that is archived, never deleted: it is not asked for any more, and what refers to it stays true."""

    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def set_archived(self, moment: datetime.datetime | None) -> None:
        """Archive it at a moment, or bring it back."""
        self.archived_at = moment
        self.save(update_fields=["archived_at"])


MARK = "What the ids in its file begin with, such as u15. It stays when the number becomes another."
PLACES = [MinValueValidator(1), MaxValueValidator(99)]


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

    def make(self, mark: str) -> None:
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
