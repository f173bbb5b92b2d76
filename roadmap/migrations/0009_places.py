"""Where a row stands is no longer part of what it says: it follows the files by a column of its own."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

ORDERED = ("criterion", "deliverable", "passage", "question", "resource", "topic")
RESOURCE = ("kind", "title", "author", "url", "free", "licence", "use", "serves")


def digest(fields: dict[str, Any]) -> str:
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def said(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def rows(apps: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each row with what its digest was made of, but for its place."""

    def all_of(name: str) -> Any:
        return apps.get_model("roadmap", name).objects.exclude(seeded_digest="")

    slugs = dict(apps.get_model("roadmap", "Milestone").objects.values_list("pk", "slug"))
    topics = {topic.pk: topic for topic in apps.get_model("roadmap", "Topic").objects.all()}
    names = {pk: f"{slugs[topic.unit_id]}/{topic.slug}" for pk, topic in topics.items()} | {None: None}
    wordings = {
        each.criterion_id: each for each in apps.get_model("roadmap", "CriterionWording").objects.order_by("version")
    }
    for topic in all_of("Topic"):
        yield topic, {"unit": slugs[topic.unit_id], **said(topic, "title")}
    for each in all_of("Criterion").filter(pk__in=wordings):
        links = {"milestone": slugs[each.milestone_id], "topic": names[each.topic_id]}
        yield each, {**links, **said(wordings[each.pk], "text", "levels")}
    for each in all_of("Deliverable"):
        yield each, {"stage": slugs[each.stage_id], **said(each, "text")}
    for each in all_of("Passage"):
        links = {"milestone": slugs[each.milestone_id], "topic": names[each.topic_id]}
        yield each, {**links, **said(each, "kind", "title", "text")}
    for each in all_of("Question"):
        yield each, {"unit": slugs[each.unit_id], "topic": names[each.topic_id], **said(each, "kind", "text")}
    for each in all_of("Resource"):
        yield each, {"unit": slugs[each.unit_id], **said(each, *RESOURCE)}


def place(apps: Any, schema_editor: Any) -> None:
    """Rows that say what was seeded go on saying so. Others were edited here; the next seed names them."""
    for row, says in rows(apps):
        row.seeded_position = row.position
        if row.seeded_digest == digest(says | {"position": row.position}):
            row.seeded_digest = digest(says)
        row.save(update_fields=["seeded_position", "seeded_digest"])


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0008_history_of_lessons")]
    operations = [
        *(
            migrations.AddField(
                name,
                "seeded_position",
                models.PositiveSmallIntegerField(
                    default=0, editable=False, help_text="The place that the file gave it when it was last seeded."
                ),
            )
            for name in ORDERED
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
