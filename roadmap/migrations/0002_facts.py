"""Facts of the map that Django's constraints cannot say: no cycle, frozen names, kept wordings, the version."""

from django.db import migrations

NO_CYCLE = """
CREATE FUNCTION roadmap_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    start bigint := CASE TG_TABLE_NAME WHEN 'roadmap_stage' THEN (to_jsonb(NEW)->>'milestone_ptr_id')::bigint
                                       ELSE (to_jsonb(NEW)->>'after_id')::bigint END;
BEGIN
    -- Two admins may add opposite edges at once: the second waits here and then sees what the first has committed.
    PERFORM pg_advisory_xact_lock(hashtext('roadmap_prerequisite'));
    IF EXISTS (
        WITH RECURSIVE edge(after, before) AS (
            SELECT after_id, before_id FROM roadmap_prerequisite
            UNION ALL
            SELECT later.milestone_ptr_id, earlier.milestone_ptr_id
            FROM roadmap_stage later
            JOIN roadmap_stage earlier ON earlier.capstone_id = later.capstone_id AND earlier.step = later.step - 1
        ), reach(milestone) AS (
            SELECT before FROM edge WHERE after = start
            UNION
            SELECT edge.before FROM edge JOIN reach ON edge.after = reach.milestone
        )
        SELECT 1 FROM reach WHERE milestone = start
    ) THEN
        RAISE EXCEPTION 'this would make a cycle of prerequisites'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_cycle_of_prerequisites';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_cycle_of_prerequisites AFTER INSERT OR UPDATE ON roadmap_prerequisite
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION roadmap_refuse_cycle();
CREATE CONSTRAINT TRIGGER no_cycle_of_prerequisites AFTER INSERT OR UPDATE ON roadmap_stage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION roadmap_refuse_cycle();
"""
NO_CYCLE_REVERSE = """
DROP TRIGGER no_cycle_of_prerequisites ON roadmap_stage;
DROP TRIGGER no_cycle_of_prerequisites ON roadmap_prerequisite;
DROP FUNCTION roadmap_refuse_cycle();
"""

FROZEN = {
    "phase": "slug",
    "milestone": "slug",
    "capstone": "slug",
    "topic": "slug",
    "criterion": "key",
    "deliverable": "key",
}
FROZEN_NAMES = """
CREATE FUNCTION roadmap_refuse_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a % never changes', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_{column}_never_changes BEFORE UPDATE ON roadmap_{table} FOR EACH ROW"
    f" WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION roadmap_refuse_renaming('{column}');\n"
    for table, column in FROZEN.items()
)
FROZEN_NAMES_REVERSE = (
    "".join(f"DROP TRIGGER {table}_{column}_never_changes ON roadmap_{table};" for table, column in FROZEN.items())
    + "DROP FUNCTION roadmap_refuse_renaming();"
)

# Tests empty all tables between them: only their connection sets throughline.may_truncate.
WORDINGS = """
CREATE FUNCTION throughline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('throughline.may_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER wordings_are_append_only BEFORE UPDATE OR DELETE ON roadmap_criterionwording
    FOR EACH ROW EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER wordings_are_not_truncated BEFORE TRUNCATE ON roadmap_criterionwording
    FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();
"""
WORDINGS_REVERSE = """
DROP TRIGGER wordings_are_not_truncated ON roadmap_criterionwording;
DROP TRIGGER wordings_are_append_only ON roadmap_criterionwording;
DROP FUNCTION throughline_append_only();
"""

MAP_TABLES = (
    "phase", "milestone", "unit", "capstone", "stage", "topic", "criterion", "criterionwording", "deliverable",
    "prerequisite",
)  # fmt: skip
VERSION = """
CREATE FUNCTION roadmap_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE roadmap_curriculumversion
    SET number = greatest(number + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_raises_the_version AFTER INSERT OR UPDATE OR DELETE ON roadmap_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION roadmap_raise_version();\n"
    for table in MAP_TABLES
)
VERSION_REVERSE = (
    "".join(f"DROP TRIGGER {table}_raises_the_version ON roadmap_{table};" for table in MAP_TABLES)
    + "DROP FUNCTION roadmap_raise_version();"
)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0001_initial")]
    operations = [
        migrations.RunSQL(NO_CYCLE, NO_CYCLE_REVERSE),
        migrations.RunSQL(FROZEN_NAMES, FROZEN_NAMES_REVERSE),
        migrations.RunSQL(WORDINGS, WORDINGS_REVERSE),
        migrations.RunSQL(VERSION, VERSION_REVERSE),
    ]
