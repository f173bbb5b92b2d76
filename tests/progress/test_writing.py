"""Whatever stands in the way of a form with texts, they are shown again, and what was refused is not done."""

import pytest
from django.test import Client

from progress.models import Draft, Hold, MasteryClaim, Message, VerdictDraft
from tests.accounts.conftest import PASSWORD, verify
from tests.progress.lives import archive, bring, claimed, held, mastered, state_of
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


def sign_in(client, person):
    verify(person)
    person.set_password(PASSWORD)
    person.save()
    return client.post("/account/login/", {"login": person.email, "password": PASSWORD})


def fields_of(client, claim, form):
    """What the form on the page of a claim that leads to this verb holds by itself."""
    shown = read(client.get(f"/claims/{claim.pk}/"))
    fields = shown.id(form).all("input", type="hidden")
    return {each["name"]: each["value"] for each in fields if each["name"] != "csrfmiddlewaretoken"}


def verdicts(claim, text, level="not-yet"):
    first, *others = claim.answers.open().values_list("pk", flat=True)
    form = {f"level-{first}": level, f"comment-{first}": text, "feedback": f"{text} On the whole."}
    return form | {f"level-{pk}": "met" for pk in others}


DECISIONS = ("judge", "approve", "send-back", "release")


class TestOnThePageOfAClaimWhenTheSessionHasEnded:
    def test_a_message_is_in_its_field_again_and_not_sent(self, ada, unit, client_of):
        claim = claimed(ada, unit)
        form = fields_of(client_of(ada), claim, "reply") | {"text": "Is a <log> enough?"}
        gone = Client()
        response = gone.post(f"/claims/{claim.pk}/message/", form)
        assert response["Location"] == f"/account/login/?next=/claims/{claim.pk}/"
        assert "Your session ended" in read(gone.get(response["Location"])).one("div", class_="messages").text
        sign_in(gone, ada)
        for _ in range(2):
            shown = read(gone.get(f"/claims/{claim.pk}/"))
            assert shown.id("message").text == "Is a <log> enough?"
        assert not Message.objects.exists()
        gone.post(f"/claims/{claim.pk}/message/", form)
        assert Message.objects.get().text == "Is a <log> enough?"
        assert read(gone.get(f"/claims/{claim.pk}/")).id("message").text == ""

    def test_two_messages_are_both_there(self, ada, unit, client_of):
        claim = claimed(ada, unit)
        form = fields_of(client_of(ada), claim, "reply")
        gone = Client()
        for text in ("One.", "Two.", "One."):
            gone.post(f"/claims/{claim.pk}/message/", form | {"text": text}, headers=HTMX)
        sign_in(gone, ada)
        assert read(gone.get(f"/claims/{claim.pk}/")).id("message").text == "One. Two."

    def test_a_reason_to_revoke_is_in_its_field_again(self, ada, grace, linus, unit, client_of):
        claim = mastered(ada, unit, grace)
        form = fields_of(client_of(linus), claim, "revoke") | {"reason": "It was copied."}
        gone = Client()
        gone.post(f"/claims/{claim.pk}/revoke/", form)
        sign_in(gone, linus)
        details = read(gone.get(f"/claims/{claim.pk}/")).id("revoke")
        assert "open" in details.attributes
        assert details.id("reason").text == "It was copied."
        assert state_of(ada, unit) == "mastered"

    @pytest.mark.parametrize("verb", DECISIONS)
    def test_verdicts_are_in_the_draft_and_nothing_is_decided(self, ada, grace, unit, client_of, verb):
        claim = held(ada, unit, grace)
        form = fields_of(client_of(grace), claim, "judge") | verdicts(claim, "Show it.")
        gone = Client()
        response = gone.post(f"/claims/{claim.pk}/{verb}/?phase=foundations", form)
        assert response["Location"].startswith(f"/account/login/?next=/claims/{claim.pk}/%3Fphase")
        sign_in(gone, grace)
        shown = read(gone.get(f"/claims/{claim.pk}/"))
        assert "Nothing was decided" in shown.one("div", class_="messages").text
        assert shown.id("feedback").text == "Show it. On the whole."
        assert VerdictDraft.objects.get().feedback == "Show it. On the whole."
        claim.refresh_from_db()
        assert claim.is_open
        assert Hold.objects.exists()

    def test_verdicts_on_an_older_draft_are_beside_the_newer_one(self, ada, grace, unit, client_of):
        claim = held(ada, unit, grace)
        form = fields_of(client_of(grace), claim, "judge") | verdicts(claim, "Older.")
        client_of(grace).post(f"/claims/{claim.pk}/judge/", form | verdicts(claim, "Newer."))
        gone = Client()
        gone.post(f"/claims/{claim.pk}/judge/", form)
        sign_in(gone, grace)
        shown = read(gone.get(f"/claims/{claim.pk}/"))
        assert shown.id("feedback").text == "Older. On the whole."
        assert "Newer. On the whole." in shown.id("judged").text
        version = shown.id("claim-judge-over")["value"]
        gone.post(f"/claims/{claim.pk}/judge/", form | {"keep": version})
        assert VerdictDraft.objects.get().feedback == "Older. On the whole."
        assert not read(gone.get(f"/claims/{claim.pk}/")).has_id("claim-judge-over")

    def test_nobody_else_gets_any_of_it(self, ada, eve, grace, linus, unit, client_of):
        claim = held(ada, unit, grace)
        message = fields_of(client_of(grace), claim, "reply") | {"text": "Secret."}
        review = fields_of(client_of(grace), claim, "judge") | verdicts(claim, "Secret.")
        for other in (eve, linus):
            gone = Client()
            gone.post(f"/claims/{claim.pk}/message/", message)
            gone.post(f"/claims/{claim.pk}/judge/", review)
            gone.post(f"/claims/{claim.pk}/judge/", review | {"owner": "forged"})
            sign_in(gone, other)
            assert b"Secret." not in gone.get(f"/claims/{claim.pk}/").content
        assert not VerdictDraft.objects.exists()


class TestOnThePageOfAClaimThatIsOlderThanTheSignIn:
    @pytest.fixture
    def guard(self):
        def signed_in(person):
            client = Client(enforce_csrf_checks=True)
            client.force_login(person)
            client.get("/me/")
            return client

        return signed_in

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_a_message_is_in_its_field_again(self, ada, unit, client_of, guard, headers):
        claim, client = claimed(ada, unit), guard(ada)
        form = fields_of(client_of(ada), claim, "reply") | {"text": "Is it enough?"}
        response = client.post(f"/claims/{claim.pk}/message/", form, headers=headers)
        assert response.status_code == (422 if headers else 403)
        shown = read(response).id("thread")
        assert shown.id("message").text == "Is it enough?"
        assert "signed in again" in shown.text
        assert not Message.objects.exists()
        token = shown.one("input", name="csrfmiddlewaretoken")["value"]
        client.post(f"/claims/{claim.pk}/message/", form | {"csrfmiddlewaretoken": token}, headers=headers)
        assert Message.objects.get().text == "Is it enough?"

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    @pytest.mark.parametrize("verb", DECISIONS)
    def test_verdicts_are_in_their_fields_again(self, ada, grace, unit, client_of, guard, headers, verb):
        claim, client = held(ada, unit, grace), guard(grace)
        form = fields_of(client_of(grace), claim, "judge") | verdicts(claim, "Show it.")
        response = client.post(f"/claims/{claim.pk}/{verb}/", form, headers=headers)
        assert response.status_code == (422 if headers else 403)
        shown = read(response)
        assert "signed in again" in shown.text
        # A draft that is saved in passing leaves the fields as they are.
        assert shown.has_id("feedback") is not (verb == "judge" and bool(headers))
        if shown.has_id("feedback"):
            assert shown.id("feedback").text == "Show it. On the whole."
        assert not VerdictDraft.objects.exists()
        token = shown.id("judged").one("input", name="csrfmiddlewaretoken")["value"]
        client.post(f"/claims/{claim.pk}/judge/", form | {"csrfmiddlewaretoken": token}, headers=headers)
        assert VerdictDraft.objects.get().feedback == "Show it. On the whole."

    def test_too_many_changes_show_it_again_too(self, ada, unit, client_of, settings):
        claim = claimed(ada, unit)
        form = fields_of(client_of(ada), claim, "reply") | {"text": "Is it enough?"}
        settings.CHANGES_A_MINUTE = 0
        response = client_of(ada).post(f"/claims/{claim.pk}/message/", form)
        assert response.status_code == 429
        assert read(response).id("message").text == "Is it enough?"
