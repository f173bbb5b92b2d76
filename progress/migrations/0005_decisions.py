"""What claims and reviews can never be, whoever writes: the composite keys, and what is checked at commit."""

from django.db import migrations, models
from django.db.models import Q

# (table, its columns, the table that they point at, the columns there)
KEYS = {
    "claim_is_of_its_learner": ("masteryclaim", "progress_id, learner_id", "userprogress", "id, learner_id"),
    "hold_is_on_this_learners_claim": (
        "hold", "claim_id, progress_id, learner_id", "masteryclaim", "id, progress_id, learner_id",
    ),
    "review_is_of_this_learners_claim": (
        "mentorreview", "claim_id, progress_id, learner_id", "masteryclaim", "id, progress_id, learner_id",
    ),
    "revocation_is_of_its_learner": ("revocation", "progress_id, learner_id", "userprogress", "id, learner_id"),
    "event_is_about_its_own_claim": ("event", "claim_id, progress_id", "masteryclaim", "id, progress_id"),
    "mastered_by_an_approval": (
        "userprogress", "mastering_review_id, id, decision", "mentorreview", "id, progress_id, decision",
    ),
}  # fmt: skip
COMPOSITE_KEYS = (
    "ALTER TABLE progress_userprogress ADD COLUMN decision varchar(9)"
    " GENERATED ALWAYS AS (CASE WHEN state = 'mastered' THEN 'approve' END) STORED;\n"
) + "".join(
    f"ALTER TABLE progress_{table} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
    f" REFERENCES progress_{other} ({theirs}) DEFERRABLE INITIALLY DEFERRED;\n"
    for name, (table, columns, other, theirs) in KEYS.items()
)
COMPOSITE_KEYS_REVERSE = (
    "".join(f"ALTER TABLE progress_{table} DROP CONSTRAINT {name};\n" for name, (table, *_) in KEYS.items())
    + "ALTER TABLE progress_userprogress DROP COLUMN decision;"
)

# A link is https, names a host, and holds no user and no space. Not strict, a path would look into a list in the list.
LINKS = r"""
ALTER TABLE progress_claimanswer ADD CONSTRAINT links_are_https CHECK (
    jsonb_typeof(links) = 'array'
    AND NOT jsonb_path_exists(links, 'strict $[*] ? (!(@ like_regex "^https://[^\\s/?#@\\\\]+([/?#]\\S*)?$"))')
    AND NOT jsonb_path_exists(links, 'strict $[*] ? (@.type() != "string")')
);
"""
LINKS_REVERSE = "ALTER TABLE progress_claimanswer DROP CONSTRAINT links_are_https;"

KEPT = {
    "answers": "claimanswer", "reviews": "mentorreview", "verdicts": "verdict", "revocations": "revocation",
    "messages": "message",
}  # fmt: skip
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {name}_are_append_only BEFORE UPDATE OR DELETE ON progress_{table}"
    " FOR EACH ROW EXECUTE FUNCTION throughline_append_only();\n"
    f"CREATE TRIGGER {name}_are_not_truncated BEFORE TRUNCATE ON progress_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();\n"
    for name, table in KEPT.items()
)
APPEND_ONLY_REVERSE = "".join(
    f"DROP TRIGGER {name}_are_not_truncated ON progress_{table};\n"
    f"DROP TRIGGER {name}_are_append_only ON progress_{table};\n"
    for name, table in KEPT.items()
)

FROZEN = """
CREATE FUNCTION progress_freeze_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL
       OR (to_jsonb(NEW) - 'closed_at' - 'outcome') <> (to_jsonb(OLD) - 'closed_at' - 'outcome') THEN
        RAISE EXCEPTION 'claim % is frozen: it can be closed once, and nothing else', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_claim_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_claim_is_frozen BEFORE UPDATE ON progress_masteryclaim
    FOR EACH ROW EXECUTE FUNCTION progress_freeze_claim();
CREATE TRIGGER claims_are_never_deleted BEFORE DELETE ON progress_masteryclaim
    FOR EACH ROW EXECUTE FUNCTION throughline_append_only();
CREATE TRIGGER claims_are_not_truncated BEFORE TRUNCATE ON progress_masteryclaim
    FOR EACH STATEMENT EXECUTE FUNCTION throughline_append_only();
"""
FROZEN_REVERSE = """
DROP TRIGGER claims_are_not_truncated ON progress_masteryclaim;
DROP TRIGGER claims_are_never_deleted ON progress_masteryclaim;
DROP TRIGGER a_claim_is_frozen ON progress_masteryclaim;
DROP FUNCTION progress_freeze_claim();
"""

# An answer that comes later would change what was sent; one that is carried over must have been found met, and no
# revocation may have come between.
ANSWERS = """
CREATE FUNCTION progress_check_answers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this progress_masteryclaim;
BEGIN
    SELECT * INTO this FROM progress_masteryclaim
    WHERE id = CASE TG_TABLE_NAME WHEN 'progress_masteryclaim' THEN (to_jsonb(NEW)->>'id')::bigint
                                  ELSE (to_jsonb(NEW)->>'claim_id')::bigint END;
    IF (SELECT count(*) FROM progress_claimanswer WHERE claim_id = this.id) <> this.asked
       OR NOT EXISTS (SELECT 1 FROM progress_claimanswer WHERE claim_id = this.id AND carried_from_id IS NULL) THEN
        RAISE EXCEPTION 'claim % does not have the answers that it was sent with', this.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_claim_is_whole';
    END IF;
    IF EXISTS (
        SELECT 1 FROM progress_claimanswer answer
        JOIN progress_verdict verdict ON verdict.id = answer.carried_from_id
        JOIN progress_claimanswer earlier ON earlier.id = verdict.answer_id
        JOIN progress_mentorreview review ON review.id = verdict.review_id
        WHERE answer.claim_id = this.id AND (
            verdict.level NOT IN ('met', 'meets', 'exceeds') OR review.progress_id <> this.progress_id
            OR earlier.wording_id <> answer.wording_id
            OR EXISTS (SELECT 1 FROM progress_revocation revoked
                       WHERE revoked.progress_id = this.progress_id AND revoked.number > review.number
                       AND NOT EXISTS (SELECT 1 FROM progress_event sent WHERE sent.claim_id = this.id
                                       AND sent.move = 'claim' AND sent.number < revoked.number))
        )
    ) THEN
        RAISE EXCEPTION 'claim % carries over what was not found met', this.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_what_is_met_is_carried_over';
    END IF;
    IF EXISTS (
        SELECT 1 FROM progress_claimanswer answer
        JOIN roadmap_criterionwording wording ON wording.id = answer.wording_id
        JOIN roadmap_criterion criterion ON criterion.id = wording.criterion_id
        JOIN progress_userprogress mine ON mine.id = this.progress_id
        WHERE answer.claim_id = this.id AND criterion.milestone_id <> mine.milestone_id
    ) THEN
        RAISE EXCEPTION 'claim % answers what its milestone does not ask', this.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_claim_answers_its_own_milestone';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_claim_is_whole AFTER INSERT ON progress_masteryclaim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_answers();
CREATE CONSTRAINT TRIGGER a_claim_is_whole AFTER INSERT ON progress_claimanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_answers();
"""
ANSWERS_REVERSE = """
DROP TRIGGER a_claim_is_whole ON progress_claimanswer;
DROP TRIGGER a_claim_is_whole ON progress_masteryclaim;
DROP FUNCTION progress_check_answers();
"""

# A decision closes its claim as it says, speaks of each open answer once, and of the evidence that was sent.
DECISIONS = """
CREATE FUNCTION progress_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    claim progress_masteryclaim;
    review progress_mentorreview;
    open_answers bigint;
    judged bigint;
    not_met bigint;
BEGIN
    IF TG_TABLE_NAME = 'progress_verdict' THEN
        SELECT * INTO review FROM progress_mentorreview WHERE id = (to_jsonb(NEW)->>'review_id')::bigint;
        SELECT * INTO claim FROM progress_masteryclaim WHERE id = review.claim_id;
    ELSE
        SELECT * INTO claim FROM progress_masteryclaim
        WHERE id = CASE TG_TABLE_NAME WHEN 'progress_masteryclaim' THEN (to_jsonb(NEW)->>'id')::bigint
                                      ELSE (to_jsonb(NEW)->>'claim_id')::bigint END;
        SELECT * INTO review FROM progress_mentorreview WHERE claim_id = claim.id;
    END IF;
    IF claim.outcome <> (CASE WHEN review.decision = 'approve' THEN 'approved'
                              WHEN review.decision = 'send-back' THEN 'sent-back'
                              WHEN claim.closed_at IS NULL THEN ''
                              ELSE 'withdrawn' END) THEN
        RAISE EXCEPTION 'claim % is not closed as its review decided', claim.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_claim_is_closed_by_its_review';
    END IF;
    IF review.id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO open_answers FROM progress_claimanswer WHERE claim_id = claim.id AND carried_from_id IS NULL;
    SELECT count(*) FILTER (WHERE answer.claim_id = claim.id AND answer.carried_from_id IS NULL),
           count(*) FILTER (WHERE verdict.level NOT IN ('met', 'meets', 'exceeds'))
    INTO judged, not_met
    FROM progress_verdict verdict JOIN progress_claimanswer answer ON answer.id = verdict.answer_id
    WHERE verdict.review_id = review.id;
    IF judged <> open_answers OR review.digest <> claim.digest
       OR judged <> (SELECT count(*) FROM progress_verdict WHERE review_id = review.id) THEN
        RAISE EXCEPTION 'review % does not judge the answers of its claim', review.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_review_is_whole';
    END IF;
    IF (review.decision = 'approve') <> (not_met = 0) THEN
        RAISE EXCEPTION 'review % does not decide what its verdicts say', review.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_is_all_met';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_review_is_whole AFTER INSERT ON progress_verdict
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_decision();
CREATE CONSTRAINT TRIGGER a_review_is_whole AFTER INSERT ON progress_mentorreview
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_decision();
CREATE CONSTRAINT TRIGGER a_claim_is_closed_by_its_review AFTER INSERT OR UPDATE ON progress_masteryclaim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_decision();
"""
DECISIONS_REVERSE = """
DROP TRIGGER a_claim_is_closed_by_its_review ON progress_masteryclaim;
DROP TRIGGER a_review_is_whole ON progress_mentorreview;
DROP TRIGGER a_review_is_whole ON progress_verdict;
DROP FUNCTION progress_check_decision();
"""

# The trail tells of each decision, by whoever made it, and of none that was not made.
TOLD = """
CREATE FUNCTION progress_check_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (CASE NEW.move
        WHEN 'revoke' THEN EXISTS (SELECT 1 FROM progress_revocation r WHERE r.progress_id = NEW.progress_id
                                   AND r.number = NEW.number AND r.lead_id = NEW.actor_id)
        ELSE EXISTS (SELECT 1 FROM progress_mentorreview r WHERE r.progress_id = NEW.progress_id
                     AND r.number = NEW.number AND r.mentor_id = NEW.actor_id AND r.claim_id = NEW.claim_id
                     AND r.decision = NEW.move)
    END) THEN
        RAISE EXCEPTION 'event % tells of a decision that was not made', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_trail_tells_what_was_decided';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER the_trail_tells_what_was_decided AFTER INSERT ON progress_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.move IN ('approve', 'send-back', 'revoke'))
    EXECUTE FUNCTION progress_check_told();

CREATE FUNCTION progress_check_review_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM progress_event e WHERE e.progress_id = NEW.progress_id AND e.number = NEW.number
        AND e.actor_id = NEW.mentor_id AND e.claim_id = NEW.claim_id AND e.move = NEW.decision
    ) THEN
        RAISE EXCEPTION 'event % does not tell of review %', NEW.number, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_has_its_event';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER review_has_its_event AFTER INSERT ON progress_mentorreview
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_review_is_told();

CREATE FUNCTION progress_check_revocation_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM progress_event e WHERE e.progress_id = NEW.progress_id AND e.number = NEW.number
        AND e.actor_id = NEW.lead_id AND e.move = 'revoke'
    ) THEN
        RAISE EXCEPTION 'event % does not tell of revocation %', NEW.number, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'revocation_has_its_event';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER revocation_has_its_event AFTER INSERT ON progress_revocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION progress_check_revocation_is_told();
"""
TOLD_REVERSE = """
DROP TRIGGER revocation_has_its_event ON progress_revocation;
DROP FUNCTION progress_check_revocation_is_told();
DROP TRIGGER review_has_its_event ON progress_mentorreview;
DROP FUNCTION progress_check_review_is_told();
DROP TRIGGER the_trail_tells_what_was_decided ON progress_event;
DROP FUNCTION progress_check_told();
"""

# What somebody reached can become neither another's nor that of another milestone.
WHOSE = """
CREATE FUNCTION progress_refuse_other_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'progress % stays that of its learner and its milestone', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_stays_whose_it_is';
END $$;
CREATE TRIGGER progress_stays_whose_it_is BEFORE UPDATE ON progress_userprogress FOR EACH ROW
    WHEN ((OLD.learner_id, OLD.milestone_id) IS DISTINCT FROM (NEW.learner_id, NEW.milestone_id))
    EXECUTE FUNCTION progress_refuse_other_owner();
"""
WHOSE_REVERSE = """
DROP TRIGGER progress_stays_whose_it_is ON progress_userprogress;
DROP FUNCTION progress_refuse_other_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("progress", "0004_claims")]
    operations = [
        migrations.RunSQL(COMPOSITE_KEYS, COMPOSITE_KEYS_REVERSE),
        migrations.RunSQL(LINKS, LINKS_REVERSE),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_REVERSE),
        migrations.RunSQL(FROZEN, FROZEN_REVERSE),
        migrations.RunSQL(ANSWERS, ANSWERS_REVERSE),
        migrations.RunSQL(DECISIONS, DECISIONS_REVERSE),
        migrations.RunSQL(TOLD, TOLD_REVERSE),
        migrations.RunSQL(WHOSE, WHOSE_REVERSE),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=Q(move="approve", to_state="mastered")
                | Q(move="revoke", from_state="mastered", to_state="learning")
                | (
                    ~Q(move__in=("approve", "revoke"))
                    & (
                        Q(from_state="mastered", to_state="mastered")
                        | ~Q(from_state="mastered") & ~Q(to_state="mastered")
                    )
                ),
                name="mastered_from_approval_to_revocation",
            ),
        ),
    ]
