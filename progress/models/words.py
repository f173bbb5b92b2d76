"""What a learner's word covers: the wordings that they read when they said that they can do all of it."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models

from progress.models.events import WORDS, Event
from roadmap.models import CriterionWording


class GivenWordManager(models.Manager["GivenWord"]):
    def give(self, event: Event, wordings: Collection[int]) -> None:
        """Write down what the word of this event covers."""
        self.bulk_create(self.model(event=event, wording_id=wording) for wording in wordings)

    def of(self, progress: int) -> set[int]:
        """The wordings that the last word on this progress covers."""
        last = Event.objects.filter(progress=progress, move__in=WORDS).order_by("-number").values("pk")[:1]
        return set(self.filter(event=last).values_list("wording", flat=True))


class GivenWord(models.Model):
    """A wording that the word of an event covers. Written with its event, and never changed."""

    # The unique constraint below is an index that begins with it.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="covers", db_index=False)
    wording = models.ForeignKey(CriterionWording, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[GivenWordManager] = GivenWordManager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "wording"], name="a_word_covers_a_wording_once"),)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.wording_id}"
