import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from outbox.models import Letter

pytestmark = pytest.mark.django_db


def read(client: Client, text: str, html: str = "") -> str:
    message = EmailMultiAlternatives("Your code", text, "hello@example.org", ["ada@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
    page = client.get(f"/local/mail/{Letter.objects.get().pk}/")
    assert page.status_code == 200
    return page.text


def test_a_letter_shows_its_code_and_links_that_can_be_followed(client: Client) -> None:
    page = read(client, "Enter ABC-123.\n\nOr go to https://learn.example.org/a?b=1&c=2 now.")
    assert "Enter ABC-123." in page
    assert '<a href="https://learn.example.org/a?b=1&amp;c=2"' in page


def test_a_letter_executes_nothing_that_somebody_wrote(client: Client) -> None:
    page = read(
        client,
        'Hello <script>alert(1)</script> <img src=x onerror="alert(2)"> javascript:alert(3) http://x.y/"onclick="z',
        html="<script>alert(4)</script>",
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'onclick="' not in page
    assert "alert(4)" not in page


def test_a_letter_is_framed_as_a_mail_program_shows_it(client: Client) -> None:
    letter = Letter.objects.create(subject="Your code", text="Enter ABC-123.")
    answer = client.get(f"/local/mail/{letter.pk}/")
    assert f'src="/local/mail/{letter.pk}/html/"' in answer.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_a_letter_that_does_not_exist_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/local/mail/{number}/").status_code == 404
