"""Facts of lessons that constraints cannot say: frozen names, and that the version is raised. Units get their marks."""

from django.db import migrations

FROZEN = {"passage": "key", "question": "key", "resource": "key"}
NAMES = "".join(
    f"CREATE TRIGGER {table}_{column}_never_changes BEFORE UPDATE ON roadmap_{table} FOR EACH ROW"
    f" WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION roadmap_refuse_renaming('{column}');\n"
    for table, column in FROZEN.items()
)
NAMES_REVERSE = "".join(
    f"DROP TRIGGER {table}_{column}_never_changes ON roadmap_{table};" for table, column in FROZEN.items()
)

# A mark is given once: all ids of a unit begin with it.
MARKED = {"unit": "u", "capstone": "c"}
MARKS = "".join(
    f"UPDATE roadmap_{table} SET mark = '{letter}' || number;\n"
    f"CREATE TRIGGER {table}_mark_never_changes BEFORE UPDATE ON roadmap_{table} FOR EACH ROW"
    f" WHEN (OLD.mark <> '' AND OLD.mark <> NEW.mark) EXECUTE FUNCTION roadmap_refuse_renaming('mark');\n"
    for table, letter in MARKED.items()
)
MARKS_REVERSE = "".join(f"DROP TRIGGER {table}_mark_never_changes ON roadmap_{table};" for table in MARKED)

VERSION = "".join(
    f"CREATE TRIGGER {table}_raises_the_version AFTER INSERT OR UPDATE OR DELETE ON roadmap_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION roadmap_raise_version();\n"
    for table in FROZEN
)
VERSION_REVERSE = "".join(f"DROP TRIGGER {table}_raises_the_version ON roadmap_{table};" for table in FROZEN)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0005_lessons")]
    operations = [
        migrations.RunSQL(NAMES, NAMES_REVERSE),
        migrations.RunSQL(MARKS, MARKS_REVERSE),
        migrations.RunSQL(VERSION, VERSION_REVERSE),
    ]
