"""Whatever stands in the way of a form with texts, they are shown again, and what was refused is not done."""

import pytest
from django.test import Client

from progress.models import Draft, MasteryClaim
from tests.progress.lives import archive, bring
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db

VERBS = ("draft", "draft/preview", "claim")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def guarded(ada, unit):
    """Ada's browser, in which she has signed in again since the page with the form was made."""
    bring(ada, unit, "learning")
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    client.get("/me/")
    return client


def old_form(ada, unit, text="Typed before", **more):
    return form_of(ada, unit, text, csrfmiddlewaretoken="x" * 64, **more)


class TestAPageThatIsOlderThanTheSignIn:
    @pytest.mark.parametrize("verb", VERBS)
    def test_has_what_was_typed_in_its_form_again_with_a_token_that_counts(self, guarded, ada, unit, verb):
        response = guarded.post(door(unit, verb), old_form(ada, unit))
        assert response.status_code == 403
        form = read(response).id("writing")
        assert "Typed before" in form.text
        assert "signed in again" in read(response).id("claiming").text
        assert not Draft.objects.exists()
        token = form.all("input", name="csrfmiddlewaretoken")[-1]["value"]
        assert guarded.post(door(unit), old_form(ada, unit) | {"csrfmiddlewaretoken": token}).status_code == 302
        assert texts_of(draft_of(ada, unit)) == {"Typed before"}

    @pytest.mark.parametrize("verb", VERBS)
    def test_keeps_its_form_as_it_is_with_htmx_and_gets_the_token(self, guarded, ada, unit, verb):
        response = guarded.post(door(unit, verb), old_form(ada, unit, version=0), headers=HTMX)
        assert (response.status_code, response["HX-Retarget"]) == (422, "#draft")
        said = read(response).id("draft")
        assert "signed in again" in said.text
        assert said.one("input", name="version")["value"] == "0"
        assert not Draft.objects.exists()
        assert not MasteryClaim.objects.exists()
        token = said.one("input", name="csrfmiddlewaretoken")["value"]
        # The page's own, older token comes along in a header, as htmx sends it.
        headers = HTMX | {"X-CSRFToken": "x" * 64}
        again = guarded.post(door(unit), old_form(ada, unit) | {"csrfmiddlewaretoken": token}, headers=headers)
        assert again.status_code == 200
        assert read(again).id("draft").one("input", name="csrfmiddlewaretoken")["value"]

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_of_somebody_else_shows_them_nothing(self, guarded, ada, eve, unit, headers):
        bring(eve, unit, "learning")
        form = old_form(ada, unit)
        for owner in (form_of(eve, unit)["owner"], "", "forged"):
            response = guarded.post(door(unit), form | {"owner": owner}, headers=headers)
            assert response.status_code == 403
            assert "Typed before" not in response.text

    def test_of_an_archived_milestone_shows_it_to_be_copied(self, guarded, ada, unit):
        archive(unit)
        response = guarded.post(door(unit), old_form(ada, unit))
        assert response.status_code == 403
        assert "Typed before" in read(response).id("claiming").text


class TestTooManyChanges:
    @pytest.mark.parametrize("verb", VERBS)
    def test_show_what_was_typed_in_its_form_again(self, ada, browser, unit, settings, verb):
        bring(ada, unit, "learning")
        settings.CHANGES_A_MINUTE = 0
        response = browser.post(door(unit, verb), form_of(ada, unit, "Typed fast", version=0))
        assert (response.status_code, response["Retry-After"]) == (429, "60")
        shown = read(response)
        assert "That was a lot in a short time" in shown.id("claiming").text
        assert "Typed fast" in shown.id("writing").text
        assert draft_of(ada, unit).version == 0

    def test_are_one_sentence_for_htmx_which_leaves_the_form_as_it_is(self, ada, browser, unit, settings):
        bring(ada, unit, "learning")
        settings.CHANGES_A_MINUTE = 0
        response = browser.post(door(unit), form_of(ada, unit, "Typed fast"), headers=HTMX)
        assert (response.status_code, response["Content-Type"]) == (429, "text/plain; charset=utf-8")
