"""Browsers of visitors and of ada, their pages, and the rules without their locks."""

import pytest
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.models import MentorRole
from progress import news
from progress.models import progress as models
from progress.models.drafts import DraftQuerySet
from progress.models.reviews import VerdictDraftQuerySet
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
def progress_unlocked(monkeypatch, without_lock):
    """Rows of progress and drafts are read and not locked."""
    monkeypatch.setattr(
        models.UserProgressQuerySet, "locked_row", lambda self, pk: self.select_related("milestone").get(pk=pk)
    )
    monkeypatch.setattr(models, "LOCKED_OF_CLAIM", models.OF_CLAIM)
    monkeypatch.setattr(models.UserProgress, "stage_before", stage_before_unlocked)
    monkeypatch.setattr(DraftQuerySet, "locked", lambda self, progress: self.get(progress=progress))
    monkeypatch.setattr(
        VerdictDraftQuerySet, "locked", lambda self, mentor, claim: self.model(mentor=mentor, claim_id=claim.pk)
    )


def stage_before_unlocked(progress):
    before = models.Stage.objects.before(progress.milestone_id)
    return before and models.UserProgress.objects.get(learner=progress.learner_id, milestone=before)


@pytest.fixture
def role_unlocked(monkeypatch):
    """A mentor's role is read as it is now, and not locked."""
    of = MentorRole.objects.unended_of

    def shared(self, person):
        role = of(person)
        return role.is_lead if role else None

    monkeypatch.setattr(type(MentorRole.objects.all()), "locked_of", lambda self, person: of(person))
    monkeypatch.setattr(type(MentorRole.objects.all()), "shared", shared)


@pytest.fixture
def untold(monkeypatch):
    """Nobody hears the news, for which people are locked in one order too."""
    monkeypatch.setattr(news, "tell", lambda *told: None)
