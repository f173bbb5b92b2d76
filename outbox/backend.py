"""The mailer of requests: a message becomes a row in the transaction of whoever sends it."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import DNS_NAME, EmailMessage, EmailMultiAlternatives, make_msgid
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import get_language

from outbox.models import Letter


class EmailBackend(BaseEmailBackend):
    """Keeps messages as letters and connects to nothing. A transaction that is rolled back takes its letters along."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [letter_of(message) for message in email_messages]
        with transaction.atomic(savepoint=False):
            for letter in letters:
                Letter.objects.write(letter)
        return len(letters)


def letter_of(message: EmailMessage) -> Letter:
    """The row that keeps this message; raises ValueError for what a letter has no place for."""
    if message.cc or message.bcc or message.attachments:
        raise ValueError("A letter of the outbox has no copies and no attachments.")
    headers: dict[str, Any] = {name: str(value) for name, value in message.extra_headers.items()}
    if message.reply_to:
        headers["Reply-To"] = ", ".join(map(str, message.reply_to))
    # Whoever receives a letter twice can tell by this header that it is the same one.
    headers.setdefault("Message-ID", make_msgid(domain=str(DNS_NAME)))
    # Whoever sends it knows nothing of the request, and its HTML says in which language it is.
    if language := get_language():
        headers.setdefault("Content-Language", language)
    return Letter(
        sender=str(message.from_email),
        recipients=[str(address) for address in message.to],
        subject=str(message.subject),
        text=str(message.body),
        html=html_of(message),
        headers=headers,
    )


def html_of(message: EmailMessage) -> str:
    alternatives: list[Any] = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(part.content) for part in alternatives if part.mimetype == "text/html"), "")
