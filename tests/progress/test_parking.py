"""What was typed into a page whose session has ended is in its owner's draft once they have signed in."""

import pytest
from django.test import Client

from progress import mastery, parking
from progress.models import Draft, MasteryClaim
from progress.owner import OWNER
from tests.accounts.conftest import PASSWORD, verify
from tests.progress.lives import archive, bring, state_of
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db

VERBS = ("draft", "draft/preview", "claim")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/units/backpropagation-deep-dive/"}


@pytest.fixture
def expired(ada, unit):
    """Ada's browser after her session has ended, on the page of a unit that she has started."""
    verify(ada)
    bring(ada, unit, "learning")
    return Client()


def sign_in(client, person):
    person.set_password(PASSWORD)
    person.save()
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_in_the_draft_and_not_sent(expired, ada, unit, verb):
    response = expired.post(door(unit, verb), form_of(ada, unit, "Typed late"))
    assert response["Location"] == f"/account/login/?next=/units/{unit.slug}/"
    door_page = read(expired.get(response["Location"]))
    assert "Your session ended while you were writing" in door_page.one("div", class_="messages").text
    assert draft_of(ada, unit).version == 0
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"Typed late"}
    assert not MasteryClaim.objects.exists()
    shown = read(expired.get(f"/units/{unit.slug}/"))
    assert "It was not sent" in shown.one("div", class_="messages").text
    assert "Typed late" in shown.id("writing").text
    assert parking.KEY not in expired.session


def test_htmx_is_sent_to_the_door_as_a_page(expired, ada, unit):
    response = expired.post(door(unit), form_of(ada, unit, "Typed late"), headers=HTMX)
    assert response["HX-Redirect"] == f"/account/login/?next=/units/{unit.slug}/"
    assert not response.content
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"Typed late"}


def test_a_newer_draft_is_not_written_over(expired, ada, client_of, unit):
    old = form_of(ada, unit, "Typed late", window="one")
    client_of(ada).post(door(unit), form_of(ada, unit, "Newer", window="two"))
    expired.post(door(unit), old)
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"Newer"}
    assert len(draft_of(ada, unit).others) == 1
    shown = read(expired.get(f"/units/{unit.slug}/"))
    assert "beside a newer draft" in shown.one("div", class_="messages").text
    assert "Typed late" in shown.id("claiming").text


def test_another_person_who_signs_in_gets_nothing_and_it_is_dropped(expired, ada, eve, unit):
    expired.post(door(unit), form_of(ada, unit, "Ada's words"))
    verify(eve)
    bring(eve, unit, "learning")
    sign_in(expired, eve)
    assert parking.KEY not in expired.session
    assert not Draft.objects.exists()
    assert b"Ada's words" not in expired.get(f"/units/{unit.slug}/").content


@pytest.mark.parametrize("owner", ["", "x", "1", "[1, 2]:x", "\0", OWNER.sign("no list"), OWNER.sign_object(7)])
def test_a_form_that_says_nothing_true_of_its_owner_parks_nothing(expired, ada, unit, owner):
    response = expired.post(door(unit), form_of(ada, unit, "Forged", owner=owner))
    assert response["Location"].startswith("/account/login/?next=")
    assert "sessionid" not in expired.cookies, "not even a session is begun"


def test_the_form_of_one_milestone_parks_nothing_for_another(expired, ada, unit, stage):
    expired.post(door(stage), form_of(ada, stage, "x", owner=form_of(ada, unit)["owner"]))
    assert parking.KEY not in expired.session


def test_the_same_window_parks_once_and_every_window_is_kept(expired, ada, unit):
    for number in range(8):
        expired.post(door(unit), form_of(ada, unit, f"Text {number}", window=str(number // 2)))
    assert [text["content"]["typed"]["window"] for text in expired.session[parking.KEY]] == ["0", "1", "2", "3"]
    for number in range(9):
        expired.post(door(unit), form_of(ada, unit, f"More {number}", window=f"more-{number}"))
    sign_in(expired, ada)
    draft = draft_of(ada, unit)
    kept = {answer["text"] for other in draft.others for answer in other["answers"].values()} | texts_of(draft)
    assert kept == {*(f"Text {number}" for number in (1, 3, 5, 7)), *(f"More {number}" for number in range(9))}


def test_two_windows_without_a_name_are_two(expired, ada, unit):
    for text in ("One", "Two"):
        expired.post(door(unit), form_of(ada, unit, text, window=""))
    assert len(expired.session[parking.KEY]) == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_too_much_is_given_back_and_drops_nothing(expired, ada, unit, monkeypatch, headers):
    expired.post(door(unit), form_of(ada, unit, "First", window="one"))
    monkeypatch.setattr(parking, "MOST", 500)
    response = expired.post(door(unit), form_of(ada, unit, "x" * 500, window="two"), headers=headers)
    assert response.status_code == 413
    assert "sign in" in response.text.lower()
    assert headers or response.text.count("x" * 500) == 3
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"First"}


def test_nul_is_left_out_because_nobody_can_be_asked(expired, ada, unit):
    expired.post(door(unit), form_of(ada, unit, "a\0b"))
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"ab"}


def test_a_window_whose_name_holds_nul_is_one_without_a_name(expired, ada, client_of, unit):
    old = form_of(ada, unit, "Typed late", window="a\0")
    client_of(ada).post(door(unit), form_of(ada, unit, "Newer"))
    expired.post(door(unit), old)
    assert sign_in(expired, ada).status_code == 302
    assert [other["window"] for other in draft_of(ada, unit).others] == [""]


def test_what_was_put_back_meanwhile_stays_put_back_and_the_text_is_in_its_draft(expired, ada, unit):
    expired.post(door(unit), form_of(ada, unit, "Typed late"))
    mastery.put_back(ada, unit)
    assert sign_in(expired, ada).status_code == 302
    assert state_of(ada, unit) == "not-started"
    assert texts_of(draft_of(ada, unit)) == {"Typed late"}
    assert "in your draft" in read(expired.get("/roadmap/")).one("div", class_="messages").text
    mastery.start(ada, unit)
    assert "Typed late" in read(expired.get(f"/units/{unit.slug}/")).id("writing").text


def test_what_was_archived_meanwhile_is_shown_to_be_copied(expired, ada, unit):
    form = form_of(ada, unit, "Typed late")
    archive(unit)
    response = expired.post(door(unit), form)
    assert response["Location"] == f"/account/login/?next=/units/{unit.slug}/"
    sign_in(expired, ada)
    assert texts_of(draft_of(ada, unit)) == {"Typed late"}
    assert "Typed late" in read(expired.get(f"/units/{unit.slug}/")).id("claiming").text


def test_at_an_archived_milestone_nothing_is_parked_for_whoever_was_never_on_it(expired, ada, unit):
    form = form_of(ada, unit, owner="forged")
    archive(unit)
    assert expired.post(door(unit), form)["Location"].startswith("/account/login/")
    assert parking.KEY not in expired.session


def test_a_deactivated_person_s_text_waits_for_nobody(expired, ada, unit):
    expired.post(door(unit), form_of(ada, unit, "x"))
    ada.is_active = False
    ada.save()
    sign_in(expired, ada)
    assert not Draft.objects.exists()


def test_at_an_unknown_milestone_nothing_is_parked(expired, ada, unit):
    assert expired.post("/milestones/nothing/draft/", form_of(ada, unit))["Location"].startswith("/account/login/")
    assert parking.KEY not in expired.session


def test_without_its_token_a_form_parks_nothing(ada, unit):
    bring(ada, unit, "learning")
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post(door(unit), form_of(ada, unit)).status_code == 403
    assert parking.KEY not in guarded.session
