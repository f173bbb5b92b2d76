"""Two texts of one person: one is chosen, neither is lost before that."""

import pytest

from tests.progress.lives import bring
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(ada, browser, unit):
    bring(ada, unit, "learning")
    browser.post(door(unit), form_of(ada, unit, "First", version=0))
    browser.post(door(unit), form_of(ada, unit, "Second", version=0, window="two"))
    return draft_of(ada, unit)


def choose(client, unit, number, version, **headers):
    return client.post(door(unit, f"draft/{number}"), {"version": version}, headers=headers)


@pytest.mark.parametrize(("number", "text"), [(0, "First"), (1, "Second")])
def test_what_is_chosen_is_the_draft(draft, ada, browser, page, unit, number, text):
    response = choose(browser, unit, number, draft.version)
    assert response["Location"] == f"/units/{unit.slug}/#claiming"
    assert texts_of(draft_of(ada, unit)) == {text}
    assert page(browser, f"/units/{unit.slug}/").has_id("writing")


def test_it_is_answered_in_place(draft, browser, unit):
    response = choose(browser, unit, 1, draft.version, **{"HX-Request": "true"})
    assert read(response).id("writing").all("textarea")[0].text == "Second"


@pytest.mark.parametrize(("number", "older"), [(2, 0), (9**30, 0), (0, 1), (1, 1)])
def test_what_was_not_seen_is_not_chosen(draft, ada, browser, unit, number, older):
    response = choose(browser, unit, number, draft.version - older)
    assert response.status_code == 422
    assert "Second" in read(response).id("claiming").text
    assert draft_of(ada, unit).others


def test_nobody_chooses_for_another(draft, eve, client_of, ada, unit):
    assert choose(client_of(eve), unit, 1, draft.version).status_code == 422
    assert texts_of(draft_of(ada, unit)) == {"First"}
