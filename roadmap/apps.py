from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "The map"

    def ready(self) -> None:
        post_migrate.connect(ensure_curriculum_version, sender=self)


def ensure_curriculum_version(sender: AppConfig, **kwargs: object) -> None:
    """The single row of the version exists wherever the tables do, also after a database was emptied."""
    version: Any = sender.get_model("CurriculumVersion")
    version.objects.ensure()
