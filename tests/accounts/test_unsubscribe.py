"""Ending mail about claims by the link in a letter: by hand, and by a mail program that presses its button."""

import pytest
from django.core import signing
from django.test import Client

from accounts import news
from accounts.models import User
from accounts.news import person_of, way_out_of
from tests.reading import read

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def wants_news(person):
    return User.objects.get(pk=person.pk).wants_news


def test_looking_at_the_link_changes_nothing(ada):
    browser = Client()
    for _ in range(2):
        page = read(browser.get(way_out_of(ada)))
        assert page.one("form", method="post").one("button").text == "Switch this mail off"
    browser.head(way_out_of(ada))
    assert wants_news(ada)
    assert "ada" not in page.one("main").text.lower()


def test_the_button_switches_mail_about_claims_off(ada, eve):
    page = read(Client().post(way_out_of(ada)))
    assert "This mail is switched off." in page.one("main").text
    assert not page.one("main").all("form")
    assert (wants_news(ada), wants_news(eve)) == (False, True)
    assert User.objects.get(pk=ada.pk).page_version == ada.page_version + 1


def test_a_mail_program_needs_neither_session_nor_token_and_is_led_nowhere_else(ada):
    answer = Client(enforce_csrf_checks=True).post(way_out_of(ada), ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not wants_news(ada)


def test_pressing_it_again_changes_nothing(ada):
    for _ in range(2):
        assert Client().post(way_out_of(ada), ONE_CLICK).status_code == 200
    assert User.objects.get(pk=ada.pk).page_version == ada.page_version + 1


def test_it_ends_the_mail_of_whoever_got_it_whoever_is_signed_in(ada, eve, client_of):
    client_of(eve).post(way_out_of(ada))
    assert (wants_news(ada), wants_news(eve)) == (False, True)


def forged(ada):
    good = way_out_of(ada).split("/")[2]
    return {
        "another person": good.replace(f"{ada.pk}:", f"{ada.pk + 1}:", 1),
        "no signature": str(ada.pk),
        "other salt": signing.TimestampSigner(salt="session").sign(str(ada.pk)),
        "nobody": signing.TimestampSigner(salt="accounts.unsubscribe").sign("0"),
        "hostile": "%00%F0%9F%92%A9:1:1",
        "long": "9" * 3000 + ":1:1",
    }


@pytest.mark.parametrize("kind", ["another person", "no signature", "other salt", "nobody", "hostile", "long"])
def test_a_forged_link_is_told_so_and_changes_nothing(ada, eve, kind):
    url = f"/unsubscribe/{forged(ada)[kind]}/"
    for answer in (Client().get(url), Client().post(url, ONE_CLICK)):
        assert answer.status_code == 404
        assert "This link is not one of ours" in read(answer).one("main").text
    assert wants_news(ada)
    assert wants_news(eve)


def test_a_link_works_for_a_year(ada, monkeypatch):
    link = way_out_of(ada)
    monkeypatch.setattr(news, "YEAR", -1)
    assert Client().post(link).status_code == 404
    assert wants_news(ada)


def test_a_link_says_nothing_of_its_owner_but_a_number(ada):
    link = way_out_of(ada)
    assert link.startswith(f"/unsubscribe/{ada.pk}:")
    assert "example" not in link
    assert person_of(link.split("/")[2]) == ada


def test_only_this_view_does_without_the_token():
    """It is the one hole in the fence; a second one would have to be meant."""
    from tests.test_architecture import doors

    assert [door.name for door in doors() if getattr(door.view, "csrf_exempt", False)] == ["accounts:unsubscribe"]
