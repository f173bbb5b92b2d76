import datetime

import pytest

import clock
from accounts.models import MentorRole, User
from progress import mastery, thread
from progress.models import MasteryClaim, Message
from roadmap.models import Criterion
from tests.progress.lives import NOON, archive, can_write, claimed, found, held, mastered, revoked, sent_back

pytestmark = pytest.mark.django_db


def url(claim):
    return f"/claims/{claim.pk}/"


class TestWhoReadsIt:
    @pytest.mark.parametrize("reader", ["ada", "grace", "linus"])
    def test_its_learner_and_every_mentor(self, request, client_of, ada, unit, reader):
        claim = claimed(ada, unit)
        response = client_of(request.getfixturevalue(reader)).get(url(claim))
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store, private"

    @pytest.mark.parametrize("reader", ["eve", "alan"])
    def test_for_everybody_else_it_is_not_there(self, request, client_of, page, ada, unit, reader):
        claim, client = claimed(ada, unit), client_of(request.getfixturevalue(reader))
        assert page(client, url(claim), 404).raw_text == page(client, "/claims/999999/", 404).raw_text

    def test_whose_role_ended_reads_it_no_more(self, client_of, ada, grace, alan, unit):
        claim, client = claimed(ada, unit), client_of(grace)
        assert client.get(url(claim)).status_code == 200
        MentorRole.objects.filter(user=grace).update(ended_at=NOON, ended_by=alan)
        assert client.get(url(claim)).status_code == 404

    @pytest.mark.parametrize("number", ["0", "9" * 30])
    def test_a_number_that_no_claim_has_is_not_there(self, browser, number):
        assert browser.get(f"/claims/{number}/").status_code == 404


class TestWhereItLeads:
    """The name of the milestone is a link for those who would find a page there."""

    def name(self, shown):
        return shown.id("claim-title")

    def test_to_the_milestone(self, ada, grace, browser, client_of, page, unit):
        claim = claimed(ada, unit)
        for client in (browser, client_of(grace)):
            link = self.name(page(client, url(claim))).one("a")
            assert page(client, link["href"]).id("milestone")

    def test_nowhere_from_what_is_archived_for_a_mentor_who_never_began_it(
        self, ada, grace, browser, client_of, page, unit
    ):
        claim, mentor = claimed(ada, unit), client_of(grace)
        archive(unit)
        shown = self.name(page(mentor, url(claim)))
        assert shown.text == f"{unit.number} {unit.title}"
        assert not shown.all("a")
        assert page(browser, self.name(page(browser, url(claim))).one("a")["href"]).id("milestone")


class TestWhatItSays:
    def test_criterion_evidence_and_links_side_by_side(self, ada, browser, page, unit):
        claim = claimed(ada, unit, text="It **holds**, see [the log](https://logs.example.org/1).")
        shown = page(browser, url(claim))
        for answer in claim.answers.select_related("wording__criterion__topic"):
            row = shown.id(f"answer-{answer.pk}")
            assert row.one("h3").text == answer.wording.criterion.topic.title
            assert answer.wording.text in row.text
            evidence = row.one("div", class_="evidence")
            assert evidence.one("strong").text == "holds"
            (link,) = evidence.one("ul", class_="links").all("li")
            assert link.one("a")["href"] == "https://example.org/proof"
            assert link.one("span").text == "example.org"
            assert "Not reviewed yet" in row.text

    def test_the_state_with_its_shape_the_attempt_and_when_it_was_sent(self, ada, grace, browser, page, unit):
        User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
        with clock.at(NOON):
            claim = claimed(ada, unit)
            shown = page(browser, url(claim))
            assert shown.one("span", class_="state").text == "Claimed"
            assert shown.one("span", class_="state")["data-state"] == "claimed"
            assert shown.id("claim").all("time")[0]["datetime"] == "2030-01-01T21:00:00+09:00"
            assert "Your claim, attempt 1" in shown.text
            mastery.pick_up(grace, claim)
            shown = page(browser, url(claim))
            assert shown.one("span", class_="state").text == "Being reviewed"
            assert "Held by Grace until" in shown.text
            assert shown.id("claim").all("time")[1]["datetime"] == "2030-01-02T21:00:00+09:00"

    def test_a_lapsed_hold_is_none(self, ada, grace, browser, page, unit):
        with clock.at(NOON):
            claim = held(ada, unit, grace)
        with clock.at(NOON + datetime.timedelta(hours=25)):
            shown = page(browser, url(claim))
        assert shown.one("span", class_="state").text == "Claimed"
        assert "Held by" not in shown.text
        assert shown.has_id("claim-withdraw")

    def test_what_was_decided_by_whom_with_their_words(self, ada, grace, browser, page, unit):
        claim = held(ada, unit, grace)
        mastery.send_back(grace, claim, verdicts=found(claim, missing=2), feedback="Go *on*.", digest=claim.digest)
        shown = page(browser, url(claim))
        assert shown.one("span", class_="state").text == "Sent back"
        decision = shown.one("section", class_="notice")
        assert "Sent back: 2 criteria not met yet" in decision.text
        assert "Grace" in decision.text
        assert decision.one("em").text == "on"
        words = [row.one("p", class_="verdict").text for row in shown.all("section", class_="criterion")]
        assert words == ["Not yet"] * 2 + ["Met"] * (len(words) - 2)
        assert "Show it under load." in shown.id(f"answer-{claim.answers.first().pk}").text

    def test_approved_and_withdrawn(self, ada, grace, browser, page, unit):
        first = claimed(ada, unit)
        mastery.withdraw(ada, first)
        second = mastered(ada, unit, grace)
        assert page(browser, url(first)).one("span", class_="state").text == "Withdrawn"
        shown = page(browser, url(second))
        assert shown.one("span", class_="state").text == "Approved"
        assert "Approved: every criterion is met" in shown.text

    def test_what_is_carried_over_says_by_whom_and_when_it_was_met(self, ada, grace, browser, page, unit):
        with clock.at(NOON):
            sent_back(ada, unit, grace)
        with clock.at(NOON + datetime.timedelta(days=3)):
            shown = page(browser, url(claimed(ada, unit, text="Now under load.")))
        first, *others = shown.all("section", class_="criterion")
        assert "Not reviewed yet" in first.text
        for row in others:
            assert row.one("p", class_="verdict").text == "Met"
            assert "Found met in attempt 1 by Grace" in row.text
            assert row.all("time")[-1]["datetime"].startswith("2030-01-01")
            assert "I built it, and it holds." in row.text

    def test_a_stage_shows_its_rubric_and_what_was_handed_in(self, ada, grace, browser, page, stage):
        claim = mastered(ada, stage, grace)
        shown = page(browser, url(claim))
        rows = shown.all("section", class_="criterion")
        assert {row.one("p", class_="verdict").text for row in rows} == {"Meets"}
        assert all(len(row.one("dl").all("dd")) == 4 for row in rows)

    def test_its_place_in_the_queue_is_for_its_learner(self, ada, eve, grace, client_of, browser, page, unit):
        claimed(eve, unit)
        claim = claimed(ada, unit)
        assert "One claim of this phase was sent before it." in page(browser, url(claim)).text
        assert "sent before it" not in page(client_of(grace), url(claim)).text
        mastery.pick_up(grace, MasteryClaim.objects.get(learner=eve))
        assert "It is the next one of its phase." in page(browser, url(claim)).text

    def test_a_long_queue_is_counted_to_200(self, ada, browser, page, unit, monkeypatch, eve, grace):
        monkeypatch.setattr("progress.claim.AHEAD_AT_MOST", 1)
        claimed(eve, unit)
        claimed(grace, unit)
        assert "1+ claims of this phase were sent before it." in page(browser, url(claimed(ada, unit))).text


class TestEarlierAttempts:
    def test_each_leads_to_the_others(self, ada, grace, browser, page, unit):
        first = sent_back(ada, unit, grace)
        second = claimed(ada, unit)
        attempts = page(browser, url(second)).one("nav", class_="choice").all("a")
        assert [link["href"] for link in attempts] == [url(first), url(second)]
        assert attempts[1]["aria-current"] == "page"

    def test_what_changed_since_the_one_before(self, ada, grace, browser, page, unit):
        sent_back(ada, unit, grace)
        second = claimed(ada, unit, text="I built it, and under load it holds.")
        changed = page(browser, url(second)).all("section", class_="criterion")[0].one("details", class_="changes")
        assert "What changed since attempt 1" in changed.text
        assert changed.one("ins").text == "(added: under load )"
        assert not changed.all("del")

    def test_what_stayed_the_same_is_said(self, ada, grace, browser, page, unit):
        sent_back(ada, unit, grace)
        row = page(browser, url(claimed(ada, unit))).all("section", class_="criterion")[0]
        assert "The same as in attempt 1" in row.text

    def test_the_first_one_has_nothing_to_be_compared_with(self, ada, grace, browser, page, unit):
        first = sent_back(ada, unit, grace)
        claimed(ada, unit, text="Another.")
        shown = page(browser, url(first))
        assert not shown.all("details", class_="changes")


class TestHistory:
    def lines(self, shown):
        return [line.one("span").text for line in shown.id("trail").all("li")]

    @pytest.fixture
    def claim(self, ada, grace, linus, unit):
        claim = mastered(ada, unit, grace)
        revoked(ada, unit, linus, "It was copied.")
        return claim

    def test_for_the_learner(self, browser, page, claim):
        assert self.lines(page(browser, url(claim))) == [
            "Linus revoked the mastery: It was copied.",
            "Grace approved the claim (attempt 1)",
            "Grace picked the claim up for review (attempt 1)",
            "You sent a claim (attempt 1)",
            "You started",
        ]

    def test_for_a_mentor(self, grace, client_of, page, claim):
        assert self.lines(page(client_of(grace), url(claim))) == [
            "Linus revoked the mastery: It was copied.",
            "You approved the claim (attempt 1)",
            "You picked the claim up for review (attempt 1)",
            "Ada sent a claim (attempt 1)",
            "Ada started",
        ]


def test_no_two_elements_share_an_id_and_every_target_is_there(ada, linus, grace, client_of, page, unit):
    claim = mastered(ada, unit, grace)
    thread.say(ada, claim, "Thank you.")
    shown = page(client_of(linus), url(claim))
    ids = [each["id"] for each in shown.all(id=True)]
    assert len(ids) == len(set(ids))
    assert {each["data-hx-target"] for each in shown.all(data_hx_target=True)} <= {f"#{name}" for name in ids}


class TestQueries:
    @pytest.mark.parametrize("reader", ["ada", "grace"])
    def test_are_few_however_much_happened(
        self, request, ada, grace, unit, client_of, reader, django_assert_max_num_queries
    ):
        while unit.criteria.count() < 12:
            unit.criteria.create(
                key=f"more-{unit.criteria.count()}", position=20, topic=unit.topics.first()
            ).wordings.create(version=1, text="More.")
        for _ in range(4):
            sent_back(ada, unit, grace)
        claim = held(ada, unit, grace)
        for _ in range(30):
            mastery.release(grace, claim)
            mastery.pick_up(grace, claim)
        Message.objects.bulk_create(
            Message(claim=claim, author=each, text="Words.", at=NOON) for each in (ada, grace) for _ in range(15)
        )
        assert Criterion.objects.filter(milestone=unit.pk).count() == 12
        client = client_of(request.getfixturevalue(reader))
        client.get(url(claim))
        # A mentor has a draft of their own beside it.
        with django_assert_max_num_queries(5 if reader == "ada" else 6):
            assert client.get(url(claim)).status_code == 200

    def test_a_draft_that_nobody_sent_is_on_no_claim(self, ada, browser, page, unit):
        claim = claimed(ada, unit, text="Sent.")
        mastery.withdraw(ada, claim)
        can_write(ada, unit, text="Not sent.")
        assert "Not sent." not in page(browser, url(claim)).text
