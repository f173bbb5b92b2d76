"""A mentor's role keeps who gave it and when; it is ended once, and a role that ended stays as it is."""

from django.db import migrations

# Tests empty all tables between them: only their connection sets throughline.may_truncate.
HISTORY = """
CREATE FUNCTION accounts_keep_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('throughline.may_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL
           AND (to_jsonb(NEW) - 'ended_at' - 'ended_by_id') = (to_jsonb(OLD) - 'ended_at' - 'ended_by_id') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a role is history: it can be ended once, and nothing else'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER a_role_is_ended_once BEFORE UPDATE ON accounts_mentorrole
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_role();
CREATE TRIGGER roles_are_never_deleted BEFORE DELETE ON accounts_mentorrole
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_role();
CREATE TRIGGER roles_are_not_truncated BEFORE TRUNCATE ON accounts_mentorrole
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_role();
"""
HISTORY_REVERSE = """
DROP TRIGGER roles_are_not_truncated ON accounts_mentorrole;
DROP TRIGGER roles_are_never_deleted ON accounts_mentorrole;
DROP TRIGGER a_role_is_ended_once ON accounts_mentorrole;
DROP FUNCTION accounts_keep_role();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_news")]
    operations = [migrations.RunSQL(HISTORY, HISTORY_REVERSE)]
