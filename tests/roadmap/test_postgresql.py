"""A connection that is gone is noticed before the first statement of a request, whether or not the server is asked."""

import pytest
from django.db import OperationalError, connections
from django.db.backends.postgresql import base as djangos

from roadmap.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    """A connection like that of a worker, between two requests."""
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = wrapper.settings_dict | {"CONN_HEALTH_CHECKS": True}
    ask(wrapper)
    wrapper.close_if_unusable_or_obsolete()
    yield wrapper
    wrapper.close()


@pytest.fixture
def asked(monkeypatch):
    """How often the server is asked whether it is there."""
    times = []
    is_usable = djangos.DatabaseWrapper.is_usable
    monkeypatch.setattr(djangos.DatabaseWrapper, "is_usable", lambda self: times.append(self) or is_usable(self))
    return times


def ask(wrapper):
    """The number of the server's process that answers."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(process, other_connection):
    """End the server's process, as a restart of the server does."""
    other_connection.autocommit = True
    assert other_connection.execute("SELECT pg_terminate_backend(%s, 5000)", [process]).fetchone() == (True,)


def test_one_that_was_just_used_is_not_asked_for(kept, asked):
    assert ask(kept)
    assert asked == []


def test_one_that_was_idle_is_asked_for(kept, asked, monkeypatch):
    monkeypatch.setattr(base, "A_MOMENT", 0)
    assert ask(kept)
    assert asked == [kept]


def test_one_on_which_something_went_wrong_is_asked_for(kept, asked):
    kept.errors_occurred = True
    kept.close_if_unusable_or_obsolete()
    assert asked == [kept]


@pytest.mark.parametrize("moment", [0, base.A_MOMENT])
def test_one_that_ended_is_replaced(kept, other_connection, monkeypatch, moment):
    monkeypatch.setattr(base, "A_MOMENT", moment)
    process = kept.connection.info.backend_pid
    end(process, other_connection)
    assert ask(kept) != process


def test_one_that_ended_would_be_an_error_if_nobody_looked(kept, other_connection, monkeypatch):
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: True)
    end(kept.connection.info.backend_pid, other_connection)
    with pytest.raises(OperationalError):
        ask(kept)
