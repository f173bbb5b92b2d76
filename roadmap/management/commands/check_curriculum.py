"""Check the curriculum's files as code is checked."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roadmap.checks.gates import faults_of, faults_of_briefs
from roadmap.checks.lists import faults_of_ids, not_yet_run, record, release, runs_beside
from roadmap.checks.programs import run_all, work_of
from roadmap.checks.report import report
from roadmap.curriculum.documents import Curriculum, Unit
from roadmap.curriculum.faults import Fault, FaultyCurriculum
from roadmap.curriculum.reading import FOLDERS, read_apart, read_curriculum
from roadmap.environment import CURRICULUM


class Command(BaseCommand):
    help = (
        "Read files of a curriculum, look through their lessons by every gate, and run their programs. Nothing is asked"
        " of a database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=CURRICULUM,
            help="a file such as unit-15.md, a folder of such files, or a folder with phases/, units/ and capstones/,"
            " wherever it lies (default: fixtures/curriculum)",
        )
        parser.add_argument("--all", action="store_true", help="run all programs, not only what changed since a record")
        parser.add_argument("--record", action="store_true", help="write down in runs.txt which programs held")
        parser.add_argument("--report", action="store_true", help="show how far the lessons have come; run nothing")
        parser.add_argument(
            "--release", action="store_true", help="add all ids to released_ids.txt: they stay for ever"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            self.look_through(path, {name for name in ("all", "record", "report", "release") if options[name]})
        except FaultyCurriculum as faulty:
            self.tell(faulty.faults)
            raise CommandError(
                f"{counted(len(faulty.faults), 'fault')} in {path}. Gates and programs wait for these."
            ) from faulty
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror}.") from error
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped before the end, so nothing is known.", returncode=130) from stopped

    def look_through(self, path: Path, wanted: set[str]) -> None:
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        is_whole = any((path / folder).is_dir() for folder in FOLDERS)
        if not is_whole and wanted - {"all"}:
            raise CommandError(f"{path} is no folder with phases/, units/ and capstones/, which these options are for.")
        self.say(f"Reading {path} ...")
        curriculum = read_curriculum(path) if is_whole else read_apart(files_in(path))
        if "report" in wanted:
            for line in report(curriculum):
                self.say(line)
            return
        faults = [*faults_of(curriculum.units), *faults_of_briefs(curriculum.capstones)]
        faults += faults_of_ids(curriculum, path) if is_whole else []
        self.tell(faults)
        is_partial = is_whole and "all" not in wanted
        chosen = not_yet_run(curriculum.units, runs_beside(path)) if is_partial else list(curriculum.units)
        found = self.run_programs(chosen)
        faults += [fault for each in found.values() for fault in each]
        if "record" in wanted:
            held = [slug for slug, wrong in found.items() if not wrong]
            self.say(f"Recorded: {counted(record(path, curriculum.units, held), 'unit')}.")
        self.end(path, curriculum, faults, is_released="release" in wanted)

    def run_programs(self, units: Sequence[Unit]) -> dict[str, list[Fault]]:
        """Run what there is of these units, and tell of each when it is done."""
        if any(work_of(unit) for unit in units) and find_spec("numpy") is None:
            raise CommandError("NumPy is not here, which programs of lessons may use. script/check gets it.")
        count = sum(len(work_of(unit)) for unit in units)
        self.say(
            f"Running {counted(count, 'program')} ..." if count else "No program has changed since it was recorded."
        )
        faults = {}
        for unit, count, wrong in run_all(units):
            faults[unit.slug] = wrong
            if count:
                self.say(f"  {unit.file}: {count} ran")
            self.tell(wrong)
        return faults

    def end(self, path: Path, curriculum: Curriculum, faults: Sequence[Fault], *, is_released: bool) -> None:
        if faults:
            nothing = " Nothing was released." if is_released else ""
            raise CommandError(f"{counted(len(faults), 'fault')} in {path}.{nothing}")
        if is_released:
            self.say(f"Released: {counted(release(curriculum, path), 'id')}.")
        self.say(f"No faults in {path}.")

    def say(self, line: str) -> None:
        """At once, even into a file or a pipe: whoever waits wants to see that something happens."""
        self.stdout.write(line)
        self.stdout.flush()

    def tell(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            self.stderr.write(str(fault))


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def files_in(path: Path) -> list[Path]:
    """The file itself, or those of a folder that is no whole curriculum."""
    files = [file for file in sorted(path.glob("*.md")) if not file.name.startswith(".")] if path.is_dir() else [path]
    if not files:
        raise CommandError(f"There are no files in {path} with names such as unit-15.md.")
    return files
