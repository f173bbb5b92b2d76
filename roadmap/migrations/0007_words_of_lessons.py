"""The words of lessons for the text search: columns that the database makes of the texts by itself.

Everything but letters and digits parts two words, so that what stands in code and formulas is found. Words are kept
as they stand beside their stems, so that a beginning of a word finds it.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION roadmap_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('english', clean.title) || to_tsvector('simple', clean.title), 'A')
        || setweight(to_tsvector('english', clean.body) || to_tsvector('simple', clean.body), 'C')
    FROM (SELECT regexp_replace(title, '[^[:alnum:]]+', ' ', 'g') AS title,
                 -- No text in the database is longer than a file may be; PostgreSQL's limit is close to that.
                 regexp_replace(left(body, 200000), '[^[:alnum:]]+', ' ', 'g') AS body) AS clean
$$;
"""
WITHOUT_TAGS = "regexp_replace({}, '<[^>]*>', ' ', 'g')"
BODIES = {
    "passage": ("title", "CASE kind WHEN 'figure' THEN '' ELSE text END"),
    "question": ("''", WITHOUT_TAGS.format("coalesce(made ->> 'prompt', '')")),
    "resource": ("title", "author || ' ' || use || ' ' || kind"),
}
COLUMNS = "".join(
    f"ALTER TABLE roadmap_{table} ADD COLUMN words tsvector"
    f" GENERATED ALWAYS AS (roadmap_words({title}, {body})) STORED;"
    f"CREATE INDEX {table}s_are_found_by_their_words ON roadmap_{table} USING gin (words);"
    for table, (title, body) in BODIES.items()
)
REVERSE = "".join(f"ALTER TABLE roadmap_{table} DROP COLUMN words;" for table in BODIES)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0006_facts_of_lessons")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION roadmap_words(text, text);"),
        migrations.RunSQL(COLUMNS, REVERSE),
    ]
