import datetime
import signal
import subprocess
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import Settings

import clock
from outbox import sending
from outbox.models import PAUSES, Letter, LetterQuerySet
from outbox.sending import send_next
from tests.outbox.conftest import Sender, eventually, mailer_to
from tests.outbox.mail_server import MailServer
from tests.races import Actor, at_once, until

NOON = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)


def write(subject: str = "Your code", text: str = "It is 123.") -> Letter:
    mail.send_mail(subject, text, "Throughline <hello@example.org>", ["ada@example.org"])
    return Letter.objects.latest("pk")


@pytest.mark.django_db
class TestOneLetter:
    def test_is_delivered_and_its_text_is_blanked(self, out: MailServer) -> None:
        letter = write()
        assert send_next()
        assert not send_next()

        letter.refresh_from_db()
        assert letter.sent_at
        assert (letter.text, letter.html) == ("", "")
        message = out.received[0]
        assert message["Subject"] == "Your code"
        assert message["To"] == "ada@example.org"
        assert message["From"] == "Throughline <hello@example.org>"
        assert message["Message-ID"] == letter.headers["Message-ID"]
        assert message.get_body(("plain",)).get_content().strip() == "It is 123."

    def test_keeps_its_html_beside_the_text(self, out: MailServer) -> None:
        mail.send_mail("Hello", "Text", None, ["ada@example.org"], html_message="<p>Text</p>")
        send_next()
        assert out.received[0].get_body(("html",)).get_content().strip() == "<p>Text</p>"

    def test_has_html_made_of_its_text(self, out: MailServer) -> None:
        """As any mail server takes it: long lines, all languages, and an outbox that keeps the text alone."""
        letter = write(text="Grüße an Zoë 好:\n\n    ABCD-EFGH\n\n> " + "x" * 4000)
        assert letter.html == ""
        send_next()
        (message,) = out.received
        assert message.get_content_type() == "multipart/alternative"
        assert message["Content-Language"] == "en"
        html = message.get_body(("html",)).get_content()
        assert "<title>Your code</title>" in html
        assert "Grüße an Zoë 好:</p>" in html
        assert ">ABCD-EFGH</p>" in html
        assert "x" * 4000 in html

    def test_goes_out_as_text_alone_where_its_html_cannot_be_made(
        self, out: MailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(sending, "hypertext_of", lambda letter: 1 / 0)
        letter = write()
        assert send_next()
        assert out.received[0].get_content_type() == "text/plain"
        assert f"Letter {letter.pk} goes out as text alone" in caplog.text

    def test_is_tried_again_after_growing_pauses_and_then_given_up(
        self, out: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        out.refuses = True
        moment = NOON
        with clock.at(moment):
            letter = write()
        for pause in PAUSES:
            with clock.at(moment):
                assert send_next()
                assert not send_next(), "a letter that failed is not due at once"
            moment += pause
        with clock.at(moment):
            assert send_next()
        letter.refresh_from_db()
        assert letter.given_up_at == moment
        assert letter.tries == len(PAUSES) + 1
        assert "no such person" in letter.last_error
        assert (letter.text, letter.html) == ("", "")
        with clock.at(moment + datetime.timedelta(days=365)):
            assert not send_next()
        assert "given up" in caplog.text
        assert "ada@example.org" not in caplog.text
        assert "no such person" not in caplog.text
        assert "SMTPRecipientsRefused 550" in caplog.text
        assert "ada@example.org" in letter.last_error

    def test_that_nobody_can_send_does_not_hold_up_the_next(self, out: MailServer) -> None:
        broken = write(subject="two\nlines")
        write(subject="Hello")
        while send_next():
            pass
        broken.refresh_from_db()
        assert broken.tries == 1
        assert [message["Subject"] for message in out.received] == ["Hello"]

    def test_waits_while_the_mail_server_is_down(self, settings: Settings) -> None:
        with MailServer() as gone:
            port = gone.port
        settings.MAILERS = settings.MAILERS | {"out": mailer_to(port)}
        with clock.at(NOON):
            letter = write()
            assert send_next()
        with MailServer(port) as back, clock.at(NOON + PAUSES[0]):
            assert send_next()
            assert len(back.received) == 1
        letter.refresh_from_db()
        assert letter.sent_at
        assert letter.tries == 2


@pytest.mark.django_db
def test_the_command_sends_what_is_due_and_ends(out: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    call_command("send_mail")
    assert len(out.received) == 1
    assert capsys.readouterr().out == "Tried 1 letter.\n"


@pytest.mark.django_db
def test_in_the_local_mode_nothing_leaves_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    letter = write()
    call_command("send_mail", "--forever")
    assert "/local/mail/" in capsys.readouterr().out
    letter.refresh_from_db()
    assert letter.text


class TestTwoSenders:
    def send_at_once(self, out: MailServer) -> int:
        """One sender waits for the mail server's answer while another looks for work; how often was it sent?"""
        out.hold_answers()
        first = Actor(send_next)
        assert out.message_arrives()
        second = Actor(send_next)
        # Without the lock the second sends the same letter too, and waits like the first.
        until(lambda: second.has_ended() or out.has_arrived())
        out.may_answer.set()
        first.ends()
        second.ends()
        return len(out.received)

    @pytest.mark.django_db(transaction=True)
    def test_send_each_letter_once(self, out: MailServer) -> None:
        write()
        assert self.send_at_once(out) == 1

    @pytest.mark.django_db(transaction=True)
    def test_would_send_it_twice_without_the_lock(self, out: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(LetterQuerySet, "take", lambda letters: letters.due().first())
        write()
        assert self.send_at_once(out) == 2

    @pytest.mark.django_db(transaction=True)
    def test_share_the_work(self, out: MailServer) -> None:
        for number in range(20):
            write(subject=f"Letter {number}")
        at_once(send_all, send_all)
        assert sorted(message["Subject"] for message in out.received) == sorted(f"Letter {n}" for n in range(20))


def send_all() -> None:
    while send_next():
        pass


@pytest.mark.slow
class TestTheProcess:
    """`manage.py send_mail --forever` as production runs it."""

    def test_sends_a_letter_soon_after_it_was_committed(self, mail_server: MailServer, send_mail: Sender) -> None:
        send_mail(mail_server.port, "--forever")
        letter = write()
        assert mail_server.message_arrives()
        eventually(lambda: Letter.objects.get(pk=letter.pk).sent_at)
        write()
        assert mail_server.message_arrives(within=3)

    def test_ends_after_the_letter_at_hand(self, mail_server: MailServer, send_mail: Sender) -> None:
        mail_server.hold_answers()
        at_hand, later = write(), write()
        process = send_mail(mail_server.port, "--forever")
        assert mail_server.message_arrives()
        process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        mail_server.may_answer.set()
        output, _ = process.communicate(timeout=10)
        assert (process.returncode, output) == (0, "")
        at_hand.refresh_from_db()
        later.refresh_from_db()
        assert at_hand.sent_at
        assert later.sent_at is None

    def test_killed_before_its_commit_sends_the_letter_again_under_the_same_id(
        self, mail_server: MailServer, send_mail: Sender
    ) -> None:
        mail_server.hold_answers()
        letter = write()
        process = send_mail(mail_server.port, "--forever")
        assert mail_server.message_arrives()
        process.kill()
        process.wait(10)
        mail_server.may_answer.set()
        send_mail(mail_server.port, "--forever")
        eventually(lambda: Letter.objects.get(pk=letter.pk).sent_at)
        assert [message["Message-ID"] for message in mail_server.received] == [letter.headers["Message-ID"]] * 2

    def test_outlives_a_database_that_goes_and_comes_back(
        self, mail_server: MailServer, send_mail: Sender, shut_database: Callable[[bool], None]
    ) -> None:
        process = send_mail(mail_server.port, "--forever")
        write()
        assert mail_server.message_arrives()
        shut_database(True)
        write()
        assert not mail_server.message_arrives(within=2)
        assert process.poll() is None
        shut_database(False)
        assert mail_server.message_arrives()
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=40)
        assert process.returncode == 0
        assert "out of reach" in output
        assert "Traceback" not in output
