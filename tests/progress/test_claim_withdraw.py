import pytest

from progress import mastery
from progress.models import MasteryClaim
from tests.progress.lives import claimed, held, sent_back

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(claim):
    return f"/claims/{claim.pk}/withdraw/"


def test_the_learner_takes_it_back(ada, browser, page, unit):
    claim = claimed(ada, unit)
    assert page(browser, f"/claims/{claim.pk}/").has_id("claim-withdraw")
    response = browser.post(url(claim))
    assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/#claim")
    shown = page(browser, f"/claims/{claim.pk}/")
    assert "The claim is withdrawn." in shown.text
    assert shown.one("span", class_="state").text == "Withdrawn"
    assert "You withdrew the claim (attempt 1)" in shown.id("trail").text
    assert not shown.has_id("claim-withdraw")


def test_htmx_is_answered_with_the_claim_and_its_history(ada, browser, unit):
    response = browser.post(url(claimed(ada, unit)), headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200
    assert body.lstrip().startswith('<section id="claim"')
    assert "<h1" in body
    assert 'id="trail"' in body
    assert "<main" not in body


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_not_while_a_mentor_reviews_it(ada, grace, browser, page, unit, headers):
    claim = held(ada, unit, grace)
    assert not page(browser, f"/claims/{claim.pk}/").has_id("claim-withdraw")
    response = browser.post(url(claim), headers=headers)
    assert response.status_code == 422
    assert "Grace is reviewing this now" in response.content.decode()
    assert MasteryClaim.objects.get(pk=claim.pk).is_open


def test_not_once_it_is_closed(ada, grace, browser, unit):
    claim = sent_back(ada, unit, grace)
    response = browser.post(url(claim))
    assert response.status_code == 422
    assert "This claim is closed" in response.content.decode()


def test_a_second_press_gets_a_sentence(ada, browser, unit):
    claim = claimed(ada, unit)
    assert browser.post(url(claim)).status_code == 302
    assert browser.post(url(claim)).status_code == 422


def test_an_old_tab_does_not_withdraw_the_claim_that_came_after(ada, browser, unit):
    first = claimed(ada, unit)
    mastery.withdraw(ada, first)
    second = claimed(ada, unit)
    assert browser.post(url(first)).status_code == 422
    assert MasteryClaim.objects.get(pk=second.pk).is_open


def test_nobody_else(ada, eve, grace, client_of, unit):
    claim = claimed(ada, unit)
    assert client_of(grace).post(url(claim)).status_code == 403
    assert client_of(eve).post(url(claim)).status_code == 404
    assert client_of(ada).get(url(claim)).status_code == 405
    assert MasteryClaim.objects.get(pk=claim.pk).is_open
