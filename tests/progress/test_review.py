import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import User
from accounts.roles import appoint, end_role
from bench import crowd
from progress import mastery
from progress.models import Hold
from progress.queue import PAGE
from roadmap.models import Unit
from tests.progress.lives import NOON, claimed, held, mastered, sent_back

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(client_of, grace):
    """Grace's browser."""
    return client_of(grace)


def rows(page):
    """The claims in the queue, in order."""
    return [int(each["id"].removeprefix("waiting-")) for each in page.id("queue").all("li") if each.get("id")]


def people(count):
    return [User.objects.create_user(f"p{number}@example.org", display_name=f"P{number}") for number in range(count)]


def claims_of(learners, unit, *, apart=DAY):
    """A claim of each of them, sent one after the other."""
    made = []
    for number, learner in enumerate(learners):
        with clock.at(NOON + number * apart):
            made.append(claimed(learner, unit).pk)
    return made


class TestTheQueue:
    def test_shows_the_oldest_first_with_whose_it_is_and_of_what(self, desk, page, ada, eve, unit):
        with clock.at(NOON):
            later = claimed(ada, unit)
        with clock.at(NOON - DAY):
            earlier = claimed(eve, Unit.objects.get(number=1))
        shown = page(desk, "/review/")
        assert rows(shown) == [earlier.pk, later.pk]
        line = shown.id(f"waiting-{later.pk}")
        assert f"15 {unit.title}" in line.text
        assert "Ada, attempt 1, sent 1 January 2030, 12:00" in line.text
        assert line.one("a")["href"] == f"/claims/{later.pk}/"

    def test_never_shows_ones_own(self, desk, page, ada, grace, unit):
        claimed(grace, unit)
        assert "No claims are waiting." in page(desk, "/review/").id("queue").text

    def test_says_of_a_held_one_by_whom_and_until_when(self, desk, page, ada, linus, unit):
        with clock.at(NOON):
            claim = held(ada, unit, linus)
            line = page(desk, "/review/").id(f"waiting-{claim.pk}")
        assert "Held by Linus until 2 January 2030, 12:00" in line.text
        assert not line.all("button")

    def test_leads_to_what_one_holds_oneself(self, desk, page, ada, grace, unit):
        claim = held(ada, unit, grace)
        shown = page(desk, "/review/")
        assert "Go on" in shown.id(f"waiting-{claim.pk}").text
        assert not shown.id(f"waiting-{claim.pk}").all("button")

    def test_has_a_lapsed_one_free_at_its_first_place(self, desk, page, ada, eve, linus, unit):
        with clock.at(NOON):
            first = held(ada, unit, linus)
        with clock.at(NOON + datetime.timedelta(hours=1)):
            second = claimed(eve, unit)
        with clock.at(NOON + 2 * DAY):
            shown = page(desk, "/review/")
        assert rows(shown) == [first.pk, second.pk]
        assert shown.id(f"waiting-{first.pk}").all("button")

    def test_has_one_free_whose_mentor_is_none_any_more(self, desk, page, ada, alan, linus, unit):
        claim = held(ada, unit, linus)
        end_role(linus, by=alan)
        assert page(desk, "/review/").id(f"waiting-{claim.pk}").all("button")

    def test_has_nothing_that_is_decided_or_withdrawn(self, desk, page, ada, eve, grace, unit):
        sent_back(ada, unit, grace)
        mastery.withdraw(eve, claimed(eve, unit))
        assert rows(page(desk, "/review/")) == []


class TestPages:
    def test_go_on_after_the_last_claim_also_where_all_were_sent_at_once(self, desk, page, unit):
        sent = claims_of(people(60), unit, apart=datetime.timedelta(0))
        seen, url = [], "/review/"
        while url:
            shown = page(desk, url)
            seen.append(rows(shown))
            following = shown.id("queue").all("a", rel="next")
            url = following[0]["href"] if following else ""
        assert [len(each) for each in seen] == [25, 25, 10]
        assert [pk for each in seen for pk in each] == sent

    def test_miss_nothing_when_a_claim_is_decided_meanwhile(self, desk, page, grace, linus, unit):
        learners = people(30)
        sent = claims_of(learners, unit)
        following = page(desk, "/review/").id("queue").one("a", rel="next")["href"]
        for pk in (sent[0], sent[24]):
            claim = mastery.MasteryClaim.objects.get(pk=pk)
            mastery.withdraw(claim.learner, claim)
        assert rows(page(desk, following)) == sent[25:]

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "٣", "1.5", ""])
    def test_begin_anew_where_the_address_names_nothing(self, desk, page, ada, unit, after):
        claim = claimed(ada, unit)
        assert rows(page(desk, f"/review/?after={after}")) == [claim.pk]


class TestPhases:
    @pytest.fixture
    def two(self, ada, eve, unit):
        """A claim in the second phase and one in the first."""
        return claimed(ada, unit), claimed(eve, Unit.objects.get(number=1))

    def test_chosen_ones_alone_are_shown(self, desk, page, two, unit):
        shown = page(desk, f"/review/?phase={unit.phase.slug}")
        assert rows(shown) == [two[0].pk]
        assert shown.id(f"phase-{unit.phase.number}").get("checked", "no") is None
        assert len(shown.one("form", class_="phases").all("input", checked=True)) == 1

    def test_several_are_shown_together(self, desk, page, two, unit):
        first = Unit.objects.get(number=1).phase
        both = page(desk, f"/review/?phase={unit.phase.slug}&phase={first.slug}")
        assert sorted(rows(both)) == sorted(each.pk for each in two)

    def test_stay_in_every_address(self, desk, page, two, unit):
        queue = page(desk, f"/review/?phase={unit.phase.slug}").id("queue")
        assert queue.one("ol").one("a")["href"].endswith(f"?phase={unit.phase.slug}")
        assert queue.one("button")["formaction"].endswith(f"/pick-up/?phase={unit.phase.slug}")

    def test_that_are_not_there_show_nothing(self, desk, page, two):
        assert "in the phases that you chose" in page(desk, "/review/?phase=nothing").id("queue").text

    def test_that_no_database_could_name_are_not_looked_at(self, desk, page, two):
        assert len(rows(page(desk, "/review/?phase=nothing%00"))) == 2

    def test_are_answered_with_the_queue_alone_in_place(self, desk, page, two, unit):
        part = page(desk, f"/review/?phase={unit.phase.slug}", **HTMX)
        assert rows(part) == [two[0].pk]
        assert not part.all("main")


class TestBesideTheQueue:
    def test_is_what_one_holds_with_the_time_left(self, desk, page, ada, eve, grace, unit):
        with clock.at(NOON):
            held(ada, unit, grace)
        with clock.at(NOON + datetime.timedelta(hours=1)):
            assert "Ada 23 hours left" in page(desk, "/review/").one("div", class_="beside").text
        with clock.at(NOON + 2 * DAY):
            assert "ended, in the queue again" in page(desk, "/review/").one("div", class_="beside").text

    def test_are_the_latest_decisions(self, desk, page, ada, eve, grace, linus, unit):
        mastered(ada, unit, grace)
        sent_back(eve, unit, grace)
        mastered(eve, Unit.objects.get(number=1), linus)
        section = page(desk, "/review/").one("section", aria_labelledby="decided-title")
        assert [line.one("p", class_="why").text for line in section.all("li")] == ["Sent back, Eve", "Approved, Ada"]


class TestWhoComesIn:
    def test_leads_have_the_same_desk(self, client_of, page, ada, linus, unit):
        claim = claimed(ada, unit)
        assert rows(page(client_of(linus), "/review/")) == [claim.pk]

    def test_a_role_that_ended_ends_at_the_next_request(self, desk, grace, alan, ada, unit):
        claim = claimed(ada, unit)
        assert desk.get("/review/").status_code == 200
        end_role(grace, by=alan)
        assert desk.get("/review/").status_code == 403
        assert desk.post(f"/review/{claim.pk}/pick-up/").status_code == 403
        assert Hold.objects.counting().filter(claim=claim).first() is None

    def test_a_new_one_counts_at_once(self, client_of, eve, alan):
        browser = client_of(eve)
        assert browser.get("/review/").status_code == 403
        appoint(eve, by=alan)
        assert browser.get("/review/").status_code == 200

    def test_it_is_kept_by_no_cache(self, desk):
        assert desk.get("/review/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("count", [3, 300])
def test_the_page_asks_as_much_however_many_wait(desk, page, count):
    crowd.gather(count)
    assert len(rows(page(desk, "/review/"))) == min(count, PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert desk.get("/review/").status_code == 200
    assert len(asked) <= 6, [each["sql"][:80] for each in asked]
