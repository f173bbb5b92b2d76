import pytest

from accounts.models import MentorRole
from progress.models import Revocation, UserProgress
from tests.progress.lives import NOON, claimed, mastered, state_of
from tests.reading import read

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(claim):
    return f"/claims/{claim.pk}/revoke/"


def form_of(claim, reason):
    """What the browser sends for the mastery that it shows."""
    progress = UserProgress.objects.get(claims=claim)
    return {"review": progress.mastering_review_id or "", "reason": reason}


def shown_by(refusal):
    assert refusal.status_code == 422
    return read(refusal)


def test_a_lead_takes_it_back_with_a_reason(ada, grace, linus, browser, client_of, page, unit):
    claim, lead = mastered(ada, unit, grace), client_of(linus)
    form = page(lead, f"/claims/{claim.pk}/").id("revoke")
    review = form.one("input", name="review")["value"]
    response = lead.post(url(claim), {"review": review, "reason": "It was copied."})
    assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/#claim")
    assert state_of(ada, unit) == "learning"
    shown = page(browser, f"/claims/{claim.pk}/")
    assert "Linus revoked the mastery: It was copied." in shown.id("trail").text
    assert not page(lead, f"/claims/{claim.pk}/").has_id("revoke")


def test_htmx_is_answered_with_the_claim(ada, grace, linus, client_of, unit):
    claim = mastered(ada, unit, grace)
    response = client_of(linus).post(url(claim), form_of(claim, "Copied."), headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200
    assert body.lstrip().startswith('<section id="claim"')
    assert 'id="revoke"' not in body


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("reason", ["", " ", "é" * 1_001, "a\0b"], ids=["none", "blank", "long", "NUL"])
def test_a_reason_is_needed_and_stays_as_it_was_typed(ada, grace, linus, client_of, unit, reason, headers):
    claim = mastered(ada, unit, grace)
    response = client_of(linus).post(url(claim), form_of(claim, reason), headers=headers)
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
    shown = shown_by(lead.post(url(claim), {"reason": "Copied."}))
    assert "This is not mastered" in shown.id("reason-refused").text
    assert shown.id("reason").text == "Copied."


def test_not_one_s_own(grace, linus, client_of, page, unit):
    claim, lead = mastered(linus, unit, grace), client_of(linus)
    assert not page(lead, f"/claims/{claim.pk}/").has_id("revoke")
    response = lead.post(url(claim), form_of(claim, "Copied."))
    assert response.status_code == 422
    assert "Nobody reviews their own claim." in response.content.decode()
    assert state_of(linus, unit) == "mastered"


def test_leads_alone(ada, eve, grace, linus, alan, client_of, unit):
    claim = mastered(ada, unit, grace)
    form = form_of(claim, "No.")
    assert client_of(grace).post(url(claim), form).status_code == 403
    assert client_of(ada).post(url(claim), form).status_code == 403
    assert client_of(eve).post(url(claim), form).status_code == 404
    lead = client_of(linus)
    assert lead.get(url(claim)).status_code == 405
    MentorRole.objects.filter(user=linus).update(ended_at=NOON, ended_by=alan)
    assert lead.post(url(claim), form).status_code == 404
    assert state_of(ada, unit) == "mastered"


ANOTHER = "This is not the mastery that you saw"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_an_old_tab_does_not_take_back_what_was_mastered_anew(ada, grace, linus, client_of, unit, headers):
    claim, lead = mastered(ada, unit, grace), client_of(linus)
    old = form_of(claim, "From the old tab.")
    lead.post(url(claim), form_of(claim, "It was copied."))
    again = mastered(ada, unit, grace)
    shown = shown_by(lead.post(url(claim), old, headers=headers))
    assert ANOTHER in shown.id("reason-refused").text
    assert shown.id("reason").text == "From the old tab."
    assert state_of(ada, unit) == "mastered"
    # The form is about the mastery that is shown with it now.
    assert shown.id("revoke").one("input", name="review")["value"] == str(again.reviews.get().pk)


@pytest.mark.parametrize("review", ["", "x", "0", "-1", "9" * 30])
def test_a_forged_review_takes_nothing_back(ada, grace, linus, client_of, unit, review):
    claim = mastered(ada, unit, grace)
    response = client_of(linus).post(url(claim), {"review": review, "reason": "Copied."})
    assert response.status_code == 422
    assert ANOTHER in response.content.decode()
    assert state_of(ada, unit) == "mastered"


class TestOtherRefusalsOnTheSamePage:
    """A lead reads what is mastered, and something else on its page is refused."""

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    @pytest.mark.parametrize("verb", ["pick-up", "release", "approve", "withdraw"])
    def test_leave_the_revocation_closed(self, ada, grace, linus, client_of, unit, verb, headers):
        claim = mastered(ada, unit, linus)
        person = ada if verb == "withdraw" else linus
        response = client_of(person).post(f"/claims/{claim.pk}/{verb}/", {"digest": claim.digest}, headers=headers)
        shown = shown_by(response)
        assert "This claim is closed" in shown.id("claim-refused").text
        assert not shown.has_id("reason-refused")
        assert all("open" not in each.attributes for each in shown.all(id="revoke"))

    def test_a_message_that_is_too_long_is_no_reason(self, ada, grace, linus, client_of, unit):
        claim = mastered(ada, unit, linus)
        shown = shown_by(client_of(linus).post(f"/claims/{claim.pk}/message/", {"text": "y" * 5_001}))
        assert shown.id("message").text == "y" * 5_001
        assert shown.id("reason").text == ""
        assert "open" not in shown.id("revoke").attributes

    def test_a_reason_is_no_message(self, ada, grace, linus, client_of, unit):
        claim = mastered(ada, unit, linus)
        shown = shown_by(client_of(linus).post(url(claim), form_of(claim, "y" * 1_001)))
        assert shown.id("reason").text == "y" * 1_001
        assert shown.id("message").text == ""
        assert not shown.has_id("message-refused")
        assert not shown.has_id("claim-refused")
