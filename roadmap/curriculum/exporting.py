"""Exporting: the files are made to say what the map says. All of them are written, or none."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from roadmap.curriculum.documents import Curriculum, Document, Milestone, Retired
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.gathering import curriculum_of
from roadmap.curriculum.reading import FOLDERS, read_curriculum, read_document
from roadmap.curriculum.standing import Standing, standing_map
from roadmap.curriculum.writing import write
from roadmap.models import Status


@dataclass
class Exported:
    """Which files an export wrote, took away or found as they should be, and what has no place in a file."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    drafts: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)


def export(folder: Path, *, dry_run: bool = False) -> Exported:
    """Write the map to the files of a folder. Raises CannotGather, or FaultyCurriculum: a file would be at fault."""
    standing = list(standing_map().values())
    report = Exported(
        drafts=[str(each.row) for each in standing if _is_draft(each)],
        archived=[str(each.row) for each in standing if each.is_archived and each.row.kind in ("unit", "stage")],
    )
    hidden = {each.row.key[0] for each in standing if _is_draft(each) and each.row.kind in ("unit", "stage")}
    rows = [each.row for each in standing if _is_told(each) and not hidden & set(each.row.key[:2])]
    texts = _texts(curriculum_of(rows), _retired_in(folder))
    existing = {f"{part}/{file.name}" for part in FOLDERS for file in (folder / part).glob("*.md")}
    for file, text in texts.items():
        if file in existing and (folder / file).read_bytes() == text.encode():
            report.unchanged += 1
        else:
            report.written.append(file)
    report.removed = sorted(existing - texts.keys())
    if not dry_run:
        for file in report.written:
            _put(folder / file, texts[file])
        for file in report.removed:
            (folder / file).unlink()
    return report


def _is_draft(each: Standing) -> bool:
    return getattr(each.instance, "status", None) == Status.DRAFT


def _is_told(each: Standing) -> bool:
    """A unit that is archived keeps its file, because the numbers after it and what learners reached in it stay."""
    return not _is_draft(each) and (each.row.kind in ("phase", "unit", "capstone", "stage") or not each.is_archived)


def _retired_in(folder: Path) -> dict[str, tuple[Retired, ...]]:
    """What is retired in the files that stand there already, by the beginning of its ids: the map does not keep it."""
    found = {}
    for part in ("units", "capstones"):
        for file in (folder / part).glob("*.md"):
            document = read_document(file, FOLDERS[part][1], Findings(file.name))
            if isinstance(document, Milestone):
                found[document.mark] = document.retired
    return found


def _texts(curriculum: Curriculum, retired: Mapping[str, tuple[Retired, ...]]) -> dict[str, str]:
    """The text of each file, read once more as whoever gets them will: what cannot be read is never written."""
    texts = {document.file: write(_with_retired(document, retired)) for document in curriculum.documents}
    with tempfile.TemporaryDirectory() as folder:
        for file, text in texts.items():
            _put(Path(folder) / file, text)
        read_curriculum(folder)
    return texts


def _with_retired(document: Document, retired: Mapping[str, tuple[Retired, ...]]) -> Document:
    return replace(document, retired=retired.get(document.mark, ())) if isinstance(document, Milestone) else document


def _put(path: Path, text: str) -> None:
    """A file is never half there: it takes its place when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_text(text, encoding="utf-8", newline="\n")
    os.replace(half, path)
