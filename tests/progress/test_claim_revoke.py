import pytest

from accounts.models import MentorRole
from progress.models import Revocation
from tests.progress.lives import NOON, claimed, mastered, state_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(claim):
    return f"/claims/{claim.pk}/revoke/"


def test_a_lead_takes_it_back_with_a_reason(ada, grace, linus, browser, client_of, page, unit):
    claim, lead = mastered(ada, unit, grace), client_of(linus)
    assert page(lead, f"/claims/{claim.pk}/").has_id("revoke")
    response = lead.post(url(claim), {"reason": "It was copied."})
    assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/#claim")
    assert state_of(ada, unit) == "learning"
    shown = page(browser, f"/claims/{claim.pk}/")
    assert "Linus revoked the mastery: It was copied." in shown.id("trail").text
    assert not page(lead, f"/claims/{claim.pk}/").has_id("revoke")


def test_htmx_is_answered_with_the_claim(ada, grace, linus, client_of, unit):
    response = client_of(linus).post(url(mastered(ada, unit, grace)), {"reason": "Copied."}, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200
    assert body.lstrip().startswith('<section id="claim"')
    assert 'id="revoke"' not in body


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("reason", ["", " ", "é" * 1_001, "a\0b"], ids=["none", "blank", "long", "NUL"])
def test_a_reason_is_needed_and_stays_as_it_was_typed(ada, grace, linus, client_of, unit, reason, headers):
    response = client_of(linus).post(url(mastered(ada, unit, grace)), {"reason": reason}, headers=headers)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Give a reason of at most 1000 characters" in body
    assert reason in body
    assert "<details" in body
    assert " open>" in body
    assert not Revocation.objects.exists()


def test_not_where_nothing_is_mastered(ada, linus, client_of, page, unit):
    claim, lead = claimed(ada, unit), client_of(linus)
    assert not page(lead, f"/claims/{claim.pk}/").has_id("revoke")
    response = lead.post(url(claim), {"reason": "Copied."})
    assert response.status_code == 422
    assert "This is not mastered" in response.content.decode()


def test_not_one_s_own(grace, linus, client_of, page, unit):
    claim, lead = mastered(linus, unit, grace), client_of(linus)
    assert not page(lead, f"/claims/{claim.pk}/").has_id("revoke")
    response = lead.post(url(claim), {"reason": "Copied."})
    assert response.status_code == 422
    assert "Nobody reviews their own claim." in response.content.decode()
    assert state_of(linus, unit) == "mastered"


def test_leads_alone(ada, eve, grace, linus, alan, client_of, unit):
    claim = mastered(ada, unit, grace)
    assert client_of(grace).post(url(claim), {"reason": "No."}).status_code == 403
    assert client_of(ada).post(url(claim), {"reason": "No."}).status_code == 403
    assert client_of(eve).post(url(claim), {"reason": "No."}).status_code == 404
    lead = client_of(linus)
    assert lead.get(url(claim)).status_code == 405
    MentorRole.objects.filter(user=linus).update(ended_at=NOON, ended_by=alan)
    assert lead.post(url(claim), {"reason": "No."}).status_code == 404
    assert state_of(ada, unit) == "mastered"
