"""What rows of the map have in common: names that stay, a life, a place, and texts that something is made of."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q


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

    def in_reading_order(self) -> Self:
        """Milestones with what they are: units by number, then stages."""
        order = ("unit__number", "stage__capstone__number", "stage__step")
        return self.select_related("unit", "stage__capstone").order_by(*order)

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

    @property
    def is_edited(self) -> bool:
        """Whether the text is another one than its file had when it was seeded. Asked only where that is shown."""
        return False

    def make(self, mark: str, *, is_edited: bool) -> None:
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
