"""Taking letters out of the outbox, one by one. The only code that connects to a mail server."""

import logging
import threading
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from outbox.hypertext import hypertext_of
from outbox.models import Letter

logger = logging.getLogger("outbox")

# Seconds to wait when nothing is due, and at most between attempts to reach a database that is gone.
IDLE, LONGEST_WAIT = 1.0, 30.0


def send_next() -> bool:
    """Try the letter that has waited longest; False when none is due.

    The row stays locked while the letter travels, so two senders never hold the same one. A sender that dies between
    the mail server's answer and the commit leaves the letter due: it is sent again, with the same Message-ID.
    """
    with transaction.atomic():
        allow_slow_mail_servers()
        letter = Letter.objects.take()
        if letter is None:
            return False
        try:
            message_of(letter).send(using="out")
        except Exception as error:
            letter.failed(error)
            report(letter, error)
        else:
            letter.delivered()
    return True


def send_forever(stop: threading.Event) -> None:
    """Send whatever becomes due until `stop` is set, which ends the work after the letter at hand.

    No error ends it. A database that is gone is waited for, with growing pauses.
    """
    wait = IDLE
    while not stop.is_set():
        try:
            found = send_next()
        except Exception as error:
            logger.warning("The outbox is out of reach, next attempt in %.0f s: %s", wait, first_line(error))
            # What remains of a broken connection would fail every later attempt.
            connection.close()
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)
            continue
        wait = IDLE
        if not found:
            stop.wait(IDLE)


def message_of(letter: Letter) -> EmailMultiAlternatives:
    headers = {"Date": letter.written_at.strftime("%a, %d %b %Y %H:%M:%S %z"), **letter.headers}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, letter.sender, letter.recipients,
        reply_to=[headers.pop("Reply-To")] if "Reply-To" in headers else None,
        headers=headers,
    )  # fmt: skip
    if html := letter.html or dressed(letter):
        message.attach_alternative(html, "text/html")
    return message


def dressed(letter: Letter) -> str:
    """The letter's own words as HTML. A fault in that holds no letter up: its text says everything."""
    try:
        return hypertext_of(letter)
    except Exception:
        logger.exception("Letter %s goes out as text alone", letter.pk)
        return ""


def allow_slow_mail_servers() -> None:
    """A transaction that waits for a mail server is idle for the database, which would otherwise end it after 15 s."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")


def report(letter: Letter, error: Exception) -> None:
    # The log names the row, not the person: addresses, which errors may hold, belong to the database.
    if letter.given_up_at:
        logger.error("Letter %s is given up after %s attempts: %s", letter.pk, letter.tries, kind_of(error))
    else:
        logger.warning("Letter %s failed, next attempt at %s: %s", letter.pk, letter.next_try_at, kind_of(error))


def kind_of(error: Exception) -> str:
    """The class of an error and the codes of the mail server, without a word of what it said."""
    codes = {getattr(error, "smtp_code", None)}
    if isinstance(error, SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    return " ".join([type(error).__name__, *sorted(str(code) for code in codes if code is not None)])


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
