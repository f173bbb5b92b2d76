import re

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives, send_mail
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
    for address in ("/local/mail/", f"/local/mail/{Letter.objects.get().pk}/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.content == unknown.content


def test_the_local_mode_has_no_way_out() -> None:
    assert django_settings.LOCAL
    assert set(django_settings.MAILERS) == {"default"}


def test_nothing_is_written_by_looking(client: Client) -> None:
    assert client.post("/local/mail/").status_code == 405


class TestLetter:
    def read(self, client: Client, text: str, html: str = "") -> str:
        message = EmailMultiAlternatives("Your code", text, "hello@example.org", ["ada@example.org"])
        if html:
            message.attach_alternative(html, "text/html")
        message.send()
        page = client.get(f"/local/mail/{Letter.objects.get().pk}/")
        assert page.status_code == 200
        return page.text

    def test_shows_its_code_and_links_that_can_be_followed(self, client: Client) -> None:
        page = self.read(client, "Enter ABC-123.\n\nOr go to https://learn.example.org/a?b=1&c=2 now.")
        assert "Enter ABC-123." in page
        assert '<a href="https://learn.example.org/a?b=1&amp;c=2"' in page

    def test_executes_nothing_that_somebody_wrote(self, client: Client) -> None:
        page = self.read(
            client,
            'Hello <script>alert(1)</script> <img src=x onerror="alert(2)"> javascript:alert(3) http://x.y/"onclick="z',
            html="<script>alert(4)</script>",
        )
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert 'onclick="' not in page
        assert "alert(4)" not in page

    @pytest.mark.parametrize("number", ["999999", "9" * 30])
    def test_that_does_not_exist_is_not_found(self, client: Client, number: str) -> None:
        assert client.get(f"/local/mail/{number}/").status_code == 404
