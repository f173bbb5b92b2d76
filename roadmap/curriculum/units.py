"""Reading unit files."""

from collections.abc import Sequence

from roadmap.curriculum.documents import Criterion, Proof, Resource, Section, Topic, Unit
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.front import Field
from roadmap.curriculum.milestones import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_HOURS,
    MOST_NUMBER,
    check_marks,
    marks,
    must_have_mark,
    prose,
    read_estimate_and_edges,
    read_name,
    read_proof,
    read_retired,
    sentence,
    title_of,
    without_text,
)
from roadmap.curriculum.outline import arranged
from roadmap.curriculum.questions import read_question

FIELDS = ("unit", "slug", "title", "phase", "hours", "difficulty", "builds_on", "unlocks", "resources", "retired")
RESOURCE_FIELDS = ("id", "kind", "title", "author", "url", "free", "licence", "serves", "use")
MANY = 99
SECTIONS = {"Why it matters": (0, 1), "Bridge": (0, MANY), "Topic": (1, MANY), "Proof of mastery": (1, 1)}
TOPIC_PARTS = {
    "Criterion": (1, MANY),
    "Core idea": (0, 1),
    "Worked example": (0, 1),
    "Misconception": (0, 1),
    "Figure": (0, 1),
    "Questions": (0, 1),
}
MARK_PARTS = 3


def read_unit(front: Field, sections: Sequence[Section], findings: Findings) -> Unit:
    fields = front.mapping(FIELDS, optional=("retired",))
    retired = read_retired(fields["retired"])
    resources = tuple(_resource(item) for item in fields["resources"].items())
    found = arranged(sections, SECTIONS, findings, 1)
    topics = tuple(_topic(section, findings) for section in found["Topic"])
    for section in found["Bridge"]:
        title_of(section, findings)
        must_have_mark(section, findings, "u15.b.notation")
    for section in found["Proof of mastery"]:
        must_have_mark(section, findings, "u15.proof")
    written = [*marks(sections), *((resource.id, resource.line) for resource in resources if resource.id)]
    check_marks([*written, *((each.id, each.line) for each in retired)], "u", MARK_PARTS, findings)
    _check_served_topics(resources, topics, findings)
    proofs = [read_proof(section, findings) for section in found["Proof of mastery"]]
    return Unit(
        file=findings.file,
        lines={field: fields[field].line for field in FIELDS},
        marks=tuple(written),
        number=fields["unit"].number(1, MOST_NUMBER),
        **read_name(fields),
        **read_estimate_and_edges(fields, MOST_HOURS),
        resources=resources,
        lesson=(*found["Why it matters"], *found["Bridge"]),
        topics=topics,
        proof=proofs[0] if proofs else Proof("", ""),
        retired=retired,
    )


def _topic(section: Section, findings: Findings) -> Topic:
    title = title_of(section, findings)
    must_have_mark(section, findings, "u15.chain")
    without_text(section, findings)
    parts = arranged(section.parts, TOPIC_PARTS, findings, section.line)
    criteria = tuple(
        Criterion(part.id or section.id, sentence([part], findings), part.line) for part in parts["Criterion"]
    )
    for part in [part for part in parts["Criterion"] if not part.id][1:]:
        findings.expect(part.line, "id", f"an id such as {{#{section.id}-2}} at the end of a further criterion", "none")
    for part in parts["Questions"]:
        _check_questions(part, section.id, findings)
    lesson = tuple(part for name in TOPIC_PARTS if name != "Criterion" for part in parts[name])
    return Topic(section.id, title, criteria, lesson, section.line)


def _check_questions(section: Section, topic: str, findings: Findings) -> None:
    """Each question has an id: an answer that a learner once gave must be found again for ever."""
    without_text(section, findings)
    for part in section.parts:
        if not part.id.startswith(f"{topic}.q"):
            found = shown(part.id) if part.id else "none"
            findings.expect(part.line, "id", f"an id such as {{#{topic}.q1}} at the end of the heading", found)
        if prose([part], findings):
            read_question(part, findings)


def _resource(item: Field) -> Resource:
    fields = item.mapping(RESOURCE_FIELDS)
    url = fields["url"].text(LONGEST_LINE)
    if url and not url.startswith("https://"):
        fields["url"].expect("an address that begins with https://")
    return Resource(
        id=fields["id"].text(LONGEST_ID),
        kind=fields["kind"].slug(LONGEST_ID),
        title=fields["title"].text(LONGEST_LINE),
        author=fields["author"].text(LONGEST_LINE),
        url=url,
        free=fields["free"].truth(),
        licence=fields["licence"].text(LONGEST_TITLE),
        serves=tuple(topic.text(LONGEST_ID) for topic in fields["serves"].items()),
        use=fields["use"].text(LONGEST_LINE),
        line=item.line,
    )


def _check_served_topics(resources: Sequence[Resource], topics: Sequence[Topic], findings: Findings) -> None:
    known = {topic.id for topic in topics}
    for resource in resources:
        for mark in resource.serves:
            if mark and mark not in known:
                findings.expect(resource.line, "resources.serves", "ids of topics of this unit", shown(mark))
