"""`manage.py check_history`: whether every state follows from the events."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from progress.history import Replay


class Command(BaseCommand):
    help = "Replays all events and compares them with what is stored. Each difference is a line; then the status is 1."

    def handle(self, **options: Any) -> None:
        replay = Replay()
        for difference in replay:
            self.stdout.write(difference)
        sums = f"{replay.events:,} events on {replay.rows:,} rows of progress"
        if replay.differences:
            raise CommandError(f"{sums}: {replay.differences:,} differences.")
        self.stdout.write(f"{sums}: every state follows from its events.")
