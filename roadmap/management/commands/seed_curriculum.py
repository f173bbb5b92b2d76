"""Write the curriculum's files to the map."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.rows import KINDS, Row
from roadmap.curriculum.seeding import Report, SeedRefused, seed
from roadmap.environment import BASE_DIR

PLURALS = {"criterion": "criteria"}


def first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


class Command(BaseCommand):
    help = (
        "Seed the map from the curriculum's files: all of it, or nothing where a file is at fault. Rows that were "
        "edited here are kept and named; rows that left the files are named and left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=BASE_DIR / "fixtures" / "curriculum",
            help="the folder with phases/, units/ and capstones/ (default: fixtures/curriculum)",
        )
        parser.add_argument(
            "--take",
            choices=["file"],
            help="where a row was edited here and its file says otherwise, take what the file says",
        )

    def handle(self, *args: Any, path: Path, take: str | None, verbosity: int, **options: Any) -> None:
        self.talks = verbosity > 0
        began = time.monotonic()
        self.say(f"Reading {path} ...")
        try:
            curriculum = read_curriculum(path)
        except FaultyCurriculum as faulty:
            for fault in faulty.faults:
                self.stderr.write(str(fault))
            count = len(faulty.faults)
            raise CommandError(f"{count} fault{'s' * (count > 1)} in {path}. Nothing was written.") from faulty
        self.say("Seeding the map ...")
        try:
            report = seed(curriculum, take_file=take == "file")
        except SeedRefused as refused:
            raise CommandError(f"Nothing was written: {refused}") from refused
        except OperationalError as error:
            raise CommandError(f"Nothing was written: {first_line(error)}. The seed can be run again.") from error
        except ProgrammingError as error:
            raise CommandError(f"Nothing was written: {first_line(error)}. Run manage.py migrate first.") from error
        self.tell(report)
        self.say(f"Done in {time.monotonic() - began:.1f} s.")

    def say(self, line: str) -> None:
        if self.talks:
            self.stdout.write(line)

    def tell(self, report: Report) -> None:
        for kind in KINDS:
            counts = ", ".join(f"{count} {fate}" for fate, count in report.counts(kind).items() if count)
            self.say(f"  {PLURALS.get(kind, kind + 's')}: {counts or 'none'}")
        self.name("Changed:", [f"{each.row}: {', '.join(each.fields)}" for each in report.changed])
        self.name(
            "Kept, because edited here (--take file would take what the file says):",
            [
                f"{each.row}: {', '.join(each.fields)}" + " (its file changed as well)" * each.file_changed
                for each in report.kept
            ],
        )
        self.name("Gone from the files, and left as they are:", report.gone)
        self.name("Edited here, and now the same as the file:", report.agreed)
        if not report.wrote_something:
            self.say("Nothing changed.")

    def name(self, title: str, entries: list[str] | list[Row]) -> None:
        if entries:
            self.say(title)
        for entry in entries:
            self.say(f"  {entry}")
