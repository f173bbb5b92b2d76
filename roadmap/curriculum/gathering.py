"""From rows back to documents: what `rows.rows_of` takes apart is put together again.

Only what is live goes into a file; drafts and what is archived stay where they are.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from roadmap.curriculum.documents import (
    STEPS,
    Capstone,
    Criterion,
    Curriculum,
    Deliverable,
    Document,
    Edge,
    Phase,
    Proof,
    Resource,
    Retired,
    RubricRow,
    Section,
    Stage,
    Topic,
    Unit,
    in_reading_order,
)
from roadmap.curriculum.rows import PASSAGES, RESOURCE, UNNAMED, Key, Row, stage_slug

NAMES = {kind: name for name, kind in PASSAGES.items()}
# The order of what is read in a topic.
TOPIC_PARTS = ("core", "example", "misconception", "figure")
# What is read of a capstone as a whole, and of each of its stages.
BRIEF = ("brief", "sketch")
OF_A_STAGE = ("evidence", "faults", "checks")


class CannotGather(Exception):
    """The map says something that no file can hold. Its argument is a sentence that says what to do."""


def curriculum_of(rows: Iterable[Row]) -> Curriculum:
    """The documents that would be taken apart into these rows. Raises CannotGather."""
    return _Gathering(rows).curriculum()


def _placed(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.values["position"], row.key))


def _numbered[Numbered: Document](documents: Iterable[Numbered]) -> tuple[Numbered, ...]:
    return tuple(sorted(documents, key=lambda document: document.number))


class _Gathering:
    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows: dict[str, dict[Key, Row]] = {}
        for row in rows:
            self.rows.setdefault(row.kind, {})[row.key] = row
        self.refs = {key[0]: str(row.values["number"]) for key, row in self._all("unit").items()}
        # What a capstone needs, its first stage needs; who needs a capstone, needs its last stage.
        self.firsts, self.lasts = dict(self.refs), dict(self.refs)
        for key, row in self._all("capstone").items():
            self.firsts[stage_slug(key[0], STEPS[0])] = self.lasts[stage_slug(key[0], STEPS[-1])] = (
                f"C{row.values['number']}"
            )
        self.edges, self.unlocks = self._edges()

    def curriculum(self) -> Curriculum:
        return Curriculum(
            phases=_numbered(self._phase(row) for row in self._all("phase").values()),
            units=_numbered(self._unit(row) for row in self._all("unit").values()),
            capstones=_numbered(self._capstone(row) for row in self._all("capstone").values()),
        )

    def _all(self, kind: str) -> dict[Key, Row]:
        return self.rows.get(kind, {})

    def _of(self, kind: str, owner: str) -> list[Row]:
        """Rows of a milestone in their order."""
        return _placed(row for key, row in self._all(kind).items() if key[0] == owner)

    def _edges(self) -> tuple[dict[str, list[Edge]], dict[str, list[str]]]:
        edges: dict[str, list[Edge]] = {}
        unlocks: dict[str, list[str]] = {}
        for (after, before), row in self._all("prerequisite").items():
            if after not in self.firsts or before not in self.lasts:
                raise CannotGather(
                    f"{row} cannot stand in a file: a capstone builds on something with its first stage, and something"
                    " builds on its last. Archive this prerequisite, or name those stages."
                )
            edge = Edge(self.lasts[before], row.values["why"], row.values["strength"])
            edges.setdefault(self.firsts[after], []).append(edge)
            unlocks.setdefault(self.lasts[before], []).append(self.firsts[after])
        return edges, unlocks

    def _phase(self, row: Row) -> Phase:
        values = row.values
        return Phase(
            **_document("phases/phase-{:02}.md", row),
            tagline=values["tagline"],
            column=values["map_column"],
            order=values["map_order"],
        )

    def _milestone(self, row: Row, ref: str) -> dict[str, Any]:
        phase = self._all("phase")[row.links["phase"][1]]  # type: ignore[index]
        return {
            "phase": phase.values["number"],
            "hours": row.values["hours"],
            "builds_on": tuple(sorted(self.edges.get(ref, ()), key=lambda edge: in_reading_order(edge.to))),
            "unlocks": tuple(sorted(self.unlocks.get(ref, ()), key=in_reading_order)),
        }

    def _unit(self, row: Row) -> Unit:
        slug, mark = row.key[0], row.given["mark"] or f"u{row.values['number']}"
        return Unit(
            **_document("units/unit-{:02}.md", row),
            **self._milestone(row, str(row.values["number"])),
            retired=self._retired(mark),
            difficulty=row.values["difficulty"],
            proof=Proof(f"{mark}.proof", row.values["proof"], self._sections(slug, mark, 3, "evidence", "faults")),
            resources=tuple(_resource(each, mark) for each in self._of("resource", slug)),
            lesson=self._sections(slug, mark, 2, "why", "bridge"),
            topics=tuple(self._topic(each, mark) for each in self._of("topic", slug)),
        )

    def _sections(self, owner: str, mark: str, depth: int, *kinds: str) -> tuple[Section, ...]:
        """What is read of a milestone beside its topics, kind by kind."""
        loose = [each for each in self._of("passage", owner) if each.links["topic"] is None]
        return tuple(_section(each, mark, depth) for kind in kinds for each in loose if each.values["kind"] == kind)

    def _topic(self, row: Row, mark: str) -> Topic:
        criteria = self._within("criterion", row)
        if not criteria:
            raise CannotGather(f"{row} asks for nothing. Give it a criterion, or archive it.")
        passages = {each.values["kind"]: each for each in self._within("passage", row)}
        sections = [_section(passages[kind], mark, 3) for kind in TOPIC_PARTS if kind in passages]
        questions = tuple(
            Section(4, each.values["kind"], f"{mark}.{each.key[1]}", each.values["text"])
            for each in self._within("question", row)
        )
        if questions:
            sections.append(Section(3, "Questions", "", "", questions))
        return Topic(
            f"{mark}.{row.key[1]}",
            row.values["title"],
            tuple(Criterion(f"{mark}.{each.key[1]}", each.values["text"]) for each in criteria),
            tuple(sections),
        )

    def _retired(self, mark: str) -> tuple[Retired, ...]:
        rows = [row for (each,), row in self._all("retirement").items() if each.startswith(f"{mark}.")]
        return tuple(Retired(row.key[0], tuple(row.values["now"])) for row in _placed(rows))

    def _within(self, kind: str, topic: Row) -> list[Row]:
        return [each for each in self._of(kind, topic.key[0]) if each.links["topic"] == ("topic", topic.key)]

    def _capstone(self, row: Row) -> Capstone:
        slug, mark = row.key[0], row.given["mark"] or f"c{row.values['number']}"
        stages = [self._all("stage")[(stage_slug(slug, step),)] for step in STEPS]
        return Capstone(
            **_document("capstones/capstone-{}.md", row),
            **self._milestone(row, f"C{row.values['number']}"),
            retired=self._retired(mark),
            focus=row.values["focus"],
            difficulty=_same(row, "difficulty", [stage.values["difficulty"] for stage in stages]),
            proof=Proof(f"{mark}.proof", row.values["proof"]),
            lesson=self._sections(stages[0].key[0], mark, 2, *BRIEF),
            stages=tuple(self._stage(stage, step, mark) for stage, step in zip(stages, STEPS, strict=True)),
            rubric=tuple(self._rubric(stages, mark)),
        )

    def _stage(self, row: Row, step: str, mark: str) -> Stage:
        name = f"{mark}.{step.lower()}"
        listed = self._of("deliverable", row.key[0])
        deliverables = tuple(Deliverable(f"{name}.{each.key[1]}", each.values["text"]) for each in listed)
        lesson = self._sections(row.key[0], mark, 3, *OF_A_STAGE)
        return Stage(step, name, row.values["proof"], deliverables, lesson)

    def _rubric(self, stages: list[Row], mark: str) -> Iterator[RubricRow]:
        """Each row once, with the steps that ask for it."""
        found: dict[str, list[tuple[str, Row]]] = {}
        for step, stage in zip(STEPS, stages, strict=True):
            for each in self._of("criterion", stage.key[0]):
                found.setdefault(each.key[1], []).append((step, each))
        for key, asked in sorted(found.items(), key=lambda item: min(each.values["position"] for _, each in item[1])):
            first = asked[0][1]
            text = _same(first, "text", [each.values["text"] for _, each in asked])
            levels = _same(first, "levels", [tuple(each.values["levels"]) for _, each in asked])
            yield RubricRow(f"{mark}.{key}", text, tuple(step for step, _ in asked), levels)


def _same(row: Row, field: str, values: list[Any]) -> Any:
    """What several rows of the map say together in one place of a file."""
    if any(value != values[0] for value in values):
        raise CannotGather(f"{row}: its {field} differs between stages, and a file says it once. Make it the same.")
    return values[0]


def _document(file: str, row: Row) -> dict[str, Any]:
    values = row.values
    return {
        "file": file.format(values["number"]),
        "lines": {},
        "marks": (),
        "number": values["number"],
        "slug": row.key[0],
        "title": values["title"],
    }


def _section(row: Row, mark: str, depth: int) -> Section:
    values = row.values
    name, title = NAMES[values["kind"]], values["title"]
    unnamed = UNNAMED.get(values["kind"], "")
    return Section(
        depth, f"{name}: {title}" if title else name, "" if unnamed else f"{mark}.{row.key[1]}", values["text"]
    )


def _resource(row: Row, mark: str) -> Resource:
    values = row.values
    return Resource(
        id=f"{mark}.{row.key[1]}",
        **{name: values[name] for name in RESOURCE},
        serves=tuple(f"{mark}.{key}" for key in values["serves"]),
    )
