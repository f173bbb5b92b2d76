from django.db import migrations

# A pattern counts no further than to 255 by itself.
SHORT = r"""
ALTER TABLE progress_claimanswer ADD CONSTRAINT links_are_short CHECK (
    NOT jsonb_path_exists(links, '$[*] ? (@ like_regex "^(.{200}){10}.")')
);
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_news")]

    operations = [
        migrations.RunSQL(SHORT, "ALTER TABLE progress_claimanswer DROP CONSTRAINT links_are_short;"),
    ]
