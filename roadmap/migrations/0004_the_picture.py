"""The map as a picture: where phases stand on it, and the pictures that were made."""

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models

PLACES = [MinValueValidator(1), MaxValueValidator(99)]
# Where the phases that come with the product stand: column by column, each from top to bottom.
COLUMNS = (
    ("foundations", "full-stack-engineering", "product-engineering"),
    ("deep-learning", "sequence-models-nlp"),
    ("transformers-llms", "system-design"),
    ("ai-applications", "production-scale", "growth-business"),
    ("capstone-products",),
)
# Pages show the picture, so they are out of date when there is another.
RAISES = """
CREATE TRIGGER maplayout_raises_the_version AFTER INSERT OR UPDATE OR DELETE ON roadmap_maplayout
    FOR EACH STATEMENT EXECUTE FUNCTION roadmap_raise_version();
"""
RAISES_REVERSE = "DROP TRIGGER maplayout_raises_the_version ON roadmap_maplayout;"


def digest(fields: dict[str, Any]) -> str:
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def place(apps: Any, schema_editor: Any) -> None:
    """Phases that say what was seeded go on saying so: what is said of a phase has two more fields now."""
    places = {slug: (column, order) for column, slugs in enumerate(COLUMNS, 1) for order, slug in enumerate(slugs, 1)}
    for phase in apps.get_model("roadmap", "Phase").objects.all():
        said = {"number": phase.number, "title": phase.title, "tagline": phase.tagline}
        is_as_seeded = phase.seeded_digest == digest(said)
        phase.map_column, phase.map_order = places.get(phase.slug, (None, None))
        if is_as_seeded:
            said |= {"map_column": phase.map_column, "map_order": phase.map_order}
            phase.seeded_digest = digest(said)
        phase.save()


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0003_archived_prerequisites")]
    operations = [
        migrations.CreateModel(
            "MapLayout",
            [
                (
                    "digest",
                    models.CharField(
                        help_text="Of the graph and of the code of the layout.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("geometry", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(RAISES, RAISES_REVERSE),
        migrations.AddField(
            "phase",
            "map_column",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Column of the map, from the left. Left empty: the one after the last phase that this one"
                " rests on.",
                null=True,
                validators=PLACES,
            ),
        ),
        migrations.AddField(
            "phase",
            "map_order",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Place in its column, from the top. Left empty: the last.",
                null=True,
                validators=PLACES,
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
