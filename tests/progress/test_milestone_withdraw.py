"""A claim is taken back on the page of its milestone while nobody reviews it."""

import pytest

from tests.progress.lives import claimed, held
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def door(claim, unit):
    return f"/milestones/{unit.slug}/withdraw/{claim.pk}/"


def test_what_was_sent_is_in_the_form_again(ada, browser, unit):
    claim = claimed(ada, unit, text="My proof")
    shown = read(browser.post(door(claim, unit), headers=HTMX))
    assert shown.id("standing").one("span", class_="state").text == "Learning"
    assert shown.id("writing").all("textarea")[0].text == "My proof"
    claim.refresh_from_db()
    assert claim.outcome == "withdrawn"


def test_without_htmx_it_leads_back(ada, browser, unit):
    assert browser.post(door(claimed(ada, unit), unit))["Location"] == f"/units/{unit.slug}/#claiming"


def test_not_while_somebody_reviews_it(ada, grace, browser, unit):
    claim = held(ada, unit, grace)
    response = browser.post(door(claim, unit), headers=HTMX)
    assert response.status_code == 422
    assert "Grace is reviewing this now" in read(response).id("claiming").text


def test_not_twice(ada, browser, unit):
    claim = claimed(ada, unit)
    assert [browser.post(door(claim, unit)).status_code for _ in range(2)] == [302, 422]


def test_what_is_another_s_is_not_there(ada, eve, grace, client_of, unit, stage):
    claim = claimed(ada, unit)
    for person in (eve, grace):
        client = client_of(person)
        foreign = client.post(door(claim, unit))
        claim.pk, pk = 10**30, claim.pk
        unknown = client.post(door(claim, unit))
        claim.pk = pk
        assert foreign.status_code == unknown.status_code == 404
    assert client_of(ada).post(f"/milestones/{stage.slug}/withdraw/{claim.pk}/").status_code == 404
    claim.refresh_from_db()
    assert claim.is_open
