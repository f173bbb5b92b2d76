"""Mail that waits to be sent: written in the transaction of whoever writes it, taken out by `send_mail`."""

import json
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import Q

import clock

# After the last of these a letter is given up, and kept for the operators with its error.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)

# Whoever writes a letter waits for this, and putting it together would take longer than its answer.
WRITE = """
INSERT INTO outbox_letter (
    sender, recipients, subject, text, html, headers, written_at, next_try_at, tries, last_error
) VALUES (%s, %s::jsonb, %s, %s, %s, %s::jsonb, %s, %s, 0, '') RETURNING id
"""


class LetterQuerySet(models.QuerySet["Letter"]):
    def write(self, letter: "Letter") -> None:
        """Keep a letter that is new, to be tried at once."""
        values: list[Any] = [
            letter.sender, json.dumps(letter.recipients), letter.subject, letter.text, letter.html,
            json.dumps(letter.headers), letter.written_at, letter.next_try_at,
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(WRITE, values)
            (letter.pk,) = cursor.fetchone()

    def due(self) -> Self:
        """What should be tried now, the longest waiting first."""
        return self.filter(sent_at=None, given_up_at=None, next_try_at__lte=clock.now()).order_by("next_try_at", "pk")

    def unread(self) -> Self:
        """Letters for those who look after the mail: without what they say, and without their headers."""
        return self.defer("text", "html", "headers")

    def try_again(self) -> int:
        """Let what waits be tried at once; return how many there are. What was given up has no text any more."""
        with transaction.atomic():
            # A letter that is being sent at this moment is left to its sender.
            waiting = self.filter(sent_at=None, given_up_at=None).select_for_update(skip_locked=True)
            return self.filter(pk__in=waiting.values("pk")).update(next_try_at=clock.now())

    def take(self) -> "Letter | None":
        """The next due letter that no other sender has in hand, locked until the transaction ends."""
        return self.due().select_for_update(skip_locked=True).first()

    def newest(self) -> Self:
        """The last hundred, the newest first."""
        return self.order_by("-written_at", "-pk")[:100]


class Letter(models.Model):
    """One message to one or more addresses. Its text is blanked once it is delivered or given up."""

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
                condition=Q(sent_at=None, given_up_at=None) | Q(text="", html=""),
                name="a_letter_that_is_over_keeps_no_text",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def delivered(self) -> None:
        """It has left: when is kept, what it said is not."""
        self.sent_at, self.tries, self.text, self.html, self.last_error = clock.now(), self.tries + 1, "", "", ""
        self.save(update_fields=["sent_at", "tries", "text", "html", "last_error"])

    def failed(self, error: Exception) -> None:
        """Try again after the next pause, or give up after the last."""
        self.tries += 1
        self.last_error = f"{type(error).__name__}: {error}".replace("\0", "")[:1000]
        if self.tries > len(PAUSES):
            self.given_up_at, self.text, self.html = clock.now(), "", ""
        else:
            self.next_try_at = clock.now() + PAUSES[self.tries - 1]
        self.save(update_fields=["tries", "last_error", "given_up_at", "next_try_at", "text", "html"])
