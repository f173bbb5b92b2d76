"""The page of oneself: name, time zone, and what of them is refused."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from accounts.zones import time_zones
from tests.reading import read

pytestmark = pytest.mark.django_db


def save(client: Client, **fields: str):
    return client.post("/me/", {"display_name": "Ada", "time_zone": "UTC"} | fields)


def test_name_and_time_zone_are_saved_and_said(client_of, ada):
    client = client_of(ada)
    answer = save(client, display_name="  Ada Lindqvist ", time_zone="Europe/Stockholm")
    assert answer.headers["Location"] == "/me/"
    page = client.get("/me/").text
    assert "Saved." in page
    assert "Saved." not in client.get("/me/").text
    after = User.objects.get(pk=ada.pk)
    assert (after.display_name, after.time_zone) == ("Ada Lindqvist", "Europe/Stockholm")
    assert after.page_version == ada.page_version + 1


@pytest.mark.parametrize(
    "name",
    [
        "李",
        "عمر الخيام",
        "שָׂרָה",
        "Zoë 🧑‍🚀",
        "👩🏽‍💻",
        "O\u2019Neil-Smith, Jr.",
        "نیما‌زاده",
        "<b>Ada</b>",
        "'; --",
        "a" * 80,
    ],
)
def test_names_of_every_kind_are_kept_as_they_are(client_of, ada, name):
    client = client_of(ada)
    assert save(client, display_name=name).status_code == 302
    assert User.objects.get(pk=ada.pk).display_name == name
    page = client.get("/me/").text
    assert "<b>Ada</b>" not in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Enter a name"),
        (" \u3000\u00a0 ", "Enter a name"),
        ("a" * 81, "at most 80"),
        ("Ada\u202egnp.exe", "Leave out control characters"),
        ("Ada\u2066", "Leave out control characters"),
        ("Ada\nLindqvist", "Leave out control characters"),
        ("Ada\x1b[31m", "Leave out control characters"),
        ("Ada\x00", "Null characters"),
        ("\u200b\u200d\ufeff", "Enter a name that can be seen"),
        ("\u3164", "Enter a name that can be seen"),
        ("\u0301\u0301", "Enter a name that can be seen"),
    ],
)
def test_a_name_that_would_mislead_is_refused(client_of, ada, name, sentence):
    client = client_of(ada)
    answer = save(client, display_name=name)
    assert answer.status_code == 422
    assert sentence in answer.text
    after = User.objects.get(pk=ada.pk)
    assert (after.display_name, after.page_version) == ("Ada", ada.page_version)
    assert f"<h1>{ada.display_name}</h1>" in answer.text


def test_mail_about_claims_is_switched_off_and_on_again(client_of, ada):
    client = client_of(ada)
    for chosen, wanted in (({}, False), ({"wants_news": "on"}, True)):
        assert save(client, **chosen).status_code == 302
        assert User.objects.get(pk=ada.pk).wants_news is wanted
        assert ("checked" in read(client.get("/me/")).id("id_wants_news").attributes) is wanted


def test_a_refused_name_leaves_the_switch_as_it_was_set(client_of, ada):
    client = client_of(ada)
    answer = save(client, display_name="")
    assert "checked" not in read(answer).id("id_wants_news").attributes
    assert User.objects.get(pk=ada.pk).wants_news


def test_one_name_is_one_text_however_it_was_typed(client_of, ada):
    save(client_of(ada), display_name="Zoe\u0308")
    assert User.objects.get(pk=ada.pk).display_name == "Zo\u00eb"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe/Stockholm\x00", "x" * 10_000])
def test_an_unknown_time_zone_is_refused(client_of, ada, zone):
    assert save(client_of(ada), time_zone=zone).status_code == 422


def test_invalid_utf_8_is_never_an_error_of_ours(client_of, ada):
    answer = client_of(ada).post(
        "/me/", b"display_name=A%FF%C3&time_zone=%ED%A0%80", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422


def test_every_time_zone_can_be_chosen(client_of, ada):
    page = client_of(ada).get("/me/").text
    assert re.findall(r'<option value="([^"]+)"', page) == ["UTC", *(zone for zone in time_zones() if zone != "UTC")]
    assert '<option value="UTC" selected>' in page


def test_nothing_but_name_and_time_zone_can_be_set(client_of, ada):
    save(client_of(ada), is_staff="on", email="other@example.org", page_version="99")
    after = User.objects.get(pk=ada.pk)
    assert (after.is_staff, after.email) == (False, "ada@example.org")


def test_dates_are_those_of_the_persons_time_zone(client_of, ada):
    User.objects.filter(pk=ada.pk).update(joined_at=datetime(2026, 1, 1, 23, 30, tzinfo=UTC), time_zone="Asia/Kolkata")
    client = client_of(ada)
    assert "2 January 2026" in client.get("/me/").text
    User.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    assert "1 January 2026" in client.get("/me/").text


def test_a_time_zone_that_the_machine_no_longer_knows_is_utc(client_of, ada):
    User.objects.filter(pk=ada.pk).update(joined_at=datetime(2026, 1, 1, 23, 30, tzinfo=UTC), time_zone="Old/Zone")
    assert "1 January 2026" in client_of(ada).get("/me/").text


def test_the_page_is_kept_by_no_cache(client_of, ada):
    assert client_of(ada).get("/me/").headers["Cache-Control"] == "no-store, private"


def test_only_two_queries_beside_session_and_person(client_of, ada, django_assert_max_num_queries):
    client = client_of(ada)
    with django_assert_max_num_queries(2):
        client.get("/me/")
    with django_assert_max_num_queries(2):
        client.get("/account/password/change/")


def test_what_was_typed_after_the_session_ended_is_in_its_fields_again(client_of, ada, eve):
    client = client_of(ada)
    owner = read(client.get("/me/")).one("input", name="owner")["value"]
    ada.sessions.all().delete()
    answer = save(client, display_name="Ada Lindqvist", owner=owner)
    assert answer.headers["Location"] == "/account/login/?next=/me/"
    assert "What you wrote is kept" in client.get(answer.headers["Location"]).text
    other = Client()
    save(other, display_name="Somebody", owner=owner)
    other.force_login(eve)
    assert read(other.get("/me/")).id("id_display_name")["value"] == "Eve"
    client.force_login(ada)
    page = read(client.get("/me/"))
    assert page.id("id_display_name")["value"] == "Ada Lindqvist"
    assert "It was not saved" in page.text
    assert User.objects.get(pk=ada.pk).display_name == "Ada"
    assert read(client.get("/me/")).id("id_display_name")["value"] == "Ada"


def test_a_form_that_says_not_whose_it_is_keeps_nothing(ada):
    visitor = Client()
    for owner in ("", "1", "1:x"):
        assert save(visitor, display_name="Mallory", owner=owner).status_code == 302
    assert "profile" not in visitor.session
    visitor.force_login(ada)
    assert read(visitor.get("/me/")).id("id_display_name")["value"] == "Ada"


def test_a_form_from_before_signing_in_again_is_shown_again(client_of, ada):
    page = read(client_of(ada).get("/me/"))
    owner = page.one("input", name="owner")["value"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    answer = save(strict, display_name="Ada Lindqvist", owner=owner)
    assert answer.status_code == 403
    assert read(answer).id("id_display_name")["value"] == "Ada Lindqvist"
    assert "signed in again" in answer.text
    assert "Lindqvist" not in save(strict, display_name="Ada Lindqvist", owner="").text
    assert User.objects.get(pk=ada.pk).display_name == "Ada"
