"""The lesson of a unit as a person meets it: what is read, with their notes beside each section."""

import random
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from progress import rows
from progress.doors import Place, address
from progress.frames import filled, fragment, hole, joined, piece
from progress.machine import MOVES
from progress.models import Rating, State
from progress.standing import Standing
from progress.terms import linked_lesson
from progress.undo import Done, notice
from roadmap.atlas import Stop
from roadmap.lesson import Asked, Gone, Lesson, Passage, Topic, lesson
from roadmap.models.finding import START, STOP, Hit

# The region above the lesson that says where somebody stands; the others are named by what their section asks for.
TOP = "top"
# What a part of a lesson is called where it was found, and where it stands if it belongs to no topic.
KINDS: dict[str, Promise] = {
    "why": _("Why it matters"),
    "bridge": _("Bridge"),
    "core": _("Core idea"),
    "example": _("Worked example"),
    "misconception": _("A common slip"),
    "evidence": _("Good evidence"),
    "faults": _("Typically sent back"),
    "question": _("Question"),
    "resource": _("Read further"),
}
# How the anchor of the questions on a topic ends.
QUESTIONS = "questions"
ANCHORS = {"why": "why", "evidence": "proof-title", "faults": "proof-title", "resource": "resources-title"}


def lesson_place(stop: Stop, at: str) -> Place:
    """The buttons of a region beside the lesson: `at` is a criterion's key, or TOP."""
    return Place(f"/lessons/{stop.slug}/{at}/", f"#lesson-{at}", "lesson-")


def regions(
    request: HttpRequest,
    standing: Standing,
    stop: Stop,
    notes: Mapping[int, str],
    *,
    at: str = "",
    done: Done | None = None,
    oob: bool = False,
) -> dict[str, SafeString]:
    """What stands beside the lesson and is a person's own, by its name; what was just `done` is said in one of them."""
    learner = request.user.is_authenticated
    can_rate = learner and (stop.is_open or standing.state.get(stop.pk, State.NOT_STARTED) != State.NOT_STARTED)
    found = {TOP: _top(request, standing, stop, notes, done=done if at == TOP else None, oob=oob)}
    for asked in stop.criteria:
        place = lesson_place(stop, asked.key)
        said = notice(standing.atlas, done, place) if done and at == asked.key else ""
        context = {
            "at": asked.key,
            "criterion": rows.criterion(standing, stop, asked, notes.get(asked.pk, ""), place, can_rate=can_rate),
            "can_rate": can_rate,
            "done": said,
            "oob": oob and at != asked.key,
        }
        found[asked.key] = (
            piece(request, "progress/_beside.html", context) if learner else fragment("progress/_beside.html", context)
        )
    return found


def _top(
    request: HttpRequest, standing: Standing, stop: Stop, notes: Mapping[int, str], *, done: Done | None, oob: bool
) -> SafeString:
    if not request.user.is_authenticated:
        return SafeString()
    place = lesson_place(stop, TOP)
    context = {
        "stop": stop,
        "shown": standing.shown(stop),
        "changed": standing.seen(stop).changed,
        "done": notice(standing.atlas, done, place) if done else "",
        "oob": oob and done is None,
        "can_do": sum(notes.get(asked.pk) == Rating.Level.CAN_DO for asked in stop.criteria),
        "can_start": standing.offers(MOVES["start"], stop),
        **place._asdict(),
    }
    return piece(request, "progress/_top.html", context)


class LessonPart(NamedTuple):
    """What is opened in its place or on a page of its own: a bridge, or the questions of a topic."""

    key: str
    anchor: str
    address: str
    bridge: Passage | None = None
    topic: Topic | None = None

    def piece(self, stop: Stop) -> SafeString:
        """What stands in it."""
        if self.bridge:
            return SafeString(f'<div class="lesson">{self.bridge.html}</div>')
        asked = self.topic.questions if self.topic else ()
        return joined(fragment("progress/_question.html", question_context(stop, each)) for each in asked)


def parts_of(stop: Stop, read: Lesson) -> Iterator[LessonPart]:
    """The parts of a lesson that can be opened."""
    for bridge in read.bridges:
        yield LessonPart(bridge.key, bridge.anchor, part_address(stop, bridge.key), bridge=bridge)
    for topic in read.topics:
        if topic.questions:
            key = f"{topic.slug}.{QUESTIONS}"
            yield LessonPart(key, f"{topic.anchor}.{QUESTIONS}", part_address(stop, key), topic=topic)


def part_address(stop: Stop, key: str) -> str:
    return f"{address(stop)}parts/{key}/"


def lesson_piece(standing: Standing, stop: Stop, found: Mapping[str, SafeString], *, whole: bool = False) -> SafeString:
    """The lesson with its regions in their places, and with its parts closed, or as a `whole`.

    What is the same for everybody is rendered once.
    """
    names = {key: f"region_{number}" for number, key in enumerate(found)}
    read = linked_lesson(standing.atlas, stop)
    keys = {asked.pk: asked.key for asked in stop.criteria}
    # Closed, they cost next to nothing: with them a long lesson weighs half as much again.
    parts = [(each, each.piece(stop) if whole else "") for each in parts_of(stop, read)]
    same = {
        "stop": stop,
        "lesson": read,
        "bridges": [(part, piece) for part, piece in parts if part.bridge],
        "topics": [
            (
                topic,
                [hole(names[keys[pk]]) for pk in topic.criteria if pk in keys],
                [(part, piece) for part, piece in parts if part.topic is topic],
            )
            for topic in read.topics
        ],
    }
    pieces = {names[key]: text for key, text in found.items() if key != TOP}
    return filled(standing.atlas, "progress/_lesson.html", same, pieces, key=(stop.pk, whole))


def question_context(stop: Stop, asked: Asked, *, level: int = 4) -> dict[str, Any]:
    """What is shown of a question before it was answered; its heading is of this level, 2 on a page of its own."""
    items = [(number, text, 0) for number, text in enumerate(asked.made["items"], 1)]
    # Each question has its own order, which is the same for everybody and is never the right one.
    shuffled = random.Random(asked.mark)  # noqa: S311
    while len(items) > 1 and items == sorted(items):
        shuffled.shuffle(items)
    return {
        "stop": stop,
        "asked": asked,
        "made": asked.made,
        "items": items,
        "address": question_address(stop, asked.key),
        "back": f"{address(stop)}#{asked.mark.rpartition('.')[0]}.{QUESTIONS}",
        "level": level,
        "in_place": level > 2,
    }


def question_address(stop: Stop, key: str) -> str:
    return f"{address(stop)}questions/{key}/"


def neighbours(standing: Standing, stop: Stop) -> dict[str, Stop | None]:
    """The units before and after this one that everybody sees, in the order of the map."""
    units = [unit for phase in standing.atlas.phases for unit in phase.units if unit is stop or unit.is_open]
    place = units.index(stop)
    return {
        "before": units[place - 1] if place else None,
        "after": units[place + 1] if place + 1 < len(units) else None,
    }


def has_lesson(standing: Standing, stop: Stop) -> bool:
    return not stop.capstone and read_of(standing, stop).is_there


def read_of(standing: Standing, stop: Stop) -> Lesson:
    return lesson(standing.atlas, stop)


def gone_piece(
    standing: Standing, stop: Stop, notes: Mapping[int, str], typed: Mapping[str, Mapping[str, Any]]
) -> SafeString:
    """Topics that stood here once, with what has become of them, somebody's notes and what they `typed` for a claim."""
    gone = lesson(standing.atlas, stop).gone
    if not gone:
        return SafeString()
    told = []
    for topic in gone:
        level = next((notes[pk] for pk in topic.criteria if pk in notes), None)
        texts = [typed[str(pk)].get("text", "") for pk in topic.criteria if str(pk) in typed]
        note = Rating.Level(level).label if level else ""
        told.append((topic, list(_places_now(standing, topic)), note, "\n\n".join(filter(None, texts))))
    return fragment("progress/_gone.html", {"gone": told})


def _places_now(standing: Standing, gone: Gone) -> Iterator[tuple[str, str]]:
    """What a topic has become a part of, as far as it is on the map: what it is called and where it stands."""
    for milestone, topic, anchor in gone.now:
        if stop := standing.atlas.milestones.get(milestone):
            yield f"{stop.full_name}: {topic}" if topic else stop.full_name, f"{address(stop)}#{anchor}"


def within_lessons(standing: Standing, hits: Sequence[Hit]) -> SafeString:
    """Places in lessons at which words were found, each with its unit and what stands around the words."""
    stops = standing.atlas.milestones
    return joined(
        fragment("progress/_hit.html", place_of(stops[hit.milestone], hit)) for hit in hits if hit.milestone in stops
    )


def place_of(stop: Stop, hit: Hit) -> dict[str, Any]:
    anchor = f"{hit.mark}.{hit.topic}" if hit.topic else ANCHORS.get(hit.kind, hit.key)
    if hit.kind == "bridge":
        anchor = f"{hit.mark}.{hit.key}"
    return {
        "stop": stop,
        "hit": hit,
        "kind": KINDS.get(hit.kind, ""),
        "there": question_address(stop, hit.key) if hit.kind == "question" else f"{address(stop)}#{anchor}",
        "says": marked(hit.says),
    }


def marked(says: str) -> SafeString:
    """What stands around the words that were found, with these marked."""
    plain = escape(" ".join(unescape(says).split()))
    return SafeString(plain.replace(START, "<mark>").replace(STOP, "</mark>"))
