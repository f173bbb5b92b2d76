"""Rights that are taken away stop at the next request of a browser that stays open."""

import pytest

from accounts.models import User
from accounts.roles import appoint, deactivate, end_role
from progress.models import UserProgress
from roadmap.models import Milestone
from tests.access import HTMX, answer
from tests.progress.lives import claimed

pytestmark = pytest.mark.django_db


def test_an_account(ada, alan, client_of, unit):
    browser = client_of(ada)
    assert browser.get("/me/").status_code == 200
    deactivate(ada, by=alan)
    assert answer(browser.get("/me/")) == "sign in"
    assert answer(browser.post(f"/milestones/{unit.slug}/start/")) == "sign in"
    assert browser.post(f"/roadmap/{unit.slug}/start/", headers=HTMX)["HX-Redirect"]
    assert not UserProgress.objects.exists()
    assert b"data-state" not in browser.get("/roadmap/").content.split(b"<main")[1]


def test_a_session(ada, client_of):
    browser, other = client_of(ada), client_of(ada)
    browser.get("/me/")
    other.post("/account/logout/")
    assert browser.get("/me/").status_code == 200
    ada.sessions.all().delete()
    assert answer(browser.get("/me/")) == "sign in"


def test_being_an_admin(alan, client_of):
    browser = client_of(alan)
    assert browser.get("/admin/").status_code == 200
    User.objects.filter(pk=alan.pk).update(is_staff=False)
    assert answer(browser.get("/admin/")) == "forbidden"
    assert answer(browser.post("/admin/accounts/user/")) == "forbidden"
    assert b'href="/admin/"' not in browser.get("/").content


def test_being_a_mentor(ada, eve, alan, client_of, unit):
    browser, claim = client_of(eve), claimed(ada, unit)
    appoint(eve, by=alan)
    assert answer(browser.get("/admin/")) == "forbidden"
    assert answer(browser.get(f"/claims/{claim.pk}/")) == "page"
    end_role(eve, by=alan)
    assert answer(browser.get(f"/claims/{claim.pk}/")) == "not there"
    assert answer(browser.post(f"/claims/{claim.pk}/message/", {"text": "Hello."})) == "not there"


def test_what_was_published(ada, client_of, unit):
    browser = client_of(ada)
    assert browser.get(f"/units/{unit.slug}/").status_code == 200
    Milestone.objects.filter(pk=unit.pk).update(status="draft")
    assert answer(browser.get(f"/units/{unit.slug}/")) == "not there"
    assert answer(browser.post(f"/milestones/{unit.slug}/start/")) == "not there"
