"""Reading capstone files: a brief, three stages with what they hand in, and one rubric for all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from roadmap.curriculum.documents import LEVELS, STEPS, Capstone, Deliverable, Proof, RubricRow, Section, Stage
from roadmap.curriculum.faults import Findings, shown
from roadmap.curriculum.front import Field, fault_of_text
from roadmap.curriculum.milestones import (
    LONGEST_LINE,
    LONGEST_SENTENCE,
    MOST_CAPSTONE_HOURS,
    MOST_NUMBER,
    check_marks,
    marks,
    must_have_mark,
    nothing_but_text,
    read_estimate_and_edges,
    read_name,
    read_proof,
    read_retired,
    sentence,
    title_of,
    without_text,
)
from roadmap.curriculum.outline import arranged

FIELDS = ("capstone", "slug", "title", "focus", "phase", "hours", "difficulty", "builds_on", "unlocks", "retired")
MANY = 99
SECTIONS = {
    "Brief": (0, 1),
    "Sketch": (0, MANY),
    "Proof of mastery": (1, 1),
    "Stage": (0, MANY),
    "Rubric": (1, MANY),
}
STAGE_PARTS = {
    "Mastered when": (1, 1),
    "Deliverables": (1, 1),
    "Good evidence": (0, 1),
    "Typically sent back": (0, 1),
    "Mentors check": (0, 1),
}
# Those of them that explain a stage.
STAGE_LESSON = ("Good evidence", "Typically sent back", "Mentors check")
DELIVERABLE = re.compile(r"([0-9]+)\. (\S.*?) \{#([a-z0-9.-]+)\}")
ROW_LINES = ("stages", *LEVELS)
MARK_PARTS = 2


def read_capstone(front: Field, sections: Sequence[Section], findings: Findings) -> Capstone:
    fields = front.mapping(FIELDS, optional=("retired",))
    retired = read_retired(fields["retired"])
    found = arranged(sections, SECTIONS, findings, 1)
    _check_brief(found, findings)
    stages = tuple(_stage(section, findings) for section in found["Stage"])
    _check_steps(stages, findings)
    rubric = tuple(_rubric_row(section, findings) for section in found["Rubric"])
    _check_rubric_covers_stages(stages, rubric, findings)
    for section in found["Proof of mastery"]:
        must_have_mark(section, findings, "c1.proof")
    written = [*marks(sections), *((each.id, each.line) for stage in stages for each in stage.deliverables)]
    check_marks([*written, *((each.id, each.line) for each in retired)], "c", MARK_PARTS, findings)
    proofs = [read_proof(section, findings) for section in found["Proof of mastery"]]
    return Capstone(
        file=findings.file,
        lines={field: fields[field].line for field in FIELDS},
        marks=tuple(written),
        number=fields["capstone"].number(1, MOST_NUMBER),
        **read_name(fields),
        focus=fields["focus"].text(LONGEST_LINE),
        **read_estimate_and_edges(fields, MOST_CAPSTONE_HOURS),
        proof=proofs[0] if proofs else Proof("", ""),
        lesson=(*found["Brief"], *found["Sketch"]),
        stages=stages,
        rubric=rubric,
        retired=retired,
    )


def _check_brief(found: Mapping[str, Sequence[Section]], findings: Findings) -> None:
    for section in found["Brief"]:
        must_have_mark(section, findings, "c1.brief")
    for section in found["Sketch"]:
        title_of(section, findings)
        must_have_mark(section, findings, "c1.s.library")
    for section in (*found["Brief"], *found["Sketch"]):
        nothing_but_text(section, findings)


def _check_steps(stages: Sequence[Stage], findings: Findings) -> None:
    steps = [stage.step for stage in stages]
    if steps != list(STEPS):
        line = stages[0].line if stages else 1
        findings.expect(
            line, "Stage", f"the stages {', '.join(STEPS)}, once each and in this order", ", ".join(steps) or "none"
        )


def _check_rubric_covers_stages(stages: Sequence[Stage], rubric: Sequence[RubricRow], findings: Findings) -> None:
    named = {step for row in rubric for step in row.steps}
    for stage in stages:
        if stage.step in STEPS and stage.step not in named:
            findings.expect(stage.line, "Stage", f"a row of the rubric that names {stage.step}", "none")


def _stage(section: Section, findings: Findings) -> Stage:
    must_have_mark(section, findings, "c1.create")
    without_text(section, findings)
    parts = arranged(section.parts, STAGE_PARTS, findings, section.line)
    mastered_when = sentence(parts["Mastered when"], findings)
    deliverables = tuple(each for part in parts["Deliverables"] for each in _deliverables(part, section.id, findings))
    lesson = tuple(part for name in STAGE_LESSON for part in parts[name])
    for part in lesson:
        nothing_but_text(part, findings)
    return Stage(section.title, section.id, mastered_when, deliverables, lesson, section.line)


def _deliverables(section: Section, stage_id: str, findings: Findings) -> Iterator[Deliverable]:
    if not section.body:
        findings.expect(section.line, section.name, "a numbered list", "none")
        return
    for place, line in enumerate(section.body.split("\n")):
        number = section.body_line + place
        match = DELIVERABLE.fullmatch(line)
        if match is None:
            findings.expect(number, section.name, "1. what is handed in {#id}", shown(line))
            continue
        if int(match[1]) != place + 1:
            findings.expect(number, section.name, f"the number {place + 1}", match[1])
        if stage_id and match[3].rpartition(".")[0] != stage_id:
            findings.expect(number, "id", f"an id that begins with {stage_id}., its stage", shown(match[3]))
        fault = fault_of_text(match[2], LONGEST_SENTENCE)
        if fault:
            findings.expect(number, section.name, *fault)
        yield Deliverable(match[3], match[2], number)


def _rubric_row(section: Section, findings: Findings) -> RubricRow:
    title = title_of(section, findings)
    must_have_mark(section, findings, "c1.problem-evidence")
    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for place, line in enumerate(section.body.split("\n") if section.body else []):
        number = section.body_line + place
        name, colon, text = line.partition(": ")
        if not colon or name not in ROW_LINES:
            findings.expect(number, section.name, f"a line that begins with one of {', '.join(ROW_LINES)}", shown(line))
        elif name in texts:
            findings.expect(number, name, "this line once", f"it again (it stands in line {lines[name]} already)")
        else:
            texts[name], lines[name] = text, number
            fault = fault_of_text(text, LONGEST_SENTENCE)
            if fault:
                findings.expect(number, name, *fault)
    for name in ROW_LINES:
        if name not in texts:
            findings.expect(section.line, name, f"a line {name}: ...", "none")
    steps = _steps(texts["stages"], lines["stages"], findings) if "stages" in texts else ()
    return RubricRow(section.id, title, steps, tuple(texts.get(level, "") for level in LEVELS), section.line)


def _steps(text: str, line: int, findings: Findings) -> tuple[str, ...]:
    steps = tuple(text.split(", "))
    if not set(steps) <= set(STEPS) or list(steps) != sorted(set(steps), key=STEPS.index):
        findings.expect(line, "stages", f"some of {', '.join(STEPS)}, in this order", shown(text))
    return tuple(step for step in steps if step in STEPS)
