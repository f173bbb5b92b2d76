"""A lost password, and a password or an address that is changed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.models import User
from outbox.models import Letter
from tests.accounts.conftest import PASSWORD, code_for, newest_letter

pytestmark = pytest.mark.django_db

RESET, RESET_CODE, NEW = (
    "/account/password/reset/",
    "/account/password/reset/confirm/",
    "/account/password/reset/complete/",
)


@pytest.fixture
def inside(ada, verified) -> Client:
    """A browser in which ada signed in with her password."""
    client = Client()
    client.post("/account/login/", {"login": verified(ada).email, "password": PASSWORD})
    return client


def test_a_lost_password_is_replaced_by_a_code(inside, ada):
    lost = Client()
    assert lost.post(RESET, {"email": "ADA@example.org"}).headers["Location"] == RESET_CODE
    assert lost.get(NEW).headers["Location"] == RESET_CODE
    assert lost.post(RESET_CODE, {"code": code_for(ada.email)}).headers["Location"] == NEW
    answer = lost.post(NEW, {"password1": "five-quiet-otters"}, follow=True)
    assert "The password is changed" in answer.text
    assert inside.get("/me/").status_code == 302
    assert newest_letter(ada.email).subject == "Your password was reset"
    lost.post("/account/login/", {"login": ada.email, "password": "five-quiet-otters"})
    assert lost.get("/me/").status_code == 200


def test_an_unknown_address_gets_the_same_answer_and_another_letter(ada, verified):
    verified(ada)
    pages = []
    for address in (ada.email, "nobody@example.org"):
        client = Client()
        answer = client.post(RESET, {"email": address})
        page = client.get(answer.headers["Location"]).text.replace(address, "ADDRESS")
        pages.append((answer.status_code, answer.headers["Location"], re.sub(r'value="\w{64}"', "", page)))
    assert pages[0] == pages[1]
    assert newest_letter("nobody@example.org").subject == "There is no account for this address"


def test_the_code_for_a_password_ends_as_well(ada, verified, client):
    assert settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT == 600
    client.post(RESET, {"email": verified(ada).email})
    session = client.session
    session["account_password_reset_verification"]["at"] -= 601
    session.save()
    assert client.post(RESET_CODE, {"code": code_for(ada.email)}).headers["Location"] == "/account/login/"


def test_three_wrong_codes_end_the_reset(ada, verified, client):
    client.post(RESET, {"email": verified(ada).email})
    answers = [client.post(RESET_CODE, {"code": "BBBB-BBBB"}).status_code for _ in range(3)]
    assert answers == [422, 422, 302]
    assert client.post(RESET_CODE, {"code": code_for(ada.email)}).headers["Location"] == "/account/login/"


def test_a_weak_password_is_refused(ada, verified, client):
    client.post(RESET, {"email": verified(ada).email})
    client.post(RESET_CODE, {"code": code_for(ada.email)})
    for weak in ("short", "1234567890", "ada@example.org"):
        answer = client.post(NEW, {"password1": weak})
        assert answer.status_code == 422
        assert 'id="id_password1_error"' in answer.text


def test_resets_of_one_address_have_a_limit(client):
    answers = [client.post(RESET, {"email": "ada@example.org"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert Letter.objects.count() == 5


def test_a_changed_password_ends_the_other_browsers(inside, ada):
    other = Client()
    other.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    answer = inside.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "five-quiet-otters"})
    assert answer.status_code == 302
    assert inside.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert newest_letter(ada.email).subject == "Your password was changed"


def test_the_present_password_is_asked_for(inside):
    answer = inside.post("/account/password/change/", {"oldpassword": "wrong", "password1": "five-quiet-otters"})
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text


def change_address(client: Client, address: str):
    """Ask for another address, and enter the password once more, as every such change demands."""
    asked = client.post("/account/email/", {"action_add": "", "email": address})
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    assert "Is it you?" in client.get(asked.headers["Location"]).text
    return client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)


def test_an_address_changes_once_the_new_one_is_confirmed(inside, ada):
    answer = change_address(inside, "ada@new.example.org")
    assert "We sent a code to <strong>ada@new.example.org</strong>" in answer.text
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    inside.post("/account/confirm-email/", {"code": code_for("ada@new.example.org")})
    assert User.objects.get(pk=ada.pk).email == "ada@new.example.org"
    assert [address.email for address in EmailAddress.objects.filter(user=ada)] == ["ada@new.example.org"]
    assert newest_letter("ada@example.org").subject == "Your e-mail address was changed"


def test_the_address_of_somebody_else_cannot_be_taken(inside, ada, eve, verified):
    verified(eve)
    answer = change_address(inside, "EVE@example.org")
    assert answer.status_code == 200
    inside.post("/account/confirm-email/", {"code": code_for("eve@example.org")}, follow=True)
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    assert User.objects.get(pk=eve.pk).email == "eve@example.org"


def test_without_the_password_no_address_changes(inside):
    asked = inside.post("/account/email/", {"action_add": "", "email": "ada@new.example.org"})
    wrong = inside.post(asked.headers["Location"], {"password": "wrong"})
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    assert not Letter.objects.exists()
