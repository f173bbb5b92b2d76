"""On from a decision to the claim that has waited longest: said at once, and taken by the page itself."""

import datetime

import pytest

import clock
from progress import mastery
from progress.models import MasteryClaim, News
from roadmap.models import Unit
from tests.progress.lives import NOON, claimed
from tests.progress.test_judging import form_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(client_of, grace):
    """Grace's browser."""
    return client_of(grace)


@pytest.fixture
def approve(desk):
    """Approve a claim on its page; what is answered."""

    def post(claim, status=200, *, htmx=True, query=""):
        address = f"/claims/{claim.pk}/approve/{query}"
        response = desk.post(address, form_of(claim), headers=HTMX if htmx else {})
        assert response.status_code == status, response.content
        return response

    return post


@pytest.fixture
def first():
    return Unit.objects.get(number=1)


@pytest.fixture
def queue(ada, eve, grace, linus, unit, first):
    """Grace holds ada's; then wait one of another phase, linus's own, one of this phase."""
    made = {}
    for number, (name, learner, milestone) in enumerate(
        [("mine", ada, unit), ("elsewhere", ada, first), ("of linus", linus, unit), ("here", eve, unit)]
    ):
        with clock.at(NOON + number * DAY):
            made[name] = claimed(learner, milestone)
    mastery.pick_up(grace, made["mine"])
    return made


def test_what_was_decided_and_what_comes_next_are_said_at_once(approve, queue, first):
    response = approve(queue["mine"])
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#main", "innerHTML show:window:top")
    shown = read(response)
    said = shown.all(id="live")[-1].text
    assert said.startswith("Approved: ")
    assert f"Next: 1 {first.title} by Ada." in said
    notice = shown.one("p", class_="notice").text
    assert notice.startswith("Approved: ")
    assert notice in said


def test_the_next_claim_is_a_link_that_the_page_follows_in_place(approve, queue, first):
    way = read(approve(queue["mine"])).id("next-claim")
    assert way.text == f"Next: 1 {first.title} by Ada"
    assert way["href"] == way["data-hx-get"] == f"/claims/{queue['elsewhere'].pk}/"
    assert way["data-hx-push-url"] == "true"
    assert (way["data-hx-target"], way["data-hx-select"]) == ("#main", "#main > *")
    assert "data-focus" in way.attributes


def test_it_comes_as_its_page_with_its_title_and_the_focus_on_its_name(desk, approve, page, queue, first):
    address = read(approve(queue["mine"])).id("next-claim")["data-hx-get"]
    shown, alone = page(desk, address, **HTMX), page(desk, address)
    assert shown.one("title").text == alone.one("title").text == f"Attempt 1: 1 {first.title} | Throughline"
    assert shown.one("main").has_id("claim-pick-up")
    assert "data-focus" in shown.one("main").id("claim-title").attributes
    assert "data-focus" not in alone.id("claim-title").attributes


def test_what_is_new_on_it_is_seen_when_it_is_shown_and_not_before(desk, approve, grace, queue):
    News.objects.note(grace.pk, queue["elsewhere"], News.Kind.MESSAGE)
    address = read(approve(queue["mine"])).id("next-claim")["data-hx-get"]
    assert News.objects.of(grace).exists()
    desk.get(address, headers=HTMX)
    assert not News.objects.of(grace).exists()


def test_it_is_of_the_chosen_phases(desk, approve, grace, queue, unit):
    query = f"?phase={unit.phase.slug}"
    mastery.release(grace, queue["mine"])
    desk.post(f"/claims/{queue['mine'].pk}/pick-up/{query}", headers=HTMX)
    response = approve(queue["mine"], 302, htmx=False, query=query)
    assert response["Location"].endswith(query)
    following = MasteryClaim.objects.get(pk=int(response["Location"].split("/")[2]))
    assert following == queue["of linus"]


def test_its_link_keeps_the_chosen_phases(approve, queue, unit):
    query = f"?phase={unit.phase.slug}"
    way = read(approve(queue["mine"], query=query)).id("next-claim")
    assert way["href"] == way["data-hx-get"] == f"/claims/{queue['of linus'].pk}/{query}"


def test_it_is_none_that_somebody_holds(desk, approve, queue, linus):
    mastery.pick_up(linus, queue["elsewhere"])
    mastery.pick_up(linus, queue["here"])
    mastery.withdraw(linus, queue["of linus"])
    assert approve(queue["mine"])["HX-Redirect"] == "/review/"
    told = read(desk.get("/review/")).one("main").text
    assert "No other claim waits for you." in told


class TestAMessageThatWasBegun:
    """Its field goes with the page that a decision takes away."""

    def test_is_in_its_field_again(self, desk, queue):
        claim = queue["mine"]
        response = desk.post(
            f"/claims/{claim.pk}/approve/", form_of(claim) | {"text": "Which of\0 them?"}, headers=HTMX
        )
        assert "Your message was not sent" in read(response).text
        assert not claim.messages.exists()
        assert read(desk.get(f"/claims/{claim.pk}/")).one("textarea", name="text").text.strip() == "Which of them?"

    def test_is_no_longer_there_once_it_is_sent(self, desk, queue):
        claim = queue["mine"]
        desk.post(f"/claims/{claim.pk}/approve/", form_of(claim) | {"text": "Which?"}, headers=HTMX)
        desk.post(f"/claims/{claim.pk}/message/", {"text": "Which?"}, headers=HTMX)
        assert not read(desk.get(f"/claims/{claim.pk}/")).one("textarea", name="text").text.strip()

    def test_nothing_is_said_where_there_is_none(self, approve, queue):
        assert "Your message" not in read(approve(queue["mine"])).text
