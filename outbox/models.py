"""Mail that waits to be sent: written in the transaction of whoever writes it, taken out by `send_mail`."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

import clock


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        """What should be tried now, the longest waiting first."""
        return self.filter(sent_at=None, given_up_at=None, next_try_at__lte=clock.now()).order_by("next_try_at", "pk")


class Letter(models.Model):
    """One message to one or more addresses. Its text is blanked once it is delivered."""

    sender = models.TextField()
    recipients = models.JSONField(default=list)
    subject = models.TextField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    written_at = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(sent_at=None, given_up_at=None),
                name="letters_that_wait",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(text="", html=""), name="a_delivered_letter_keeps_no_text"
            ),
        )

    def __str__(self) -> str:
        return self.subject
