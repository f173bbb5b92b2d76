import datetime

import pytest

import clock
from accounts.models import User
from progress import mastery
from roadmap.models import Milestone, Phase, Unit
from tests.progress.lives import NOON, archive, bring, live_long

pytestmark = pytest.mark.django_db

URL = "/me/history/"


def lines(page):
    return page.one("ol", class_="history").all("li")


def test_somebody_new_has_none_and_is_shown_where_to_begin(browser, page):
    shown = page(browser, URL)
    assert not shown.all("ol", class_="history")
    assert "/roadmap/" in {link["href"] for link in shown.one("main").all("a")}


def test_every_move_is_told_the_newest_first_in_the_learner_s_own_time(ada, browser, page, unit, stage):
    User.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    for hours, (verb, milestone) in enumerate(
        [(mastery.start, unit), (mastery.start, stage), (mastery.put_back, unit)]
    ):
        with clock.at(NOON + datetime.timedelta(hours=hours)):
            verb(ada, milestone)
    newest, middle, oldest = lines(page(browser, URL))
    assert "you put this back" in newest.text
    assert newest.one("a")["href"] == f"/units/{unit.slug}/"
    assert middle.one("a").text == f"{stage.capstone.title}, CREATE"
    assert oldest.one("time")["datetime"] == "2030-01-01T07:00:00-05:00"


def test_nobody_reads_another_s(ada, eve, client_of, page, unit):
    bring(ada, unit, "attested")
    assert not page(client_of(eve), URL).all("ol", class_="history")


def test_what_left_the_map_is_told_without_its_name(ada, browser, page, unit):
    bring(ada, unit, "learning")
    # Neither the admin nor the database lets a reached unit be a draft; its phase could become one behind their backs.
    Phase.objects.filter(pk=unit.phase_id).update(status="draft")
    (line,) = lines(page(browser, URL))
    assert "A milestone that is no longer on the map" in line.text
    assert not line.all("a")


def test_every_way_that_it_shows_leads_somewhere(ada, browser, page, unit, stage):
    bring(ada, unit, "learning")
    bring(ada, stage, "attested")
    for milestone in (unit, stage):
        archive(milestone)
    mastery.put_back(ada, unit)
    for line in lines(page(browser, URL)):
        page(browser, line.one("a")["href"])


def test_it_is_shown_fifty_at_a_time(ada, browser, page):
    live_long(ada, list(Milestone.objects.all()))
    first = page(browser, URL)
    assert len(lines(first)) == 50
    assert [link["href"] for link in first.all("a", rel="next")] == [f"{URL}?page=2"]
    assert not first.all("a", rel="prev")
    second = page(browser, f"{URL}?page=2")
    assert len(lines(second)) == 39
    assert not second.all("a", rel="next")


@pytest.mark.parametrize(
    "number", ["0", "-1", "nonsense", "", "9" * 30, "9" * 5000, "%00", "%ff", "1e400", "inf", "٣", "1&page=2", "2.0"]
)
def test_a_nonsense_page_number_gets_a_page(ada, browser, page, number):
    live_long(ada, list(Milestone.objects.all()))
    assert lines(page(browser, f"{URL}?page={number}"))


def test_the_page_about_oneself_pulls_in_the_list_alone(ada, browser, page, unit):
    bring(ada, unit, "learning")
    fragment = page(browser, URL, **{"HX-Request": "true"})
    assert len(lines(fragment)) == 1
    assert not fragment.all("html")


def test_a_visitor_is_asked_to_sign_in(visitor):
    response = visitor.get(URL)
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/me/history/")


@pytest.mark.parametrize("moves", [1, 89])
def test_its_queries_do_not_grow(ada, browser, moves, django_assert_max_num_queries):
    live_long(ada, list(Unit.objects.all()[:moves]))
    browser.get(URL)
    with django_assert_max_num_queries(5):
        browser.get(URL)
