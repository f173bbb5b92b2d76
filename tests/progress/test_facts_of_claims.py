"""What the database itself refuses of claims, their answers and their holds, whoever sends the statement."""

import json

import pytest
from django.db import IntegrityError, connection

from progress.models import VerdictDraft
from roadmap.models import CriterionWording
from tests.progress.by_hand import NEW, answers_of, at_commit, insert, refused, refused_by_hand, send, sending
from tests.progress.lives import NOON, claimed, held, mastered, progress_of, revoked, sent_back

pytestmark = pytest.mark.django_db

CLAIM = "UPDATE progress_masteryclaim SET {} WHERE id = %s"


@pytest.fixture
def rows(ada, eve, grace, unit, stage):
    """Ada's second attempt, still to be sent; eve has a mastery on the same unit."""
    before = sent_back(ada, unit, grace, missing=2)
    return sending(
        progress_of(ada, unit), before, eve=eve.pk, hers=progress_of(eve, unit) if mastered(eve, unit, grace) else None,
        her_verdict=verdict_on(eve, unit), not_met=verdict_on(ada, unit, "not-yet"),
        elsewhere=CriterionWording.objects.filter(criterion__milestone=stage.pk).first().pk,
    )  # fmt: skip


def verdict_on(learner, milestone, level="met"):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(v.id) FROM progress_verdict v JOIN progress_mentorreview r ON r.id = v.review_id"
            " WHERE r.progress_id = %s AND v.level = %s",
            [progress_of(learner, milestone).pk, level],
        )
        return cursor.fetchone()[0]


SENDINGS = {
    "of another learner": (lambda it: it.claim.update(learner_id=it.eve), "claim_is_of_its_learner"),
    "on another's progress": (lambda it: it.claim.update(progress_id=it.hers.pk, attempt=9), "claim_is_of_its_learner"),
    "as an attempt that there was": (lambda it: it.claim.update(attempt=1), "one_claim_for_each_attempt"),
    "with nothing asked": (lambda it: it.claim.update(asked=0), "a_claim_answers_something"),
    "with an answer too few": (lambda it: it.answers.pop(), "a_claim_is_whole"),
    "with an answer too many": (lambda it: it.claim.update(asked=len(it.answers) - 1), "a_claim_is_whole"),
    "with no answer": (lambda it: it.answers.clear(), "a_claim_is_whole"),
    "with nothing but what is carried over": (
        lambda it: (
            it.claim.update(asked=1),
            it.answers.__setitem__(slice(None), [it.carried]),
        ),
        "a_claim_is_whole",
    ),
    "with two answers to one wording": (
        lambda it: it.answers.append(it.fresh | {"text": "Twice."}),
        "one_answer_for_a_wording",
    ),
    "with an empty answer": (lambda it: it.fresh.update(text=""), "an_answer_has_evidence_or_is_carried_over"),
    "with evidence for what is carried over": (
        lambda it: it.carried.update(text="More."),
        "an_answer_has_evidence_or_is_carried_over",
    ),
    "with links for what is carried over": (
        lambda it: it.carried.update(links='["https://example.org"]'),
        "an_answer_has_evidence_or_is_carried_over",
    ),
    "with what was not met carried over": (
        lambda it: it.fresh.update(text="", carried_from_id=it.not_met),
        "only_what_is_met_is_carried_over",
    ),
    "with what another has met carried over": (
        lambda it: it.carried.update(carried_from_id=it.her_verdict),
        "only_what_is_met_is_carried_over",
    ),
    "with another wording's verdict carried over": (
        lambda it: it.fresh.update(text="", carried_from_id=it.carried["carried_from_id"]),
        "only_what_is_met_is_carried_over",
    ),
    "with an answer to another milestone": (
        lambda it: it.fresh.update(wording_id=it.elsewhere),
        "a_claim_answers_its_own_milestone",
    ),
    "that was closed with no outcome": (
        lambda it: it.claim.update(closed_at=NOON),
        "a_closed_claim_has_an_outcome",
    ),
    "that is approved already": (
        lambda it: it.claim.update(closed_at=NOON, outcome="approved"),
        "a_claim_is_closed_by_its_review",
    ),
    "with an outcome while it is open": (
        lambda it: it.claim.update(outcome="withdrawn"),
        "a_closed_claim_has_an_outcome",
    ),
    "with an event about no claim": (lambda it: it.event.update(claim_id=None), "an_event_names_its_claim"),
    "with a start that names a claim": (lambda it: it.event.update(move="start"), "an_event_names_its_claim"),
    "with an event about another's claim": (
        lambda it: it.event.update(claim_id=it.hers.claims.get().pk),
        "event_is_about_its_own_claim",
    ),
    "with an event about a claim that is not": (
        lambda it: it.event.update(claim_id=NEW + 1),
        "event_is_about_its_own_claim",
    ),
    "with an event that masters": (
        lambda it: it.event.update(to_state="mastered"),
        "mastered_from_approval_to_revocation",
    ),
}


class TestSending:
    @pytest.mark.parametrize("attack", SENDINGS)
    def test_is_refused(self, rows, attack):
        forge, constraint = SENDINGS[attack]
        forge(rows)
        refused_by_hand(constraint, send, rows)

    def test_passes_where_nothing_is_forged(self, rows):
        send(rows)
        assert rows.progress.claims.open().get().pk == NEW

    def test_is_refused_while_a_claim_is_open(self, rows):
        send(rows)
        rows.claim.update(id=NEW + 1, attempt=3)
        rows.answers[:] = []
        refused_by_hand("one_open_claim", send, rows)

    def test_carries_nothing_over_a_revocation(self, ada, grace, linus, unit):
        before = sent_back(ada, unit, grace, missing=1)
        mastered(ada, unit, grace)
        revoked(ada, unit, linus)
        rows = sending(progress_of(ada, unit), before)
        rows.claim.update(attempt=3)
        refused_by_hand("only_what_is_met_is_carried_over", send, rows)


def long_link(characters):
    return "https://example.org/".ljust(characters, "\N{LATIN SMALL LETTER U WITH DIAERESIS}")


class TestLinks:
    @pytest.mark.parametrize(
        "links",
        [
            ["http://example.org"], ["javascript:alert(1)"], ["JAVASCRIPT:alert(1)"], ["data:text/html,hello"], [""],
            ["https://"], ["https:///path"], ["https://ada@example.org"], ["https://ada:secret@example.org/"],
            ["https://example.org\\@evil.example"], ["https://example.org/a b"], [" https://example.org"],
            ["https://example.org\n"], ["https://example.org/\njavascript:alert(1)"], ["//example.org"],
            ["HTTPS://example.org"], ["ftp://example.org"], ["https:example.org"], ["https://?x"], ["https://#x"],
            ["https://example.org", "http://example.org"], [1], [None], [True], [{}], [["https://example.org"]], [[]],
            [[["https://example.org"]]], [{"href": "https://example.org"}], {}, {"0": "https://example.org"},
            "https://example.org", 1, None,
        ],
    )  # fmt: skip
    def test_of_a_bad_shape_are_refused(self, rows, links):
        rows.fresh.update(links=json.dumps(links))
        refused_by_hand("links_are_https", send, rows)

    @pytest.mark.parametrize("before", [[], ["https://example.org"]])
    def test_that_no_browser_takes_are_refused(self, rows, before):
        rows.fresh.update(links=json.dumps([*before, long_link(2_001)]))
        refused_by_hand("links_are_short", send, rows)

    @pytest.mark.parametrize(
        "links",
        [
            [],
            [long_link(2_000)] * 3,
            ["https://example.org"],
            ["https://example.org/a?b=c#d", "https://bücher.example/@ada"],
            ["https://[::1]/"],
        ],
    )
    def test_of_a_good_shape_pass(self, rows, links):
        rows.fresh.update(links=json.dumps(links))
        send(rows)


@pytest.fixture
def claim(ada, grace, unit):
    return held(ada, unit, grace)


OTHER = {
    "id": "id + 1000", "progress_id": "progress_id + 1000", "learner_id": "learner_id + 1000", "attempt": "attempt + 1",
    "phase_id": "phase_id + 1", "asked": "asked + 1", "handed_in": "'[\"more\"]'", "digest": "'0'",
    "sent_at": "sent_at - interval '1 day'",
}  # fmt: skip


class TestASentClaim:
    def test_has_no_column_that_is_not_tried(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'progress_masteryclaim'"
            )
            assert {name for (name,) in cursor.fetchall()} == {*OTHER, "closed_at", "outcome"}

    @pytest.mark.parametrize("column", OTHER)
    @pytest.mark.parametrize("closing", ["", ", closed_at = now(), outcome = 'withdrawn'"])
    def test_is_frozen(self, claim, column, closing):
        refused("a_claim_is_frozen", CLAIM.format(f"{column} = {OTHER[column]}{closing}"), [claim.pk])

    def test_is_not_touched_at_all_while_it_is_open(self, claim):
        refused("a_claim_is_frozen", CLAIM.format("outcome = ''"), [claim.pk])

    @pytest.mark.parametrize("outcome", ["approved", "sent-back"])
    def test_is_not_decided_without_a_review(self, claim, outcome):
        closing = CLAIM.format("closed_at = now(), outcome = %s")
        refused("a_claim_is_closed_by_its_review", closing, [outcome, claim.pk])

    @pytest.mark.parametrize("outcome", ["", "mastered", "Approved"])
    def test_is_not_closed_with_an_outcome_that_is_none(self, claim, outcome):
        closing = CLAIM.format("closed_at = now(), outcome = %s")
        refused("a_closed_claim_has_an_outcome", closing, [outcome, claim.pk])

    @pytest.mark.parametrize(
        "change",
        [
            "closed_at = NULL, outcome = ''", "closed_at = now()", "outcome = 'withdrawn'", "outcome = outcome",
            "closed_at = now(), outcome = 'approved'",
        ],
    )  # fmt: skip
    def test_is_closed_once(self, ada, grace, unit, change):
        refused("a_claim_is_frozen", CLAIM.format(change), [sent_back(ada, unit, grace).pk])

    def test_is_never_deleted(self, claim):
        refused("claims_are_never_deleted", "DELETE FROM progress_masteryclaim WHERE id = %s", [claim.pk])

    def test_takes_no_later_answer(self, claim):
        reworded = answers_of(claim)[0].wording.criterion.reword("Say it otherwise.", [])
        statement = (
            "INSERT INTO progress_claimanswer (claim_id, wording_id, text, links) VALUES (%s, %s, 'One more.', '[]')"
        )
        refused("a_claim_is_whole", statement, [claim.pk, reworded.pk])


class TestAHold:
    STATEMENT = (
        "INSERT INTO progress_hold (claim_id, progress_id, learner_id, mentor_id, since, until)"
        " VALUES (%s, %s, %s, %s, now(), now() + interval '{}')"
    )

    @pytest.fixture
    def free(self, ada, unit):
        return claimed(ada, unit)

    def test_of_a_mentor_passes(self, free, grace):
        with connection.cursor() as cursor:
            cursor.execute(self.STATEMENT.format("1 day"), [free.pk, free.progress_id, free.learner_id, grace.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_is_not_the_learner_s_own(self, free, ada):
        values = [free.pk, free.progress_id, ada.pk, ada.pk]
        refused("nobody_holds_their_own_claim", self.STATEMENT.format("1 day"), values)

    def test_names_no_other_learner(self, free, ada, eve):
        """Or the learner could hold their own claim in another's name."""
        values = [free.pk, free.progress_id, eve.pk, ada.pk]
        refused("hold_is_on_this_learners_claim", self.STATEMENT.format("1 day"), values)

    def test_names_no_other_progress(self, free, ada, eve, grace, stage):
        claimed(ada, stage)
        values = [free.pk, progress_of(ada, stage).pk, ada.pk, grace.pk]
        refused("hold_is_on_this_learners_claim", self.STATEMENT.format("1 day"), values)

    def test_is_one_for_a_claim(self, claim, linus):
        values = [claim.pk, claim.progress_id, claim.learner_id, linus.pk]
        refused("progress_hold_pkey", self.STATEMENT.format("1 day"), values)

    @pytest.mark.parametrize("long", ["0 seconds", "-1 day"])
    def test_lapses_after_it_began(self, free, grace, long):
        values = [free.pk, free.progress_id, free.learner_id, grace.pk]
        refused("a_hold_lapses_after_it_began", self.STATEMENT.format(long), values)


def test_a_message_says_something(claim, ada):
    statement = "INSERT INTO progress_message (claim_id, author_id, text, at) VALUES (%s, %s, '', now())"
    refused("a_message_says_something", statement, [claim.pk, ada.pk])


def test_a_message_is_never_changed(claim, ada):
    with connection.cursor() as cursor:
        insert(cursor, "message", {"claim_id": claim.pk, "author_id": ada.pk, "text": "Hello.", "at": NOON})
    for column in ("text = 'Never said.'", "author_id = author_id", "at = now()", "claim_id = claim_id"):
        refused("messages_are_append_only", f"UPDATE progress_message SET {column}")
    refused("messages_are_append_only", "DELETE FROM progress_message")


class TestADraft:
    def test_is_one_for_a_progress(self, claim):
        draft = (
            "INSERT INTO progress_draft (progress_id, version, answers, handed_in, others, changed_at)"
            " VALUES (%s, 9, '{}', '[]', '[]', now())"
        )
        refused("progress_draft_progress_id_key", draft, [claim.progress_id])

    def test_of_a_review_is_one_for_a_mentor(self, claim, grace, linus):
        draft = {"claim_id": claim.pk, "version": 1, "verdicts": "{}", "feedback": "Well.", "changed_at": NOON}
        with connection.cursor() as cursor:
            for mentor in (grace, linus):
                insert(cursor, "verdictdraft", draft | {"mentor_id": mentor.pk})
        change = "UPDATE progress_verdictdraft SET mentor_id = %s"
        refused("one_verdict_draft_of_a_mentor", change, [grace.pk])

    @pytest.mark.parametrize("table", ["draft", "verdictdraft"])
    def test_keeps_what_it_is_about(self, claim, grace, table):
        VerdictDraft.objects.create(claim=claim, mentor=grace)
        elsewhere = {"draft": "progress_id", "verdictdraft": "claim_id"}[table]
        with pytest.raises(IntegrityError, match=f"{elsewhere}_[0-9a-f]+_fk_"), at_commit() as cursor:
            cursor.execute(f"UPDATE progress_{table} SET {elsewhere} = {NEW}")


def test_news_of_a_claim_are_one_for_a_person(claim, ada, grace):
    with connection.cursor() as cursor:
        for person in (ada, grace):
            insert(cursor, "news", {"claim_id": claim.pk, "person_id": person.pk, "kind": "message", "at": NOON})
    refused("one_news_of_a_claim_for_a_person", "UPDATE progress_news SET person_id = %s", [ada.pk])
