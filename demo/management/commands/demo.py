"""`manage.py demo`: learners with a year behind them, to look around among."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

import clock
from accounts.management.commands.local_accounts import database_lies_in
from accounts.models import User
from demo.making import NobodyReviews, lead_part_way, make, missing

PART_WAY = "ada@example.org"
AT_ONCE = 10


class Command(BaseCommand):
    help = "Make demo learners, and lead ada part-way; whoever is there is left alone. On the embedded database only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--learners", type=int, default=40, metavar="N", help="how many there are in the end (40)")

    def handle(self, *args: Any, learners: int, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("Demo people exist in the local mode only (LOCAL=1): this may be a site of real people.")
        if not database_lies_in(Path(settings.BASE_DIR) / "var" / "postgres"):
            raise CommandError(
                "Demo people exist on the embedded database of script/server only: this may be one of real people."
            )
        try:
            self.make(learners)
        except NobodyReviews:
            raise CommandError(
                "No mentor is free to review what demo learners claim: appoint one in Admin, or release a claim."
            ) from None

    def make(self, learners: int) -> None:
        now, numbers = clock.now(), missing(learners)
        for person in User.objects.with_address(PART_WAY):
            lead_part_way(person, now)
        for place, number in enumerate(numbers):
            if place % AT_ONCE == 0:
                self.stdout.write(f"Making {len(numbers)} demo learners: {place} of {len(numbers)}")
            make(number, now)
