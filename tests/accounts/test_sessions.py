"""One query finds a session and its person, and finds neither once Django would not."""

import datetime
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import Session, User

SignIn = Callable[[User], Client]


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_session_and_its_person_cost_one_query(
    ada: User, client_of: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = client_of(ada)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert is_signed_in(client)


def test_a_visitor_costs_no_query(db: None, client: Client, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert not is_signed_in(client)


def test_a_session_that_is_ended_elsewhere_ends_here_at_the_next_request(ada: User, client_of: SignIn) -> None:
    here, elsewhere = client_of(ada), Client()
    elsewhere.cookies[settings.SESSION_COOKIE_NAME] = key_of(here)
    assert is_signed_in(here)
    assert is_signed_in(elsewhere)
    elsewhere.post("/account/logout/")
    assert not is_signed_in(here)


@pytest.mark.django_db(transaction=True)
def test_a_session_that_another_process_deletes_ends_at_the_next_request(
    ada: User, client_of: SignIn, other_connection: psycopg.Connection
) -> None:
    client = client_of(ada)
    assert is_signed_in(client)
    other_connection.execute("DELETE FROM accounts_session WHERE session_key = %s", [key_of(client)])
    other_connection.commit()
    assert not is_signed_in(client)


def test_an_expired_session_signs_nobody_in(ada: User, client_of: SignIn) -> None:
    client = client_of(ada)
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert not is_signed_in(client)


def test_a_deactivated_person_is_signed_out_at_the_next_request(ada: User, client_of: SignIn) -> None:
    client = client_of(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_signed_in(client)
    User.objects.filter(pk=ada.pk).update(is_active=True)
    assert is_signed_in(client)


def test_a_changed_password_ends_the_sessions_that_knew_the_old_one(ada: User, client_of: SignIn) -> None:
    client = client_of(ada)
    ada.set_password("another-secret-1")
    ada.save()
    assert not is_signed_in(client)
    assert not Session.objects.filter(user=ada).exists()


def test_a_session_outlives_the_secret_key_while_the_old_one_is_a_fallback(
    ada: User, client_of: SignIn, settings: object
) -> None:
    client = client_of(ada)
    old, before = settings.SECRET_KEY, key_of(client)  # type: ignore[attr-defined]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next one " * 5, [old]  # type: ignore[attr-defined]
    assert is_signed_in(client)
    assert key_of(client) != before
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert is_signed_in(client)


def test_whose_a_session_is_stands_in_its_signed_part(ada: User, eve: User, client_of: SignIn) -> None:
    client = client_of(ada)
    Session.objects.update(user=eve)
    assert client.get("/me/").context["user"] == ada


def test_a_session_whose_backend_is_not_ours_signs_nobody_in(ada: User) -> None:
    client = Client()
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert not is_signed_in(client)


def test_nobody_is_left_behind_for_the_next_request(ada: User, client_of: SignIn) -> None:
    assert is_signed_in(client_of(ada))
    assert sessions._came_along.get() is None
    assert not is_signed_in(Client())


OLD, NEW = "django.contrib.sessions.middleware.SessionMiddleware", "accounts.sessions.Sessions"


@pytest.mark.parametrize(("middleware", "goes"), [(NEW, False), (OLD, True)], ids=["ours", "Django's own"])
def test_a_late_answer_takes_no_newer_session_away(
    ada: User, client_of: SignIn, settings: Any, middleware: str, goes: bool
) -> None:
    """Both requests carry the session that has ended; what is parked by the first would be lost by the second."""
    settings.MIDDLEWARE = [middleware if each == NEW else each for each in settings.MIDDLEWARE]
    client = client_of(ada)
    Session.objects.end_all_of(ada)
    assert (settings.SESSION_COOKIE_NAME in client.get("/me/").cookies) is goes


def test_who_signs_out_loses_the_cookie(ada: User, client_of: SignIn) -> None:
    answer = client_of(ada).post("/account/logout/")
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
