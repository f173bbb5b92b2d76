"""What a learner's word covers: written down with each word, and never changed."""

import django.db.models.deletion
from django.db import migrations, models

# A word covers what its own milestone asks for, and only a word covers anything.
COVERS = """
CREATE FUNCTION progress_check_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM progress_event event
        JOIN progress_userprogress mine ON mine.id = event.progress_id
        JOIN roadmap_criterion criterion ON criterion.milestone_id = mine.milestone_id
        JOIN roadmap_criterionwording wording ON wording.criterion_id = criterion.id
        WHERE event.id = NEW.event_id AND event.move IN ('attest', 'renew') AND wording.id = NEW.wording_id
    ) THEN
        RAISE EXCEPTION 'event % is no word on wording %', NEW.event_id, NEW.wording_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_word_covers_its_own_milestone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_word_covers_its_own_milestone BEFORE INSERT ON progress_givenword
    FOR EACH ROW EXECUTE FUNCTION progress_check_covered();
CREATE TRIGGER words_are_append_only BEFORE UPDATE OR DELETE ON progress_givenword
    FOR EACH ROW EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER words_are_not_truncated BEFORE TRUNCATE ON progress_givenword
    FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();
"""
COVERS_REVERSE = """
DROP TRIGGER words_are_not_truncated ON progress_givenword;
DROP TRIGGER words_are_append_only ON progress_givenword;
DROP TRIGGER a_word_covers_its_own_milestone ON progress_givenword;
DROP FUNCTION progress_check_covered();
"""

# Of words that were given before nobody wrote it down: they cover what was asked at their time, as far as is known.
BEFORE = """
INSERT INTO progress_givenword (event_id, wording_id)
SELECT word.id, said.id FROM progress_event AS word
JOIN progress_userprogress AS mine ON mine.id = word.progress_id
JOIN roadmap_criterion AS criterion ON criterion.milestone_id = mine.milestone_id
    AND (criterion.archived_at IS NULL OR criterion.archived_at > word.at)
JOIN LATERAL (
    SELECT id FROM roadmap_criterionwording AS wording
    WHERE wording.criterion_id = criterion.id AND wording.written_at <= word.at ORDER BY version DESC LIMIT 1
) AS said ON true
WHERE word.move = 'attest'
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0009_one_index_is_enough"), ("roadmap", "0012_what_a_wording_changed")]
    operations = [
        migrations.CreateModel(
            name="GivenWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="covers",
                        to="progress.event",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roadmap.criterionwording"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("event", "wording"), name="a_word_covers_a_wording_once")
                ]
            },
        ),
        migrations.RunSQL(COVERS, COVERS_REVERSE),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
    ]  # fmt: skip
