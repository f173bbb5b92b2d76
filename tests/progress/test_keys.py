"""The page of keys, and the one switch that turns those without a modifier off."""

import pytest

from accounts.models import User
from tests.access import HTMX
from tests.progress.places import url_of

pytestmark = pytest.mark.django_db


def has_single_keys(page):
    return "data-keys" in page.one("body").attributes


def test_it_tells_what_each_key_does_and_whether_they_are_on(ada, browser, visitor, page):
    assert "once you are signed in" in page(visitor, "/keys/").one("main").text
    there = page(browser, "/keys/")
    assert {each.text for each in there.all("kbd")} >= {"Ctrl", "K", "/", "?", "j", "k", "Enter", "a", "s"}
    assert there.one("a", href="/me/#id_has_single_keys").text == "Turn them off"
    User.objects.filter(pk=ada.pk).update(has_single_keys=False)
    assert page(browser, "/keys/").one("a", href="/me/#id_has_single_keys").text == "Turn them on"


def test_the_palette_pulls_in_the_list_alone(browser):
    answer = browser.get("/keys/", headers=HTMX)
    assert answer.text.strip().startswith('<div class="results" id="found">')
    assert "<html" not in answer.text


def test_every_page_says_whether_they_are_on_and_for_whom(visitor, browser, eve, client_of, page, unit, stage):
    """They are for people who can turn them off; and what is kept of a page for everybody is not made one person's."""
    places = ("roadmap", "unit", "capstone")
    urls, other = ["/me/history/", "/search/", *(url_of(place, unit, stage) for place in places)], client_of(eve)
    assert [url for url in urls if not has_single_keys(page(browser, url))] == []
    browser.post("/me/", {"display_name": "Ada", "time_zone": "UTC"})
    browser.get("/search/")  # Shows the message that it was saved.
    assert [url for url in urls if has_single_keys(page(browser, url))] == []
    assert [url for url in urls if not has_single_keys(page(other, url))] == []
    assert [url for url in urls[1:] if has_single_keys(page(visitor, url))] == []


def test_the_switch_is_set_and_shown_on_the_page_of_oneself(ada, browser, page):
    assert "checked" in page(browser, "/me/").id("id_has_single_keys").attributes
    browser.post("/me/", {"display_name": "Ada", "time_zone": "UTC"})
    assert not User.objects.get(pk=ada.pk).has_single_keys
    assert "checked" not in page(browser, "/me/").id("id_has_single_keys").attributes
    browser.post("/me/", {"display_name": "Ada", "time_zone": "UTC", "has_single_keys": "on"})
    assert User.objects.get(pk=ada.pk).has_single_keys
