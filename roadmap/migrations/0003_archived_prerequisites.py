"""Prerequisites are archived like the rest of the map; what is archived makes no cycle."""

from django.db import migrations, models

REFUSE_CYCLE = """
CREATE OR REPLACE FUNCTION roadmap_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    start bigint := CASE TG_TABLE_NAME WHEN 'roadmap_stage' THEN (to_jsonb(NEW)->>'milestone_ptr_id')::bigint
                                       ELSE (to_jsonb(NEW)->>'after_id')::bigint END;
BEGIN
    -- Two admins may add opposite edges at once: the second waits here and then sees what the first has committed.
    PERFORM pg_advisory_xact_lock(hashtext('roadmap_prerequisite'));
    IF EXISTS (
        WITH RECURSIVE edge(after, before) AS (
            SELECT after_id, before_id FROM roadmap_prerequisite {which}
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
"""


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0002_facts")]
    operations = [
        migrations.AddField("prerequisite", "archived_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            REFUSE_CYCLE.replace("{which}", "WHERE archived_at IS NULL"), REFUSE_CYCLE.replace("{which}", "")
        ),
    ]
