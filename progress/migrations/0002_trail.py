"""The trail: events are append-only, nothing of it is deleted, and a state is what its last event says."""

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON progress_event
    FOR EACH ROW EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER events_are_not_truncated BEFORE TRUNCATE ON progress_event
    FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER progress_is_never_deleted BEFORE DELETE ON progress_userprogress
    FOR EACH ROW EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER progress_is_not_truncated BEFORE TRUNCATE ON progress_userprogress
    FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();
"""
APPEND_ONLY_REVERSE = """
DROP TRIGGER progress_is_not_truncated ON progress_userprogress;
DROP TRIGGER progress_is_never_deleted ON progress_userprogress;
DROP TRIGGER events_are_not_truncated ON progress_event;
DROP TRIGGER events_are_append_only ON progress_event;
"""

# Checked at commit: the row as it is by then, against its last event; and each event against the one before it.
TRAIL = """
CREATE FUNCTION progress_check_trail() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_id bigint := CASE TG_TABLE_NAME WHEN 'progress_event' THEN (to_jsonb(NEW)->>'progress_id')::bigint
                                        ELSE (to_jsonb(NEW)->>'id')::bigint END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM progress_userprogress p
        LEFT JOIN LATERAL (
            SELECT number, to_state FROM progress_event WHERE progress_id = p.id ORDER BY number DESC LIMIT 1
        ) last ON true
        WHERE p.id = row_id
        AND (p.state <> coalesce(last.to_state, 'not-started') OR p.version <> coalesce(last.number, 0))
    ) THEN
        RAISE EXCEPTION 'the state of progress % is not what its last event says', row_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'state_is_what_the_trail_says';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER state_is_what_the_trail_says AFTER INSERT OR UPDATE ON progress_userprogress
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_trail();
CREATE CONSTRAINT TRIGGER state_is_what_the_trail_says AFTER INSERT ON progress_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_trail();

CREATE FUNCTION progress_check_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT number, to_state INTO last FROM progress_event
    WHERE progress_id = NEW.progress_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.from_state <> coalesce(last.to_state, 'not-started') THEN
        RAISE EXCEPTION 'event % does not follow on the one before it', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'each_event_follows_on_the_last';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER each_event_follows_on_the_last BEFORE INSERT ON progress_event
    FOR EACH ROW EXECUTE FUNCTION progress_check_step();
"""
TRAIL_REVERSE = """
DROP TRIGGER each_event_follows_on_the_last ON progress_event;
DROP FUNCTION progress_check_step();
DROP TRIGGER state_is_what_the_trail_says ON progress_event;
DROP TRIGGER state_is_what_the_trail_says ON progress_userprogress;
DROP FUNCTION progress_check_trail();
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial"), ("roadmap", "0002_facts")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_REVERSE),
        migrations.RunSQL(TRAIL, TRAIL_REVERSE),
    ]
