"""A letter that was given up keeps its text no longer than one that was delivered: it may hold a code."""

from django.db import migrations, models
from django.db.models import Q

BLANK = "UPDATE outbox_letter SET text = '', html = '' WHERE given_up_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RunSQL(BLANK, migrations.RunSQL.noop),
        migrations.RemoveConstraint("letter", "a_delivered_letter_keeps_no_text"),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                condition=Q(sent_at=None, given_up_at=None) | Q(text="", html=""),
                name="a_letter_that_is_over_keeps_no_text",
            ),
        ),
    ]
