"""Ids that were used once, and what the things that they named are a part of now."""

from django.db import migrations, models

FACTS = """
CREATE TRIGGER retirement_mark_never_changes BEFORE UPDATE ON roadmap_retirement FOR EACH ROW
    WHEN (OLD.mark IS DISTINCT FROM NEW.mark) EXECUTE FUNCTION roadmap_refuse_renaming('mark');
CREATE TRIGGER retirement_raises_the_version AFTER INSERT OR UPDATE OR DELETE ON roadmap_retirement
    FOR EACH STATEMENT EXECUTE FUNCTION roadmap_raise_version();
"""
FACTS_REVERSE = """
DROP TRIGGER retirement_mark_never_changes ON roadmap_retirement;
DROP TRIGGER retirement_raises_the_version ON roadmap_retirement;
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0010_history_of_the_map")]
    operations = [
        migrations.CreateModel(
            "Retirement",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "seeded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of what the file said of this row.",
                        max_length=64,
                    ),
                ),
                (
                    "seeded_position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, help_text="The place that the file gave it when it was last seeded."
                    ),
                ),
                ("mark", models.CharField(help_text="The id, such as u15.chain.", max_length=60, unique=True)),
                (
                    "now",
                    models.JSONField(blank=True, default=list, help_text="Ids of what it has become a part of."),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
            ],
            {"ordering": ("mark",)},
        ),
        migrations.RunSQL(FACTS, FACTS_REVERSE),
    ]
