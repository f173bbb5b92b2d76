"""`manage.py send_mail [--forever]`: take the letters that are due out of the outbox."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from outbox.sending import send_forever, send_next


class Command(BaseCommand):
    help = "Send the letters that are due and end, or keep sending with --forever."
    # Its output is a log of letters; the checks are run by whoever migrates.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Keep sending until SIGTERM or Ctrl-C.")

    def handle(self, *args: Any, forever: bool, **options: Any) -> None:
        if "out" not in settings.MAILERS:
            self.stdout.write("In the local mode nothing leaves this machine: read the mail at /local/mail/.")
            return
        if forever:
            send_forever(stop_signal())
            return
        tried = 0
        while send_next():
            tried += 1
        self.stdout.write(f"Tried {tried} letter{'' if tried == 1 else 's'}.")


def stop_signal() -> threading.Event:
    """Set when this process is told to end; the letter at hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
