"""Write the curriculum's files to the map."""

import time
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from roadmap.curriculum.documents import Curriculum
from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.reports import Choice, Difference, Report
from roadmap.curriculum.rewording import Kinds
from roadmap.curriculum.rows import KINDS, Row
from roadmap.curriculum.seeding import SeedRefused, seed
from roadmap.environment import CURRICULUM

PLURALS = {"criterion": "criteria"}


def first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def kinds_in(said: list[str]) -> Kinds:
    try:
        return Kinds.read(said)
    except ValueError as error:
        raise CommandError(f"--wording: {error}") from error


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
            default=CURRICULUM,
            help="the folder with phases/, units/ and capstones/ (default: fixtures/curriculum)",
        )
        parser.add_argument(
            "--take",
            choices=["file", "database"],
            default="",
            help="where a row was edited here and its file says otherwise, take what the file says; or, in a conflict, "
            "take what was edited here, which ends the conflict",
        )
        parser.add_argument(
            "--part",
            action="append",
            default=[],
            help='take it for this row alone, named as here ("passage adding/sums.core"); may stand several times',
        )
        parser.add_argument(
            "--wording",
            action="append",
            default=[],
            help="what other words of criteria are: cosmetic, added or breaking; of one alone u15.chain=breaking",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, line by line; write nothing"
        )

    def handle(
        self,
        *args: Any,
        path: Path,
        take: str,
        part: list[str],
        wording: list[str],
        dry_run: bool,
        verbosity: int,
        **options: Any,
    ) -> None:
        self.talks = verbosity > 0
        began = time.monotonic()
        choice = Choice(take, tuple(part), kinds_in(wording))
        curriculum = self.read(path)
        self.say("Looking at what a seed would do ..." if dry_run else "Seeding the map ...")
        try:
            report = seed(curriculum, choice, dry_run=dry_run)
        except SeedRefused as refused:
            raise CommandError(f"Nothing was written: {refused}") from refused
        except OperationalError as error:
            raise CommandError(f"Nothing was written: {first_line(error)}. The seed can be run again.") from error
        except ProgrammingError as error:
            raise CommandError(f"Nothing was written: {first_line(error)}. Run manage.py migrate first.") from error
        self.tell(report, dry_run=dry_run)
        self.tell_of_waiting(report.waiting)
        self.say(f"Done in {time.monotonic() - began:.1f} s.")

    def read(self, path: Path) -> Curriculum:
        self.say(f"Reading {path} ...")
        try:
            return read_curriculum(path)
        except FaultyCurriculum as faulty:
            for fault in faulty.faults:
                self.stderr.write(str(fault))
            count = len(faulty.faults)
            raise CommandError(f"{count} fault{'s' * (count > 1)} in {path}. Nothing was written.") from faulty

    def tell_of_waiting(self, waiting: list[tuple[str, Row]]) -> None:
        """Said also where nothing else is: a start that seeds by itself goes on, and somebody has to decide this."""
        if not waiting:
            return
        self.stderr.write(
            "WAITING, because people have claimed these criteria, or given their word on them, under the words that "
            "they have here. These stay, until the seed is run with what the other words do: --wording cosmetic (they "
            "ask for the same), --wording added (for more) or --wording breaking (for something else), which may name "
            f"one alone (--wording {waiting[0][0]}=breaking):"
        )
        for name, row in waiting:
            self.stderr.write(f"  {name} ({row})")

    def say(self, line: str) -> None:
        if self.talks:
            self.stdout.write(line)

    def tell(self, report: Report, *, dry_run: bool) -> None:
        for kind in KINDS:
            counts = ", ".join(f"{count} {fate}" for fate, count in report.counts(kind).items() if count)
            self.say(f"  {PLURALS.get(kind, kind + 's')}: {counts or 'none'}")
        self.differences("Changed:", report.changed, with_lines=dry_run)
        self.differences(
            "Kept, because edited here (--take file would take what the file says):",
            [each for each in report.kept if not each.file_changed],
            with_lines=dry_run,
        )
        self.differences(
            "CONFLICT, changed both here and in the file. What is here stays, until --take file or --take database says"
            " which (with --part for one row alone):",
            report.conflicts,
            with_lines=dry_run,
        )
        self.differences("Settled: what was edited here is taken.", report.settled, with_lines=False)
        self.name("Archived, because their ids are retired:", report.retired)
        self.name("Gone from the files, and left as they are:", report.gone)
        self.name("Edited here, and now the same as the file:", report.agreed)
        if report.made_anew:
            self.say(f"Made anew, because the code that makes what is shown has changed: {report.made_anew} texts")
        if not report.wrote_something:
            self.say("Nothing changed.")
        elif dry_run:
            self.say("Nothing was written: this was a dry run.")

    def name(self, title: str, entries: list[str] | list[Row]) -> None:
        if entries:
            self.say(title)
        for entry in entries:
            self.say(f"  {entry}")

    def differences(self, title: str, found: list[Difference], *, with_lines: bool) -> None:
        if found:
            self.say(title)
        for each in found:
            self.say(f"  {each.row}: {', '.join(each.fields)}")
            for field in each.fields if with_lines else ():
                here, there = lines_of(each.here.fields[field]), lines_of(each.row.fields[field])
                for line in unified_diff(here, there, f"{field} here", f"{field} in the file", lineterm="", n=1):
                    self.say(f"    {line}")


def lines_of(value: Any) -> list[str]:
    return str("" if value is None else value).split("\n")
