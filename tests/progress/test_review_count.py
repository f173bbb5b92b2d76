"""How many claims wait, in the bar of a mentor's pages."""

import pytest

from accounts.models import Session, User
from accounts.roles import end_role
from progress import mastery, queue
from tests.progress.lives import claimed, held

pytestmark = pytest.mark.django_db

URL = "/review/count/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client_of, grace):
    return client_of(grace)


def count(client, page):
    return page(client, URL, **HTMX).id("review-count").text


def links_to_the_desk(client, page):
    return [
        link for link in page(client, "/roadmap/").one("header", class_="bar").all("a") if link["href"] == "/review/"
    ]


def test_the_link_is_for_mentors(ada, grace, linus, alan, client_of, page, visitor):
    for person, links in ((ada, 0), (alan, 0), (grace, 1), (linus, 1)):
        assert len(links_to_the_desk(client_of(person), page)) == links
    assert links_to_the_desk(visitor, page) == []


def test_the_link_asks_for_the_figure_by_itself(desk, page):
    (link,) = links_to_the_desk(desk, page)
    figure = link.id("review-count")
    assert (figure["data-hx-get"], figure["data-hx-trigger"], figure.text) == (URL, "load", "")


def test_the_link_goes_with_the_role(grace, alan, desk, page):
    before = desk.get("/roadmap/")
    end_role(grace, by=alan)
    assert desk.get("/roadmap/", headers={"If-None-Match": before["ETag"]}).status_code == 200
    assert links_to_the_desk(desk, page) == []
    assert desk.get(URL, headers=HTMX).status_code == 403


def test_what_this_mentor_could_pick_up_is_counted(ada, eve, grace, linus, desk, page, unit, stage):
    assert count(desk, page) == "0 waiting"
    first = claimed(ada, unit)
    claimed(eve, unit)
    claimed(grace, unit)
    held(ada, stage, linus)
    assert count(desk, page) == "2 waiting"
    mastery.withdraw(ada, first)
    assert count(desk, page) == "1 waiting"


def test_more_than_so_many_are_not_counted(desk, page, monkeypatch, unit):
    monkeypatch.setattr(queue, "COUNTED", 2)
    for number in range(3):
        claimed(User.objects.create_user(f"p{number}@example.org"), unit)
    assert count(desk, page) == "2+ waiting"


def test_it_is_one_query_and_kept_by_no_cache(ada, desk, unit, django_assert_num_queries):
    claimed(ada, unit)
    desk.get(URL, headers=HTMX)
    # The session with its person, and the figure.
    with django_assert_num_queries(2):
        answer = desk.get(URL, headers=HTMX)
    assert answer["Cache-Control"] == "no-store, private"


def test_without_htmx_it_leads_to_the_desk(desk):
    assert desk.get(URL)["Location"] == "/review/"


@pytest.mark.parametrize(("url", "leads_away"), [(URL, False), ("/me/history/", False), ("/me/news/", True)])
def test_after_the_end_of_a_session_it_leads_nobody_away_from_what_they_write(grace, desk, url, leads_away):
    """A page asks for it by itself; what somebody presses asks them to sign in, which is the control."""
    Session.objects.end_all_of(grace)
    assert ("HX-Redirect" in desk.get(url, headers=HTMX)) is leads_away
    assert desk.get(url)["Location"].startswith("/account/login/")
