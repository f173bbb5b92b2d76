import re

import pytest
from django.conf import settings as django_settings
from django.core.mail import send_mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from outbox.models import Letter

pytestmark = pytest.mark.django_db


def test_whoever_holds_the_machine_reads_its_mail_without_signing_in(client: Client) -> None:
    send_mail("First", "Text", None, ["ada@example.org"])
    send_mail("Second", "Text", None, ["eve@example.org"])
    page = client.get("/local/mail/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store, private"
    text = page.text
    assert text.index("Second") < text.index("First"), "the latest is on top"
    assert "ada@example.org" in text


def test_the_list_is_one_query_however_long(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(120):
        send_mail(f"Letter {number}", "Text", None, ["ada@example.org"])
    with django_assert_num_queries(1):
        page = client.get("/local/mail/").text
    assert len(re.findall(r'href="/local/mail/\d+/"', page)) == 100


def test_outside_the_local_mode_there_is_no_such_page(client: Client, settings: Settings) -> None:
    send_mail("Your code", "It is 123.", None, ["ada@example.org"])
    settings.LOCAL = False
    unknown = client.get("/no/such/page/")
    letter = f"/local/mail/{Letter.objects.get().pk}/"
    for address in ("/local/mail/", letter, f"{letter}html/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.content == unknown.content


def test_the_local_mode_has_no_way_out() -> None:
    assert django_settings.LOCAL
    assert set(django_settings.MAILERS) == {"default"}


def test_nothing_is_written_by_looking(client: Client) -> None:
    assert client.post("/local/mail/").status_code == 405
