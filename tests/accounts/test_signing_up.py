"""From a stranger to a learner: the form, the letter, the code."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.doors import SignUpForm
from accounts.entrances import InOneTransaction, SignUp
from accounts.models import User
from outbox.models import Letter
from tests.accounts.conftest import PASSWORD, code_for, newest_letter
from tests.races import at_once

pytestmark = pytest.mark.django_db

ADDRESS = "ada@example.org"
CODE_PAGE = "/account/confirm-email/"


def sign_up(client: Client, **fields: str):
    form = {"display_name": "Ada Lindqvist", "email": ADDRESS, "password1": PASSWORD} | fields
    return client.post("/account/signup/", form)


def test_a_stranger_becomes_a_learner_by_the_code_in_the_letter(client):
    assert sign_up(client).headers["Location"].startswith(CODE_PAGE)
    assert client.get("/me/").status_code == 302
    assert client.post(CODE_PAGE, {"code": code_for(ADDRESS)}).status_code == 302
    page = client.get("/me/")
    assert page.status_code == 200
    assert "Ada Lindqvist" in page.text


def test_they_land_on_the_page_that_they_wanted(client):
    sign_up(client, next="/me/history/")
    page = client.get(CODE_PAGE).text
    answer = client.post(CODE_PAGE, {"code": code_for(ADDRESS)})
    assert answer.headers["Location"] == "/me/history/"
    assert "ten minutes" in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_site(client, ada, verified, elsewhere):
    sign_up(client, email="new@example.org", next=elsewhere)
    assert client.post(CODE_PAGE, {"code": code_for("new@example.org")}).headers["Location"] == "/"
    client.post("/account/logout/")
    verified(ada)
    answer = client.post("/account/login/", {"login": ada.email, "password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_dashes_and_capitals_of_a_code_make_no_difference(client):
    sign_up(client)
    client.post(CODE_PAGE, {"code": code_for(ADDRESS).replace("-", " ").lower()})
    assert client.get("/me/").status_code == 200


def test_a_wrong_code_is_refused_with_a_sentence_and_three_end_the_try(client):
    sign_up(client)
    for _ in range(2):
        answer = client.post(CODE_PAGE, {"code": "BBBB-BBBB"})
        assert answer.status_code == 422
        assert "This is not the code that we sent." in answer.text
    answer = client.post(CODE_PAGE, {"code": "BBBB-BBBB"}, follow=True)
    assert answer.redirect_chain[0][0] == "/account/login/"
    assert "Too many attempts went wrong." in answer.text
    client.post(CODE_PAGE, {"code": code_for(ADDRESS)})
    assert client.get("/me/").status_code == 302


def test_a_code_ends_after_the_ten_minutes_that_the_page_names(client):
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT == 600
    sign_up(client)
    session = client.session
    session["account_email_verification_code"]["at"] -= 601
    session.save()
    client.post(CODE_PAGE, {"code": code_for(ADDRESS)})
    assert client.get("/me/").status_code == 302
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_another_code_replaces_the_first(client):
    sign_up(client)
    first = code_for(ADDRESS)
    # One code in ten seconds is the limit; what was counted is forgotten instead of waiting.
    cache.clear()
    answer = client.post(CODE_PAGE, {"action": "resend"}, follow=True)
    assert "Another code is on its way." in answer.text
    assert code_for(ADDRESS) != first
    assert client.post(CODE_PAGE, {"code": first}).status_code == 422
    client.post(CODE_PAGE, {"code": code_for(ADDRESS)})
    assert client.get("/me/").status_code == 200


def test_codes_cannot_be_asked_for_without_end(client):
    sign_up(client)
    answer = client.post(CODE_PAGE, {"action": "resend"})
    assert answer.status_code == 429
    assert "That was a lot in a short time" in answer.text
    assert Letter.objects.count() == 1


def test_one_can_start_again_with_another_address(client):
    sign_up(client, email="mistyped@example.org")
    answer = client.post("/account/logout/", {"next": "/account/signup/?next=/me/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/signup/?next=/me/"
    assert sign_up(client).headers["Location"].startswith(CODE_PAGE)


def test_an_address_that_is_taken_looks_like_one_that_is_not(ada, verified):
    verified(ada)
    pages = []
    for address in ("fresh@example.org", "Ada@Example.ORG"):
        client = Client()
        answer = sign_up(client, email=address)
        page = client.get(answer.headers["Location"]).text.replace(address.lower(), "ADDRESS")
        pages.append((answer.status_code, answer.headers["Location"], re.sub(r'value="\w{64}"', "", page)))
    assert pages[0] == pages[1]
    assert newest_letter(ada.email).subject == "You have an account already"
    assert User.objects.filter(email__iexact=ada.email).count() == 1


def test_the_time_zone_of_the_browser_is_taken(client):
    sign_up(client, time_zone="Asia/Tokyo")
    assert User.objects.get().time_zone == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 64])
def test_an_unknown_time_zone_is_utc(client, zone):
    sign_up(client, time_zone=zone)
    assert User.objects.get().time_zone == "UTC"


def test_the_page_names_each_fault_beside_its_field(client):
    answer = sign_up(client, display_name="  ", email="nonsense", password1="short")
    assert answer.status_code == 422
    assert "<title>Error: Make an account | Throughline</title>" in answer.text
    for field in ("display_name", "email", "password1"):
        assert f'id="id_{field}_error"' in answer.text
        assert f'href="#id_{field}"' in answer.text
        assert re.search(rf'<input[^>]*name="{field}"[^>]*aria-describedby="[^"]*id_{field}_error', answer.text)
    assert answer.text.count('aria-invalid="true"') == 3
    assert "nonsense" in answer.text
    assert not User.objects.exists()


def test_on_a_machine_without_mail_the_code_page_leads_to_the_letter(client, settings):
    sign_up(client)
    assert 'href="/local/mail/"' in client.get(CODE_PAGE).text
    settings.LOCAL = False
    assert "/local/mail/" not in client.get(CODE_PAGE).text


@pytest.fixture
def fresh_limits(transactional_db):
    """The counters of limits are in a table of no model, which is not emptied behind a test that commits."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_limits")
def test_a_refused_form_and_a_failed_one_are_counted_alike(monkeypatch):
    monkeypatch.setattr("outbox.backend.EmailBackend.send_messages", failing)
    client = Client(raise_request_exception=False)
    answers = [sign_up(client, password1=word).status_code for word in ["short", PASSWORD] * 10 + ["short"]]
    assert answers == [422, 500] * 10 + [429]


def failing(*arguments, **options):
    raise RuntimeError("The outbox cannot be written.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_limits")
def test_without_its_letter_nobody_is_signed_up(monkeypatch):
    monkeypatch.setattr("outbox.backend.EmailBackend.send_messages", failing)
    assert sign_up(Client(raise_request_exception=False)).status_code == 500
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_limits")
def test_without_a_transaction_half_a_person_would_stay(monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr("outbox.backend.EmailBackend.send_messages", failing)
    monkeypatch.setattr(
        InOneTransaction, "form_valid", lambda view, form: super(InOneTransaction, view).form_valid(form)
    )
    assert sign_up(Client(raise_request_exception=False)).status_code == 500
    assert User.objects.exists()


def two_at_once(monkeypatch):
    """Two people sign up with one address, and each is told that it is free before either of them has it."""
    meeting, original = threading.Barrier(2, timeout=20), SignUpForm.try_save
    come = []

    def try_save(form, request):
        come.append(request)
        if len(come) <= 2:
            meeting.wait()
        return original(form, request)

    monkeypatch.setattr(SignUpForm, "try_save", try_save)
    return at_once(*[lambda: sign_up(Client(raise_request_exception=False)).status_code] * 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_limits")
def test_of_two_at_once_one_gets_the_address_and_both_the_same_answer(monkeypatch, settings):
    # Otherwise the second would be told to wait ten seconds for its letter.
    settings.ACCOUNT_RATE_LIMITS = False
    assert two_at_once(monkeypatch) == [302, 302]
    assert User.objects.get().email == ADDRESS
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fresh_limits")
def test_two_at_once_would_be_a_fault_if_the_form_were_not_asked_again(monkeypatch):
    """The negative control of the test above."""
    monkeypatch.delattr(SignUp, "form_valid")
    assert sorted(two_at_once(monkeypatch)) == [302, 500]


def test_signing_up_has_a_limit(client):
    answers = [sign_up(client, password1="short").status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
