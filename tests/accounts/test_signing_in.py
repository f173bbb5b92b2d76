"""The door in, the door out, and who is kept at it."""

import pytest
from django.test import Client

from accounts.models import Session, User
from accounts.roles import deactivate
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, person: User, **fields: str):
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD} | fields)


def test_signing_in_leads_to_the_page_that_was_asked_for(client, ada, verified):
    asked = client.get("/me/?from=mail")
    assert asked.headers["Location"] == "/account/login/?next=/me/%3Ffrom%3Dmail"
    answer = sign_in(client, verified(ada), next="/me/?from=mail")
    assert answer.headers["Location"] == "/me/?from=mail"
    assert client.get("/me/").status_code == 200


def test_capitals_in_an_address_make_no_difference(client, ada, verified):
    verified(ada)
    client.post("/account/login/", {"login": " ADA@Example.Org ", "password": PASSWORD})
    assert client.get("/me/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, ada, verified):
    verified(ada)
    wrong = client.post("/account/login/", {"login": ada.email, "password": "wrong-secret-1"})
    unknown = client.post("/account/login/", {"login": "who@example.org", "password": "wrong-secret-1"})
    sentence = "E-mail and password do not belong together."
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_after_five_wrong_passwords_the_right_one_must_wait(client, ada, verified):
    verified(ada)
    for _ in range(5):
        client.post("/account/login/", {"login": ada.email, "password": "wrong-secret-1"})
    answer = sign_in(client, ada)
    assert answer.status_code == 422
    assert "Wait five minutes" in answer.text


def test_too_many_tries_from_one_place_get_a_page_that_says_so(client):
    for number in range(30):
        assert client.post("/account/login/", {"login": f"{number}@example.org", "password": "x"}).status_code == 422
    answer = client.post("/account/login/", {"login": "31@example.org", "password": "x"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "That was a lot in a short time" in answer.text


def test_whoever_was_htmx_is_sent_to_sign_in_as_a_page_and_back_to_where_they_were(client):
    answer = client.get(
        "/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/roadmap/?show=ready"}
    )
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/roadmap/%3Fshow%3Dready"
    assert not answer.content


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/units/backpropagation/", "/units/backpropagation/"),
        ("http://evil.example.org/units/", "/"),
        ("", "/"),
    ],
)
def test_a_visitor_who_presses_a_button_comes_back_to_the_page_that_held_it(client, referer, back):
    answer = client.post("/me/", {"display_name": "Eve"}, headers={"Referer": referer})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next={back}"


def test_signing_out_ends_the_session_and_empties_what_the_browser_kept(client, ada, verified):
    sign_in(client, verified(ada))
    assert Session.objects.filter(user=ada).exists()
    answer = client.post("/account/logout/")
    assert answer.headers["Location"] == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.filter(user=ada).exists()
    assert client.get("/me/").status_code == 302


def test_a_link_alone_signs_nobody_out(client_of, ada):
    client = client_of(ada)
    answer = client.get("/account/logout/")
    assert "Clear-Site-Data" not in answer.headers
    assert client.get("/me/").status_code == 200


def test_somebody_who_is_deactivated_is_out_at_the_next_request(client_of, ada, alan):
    client = client_of(ada)
    assert client.get("/me/").status_code == 200
    deactivate(ada, by=alan)
    assert client.get("/me/").status_code == 302


def test_even_where_the_session_survived(client_of, ada):
    client = client_of(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302
    assert Session.objects.filter(user=ada).exists()


def test_a_closed_account_is_told_so_only_with_its_password(client, ada, verified):
    verified(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    wrong = client.post("/account/login/", {"login": ada.email, "password": "wrong-secret-1"})
    assert wrong.status_code == 422
    right = client.post("/account/login/", {"login": ada.email, "password": PASSWORD}, follow=True)
    assert client.get("/me/").status_code == 302
    assert "This account is closed" in right.text


def test_nobody_is_let_in_by_a_broken_session_cookie(client):
    for key in ('"abcdefgh\\000ijklmnop"', "x" * 5000, "'; drop table accounts_user; --", "%00" * 12):
        answer = client.get("/me/", headers={"Cookie": f"sessionid={key}"})
        assert answer.status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        b"login=ada%00@example.org&password=secret",
        b"login=%FF%FE@example.org&password=secret",
        b"login=ada@example.org&password=se%00cret",
        b"login=" + b"a" * 400 + b"@example.org&password=x",
        b"login=&password=",
        b"login=ada@example.org&password=secret&next=%00//evil",
    ],
)
@pytest.mark.parametrize("door", ["login", "signup", "password/reset"])
def test_hostile_text_is_refused_in_a_sentence(client, door, body):
    if door != "login":
        body = body.replace(b"login=", b"email=").replace(b"password=", b"password1=") + b"&display_name=a%00b"
    answer = client.post(f"/account/{door}/", body, content_type="application/x-www-form-urlencoded")
    if door == "password/reset" and b"email=ada@example.org" in body:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert "Something has to be corrected" in answer.text


def test_a_form_of_a_megabyte_is_refused_in_a_sentence(client):
    answer = client.post("/account/login/", {"login": "ada@example.org", "password": "x" * 1_100_000})
    assert answer.status_code in (413, 422)
    body = b"login=ada@example.org&password=" + b"x" * 1_100_000
    answer = client.post("/account/login/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "This is more than can be sent at once" in answer.text
