"""The map as it stands in the database, as the same rows that the files are read into."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roadmap import models
from roadmap.curriculum import rows
from roadmap.curriculum.rows import Key, Row


@dataclass(frozen=True)
class Standing:
    """One row of the map with the object that it was read from."""

    instance: Any
    row: Row
    # The version of a criterion's latest wording.
    version: int = 0

    @property
    def is_archived(self) -> bool:
        if hasattr(self.instance, "archived_at"):
            return self.instance.archived_at is not None
        return getattr(self.instance, "status", None) == models.Status.ARCHIVED

    @property
    def was_edited(self) -> bool:
        """Whether it no longer says what was last seeded. A row that was never seeded counts as edited."""
        return self.row.digest != self.instance.seeded_digest


MODELS: dict[str, Any] = {
    "phase": models.Phase,
    "unit": models.Unit,
    "capstone": models.Capstone,
    "stage": models.Stage,
    "topic": models.Topic,
    "criterion": models.Criterion,
    "deliverable": models.Deliverable,
    "prerequisite": models.Prerequisite,
    "passage": models.Passage,
    "question": models.Question,
    "resource": models.Resource,
    "retirement": models.Retirement,
}
# The column that holds the last part of a row's key. A prerequisite is named by its two milestones alone.
NAME_COLUMNS = {
    "phase": "slug",
    "unit": "slug",
    "capstone": "slug",
    "stage": "slug",
    "topic": "slug",
    "criterion": "key",
    "deliverable": "key",
    "passage": "key",
    "question": "key",
    "resource": "key",
    "retirement": "mark",
}


def standing_map() -> dict[tuple[str, Key], Standing]:
    """Every row of the map by kind and key, in one query for each table."""
    return {(each.row.kind, each.row.key): each for each in _all_rows()}


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _all_rows() -> Iterator[Standing]:
    slugs: dict[int, str] = {}
    phases = {phase.pk: phase for phase in models.Phase.objects.all()}
    for phase in phases.values():
        values = _values(phase, "number", "title", "tagline", "map_column", "map_order")
        yield Standing(phase, rows.phase_row(phase.slug, **values))
    for unit in models.Unit.objects.all():
        slugs[unit.pk] = unit.slug
        yield Standing(
            unit,
            rows.unit_row(
                unit.slug,
                phase=phases[unit.phase_id].slug,
                mark=unit.mark,
                **_values(unit, "number", "title", "hours", "difficulty", "proof"),
            ),
        )
    yield from _capstones_and_stages(phases, slugs)
    topics = {topic.pk: topic for topic in models.Topic.objects.all()}
    yield from _topics_and_criteria(slugs, topics)
    yield from _lessons(slugs, topics)
    for each in models.Deliverable.objects.all():
        values = _values(each, "position", "text")
        yield Standing(each, rows.deliverable_row(slugs[each.stage_id], each.key, **values))
    for edge in models.Prerequisite.objects.all():
        values = _values(edge, "strength", "why")
        yield Standing(edge, rows.prerequisite_row(slugs[edge.after_id], slugs[edge.before_id], **values))
    for retirement in models.Retirement.objects.all():
        yield Standing(retirement, rows.retirement_row(retirement.mark, **_values(retirement, "position", "now")))


def _capstones_and_stages(phases: dict[int, Any], slugs: dict[int, str]) -> Iterator[Standing]:
    capstones = {capstone.pk: capstone for capstone in models.Capstone.objects.all()}
    for capstone in capstones.values():
        yield Standing(
            capstone,
            rows.capstone_row(
                capstone.slug,
                phase=phases[capstone.phase_id].slug,
                mark=capstone.mark,
                **_values(capstone, "number", "title", "focus", "hours", "proof"),
            ),
        )
    for stage in models.Stage.objects.order_by("pk"):
        slugs[stage.pk] = stage.slug
        capstone = capstones[stage.capstone_id].slug
        values = _values(stage, "step", "difficulty", "proof")
        yield Standing(stage, rows.stage_row(stage.slug, capstone=capstone, **values))


def _lessons(slugs: dict[int, str], topics: dict[int, Any]) -> Iterator[Standing]:
    for passage in models.Passage.objects.defer("html"):
        of_topic = topics[passage.topic_id].slug if passage.topic_id else None
        values = _values(passage, "position", "kind", "title", "text")
        yield Standing(passage, rows.passage_row(slugs[passage.milestone_id], passage.key, topic=of_topic, **values))
    for question in models.Question.objects.defer("made"):
        values = _values(question, "position", "kind", "text")
        of_topic = topics[question.topic_id].slug
        yield Standing(question, rows.question_row(slugs[question.unit_id], question.key, topic=of_topic, **values))
    for resource in models.Resource.objects.all():
        values = _values(resource, "position", *rows.RESOURCE, "serves")
        yield Standing(resource, rows.resource_row(slugs[resource.unit_id], resource.key, **values))


def _topics_and_criteria(slugs: dict[int, str], topics: dict[int, Any]) -> Iterator[Standing]:
    for topic in topics.values():
        values = _values(topic, "position", "title")
        yield Standing(topic, rows.topic_row(slugs[topic.unit_id], topic.slug, **values))
    # The last one of each criterion wins: a later version is the wording that counts.
    wordings: dict[int, Any] = {each.criterion_id: each for each in models.CriterionWording.objects.order_by("version")}
    for criterion in models.Criterion.objects.all():
        wording = wordings.get(criterion.pk)
        of_topic = topics[criterion.topic_id].slug if criterion.topic_id else None
        values = {
            "position": criterion.position,
            "text": wording.text if wording else "",
            "levels": wording.levels if wording else [],
        }
        row = rows.criterion_row(slugs[criterion.milestone_id], criterion.key, topic=of_topic, **values)
        yield Standing(criterion, row, wording.version if wording else 0)
