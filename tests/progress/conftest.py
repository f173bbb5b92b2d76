"""Browsers of visitors and of ada, their pages, and the rules without their locks."""

import pytest
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

from progress import news
from progress.models import progress as models
from tests.reading import read


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def browser(client_of, ada):
    """Ada's, with the cookies of somebody who has been on a page before."""
    client = client_of(ada)
    client.cookies[settings.CSRF_COOKIE_NAME] = get_random_string(CSRF_SECRET_LENGTH)
    return client


@pytest.fixture
def page():
    """The page at an address, read."""

    def get(client, url, status=200, **headers):
        response = client.get(url, headers=headers)
        assert response.status_code == status, f"{url}: {response.status_code}"
        return read(response)

    return get


@pytest.fixture
def without_lock(monkeypatch):
    """The rules as they would be if nobody had thought of a lock."""
    monkeypatch.setattr(models, "LOCKED", models.MINE)


@pytest.fixture
def untold(monkeypatch):
    """Nobody hears the news, for which people are locked in one order too."""
    monkeypatch.setattr(news, "tell", lambda *told: None)
