"""Pictures of the map, once they are made."""

from typing import Any, ClassVar

from django.db import models

import clock


class MapLayoutManager(models.Manager["MapLayout"]):
    def of(self, digest: str) -> "MapLayout | None":
        """The picture of this graph, if it has been made."""
        return self.filter(pk=digest).first()

    def last(self) -> "MapLayout | None":
        """The picture that was made last, of whatever graph."""
        return self.order_by("-made_at").first()

    def put(self, digest: str, geometry: Any) -> None:
        """Keep a picture. The same one that is made twice is kept once."""
        self.update_or_create(pk=digest, defaults={"geometry": geometry, "made_at": clock.now()})


class MapLayout(models.Model):
    """The picture of one graph, as it was laid out: where stations, labels, regions and routes are.

    A row raises the version of the curriculum: pages that show the picture before it are out of date.
    """

    digest = models.CharField(max_length=64, primary_key=True, help_text="Of the graph and of the code of the layout.")
    geometry = models.JSONField()
    made_at = models.DateTimeField()

    objects: ClassVar[MapLayoutManager] = MapLayoutManager()

    def __str__(self) -> str:
        return f"layout {self.digest[:12]}"
