import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction

from outbox.models import Letter

pytestmark = pytest.mark.django_db


def test_a_message_becomes_a_letter() -> None:
    message = EmailMultiAlternatives("Your code", "It is 123.", "hello@example.org", ["ada@example.org"])
    message.attach_alternative("<p>It is 123.</p>", "text/html")
    message.reply_to = ["help@example.org"]
    assert message.send() == 1

    letter = Letter.objects.get()
    assert (letter.subject, letter.text, letter.html) == ("Your code", "It is 123.", "<p>It is 123.</p>")
    assert (letter.sender, letter.recipients) == ("hello@example.org", ["ada@example.org"])
    assert letter.headers["Reply-To"] == "help@example.org"
    assert letter.sent_at is None


def test_every_letter_has_its_own_message_id() -> None:
    for _ in range(2):
        send_mail("Hello", "Text", None, ["ada@example.org"])
    first, second = (letter.headers["Message-ID"] for letter in Letter.objects.all())
    assert first != second


def test_a_transaction_that_is_rolled_back_leaves_no_letter() -> None:
    with pytest.raises(RuntimeError, match="half-way"), transaction.atomic():
        send_mail("Hello", "Text", None, ["ada@example.org"])
        assert Letter.objects.count() == 1
        raise RuntimeError("half-way")
    assert not Letter.objects.exists()


@pytest.mark.parametrize("more", [{"cc": ["eve@example.org"]}, {"bcc": ["eve@example.org"]}])
def test_what_a_letter_cannot_keep_is_refused(more: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="no copies"):
        EmailMessage("Hello", "Text", None, ["ada@example.org"], **more).send()  # type: ignore[arg-type]
