"""Finding claims, reviews, verdicts and events in the admin: by whom and by what, quickly, and never by guessing."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from accounts import roles
from accounts.models import User
from progress import mastery, thread
from progress.models import Event, MasteryClaim, MentorReview, Verdict
from roadmap.models import Stage, Unit
from tests.conftest import person
from tests.progress.lives import claimed, held, mastered, sent_back
from tests.progress.test_admin_claims import CLAIMS, EVENTS, LISTS, PROGRESS, REVIEWS, VERDICTS, page_of

type SignIn = Callable[[User], Client]


@pytest.fixture
def browser(alan: User, client_of: SignIn) -> Client:
    return client_of(alan)


@pytest.fixture
def another(linus: User) -> Unit:
    """A unit on which nobody in these tests is but those who are not looked for."""
    other = Unit.objects.get(number=16)
    mastered(person("Zoe"), other, linus)
    return other


def listed(browser: Client, page: str, **query: Any) -> list[Any]:
    return list(browser.get(page, query).context["cl"].result_list)


class TestFinding:
    @pytest.mark.parametrize(
        "words", ["Ada", "ADA@example.org", "backpropagation", "Backpropagation Deep", "ada backprop"]
    )
    @pytest.mark.parametrize("page", [CLAIMS, REVIEWS, VERDICTS])
    def test_by_learner_and_milestone(
        self, page: str, words: str, ada: User, grace: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        claim = sent_back(ada, unit, grace)
        found = listed(browser, page, q=words)
        assert found
        assert {getattr(row, "review", row) if page == VERDICTS else row for row in found} == {
            claim if page == CLAIMS else claim.reviews.get()
        }

    def test_a_stage_by_the_title_of_its_capstone(
        self, ada: User, stage: Stage, another: Unit, browser: Client
    ) -> None:
        claim = claimed(ada, stage)
        assert listed(browser, CLAIMS, q=stage.capstone.title) == [claim]

    @pytest.mark.parametrize("page", [REVIEWS, VERDICTS])
    def test_what_a_mentor_decided(
        self, page: str, ada: User, grace: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        review = sent_back(ada, unit, grace).reviews.get()
        found = listed(browser, page, q="grace@example.org")
        assert {getattr(row, "review", row) for row in found} == {review}

    def test_every_word_has_to_lead_there(self, ada: User, unit: Unit, another: Unit, browser: Client) -> None:
        claimed(ada, unit)
        assert listed(browser, CLAIMS, q=f"ada {another.slug}") == []

    def test_claims_by_who_holds_them(
        self, ada: User, eve: User, grace: User, linus: User, alan: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        with clock.at(clock.now() - datetime.timedelta(days=2)):
            lapsed = held(ada, unit, linus)
        holds, free = held(eve, unit, grace), claimed(person("Mia"), unit)
        assert listed(browser, CLAIMS, hold="counts") == [holds]
        assert listed(browser, CLAIMS, hold="lapsed") == [lapsed]
        assert listed(browser, CLAIMS, hold="free") == [free, lapsed]
        assert listed(browser, CLAIMS, closed_at__isempty=1) == [free, holds, lapsed]
        roles.end_role(grace, by=alan)
        assert listed(browser, CLAIMS, hold="lapsed") == [holds, lapsed]

    def test_claims_by_outcome_and_phase(
        self, ada: User, grace: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        claim = sent_back(ada, unit, grace)
        assert listed(browser, CLAIMS, outcome__exact="sent-back") == [claim]
        elsewhere = listed(browser, CLAIMS, phase__id__exact=Unit.objects.order_by("number").last().phase_id)  # type: ignore[union-attr]
        assert elsewhere == []
        assert claim in listed(browser, CLAIMS, phase__id__exact=unit.phase_id)

    def test_reviews_by_decision_and_verdicts_by_level(
        self, ada: User, grace: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        review = sent_back(ada, unit, grace).reviews.get()
        assert listed(browser, REVIEWS, decision__exact="send-back") == [review]
        assert listed(browser, VERDICTS, level__exact="not-yet") == [review.verdicts.get(level="not-yet")]

    @pytest.mark.parametrize("page", LISTS)
    def test_every_filter_that_a_list_offers_filters(
        self, page: str, ada: User, grace: User, unit: Unit, another: Unit, browser: Client
    ) -> None:
        sent_back(ada, unit, grace)
        offered = re.findall(r'<a href="(\?[^"]+)">', browser.get(page).content.decode())
        assert len(offered) >= 2
        for query in offered:
            assert browser.get(page + query.replace("&amp;", "&")).status_code == 200, query


# What a filter in the address could try to guess, by whatever way leads from a row to people, sessions or drafts.
SECRETS = (
    "password__startswith",
    "sessions__session_key__startswith",
    "sessions__pk",
    "email__startswith",
    "mentor_roles__pk",
)
TO_PEOPLE = {
    CLAIMS: ("learner", "progress__learner", "hold__mentor", "reviews__mentor", "events__actor", "messages__author"),
    REVIEWS: ("learner", "mentor", "claim__learner", "claim__hold__mentor", "progress__learner"),
    VERDICTS: ("review__learner", "review__mentor", "answer__claim__learner", "answer__claim__hold__mentor"),
    EVENTS: ("actor", "progress__learner", "claim__learner", "claim__hold__mentor", "claim__reviews__mentor"),
    PROGRESS: ("learner", "claims__learner", "claims__hold__mentor", "events__actor", "reviews__mentor"),
}
OTHERS = {
    CLAIMS: (
        "verdict_drafts__feedback__startswith",
        "progress__draft__answers__icontains",
        "answers__text__startswith",
    ),
    REVIEWS: ("claim__verdict_drafts__feedback__startswith", "phase__units__slug"),
    VERDICTS: ("review__claim__verdict_drafts__feedback__startswith", "comment__startswith"),
    EVENTS: ("progress__draft__answers__icontains", "reason__startswith"),
    PROGRESS: ("draft__answers__icontains", "state__startswith"),
}


@pytest.mark.parametrize("page", LISTS)
def test_nothing_is_guessed_by_filters_typed_into_the_address(
    page: str, ada: User, grace: User, unit: Unit, browser: Client
) -> None:
    held(ada, unit, grace)
    sent_back(person("Mia"), unit, grace)
    lookups = [f"{way}__{secret}" for way in TO_PEOPLE[page] for secret in SECRETS]
    model_admin = next(
        each for model, each in admin.site._registry.items() if page.endswith(f"/{model._meta.model_name}/")
    )
    for lookup in (*lookups, *OTHERS[page]):
        for letter in ("m", "~"):
            answer = browser.get(page, {lookup: letter})
            assert answer.status_code == 400, lookup
            assert not model_admin.lookup_allowed(lookup, letter, answer.wsgi_request), lookup


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("query", [{"q": "a\0"}, {"q": "a " * 2000}, {"p": "9" * 30}, {"o": "1"}, {"_facets": "1"}])
def test_strange_questions_are_answered(page: str, query: dict[str, str], browser: Client) -> None:
    assert browser.get(page, query, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"outcome__exact": "\0"}, 400), ({"hold": "\0"}, 400), ({"phase__id__exact": "\0"}, 400),
        ({"phase__id__exact": "x"}, 302), ({"phase__id__exact": "9" * 30}, 200), ({"hold": "never"}, 200),
    ],
)  # fmt: skip
def test_strange_filters_are_answered(query: dict[str, str], status: int, browser: Client) -> None:
    assert browser.get(CLAIMS, query).status_code == status


class TestQueries:
    @pytest.mark.parametrize(("page", "most"), [(CLAIMS, 4), (REVIEWS, 3), (VERDICTS, 3), (EVENTS, 3), (PROGRESS, 3)])
    @pytest.mark.parametrize("query", [{}, {"q": "example.org"}])
    def test_of_a_list_do_not_grow_with_its_rows(
        self, page: str, query: dict[str, str], most: int, grace: User, linus: User, unit: Unit, browser: Client
    ) -> None:
        live(1, unit, grace)
        few = asked(browser, page, query)
        live(4, unit, linus)
        many = asked(browser, page, query)
        assert len(many) == len(few) <= most, many

    @pytest.mark.parametrize(("model", "most"), [(MasteryClaim, 6), (MentorReview, 3), (Verdict, 2), (Event, 6)])
    def test_of_a_page_are_few(
        self, model: Any, most: int, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        sent_back(ada, unit, grace)
        asked_for = asked(browser, page_of(model.objects.first()), {})
        assert len(asked_for) <= most, asked_for

    def test_of_a_claims_page_do_not_grow_with_what_is_on_it(
        self, ada: User, grace: User, linus: User, unit: Unit, browser: Client
    ) -> None:
        sent_back(ada, unit, grace, missing=1)
        claim = claimed(ada, unit)
        before = len(asked(browser, page_of(claim), {}))
        for mentor in (grace, linus, grace):
            mastery.pick_up(mentor, claim)
            thread.say(mentor, claim, "Still looking.")
            mastery.release(mentor, claim)
        mastery.pick_up(linus, claim)
        assert len(asked(browser, page_of(claim), {})) == before
        rows = {
            each.formset.model: len(each.formset.forms)
            for each in browser.get(page_of(claim)).context["inline_admin_formsets"]
        }
        assert sorted(rows.values()) == [0, 3, 3, 8]

    @pytest.mark.parametrize("page", LISTS)
    def test_of_a_list_read_no_list_of_people_and_count_once(
        self, page: str, ada: User, grace: User, unit: Unit, browser: Client
    ) -> None:
        sent_back(ada, unit, grace)
        statements = asked(browser, page, {"_facets": "1"})
        assert not [each for each in statements if "DISTINCT" in each or 'FROM "accounts_user"' in each]
        assert len([each for each in statements if "COUNT(" in each]) == 1


def asked(browser: Client, page: str, query: dict[str, str]) -> list[str]:
    """The statements of a page when it is opened, the session's own included."""
    browser.get(page, query)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(page, query)
    assert answer.status_code == 200
    return [each["sql"] for each in captured.captured_queries]


def live(count: int, unit: Unit, mentor: User) -> None:
    """So many more learners with a claim that was sent back, and as many with one that is held."""
    for number in range(count):
        sent_back(person(f"Back-{mentor}-{number}"), unit, mentor)
        held(person(f"Held-{mentor}-{number}"), unit, mentor)
