"""Seeding: the map is made to say what the files say, where nobody has decided otherwise.

A row is written when it is new, or when its file changed and the row still says what was last seeded. A row that was
edited here is kept and named. Nothing is deleted; what the files have retired is archived, once, and any other row that
left the files is named, and an admin decides. Its place is taken from the file when it has another place there than it
had, whatever the row says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction

import clock
from roadmap.curriculum.circles import cycle_among, shared_number
from roadmap.curriculum.documents import Curriculum, Retired
from roadmap.curriculum.reports import NO_CHOICE, Choice, Difference, Report
from roadmap.curriculum.rewording import sorted_out, word_anew, word_new
from roadmap.curriculum.rows import KINDS, PLACE, Key, Row, mark_of, rows_of
from roadmap.curriculum.standing import MODELS, NAME_COLUMNS, Standing, standing_map
from roadmap.lessons.checking import faults_in
from roadmap.lessons.making import maker
from roadmap.models import CurriculumVersion
from roadmap.models.history import told_by
from roadmap.models.parts import Made


class SeedRefused(Exception):
    """The files are sound, but together with what was edited here the map would break a rule of its own."""


class _OnlyLooking(Exception):
    """Ends a transaction of which nothing is to stay."""


def seed(curriculum: Curriculum, choice: Choice = NO_CHOICE, *, dry_run: bool = False) -> Report:
    """Write the curriculum to the map, all of it or nothing; a dry run tells what would be written."""
    try:
        with transaction.atomic():
            CurriculumVersion.objects.lock()
            told_by(by="seed")
            report = _Seeding(choice).run(rows_of(curriculum))
            if report.wrote_something:
                # Deferred rules are asked now, while their refusal can still be told in a sentence.
                connection.check_constraints()
            if dry_run:
                raise _OnlyLooking
    except IntegrityError as error:
        raise SeedRefused(_sentence(error)) from error
    except _OnlyLooking:
        pass
    return report


def _sentence(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = (getattr(diagnosis, "constraint_name", None) or "a rule of the database").replace("_", " ")
    detail = getattr(diagnosis, "message_detail", None) or getattr(diagnosis, "message_primary", None) or str(error)
    return f'the map would break its rule "{rule}" ({detail}).'


class _Seeding:
    """One run: compares kind after kind, so that a row finds what it links to already written."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.report = Report()
        self.map = standing_map()
        self.ids: dict[tuple[str, Key], int] = {}
        # What ids begin with, by the slug of what they belong to.
        self.marks: dict[str, str] = {}
        for each in self.map.values():
            self._mark(each.row)
            self._remember(each.row, each.instance.pk)

    def run(self, wanted: Iterable[Row]) -> Report:
        fates: dict[str, _Fates] = {kind: _Fates() for kind in KINDS}
        asked_for = set()
        for row in wanted:
            asked_for.add((row.kind, row.key))
            self._mark(row)
            self._decide(row, fates[row.kind])
        gone = [
            each
            for place, each in self.map.items()
            if place not in asked_for and each.instance.seeded_digest and not each.is_archived
        ]
        retired = self._retired()
        self.report.gone = [each.row for each in gone if each not in retired]
        self._let_wordings_wait(fates["criterion"])
        self._refuse_what_cannot_be_shown()
        self._refuse_what_cannot_stand_together()
        for kind, fate in fates.items():
            self._create(kind, fate.new)
            self._rewrite(kind, fate.rewritten)
            self._agree(kind, fate.agreed)
            self._place(kind, fate.moved)
        self._archive(retired)
        self._make_anew()
        return self.report

    def _decide(self, row: Row, fates: "_Fates") -> None:
        """Whether this row is written. Nothing is, where the file says what it said when it was last seeded."""
        standing = self.map.get((row.kind, row.key))
        if standing is None:
            fates.new.append(row)
            self.report.created.append(row)
            return
        file_changed = row.digest != standing.instance.seeded_digest
        differences = Difference(row, standing.row, row.differences(standing.row), file_changed)
        take = self.choice.of(row)
        moved = row.place is not None and row.place != standing.instance.seeded_position
        if moved:
            fates.moved.append((row, standing.instance, take != "database"))
        if differences.fields and (take == "file" or (file_changed and not standing.was_edited)):
            fates.rewritten.append((row, standing))
            self.report.changed.append(differences)
        elif differences.fields and file_changed and take == "database":
            # From now on the file's words are known here, and the row counts as edited since.
            fates.agreed.append((row, standing))
            self.report.settled.append(differences)
        elif differences.fields:
            self.report.kept.append(differences)
        elif file_changed:
            fates.agreed.append((row, standing))
            self.report.agreed.append(row)
        elif moved and take != "database" and row.place != standing.row.place:
            self.report.changed.append(Difference(row, standing.row, [PLACE], file_changed=False))
        else:
            self.report.unchanged[row.kind] += 1
            self.report.placed += moved

    def _let_wordings_wait(self, fates: "_Fates") -> None:
        """Criteria on whose words people rely keep them until somebody says what the other words change."""
        try:
            fates.rewritten, waiting = sorted_out(fates.rewritten, self.choice.kinds, self.marks)
        except ValueError as error:
            raise SeedRefused(f"{error}.") from error
        self.report.waiting = waiting
        held_back = {row.key for _, row in waiting}
        self.report.changed = [
            each for each in self.report.changed if each.row.kind != "criterion" or each.row.key not in held_back
        ]

    def _refuse_what_cannot_be_shown(self) -> None:
        rows = [*self.report.created, *(each.row for each in self.report.changed)]
        if faults := [
            f"{row}, line {line + 1}: {sentence}"
            for row in rows
            if row.kind in ("passage", "question")
            for line, sentence in faults_in(row.values["text"])
        ]:
            raise SeedRefused("\n  ".join(["texts of lessons cannot be shown as they are:", *faults]))

    def _refuse_what_cannot_stand_together(self) -> None:
        """Sound files may still clash with rows that were edited or added here, or that left the files."""
        rows = {place: each.row for place, each in self.map.items()}
        rows |= {(row.kind, row.key): row for row in self.report.created}
        rows |= {(each.row.kind, each.row.key): each.row for each in self.report.changed}
        if shared := shared_number(rows.values()):
            one, other, number = shared
            raise SeedRefused(
                f"{one} and {other} would both have the number {number}. One of them was added or edited here, or left "
                f"the files: give it another number first."
            )
        archived = {place for place, each in self.map.items() if place[0] == "prerequisite" and each.is_archived}
        if cycle := cycle_among(row for place, row in rows.items() if place not in archived):
            raise SeedRefused(
                f"prerequisites would go in a circle: {' -> '.join(cycle)}. One of them was added or edited here, or "
                f"left the files: archive it first."
            )

    def _create(self, kind: str, new: list[Row]) -> None:
        model = MODELS[kind]
        instances = [self._filled(model(), row) for row in new]
        for row, instance in zip(new, instances, strict=True):
            if kind in NAME_COLUMNS:
                setattr(instance, NAME_COLUMNS[kind], row.key[-1])
            if row.place is not None:
                instance.position = instance.seeded_position = row.place
            for name, value in row.given.items():
                setattr(instance, name, value)
            self._make(row, instance)
        if model._meta.parents:
            # A row that lies in two tables cannot be written in bulk.
            for instance in instances:
                instance.save(force_insert=True)
        else:
            model.objects.bulk_create(instances)
        for row, instance in zip(new, instances, strict=True):
            self._remember(row, instance.pk)
        if kind == "criterion":
            word_new(list(zip(new, instances, strict=True)))

    def _rewrite(self, kind: str, rewritten: list[tuple[Row, Standing]]) -> None:
        if not rewritten:
            return
        instances = [self._filled(standing.instance, row) for row, standing in rewritten]
        row = rewritten[0][0]
        for instance, (each, _standing) in zip(instances, rewritten, strict=True):
            self._make(each, instance)
        made = getattr(MODELS[kind], "MADE", ())
        MODELS[kind].objects.bulk_update(instances, [*row.links, *row.columns, *made, "seeded_digest"])
        if kind == "criterion":
            word_anew(rewritten, self.choice.kinds, self.marks)

    def _retired(self) -> list[Standing]:
        """What stands under an id that the files have retired since the last seed."""
        ids = [Retired(row.key[0]) for row in self.report.created if row.kind == "retirement"]
        return [
            each
            for each in (self.map.values() if ids else ())
            if not each.is_archived and any(one.covers(mark_of(each.row, self.marks)) for one in ids)
        ]

    def _archive(self, retired: list[Standing]) -> None:
        # At one moment: what was archived with a topic comes back with it.
        moment = clock.now()
        for each in retired:
            each.instance.set_archived(moment)
        self.report.retired = [each.row for each in retired]

    def _make(self, row: Row, instance: Any) -> None:
        """What is shown of a text is made here, so that no page has to."""
        is_edited = row.digest != instance.seeded_digest
        if isinstance(instance, Made):
            # The name of what has the text: its key goes into the ids of what is made.
            instance.make(self.marks.get(row.key[0], ""), is_edited=is_edited)

    def _make_anew(self) -> None:
        """What other code made is made again, whoever wrote its text."""
        stale: dict[Any, list[Any]] = {}
        for each in self.map.values():
            if isinstance(each.instance, Made) and each.instance.made_by != maker():
                self._make(each.row, each.instance)
                stale.setdefault(type(each.instance), []).append(each.instance)
        for model, instances in stale.items():
            model.objects.bulk_update(instances, model.MADE)
        self.report.made_anew = sum(map(len, stale.values()))

    def _agree(self, kind: str, agreed: list[tuple[Row, Standing]]) -> None:
        """Rows that say what the file says already: from now on they count as seeded."""
        for row, standing in agreed:
            standing.instance.seeded_digest = row.digest
            self._make(standing.row, standing.instance)
        made = getattr(MODELS[kind], "MADE", ())
        MODELS[kind].objects.bulk_update([standing.instance for _, standing in agreed], [*made, "seeded_digest"])

    def _place(self, kind: str, moved: list[tuple[Row, Any, bool]]) -> None:
        """The places that the files give from now on, taken where the map was not chosen before them."""
        for row, instance, is_taken in moved:
            instance.seeded_position = row.place
            instance.position = row.place if is_taken else instance.position
        if moved:
            MODELS[kind].objects.bulk_update([instance for _, instance, _ in moved], [PLACE, f"seeded_{PLACE}"])

    def _filled(self, instance: Any, row: Row) -> Any:
        for name, link in row.links.items():
            setattr(instance, f"{name}_id", self.ids[link] if link else None)
        for name, value in row.columns.items():
            setattr(instance, name, value)
        instance.seeded_digest = row.digest
        return instance

    def _mark(self, row: Row) -> None:
        if capstone := row.links.get("capstone"):
            self.marks.setdefault(row.key[0], self.marks[capstone[1][0]])
        elif row.given:
            self.marks.setdefault(row.key[0], row.given["mark"])

    def _remember(self, row: Row, pk: int) -> None:
        self.ids[row.kind, row.key] = pk
        if row.kind in ("unit", "stage"):
            self.ids["milestone", row.key] = pk


@dataclass
class _Fates:
    """What is to be written of one kind."""

    new: list[Row] = field(default_factory=list)
    rewritten: list[tuple[Row, Standing]] = field(default_factory=list)
    agreed: list[tuple[Row, Standing]] = field(default_factory=list)
    moved: list[tuple[Row, Any, bool]] = field(default_factory=list)
