"""Write the map to the curriculum's files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from roadmap.curriculum.exporting import Exported, export
from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.gathering import CannotGather
from roadmap.environment import CURRICULUM
from roadmap.models import CurriculumVersion


class Command(BaseCommand):
    help = (
        "Write what the map says to the curriculum's files: all of them, or none where the map says something that no "
        "file can hold. What was seeded and not edited is written back to the byte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=CURRICULUM,
            help="the folder to write to (default: fixtures/curriculum)",
        )
        parser.add_argument("--dry-run", action="store_true", help="name what would change, and write nothing")

    def handle(self, *args: Any, path: Path, dry_run: bool, **options: Any) -> None:
        try:
            with transaction.atomic():
                # Editors wait, so that the files are of one moment.
                CurriculumVersion.objects.lock()
                report = export(path, dry_run=dry_run)
        except CannotGather as error:
            raise CommandError(f"Nothing was written: {error}") from error
        except FaultyCurriculum as faulty:
            for fault in faulty.faults:
                self.stderr.write(str(fault))
            raise CommandError("Nothing was written: files would have these faults. Mend them on the map.") from faulty
        except OSError as error:
            raise CommandError(f"The files could not be written: {error}. Run it again.") from error
        self.tell(report, dry_run=dry_run)

    def tell(self, report: Exported, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        for word, files in (("written", report.written), ("removed", report.removed)):
            for file in files:
                self.stdout.write(f"  {would}{word}: {file}")
        for row in report.drafts:
            self.stdout.write(f"  left out, because it is a draft: {row}")
        for row in report.archived:
            self.stdout.write(f"  archived here, which no file says: {row}")
        changed = len(report.written) + len(report.removed)
        self.stdout.write(f"{changed} files {would}changed, {report.unchanged} as they were.")
