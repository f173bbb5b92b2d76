"""Nobody has begun on a draft: what people have begun on can be archived, and does not go back to be a draft."""

from django.db import migrations

NO_DRAFT = """
CREATE FUNCTION progress_hold_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever makes a draft of it at the same moment waits here, and then sees that somebody has begun.
    PERFORM 1 FROM roadmap_milestone WHERE id = NEW.milestone_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER progress_holds_its_milestone BEFORE INSERT ON progress_userprogress
    FOR EACH ROW EXECUTE FUNCTION progress_hold_milestone();

CREATE FUNCTION progress_refuse_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    milestone bigint := CASE TG_TABLE_NAME WHEN 'roadmap_milestone' THEN (to_jsonb(NEW)->>'id')::bigint
                                           ELSE (to_jsonb(NEW)->>'milestone_id')::bigint END;
    slug text;
BEGIN
    SELECT m.slug INTO slug FROM roadmap_milestone m WHERE m.id = milestone AND m.status = 'draft'
    AND EXISTS (SELECT 1 FROM progress_userprogress p WHERE p.milestone_id = m.id);
    IF FOUND THEN
        RAISE EXCEPTION 'Somebody has begun on %, so it cannot be a draft any more. Archive it instead.', slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_has_begun_on_a_draft';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER nobody_has_begun_on_a_draft AFTER INSERT ON progress_userprogress
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_refuse_draft();
CREATE CONSTRAINT TRIGGER nobody_has_begun_on_a_draft AFTER UPDATE ON roadmap_milestone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'draft') EXECUTE FUNCTION progress_refuse_draft();
"""
NO_DRAFT_REVERSE = """
DROP TRIGGER nobody_has_begun_on_a_draft ON roadmap_milestone;
DROP TRIGGER nobody_has_begun_on_a_draft ON progress_userprogress;
DROP FUNCTION progress_refuse_draft();
DROP TRIGGER progress_holds_its_milestone ON progress_userprogress;
DROP FUNCTION progress_hold_milestone();
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0002_trail"), ("roadmap", "0003_archived_prerequisites")]
    operations = [migrations.RunSQL(NO_DRAFT, NO_DRAFT_REVERSE)]
