"""Seeding: the map is made to say what the files say, where nobody has decided otherwise.

A row is written when it is new, or when its file changed and the row still says what was last seeded. A row that was
edited here is kept and named. Nothing is deleted or archived: a row that left the files is named, and an admin decides.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction

from roadmap.curriculum.documents import Curriculum
from roadmap.curriculum.rows import KINDS, Key, Row, rows_of
from roadmap.curriculum.standing import MODELS, Standing, standing_map
from roadmap.models import Criterion, CriterionWording, CurriculumVersion

# What the file says of a criterion stands in its wordings, not in its own columns.
WORDING = ("text", "levels")


class SeedRefused(Exception):
    """The files are sound, but together with what was edited here the map would break a rule of its own."""


@dataclass
class Report:
    """What a seed did, or left alone. `changed` and `kept` name the fields in which the file and the row differed."""

    created: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, list[str]]] = field(default_factory=list)
    kept: list[tuple[Row, list[str]]] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    agreed: list[Row] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)

    @property
    def wrote_something(self) -> bool:
        return bool(self.created or self.changed or self.agreed)

    def counts(self, kind: str) -> dict[str, int]:
        """How many rows of a kind met which fate."""
        return {
            "created": sum(row.kind == kind for row in self.created),
            "changed": sum(row.kind == kind for row, _ in self.changed),
            "kept": sum(row.kind == kind for row, _ in self.kept),
            "gone": sum(row.kind == kind for row in self.gone),
            "unchanged": self.unchanged[kind] + sum(row.kind == kind for row in self.agreed),
        }


def seed(curriculum: Curriculum, *, take_file: bool = False) -> Report:
    """Write the curriculum to the map, all of it or nothing. With `take_file`, what was edited here gives way."""
    try:
        with transaction.atomic():
            CurriculumVersion.objects.lock()
            report = _Seeding(take_file=take_file).run(rows_of(curriculum))
            # Deferred rules are asked now, while their refusal can still be told in a sentence.
            connection.check_constraints()
    except IntegrityError as error:
        raise SeedRefused(_sentence(error)) from error
    return report


def _sentence(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = (getattr(diagnosis, "constraint_name", None) or "a rule of the database").replace("_", " ")
    detail = getattr(diagnosis, "message_detail", None) or getattr(diagnosis, "message_primary", None) or str(error)
    return (
        f'the map would break its rule "{rule}" ({detail}). What was edited here or left the files stands in the way.'
    )


class _Seeding:
    """One run: compares kind after kind, so that a row finds what it links to already written."""

    def __init__(self, *, take_file: bool) -> None:
        self.take_file = take_file
        self.report = Report()
        self.map = standing_map()
        self.ids: dict[tuple[str, Key], int] = {}
        for each in self.map.values():
            self._remember(each.row, each.instance.pk)

    def run(self, wanted: Iterable[Row]) -> Report:
        by_kind: dict[str, list[Row]] = {kind: [] for kind in KINDS}
        for row in wanted:
            by_kind[row.kind].append(row)
        for kind, asked in by_kind.items():
            self._seed_kind(kind, asked)
        asked_for = {(row.kind, row.key) for asked in by_kind.values() for row in asked}
        self.report.gone = [
            each.row
            for place, each in self.map.items()
            if place not in asked_for and each.instance.seeded_digest and not each.is_archived
        ]
        return self.report

    def _seed_kind(self, kind: str, asked: list[Row]) -> None:
        new, rewritten, agreed = [], [], []
        for row in asked:
            standing = self.map.get((kind, row.key))
            if standing is None:
                new.append(row)
            elif differences := row.differences(standing.row):
                file_changed = row.digest != standing.instance.seeded_digest
                if self.take_file or (file_changed and not standing.was_edited):
                    rewritten.append((row, standing))
                    self.report.changed.append((row, differences))
                else:
                    self.report.kept.append((row, differences))
            elif row.digest != standing.instance.seeded_digest:
                agreed.append((row, standing))
            else:
                self.report.unchanged[kind] += 1
        self.report.created += new
        self.report.agreed += [row for row, _ in agreed]
        self._create(kind, new)
        self._rewrite(kind, rewritten)
        self._agree(kind, agreed)

    def _create(self, kind: str, new: list[Row]) -> None:
        model = MODELS[kind]
        instances = [self._filled(model(), row) for row in new]
        for row, instance in zip(new, instances, strict=True):
            if row.kind in ("phase", "unit", "capstone", "stage"):
                instance.slug = row.key[0]
            elif row.kind == "topic":
                instance.slug = row.key[1]
            elif row.kind != "prerequisite":
                instance.key = row.key[1]
        if model._meta.parents:
            # A row of two tables cannot be written in bulk.
            for instance in instances:
                instance.save(force_insert=True)
        else:
            model._default_manager.bulk_create(instances)
        for row, instance in zip(new, instances, strict=True):
            self._remember(row, instance.pk)
        if kind == "criterion":
            self._word(zip(new, instances, strict=True))

    def _rewrite(self, kind: str, rewritten: list[tuple[Row, Standing]]) -> None:
        if not rewritten:
            return
        instances = [self._filled(standing.instance, row) for row, standing in rewritten]
        row = rewritten[0][0]
        columns = [*row.links, *(name for name in row.values if not self._is_wording(kind, name)), "seeded_digest"]
        MODELS[kind]._default_manager.bulk_update(instances, columns)
        if kind == "criterion":
            worded = [
                (row, standing.instance)
                for row, standing in rewritten
                if set(WORDING) & set(row.differences(standing.row)) or standing.instance.latest_wording is None
            ]
            self._word(worded)

    def _agree(self, kind: str, agreed: list[tuple[Row, Standing]]) -> None:
        """Rows that say what the file says already: from now on they count as seeded."""
        for row, standing in agreed:
            standing.instance.seeded_digest = row.digest
        MODELS[kind]._default_manager.bulk_update([standing.instance for _, standing in agreed], ["seeded_digest"])

    def _filled(self, instance, row: Row):
        for name, link in row.links.items():
            setattr(instance, f"{name}_id", self.ids[link] if link else None)
        for name, value in row.values.items():
            if not self._is_wording(row.kind, name):
                setattr(instance, name, value)
        instance.seeded_digest = row.digest
        return instance

    def _word(self, worded: Iterable[tuple[Row, Criterion]]) -> None:
        """A changed text or rubric is a new version, because claims may have been made under the old one."""
        wordings = []
        for row, criterion in worded:
            latest = getattr(criterion, "latest_wording", None)
            version = latest.version + 1 if latest else 1
            wordings.append(
                CriterionWording(
                    criterion=criterion, version=version, text=row.values["text"], levels=row.values["levels"]
                )
            )
        CriterionWording.objects.bulk_create(wordings)

    def _is_wording(self, kind: str, name: str) -> bool:
        return kind == "criterion" and name in WORDING

    def _remember(self, row: Row, pk: int) -> None:
        self.ids[row.kind, row.key] = pk
        if row.kind in ("unit", "stage"):
            self.ids["milestone", row.key] = pk
