"""What is read of a unit or a stage: what was made of its texts when they were saved, in the order of reading."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from roadmap.atlas import Atlas, Stop
from roadmap.models.lessons import lesson_of

TAG = re.compile(r"<[^>]*>")
# How fast a text is read that wants to be understood.
WORDS_A_MINUTE = 200
# What stands in no topic, and once at most.
ALONE = ("why", "evidence", "faults", "brief", "checks")


@dataclass(frozen=True)
class Passage:
    key: str
    kind: str
    title: str
    html: str
    anchor: str
    # Figures are counted through the lesson.
    number: int = 0


@dataclass(frozen=True)
class Asked:
    """A question, with where it stands in its topic."""

    key: str
    mark: str
    kind: str
    number: int
    made: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Topic:
    """What is read and asked on one key topic. `criteria` are keys of what it asks for."""

    pk: int
    anchor: str
    slug: str
    number: int
    title: str
    criteria: tuple[int, ...]
    passages: dict[str, Passage] = field(repr=False)
    questions: tuple[Asked, ...] = field(repr=False)


@dataclass(frozen=True)
class Resource:
    kind: str
    title: str
    author: str
    url: str
    free: bool
    licence: str
    use: str
    # The titles of the topics that it serves.
    serves: tuple[str, ...]

    @property
    def kind_name(self) -> str:
        return self.kind.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Gone:
    """A topic that stood here once. `now` has keys of units, titles of their topics and what leads there."""

    anchor: str
    title: str
    criteria: tuple[int, ...]
    now: tuple[tuple[int, str | None, str], ...]


@dataclass(frozen=True)
class Lesson:
    """All that a unit has to read. Where nothing was written yet, `is_there` is false and the page does without.

    A stage has what a proof looks like and what mentors check; the first one has the brief of its capstone.
    """

    topics: tuple[Topic, ...]
    why: Passage | None
    bridges: tuple[Passage, ...]
    evidence: Passage | None
    faults: Passage | None
    resources: tuple[Resource, ...]
    minutes: int
    gone: tuple[Gone, ...] = ()
    brief: Passage | None = None
    sketches: tuple[Passage, ...] = ()
    checks: Passage | None = None

    @property
    def is_there(self) -> bool:
        return any(topic.passages or topic.questions for topic in self.topics) or self.why is not None

    def question(self, key: str) -> Asked | None:
        return next((each for topic in self.topics for each in topic.questions if each.key == key), None)


def lesson(atlas: Atlas, stop: Stop) -> Lesson:
    """The lesson of a milestone, read once for each version of the curriculum."""
    return atlas.keep(("lesson", stop.pk), lambda: _read(stop))  # type: ignore[no-any-return]


def _read(stop: Stop) -> Lesson:
    topics, rows, questions, resources, gone, mark = lesson_of(stop.pk)
    passages = [
        (row["topic_id"], Passage(row["key"], row["kind"], row["title"], row["html"], f"{mark}.{row['key']}"))
        for row in rows
    ]
    titles = {topic["slug"]: topic["title"] for topic in topics}
    loose: dict[str, list[Passage]] = {}
    for topic, passage in passages:
        if topic is None:
            loose.setdefault(passage.kind, []).append(passage)
    return Lesson(
        topics=tuple(_topics(topics, passages, questions, mark)),
        **{kind: next(iter(loose.get(kind, ())), None) for kind in ALONE},
        bridges=tuple(loose.get("bridge", ())),
        sketches=tuple(loose.get("sketch", ())),
        resources=tuple(
            Resource(
                **{name: row[name] for name in ("kind", "title", "author", "url", "free", "licence", "use")},
                serves=tuple(titles[slug] for slug in row["serves"] if slug in titles),
            )
            for row in resources
        ),
        minutes=round(sum(len(TAG.sub(" ", passage.html).split()) for _, passage in passages) / WORDS_A_MINUTE),
        gone=tuple(_gone(row, mark) for row in gone),
    )


def _gone(row: Any, mark: str) -> Gone:
    now = tuple((each["milestone"], each["topic"], each["mark"]) for each in row["now"] or ())
    return Gone(f"{mark}.{row['slug']}", row["title"], tuple(row["criteria"]), now)


def _topics(
    topics: list[Any], passages: list[tuple[int | None, Passage]], questions: list[Any], mark: str
) -> list[Topic]:
    found, figures = [], 0
    for number, row in enumerate(topics, 1):
        own = {passage.kind: passage for topic, passage in passages if topic == row["id"]}
        if figure := own.get("figure"):
            figures += 1
            own["figure"] = replace(figure, number=figures)
        # A question that cannot be read asks nothing; the admin says so where it is edited.
        asked = [each for each in questions if each["topic_id"] == row["id"] and each["made"]]
        found.append(
            Topic(
                row["id"],
                f"{mark}.{row['slug']}",
                row["slug"],
                number,
                row["title"],
                tuple(row["criteria"]),
                own,
                tuple(
                    Asked(each["key"], f"{mark}.{each['key']}", each["kind"], place, each["made"])
                    for place, each in enumerate(asked, 1)
                ),
            )
        )
    return found
