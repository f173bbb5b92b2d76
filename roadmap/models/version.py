"""The one number that changes whenever the curriculum does."""

from typing import ClassVar

from django.db import connection, models


class CurriculumVersionManager(models.Manager["CurriculumVersion"]):
    def ensure(self) -> None:
        """Make the row where there is none, with a number that was never used."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO roadmap_curriculumversion (id, number)"
                " VALUES (1, extract(epoch from clock_timestamp()) * 1000000) ON CONFLICT DO NOTHING"
            )

    def number(self) -> int:
        """The version that is true now. Every page asks for it, so the question is sent as it is."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM roadmap_curriculumversion")
            return int(cursor.fetchone()[0])

    def lock(self) -> int:
        """Hold all other editors back until this transaction ends, and return the version it started from.

        Whoever edits more than one row takes this first, so that two editors queue up instead of deadlocking.
        """
        return self.select_for_update().values_list("number", flat=True).get()


class CurriculumVersion(models.Model):
    """A single row. The database raises `number` with every statement that edits the map, whoever sends it.

    It grows with the database's clock, so that a number is not met again after a backup was restored.
    """

    number = models.PositiveBigIntegerField(default=1)

    objects: ClassVar[CurriculumVersionManager] = CurriculumVersionManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_curriculum_version"),)

    def __str__(self) -> str:
        return f"version {self.number}"
