import pytest
from django.db import transaction

from accounts.models import MentorRole, User
from accounts.roles import appoint
from progress import mastery, thread
from progress.models import Message
from progress.signals import said
from tests.progress.lives import NOON, claimed, found, held, sent_back

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(claim):
    return f"/claims/{claim.pk}/message/"


def write(client, claim, text="Which part?", **headers):
    return client.post(url(claim), {"text": text}, headers=headers)


class TestWhoWrites:
    def test_the_learner_on_a_claim_that_nobody_holds(self, ada, browser, page, unit):
        claim = claimed(ada, unit)
        response = write(browser, claim, "How do I *show* it?")
        assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/#thread")
        (line,) = page(browser, f"/claims/{claim.pk}/").one("ol", class_="thread").all("li")
        assert line.one("strong").text == "You"
        assert line.one("em").text == "show"

    def test_the_mentor_who_holds_it(self, ada, grace, browser, client_of, page, unit):
        claim = held(ada, unit, grace)
        assert write(client_of(grace), claim).status_code == 302
        shown = page(browser, f"/claims/{claim.pk}/")
        assert shown.one("ol", class_="thread").one("strong").text == "Grace"

    def test_the_mentor_who_decided_an_attempt(self, ada, grace, client_of, unit):
        sent_back(ada, unit, grace)
        second = claimed(ada, unit)
        assert write(client_of(grace), second).status_code == 302

    def test_a_mentor_who_decided_an_attempt_and_then_another_holds_the_next(self, ada, grace, linus, client_of, unit):
        first = sent_back(ada, unit, grace)
        second = claimed(ada, unit)
        mastery.pick_up(linus, second)
        assert write(client_of(grace), first).status_code == 302
        assert write(client_of(linus), first).status_code == 302

    def test_no_mentor_who_has_no_part_in_it(self, ada, grace, linus, client_of, page, unit):
        claim = held(ada, unit, grace)
        client = client_of(linus)
        assert not page(client, f"/claims/{claim.pk}/").all("textarea")
        response = write(client, claim, "Let me add something.")
        assert response.status_code == 422
        assert "Pick the claim up first" in response.content.decode()
        assert "Let me add something." in response.content.decode()
        assert not Message.objects.exists()

    def test_no_mentor_who_gave_it_back(self, ada, grace, client_of, unit):
        claim = held(ada, unit, grace)
        mastery.release(grace, claim)
        assert write(client_of(grace), claim).status_code == 422

    def test_nobody_whose_role_ended_in_the_meantime(self, ada, grace, alan, unit):
        claim = held(ada, unit, grace)
        MentorRole.objects.filter(user=grace).update(ended_at=NOON, ended_by=alan)
        with pytest.raises(mastery.NotAllowed):
            thread.say(grace, claim, "Too late.")

    @pytest.mark.parametrize("writer", ["eve", "alan"])
    def test_for_strangers_it_is_not_there(self, request, ada, client_of, unit, writer):
        claim = claimed(ada, unit)
        assert write(client_of(request.getfixturevalue(writer)), claim).status_code == 404

    def test_a_mentor_who_learns_writes_about_their_own_claim(self, grace, client_of, unit):
        claim = claimed(grace, unit)
        assert write(client_of(grace), claim).status_code == 302


class TestWhatIsRefused:
    TEXTS = {
        "nothing": ("", "Write something first"),
        "white space": (" \r\n ", "Write something first"),
        "too much": ("é" * 5_001, "5001 characters, and 5000 are the most"),
        "NUL": ("a\0b", "cannot be kept (NUL)"),
    }

    @pytest.mark.parametrize("name", TEXTS)
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_it_stays_in_the_field_with_its_sentence(self, ada, browser, unit, name, headers):
        text, sentence = self.TEXTS[name]
        claim = claimed(ada, unit)
        response = browser.post(url(claim), {"text": text}, headers=headers)
        body = response.content.decode()
        assert response.status_code == 422
        assert sentence in body
        assert text.strip() in body
        assert 'aria-invalid="true"' in body
        assert not Message.objects.exists()

    def test_the_longest_is_taken_whole(self, ada, browser, unit):
        claim = claimed(ada, unit)
        assert write(browser, claim, "é" * 5_000).status_code == 302
        assert Message.objects.get().text == "é" * 5_000

    def test_who_and_when_are_not_taken_from_the_form(self, ada, eve, browser, unit):
        claim = claimed(ada, unit)
        browser.post(url(claim), {"text": "Mine.", "author": eve.pk, "claim": 1, "at": "2001-01-01"})
        message = Message.objects.get()
        assert (message.author, message.claim) == (ada, claim)
        assert message.at.year > 2001

    def test_a_get(self, ada, browser, unit):
        assert browser.get(url(claimed(ada, unit))).status_code == 405


def test_htmx_is_answered_with_the_conversation(ada, browser, page, unit):
    claim = claimed(ada, unit)
    response = write(browser, claim, **HTMX)
    assert response.status_code == 200
    assert response.content.decode().lstrip().startswith('<section class="section talk" id="thread"')
    assert "Your message is sent." in response.content.decode()


def test_it_is_told_inside_the_transaction(ada, unit):
    claim, heard = claimed(ada, unit), []

    def listen(sender, message, **rest):
        heard.append((message.text, transaction.get_connection().in_atomic_block))
        raise RuntimeError

    said.connect(listen)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            thread.say(ada, claim, "Hello.")
    finally:
        said.disconnect(listen)
    assert heard == [("Hello.", True)]
    assert not Message.objects.exists()


def test_the_pages_of_both_have_changed_and_it_counts_as_one_change(ada, grace, unit):
    claim = held(ada, unit, grace)
    before = {person.pk: person for person in User.objects.all()}
    thread.say(grace, claim, "Hello.")
    for person in User.objects.filter(pk__in=(ada.pk, grace.pk)):
        assert person.page_version == before[person.pk].page_version + 1
    assert User.objects.get(pk=ada.pk).changes_in_minute == before[ada.pk].changes_in_minute


def test_the_conversation_goes_through_all_attempts(ada, grace, alan, browser, page, unit):
    first = held(ada, unit, grace)
    thread.say(grace, first, "One.")
    mastery.send_back(grace, first, verdicts=found(first, missing=1), digest=first.digest)
    second = claimed(ada, unit)
    thread.say(ada, second, "Two.")
    lines = page(browser, f"/claims/{second.pk}/").one("ol", class_="thread").all("li")
    assert [line.one("div").text for line in lines] == ["One.", "Two."]
    assert "on attempt 1" in lines[0].text
    assert "on attempt" not in lines[1].text


def test_every_mentor_reads_it(ada, eve, alan, client_of, page, unit):
    claim = claimed(ada, unit)
    thread.say(ada, claim, "Hello.")
    appoint(eve, by=alan)
    assert "Hello." in page(client_of(eve), f"/claims/{claim.pk}/").text
