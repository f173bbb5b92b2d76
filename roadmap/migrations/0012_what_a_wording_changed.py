"""Each wording tells what it changed. Of those that were there nobody said it: they count as breaking."""

from django.db import migrations, models
from django.db.models import Q

# Wordings are append-only. A column that is made anew from the others is no change of a row for the triggers.
TOLD = """
ALTER TABLE roadmap_criterionwording ALTER COLUMN change TYPE varchar(8)
    USING CASE WHEN version = 1 THEN 'first' ELSE 'breaking' END
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0011_retirements")]
    operations = [
        migrations.AddField(
            "criterionwording",
            "change",
            models.CharField(
                choices=[
                    ("first", "first wording"),
                    ("cosmetic", "cosmetic: asks for the same in other words"),
                    ("added", "added: asks for more than before"),
                    ("breaking", "breaking: asks for something else"),
                ],
                db_default="added",
                max_length=8,
            ),
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "criterionwording",
            models.CheckConstraint(
                condition=Q(version=1, change__in=("first", "added"))
                | Q(version__gt=1, change__in=("cosmetic", "added", "breaking")),
                name="each_wording_tells_what_it_changed",
            ),
        ),
    ]
