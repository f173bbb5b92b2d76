"""Claims, reviews and verdicts in the admin: read, and never changed; a hold is released and leaves an event."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

import clock
from accounts.models import User
from progress import mastery, thread
from progress.models import Event, Hold, MasteryClaim, MentorReview, Verdict
from roadmap.models import Unit
from tests.conftest import person
from tests.progress.lives import claimed, found, held, sent_back
from tests.roadmap.admin_pages import act

type SignIn = Callable[[User], Client]
CLAIMS, REVIEWS, VERDICTS = (f"/admin/progress/{name}/" for name in ("masteryclaim", "mentorreview", "verdict"))
PROGRESS, EVENTS = "/admin/progress/userprogress/", "/admin/progress/event/"
LISTS = (CLAIMS, REVIEWS, VERDICTS, EVENTS, PROGRESS)
HOSTILE = "<script>alert(1)</script><b>&"


@pytest.fixture
def browser(alan: User, client_of: SignIn) -> Client:
    return client_of(alan)


def page_of(row: Any) -> str:
    return f"/admin/progress/{row._meta.model_name}/{row.pk}/change/"


def shown(browser: Client, row: Any) -> str:
    answer = browser.get(page_of(row))
    assert answer.status_code == 200
    return answer.content.decode()


def release_on_its_page(browser: Client, claim: MasteryClaim, **typed: str) -> str:
    chosen = {"CHANGE_FORM-action": "release", "_selected_action": claim.pk}
    typed = {f"CHANGE_FORM-{name}": text for name, text in typed.items()}
    answer = browser.post(page_of(claim), chosen | typed, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


class TestReading:
    def test_a_claim_says_where_it_stands(self, ada: User, grace: User, unit: Unit, browser: Client) -> None:
        claim = held(ada, unit, grace)
        for page in (browser.get(CLAIMS).content.decode(), shown(browser, claim)):
            for words in ("Ada", unit.slug, "Being reviewed", "Grace"):
                assert words in page
            assert "lapsed)" not in page
        with clock.at(clock.now() + datetime.timedelta(days=2)):
            assert "Grace (lapsed)" in shown(browser, claim)

    def test_a_claim_has_its_evidence_its_review_its_conversation_and_its_history(
        self, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        claim = sent_back(ada, unit, grace)
        thread.say(grace, claim, "Have a look at the second part.")
        page = shown(browser, claim)
        for words in (
            "I built it, and it holds.", "https://example.org/proof",
            unit.criteria.get(key="chain").wordings.get().text, "Not yet",
            "Send Back", page_of(claim.reviews.get()),
            "Have a look at the second part.", "pick-up", "Sent back", "Learning",
        ):  # fmt: skip
            assert words in page, words

    def test_what_was_met_before_says_in_which_attempt(
        self, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        sent_back(ada, unit, grace)
        assert "Met, in attempt 1" in shown(browser, claimed(ada, unit))

    def test_a_review_has_its_verdicts_and_each_leads_on(
        self, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        claim = sent_back(ada, unit, grace)
        review = claim.reviews.get()
        page = shown(browser, review)
        assert page.count("Show it under load.") == 1
        assert page_of(claim) in page
        assert page_of(review) in shown(browser, review.verdicts.first())

    def test_what_people_wrote_is_shown_as_they_wrote_it(
        self, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        User.objects.update(display_name=HOSTILE)
        claim = held(ada, unit, grace)
        mastery.release(grace, claim, reason=HOSTILE)
        mastery.pick_up(grace, claim)
        thread.say(grace, claim, HOSTILE)
        decide_in_hostile_words(grace, claim)
        claim = claimed(ada, unit, text=HOSTILE)
        mastery.pick_up(grace, claim)
        rows = [claim, MentorReview.objects.get(), *Verdict.objects.all(), *Event.objects.all(), claim.progress]
        for page in (*LISTS, *map(page_of, rows)):
            body = browser.get(page).content.decode()
            assert HOSTILE not in body, page
            assert "<script>alert" not in body, page
            assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&amp;" in body, page
        said = browser.post(CLAIMS, {"action": "release", "_selected_action": claim.pk}, follow=True)
        assert "the hold is released" in said.content.decode()
        assert "<script>alert" not in said.content.decode()


def decide_in_hostile_words(mentor: User, claim: MasteryClaim) -> None:
    verdicts = {pk: each._replace(comment=HOSTILE) for pk, each in found(claim, missing=1).items()}
    mastery.send_back(mentor, claim, verdicts=verdicts, feedback=HOSTILE, digest=claim.digest)


class TestNothingIsChanged:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_added_or_deleted(self, method: str, ada: User, grace: User, unit: Unit, browser: Client) -> None:
        claim = sent_back(ada, unit, grace)
        review = claim.reviews.get()
        forged = {
            "post": "yes",
            "_save": "1",
            "outcome": "approved",
            "decision": "approve",
            "level": "met",
            "attempt": 9,
        }
        before = everything()
        for row in (claim, review, review.verdicts.first()):
            page = page_of(row)
            assert getattr(browser, method)(page.replace("change/", "delete/"), forged).status_code == 403
            assert getattr(browser, method)(page.replace(f"{row.pk}/change/", "add/"), forged).status_code == 403
            assert browser.post(page, forged).status_code == 403
            chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
            browser.post(page.replace(f"{row.pk}/change/", ""), chosen)
        assert everything() == before

    @pytest.mark.parametrize("page", [CLAIMS, REVIEWS, VERDICTS])
    def test_deleting_is_not_even_offered(self, page: str, ada: User, grace: User, unit: Unit, browser: Client) -> None:
        sent_back(ada, unit, grace)
        assert "delete_selected" not in browser.get(page).content.decode()


def everything() -> list[list[Any]]:
    return [list(model.objects.order_by("pk").values()) for model in (MasteryClaim, MentorReview, Verdict, Event)]


class TestReleasing:
    def test_an_admin_releases_a_hold_and_leaves_an_event(
        self, ada: User, grace: User, alan: User, unit: Unit, browser: Client
    ) -> None:
        claim = held(ada, unit, grace)
        said = act(browser, CLAIMS, "release", claim)
        assert said == f"Ada on {unit.slug}: the hold is released."
        assert not Hold.objects.exists()
        event = claim.events.latest("number")
        assert (event.move, event.actor, event.reason) == ("release", alan, "")
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id, entry.change_message) == (alan, str(claim.pk), "the hold is released.")

    def test_on_the_claims_own_page_too_with_a_reason(
        self, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        claim = held(ada, unit, grace)
        assert "Release the hold" in shown(browser, claim)
        assert "is released" in release_on_its_page(browser, claim, reason=" Grace is on leave. ")
        assert claim.events.latest("number").reason == "Grace is on leave."
        assert "Grace is on leave." in shown(browser, claim)

    def test_a_reason_is_typed_in_the_list(self, ada: User, grace: User, unit: Unit, browser: Client) -> None:
        claim = held(ada, unit, grace)
        typed = {"action": "release", "_selected_action": claim.pk, "reason": "Grace is on leave."}
        browser.post(CLAIMS, typed)
        assert claim.events.latest("number").reason == "Grace is on leave."

    @pytest.mark.parametrize("reason", ["x" * 1001, "a\0b"])
    def test_a_reason_that_cannot_be_kept_releases_nothing(
        self, reason: str, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        claim = held(ada, unit, grace)
        typed = {"action": "release", "_selected_action": claim.pk, "reason": reason}
        answer = browser.post(CLAIMS, typed, follow=True)
        assert answer.status_code == 200
        assert "released" not in " ".join(map(str, answer.context["messages"]))
        assert Hold.objects.filter(claim=claim).exists()

    def test_what_is_refused_is_said_and_the_rest_is_done(
        self, ada: User, eve: User, alan: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        holds, free, own, closed = (
            held(ada, unit, grace), claimed(eve, unit), held(alan, unit, grace), sent_back(person("Mia"), unit, grace),
        )  # fmt: skip
        said = act(browser, CLAIMS, "release", holds, free, own, closed)
        assert f"Ada on {unit.slug}: the hold is released." in said
        assert f"Eve on {unit.slug}: Nobody holds this claim." in said
        assert f"Alan on {unit.slug}: Nobody reviews their own claim." in said
        assert f"Mia on {unit.slug}: This claim is closed" in said
        assert [hold.claim for hold in Hold.objects.all()] == [own]
        assert [event.claim for event in Event.objects.filter(move="release")] == [holds]
        assert LogEntry.objects.count() == 1

    def test_a_second_press_gets_a_sentence(self, ada: User, grace: User, unit: Unit, browser: Client) -> None:
        claim = held(ada, unit, grace)
        release_on_its_page(browser, claim)
        assert "Nobody holds this claim." in release_on_its_page(browser, claim)
        assert Event.objects.filter(move="release").count() == 1

    def test_a_great_many_claims_are_not_released_by_one_click(
        self, ada: User, eve: User, grace: User, unit: Unit, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("accounts.admin.MANY", 1)
        assert "at most 1 claims" in act(browser, CLAIMS, "release", held(ada, unit, grace), held(eve, unit, grace))
        assert Hold.objects.count() == 2

    def test_by_admins_only(self, ada: User, grace: User, linus: User, unit: Unit, client_of: SignIn) -> None:
        claim = held(ada, unit, grace)
        for somebody in (ada, grace, linus):
            chosen = {"action": "release", "_selected_action": claim.pk}
            assert client_of(somebody).post(CLAIMS, chosen).status_code == 403
            on_page = {"CHANGE_FORM-action": "release", "_selected_action": claim.pk}
            assert client_of(somebody).post(page_of(claim), on_page).status_code == 403
        assert Hold.objects.count() == 1
