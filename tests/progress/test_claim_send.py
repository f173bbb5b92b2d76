"""A claim is written on the page of its milestone, sent once, and says what became of it."""

import datetime

import pytest

import clock
from accounts.roles import end_role
from progress import mastery
from progress.models import Hold, MasteryClaim
from roadmap.models import Stage, Unit
from tests.progress.lives import NOON, archive, bring, can_write, claimed, found, held, mastered, sent_back
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(unit):
    return f"/units/{unit.slug}/"


def send(client, learner, milestone, texts=None, /, headers=HTMX, **more):
    return client.post(door(milestone, "claim"), form_of(learner, milestone, texts, **more), headers=headers)


def filled(form):
    """What a browser sends of a form as it stands."""
    fields = {each["name"]: each["value"] for each in form.all("input", type="hidden")}
    return fields | {each["name"]: each.raw_text.removeprefix("\n") for each in form.all("textarea")}


class TestSending:
    def test_saves_what_was_typed_and_claims_it(self, ada, browser, unit):
        bring(ada, unit, "learning")
        response = send(browser, ada, unit, "It holds.")
        assert response.status_code == 200
        claim = MasteryClaim.objects.get()
        assert {answer.text for answer in claim.answers.all()} == {"It holds."}
        shown = read(response)
        assert shown.id("standing").one("span", class_="state").text == "Claimed"
        assert f"/claims/{claim.pk}/" in {link["href"] for link in shown.id("claiming").all("a")}
        assert "Sent: " in shown.id("live").text

    def test_leads_back_without_htmx(self, ada, browser, page, unit, url):
        bring(ada, unit, "learning")
        response = send(browser, ada, unit, headers={})
        assert (response.status_code, response["Location"]) == (302, f"{url}#claiming")
        assert "Sent: " in page(browser, url).one("div", class_="messages").text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    @pytest.mark.parametrize(
        ("text", "links", "sentence"),
        [
            ("", "", "Say how you can show this"),
            ("  \n ", "", "Say how you can show this"),
            ("x" * 20_001, "", "20001 characters"),
            ("[a](javascript:alert(1))", "", "This link cannot be sent"),
            ("fine", "http://example.org/", "This link cannot be sent"),
            ("fine", "https://ada@example.org/", "This link cannot be sent"),
            ("fine", "https://example.org/".ljust(2_001, "x"), "more than 2000 characters"),
            ("fine", "\n".join(f"https://example.org/{n}" for n in range(11)), "more than 10 links"),
        ],
    )
    def test_says_beside_the_criterion_what_is_missing(self, ada, browser, unit, headers, text, links, sentence):
        bring(ada, unit, "learning")
        first, second, *_ = unit.criteria.live().values_list("key", flat=True)
        response = send(browser, ada, unit, headers=headers, **{f"text-{second}": text, f"links-{second}": links})
        assert response.status_code == 422
        shown = read(response)
        fault = shown.id(f"fault-{second}")
        assert sentence in fault.text
        field = shown.id(f"text-{second}")
        assert field["aria-invalid"] == "true"
        assert fault["id"] in field["aria-describedby"].split()
        assert "autofocus" in field.attributes
        assert len(shown.all(autofocus=True)) == 1
        assert not shown.has_id(f"fault-{first}")
        assert field.raw_text.removeprefix("\n") == text
        assert shown.id(f"text-{first}").text == "I built it."
        assert not MasteryClaim.objects.exists()
        assert len(texts_of(draft_of(ada, unit))) == 2

    def test_twice_sends_once_and_leaves_nothing_behind(self, ada, browser, unit):
        bring(ada, unit, "learning")
        form = form_of(ada, unit, "Once")
        answers = [browser.post(door(unit, "claim"), form).status_code for _ in range(3)]
        assert answers == [302, 422, 422]
        assert MasteryClaim.objects.count() == 1
        assert draft_of(ada, unit).others == []

    def test_after_another_window_sent_gives_the_other_text_back(self, ada, browser, unit):
        bring(ada, unit, "learning")
        old = form_of(ada, unit, "From the old tab")
        send(browser, ada, unit, "Sent already")
        response = browser.post(door(unit, "claim"), old, headers=HTMX)
        assert response.status_code == 422
        assert "From the old tab" in read(response).id("claiming").text

    def test_waits_until_the_texts_of_two_windows_are_settled(self, ada, browser, unit):
        bring(ada, unit, "learning")
        browser.post(door(unit), form_of(ada, unit, "First", version=0))
        response = send(browser, ada, unit, "Second", version=0, window="two")
        assert response.status_code == 422
        assert "Two windows" in read(response).id("claiming").text
        assert not MasteryClaim.objects.exists()
        assert draft_of(ada, unit).others

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    @pytest.mark.parametrize("hidden", ["kept", "", "x", "9" * 30])
    def test_answers_no_wording_that_the_learner_never_saw(self, ada, browser, unit, headers, hidden):
        bring(ada, unit, "learning")
        first = unit.criteria.first()
        form = form_of(ada, unit, "For the old words")
        first.reword("Builds it twice.", [])
        if hidden != "kept":
            form[f"wording-{first.key}"] = hidden
        response = browser.post(door(unit, "claim"), form, headers=headers)
        assert response.status_code == 422
        assert not MasteryClaim.objects.exists()
        shown = read(response).id("writing")
        assert "worded anew" in shown.id(f"fault-{first.key}").text
        assert len([each for each in shown.all("p", class_="error") if "worded anew" in each.text]) == 1
        assert "Builds it twice." in shown.text
        assert shown.id(f"text-{first.key}").text == "For the old words"
        assert browser.post(door(unit, "claim"), filled(shown), headers=headers).status_code == (
            200 if headers else 302
        )
        assert MasteryClaim.objects.get().answers.first().wording.text == "Builds it twice."

    @pytest.mark.parametrize("state", ["not-started", "archived"])
    def test_is_refused_and_nothing_typed_is_lost(self, ada, browser, unit, state):
        if state == "archived":
            bring(ada, unit, "learning")
            archive(unit)
        response = send(browser, ada, unit, "My words", version=0)
        assert response.status_code == 422
        assert "My words" in read(response).id("claiming").text
        assert not MasteryClaim.objects.exists()

    def test_forged_fields_change_nothing(self, ada, eve, browser, unit):
        bring(ada, unit, "learning")
        forged = {"learner": eve.pk, "attempt": 9, "outcome": "approved", "sent_at": "2001-01-01", "phase": 11}
        send(browser, ada, unit, **forged)
        claim = MasteryClaim.objects.get()
        assert (claim.learner, claim.attempt, claim.outcome, claim.phase) == (ada, 1, "", unit.phase)
        assert claim.sent_at.year > 2020

    def test_a_stage_with_its_deliverables(self, ada, browser, stage):
        bring(ada, stage, "learning")
        first = stage.deliverables.first()
        send(browser, ada, stage, **{"handed-in": [first.key]})
        assert MasteryClaim.objects.get().handed_in == [first.text]


class TestTheForm:
    def test_asks_for_every_criterion(self, ada, browser, page, unit, url):
        bring(ada, unit, "learning")
        names = {field["name"] for field in page(browser, url).id("writing").all("textarea")}
        keys = unit.criteria.live().values_list("key", flat=True)
        assert names == {f"{name}-{key}" for key in keys for name in ("text", "links")}

    @pytest.mark.parametrize("state", ["not-started", "archived"])
    def test_is_not_there(self, ada, browser, page, unit, url, state):
        if state == "archived":
            bring(ada, unit, "learning")
            archive(unit)
        assert not page(browser, url).has_id("claiming")

    def test_says_that_a_claim_would_wait_while_nobody_may_review(self, ada, browser, page, unit, url):
        bring(ada, unit, "rated")
        shown = page(browser, url)
        assert "Nobody on this site may review yet" in shown.id("claiming").text
        assert "button-plain" in shown.id(f"send-{unit.slug}").classes()
        assert "button-plain" not in shown.id(f"attest-{unit.slug}").classes()

    def test_is_the_main_act_once_somebody_may(self, ada, grace, browser, page, unit, url):
        bring(ada, unit, "rated")
        shown = page(browser, url)
        assert "Nobody on this site" not in shown.id("claiming").text
        assert "button-plain" not in shown.id(f"send-{unit.slug}").classes()
        assert "button-plain" in shown.id(f"attest-{unit.slug}").classes()

    def test_does_not_count_the_learner_among_the_mentors(self, grace, client_of, page, unit, url):
        bring(grace, unit, "rated")
        assert "Nobody on this site" in page(client_of(grace), url).id("claiming").text

    def test_is_told_anew_when_the_last_mentor_goes(self, ada, alan, grace, browser, page, unit, url):
        bring(ada, unit, "rated")
        assert "Nobody on this site" not in page(browser, url).id("claiming").text
        end_role(grace, by=alan)
        assert "Nobody on this site" in page(browser, url).id("claiming").text

    def test_after_a_send_back_asks_for_what_was_not_met(self, ada, grace, browser, page, unit, url):
        claim = sent_back(ada, unit, grace)
        missed, *met = claim.answers.select_related("wording__criterion")
        shown = page(browser, url)
        form, text = shown.id("writing"), shown.id("claiming").text
        assert [each["name"] for each in form.all("textarea")] == [
            f"text-{missed.wording.criterion.key}", f"links-{missed.wording.criterion.key}"
        ]  # fmt: skip
        assert "Last time: Not yet" in text
        assert "Show it under load." in text
        assert "Grace sent attempt 1 back" in text
        assert form.id(f"text-{missed.wording.criterion.key}").text == missed.text
        assert form.id(f"links-{missed.wording.criterion.key}").text == "https://example.org/proof"
        for answer in met:
            assert answer.wording.criterion.topic.title in text

    def test_after_an_attempt_that_was_withdrawn_still_has_the_mentor_s_words(
        self, ada, grace, browser, page, unit, url
    ):
        claim = sent_back(ada, unit, grace)
        missed = claim.answers.first().wording.criterion
        mastery.withdraw(ada, claimed(ada, unit, text="The second try."))
        text = page(browser, url).id("claiming").text
        assert "Last time: Not yet" in text
        assert "Show it under load." in text
        assert page(browser, url).id(f"text-{missed.key}").text == "The second try."

    def test_of_the_next_attempt_sends_what_was_met_along(self, ada, grace, browser, unit):
        claim = sent_back(ada, unit, grace)
        missed = claim.answers.first().wording.criterion
        send(browser, ada, unit, {missed.key: "Now under load."})
        second = MasteryClaim.objects.latest("attempt")
        assert (second.attempt, second.answers.exclude(carried_from=None).count()) == (2, 2)

    def test_tops_up_what_is_mastered(self, ada, grace, browser, page, unit, url):
        mastered(ada, unit, grace)
        assert not page(browser, url).has_id("claiming")
        first = unit.criteria.first()
        first.reword("Builds it twice.", [])
        shown = page(browser, url)
        assert {each["name"] for each in shown.id("writing").all("textarea")} == {
            f"text-{first.key}", f"links-{first.key}"
        }  # fmt: skip
        answer = read(send(browser, ada, unit, {first.key: "Twice."}))
        assert "Mastered" in answer.id("standing").text
        assert "A top-up is waiting" in answer.id("standing").text

    def test_of_a_stage_whose_stage_before_is_not_claimed_says_so_instead(self, ada, browser, page, capstone):
        build = Stage.objects.get(capstone=capstone, step=Stage.Step.BUILD)
        bring(ada, build, "attested")
        shown = page(browser, f"/capstones/{capstone.slug}/build/").id("claiming")
        assert "Claim CREATE first" in shown.text
        assert not shown.has_id("writing")
        claimed(ada, Stage.objects.get(capstone=capstone, step=Stage.Step.CREATE))
        assert page(browser, f"/capstones/{capstone.slug}/build/").has_id("writing")

    def test_says_when_ten_claims_wait(self, ada, browser, page, unit, url, settings):
        settings.OPEN_CLAIMS_OF_A_LEARNER = 2
        for other in Unit.objects.exclude(pk=unit.pk)[:2]:
            claimed(ada, other)
        can_write(ada, unit)
        shown = page(browser, url)
        assert "2 of your claims wait already" in shown.id("claiming").text
        assert not shown.has_id(f"send-{unit.slug}")
        assert shown.has_id(f"save-{unit.slug}")
        assert send(browser, ada, unit).status_code == 422

    def test_is_on_a_page_that_nobody_keeps(self, ada, browser, page, unit, url):
        """Two tabs that show the same copy of a page would say that they are the same window."""
        assert "no-store" not in browser.get(url)["Cache-Control"]
        bring(ada, unit, "learning")
        windows = set()
        for _ in range(2):
            response = browser.get(url)
            assert response["Cache-Control"] == "no-store, private"
            assert "ETag" not in response
            windows.add(read(response).id("writing").one("input", name="window")["value"])
        assert len(windows) == 2


class TestWaiting:
    def test_says_how_many_wait_before_it(self, ada, eve, grace, browser, page, unit, url):
        with clock.at(NOON):
            claimed(eve, unit)
        with clock.at(NOON + datetime.timedelta(hours=1)):
            claimed(ada, unit)
        assert "with 1 before it" in page(browser, url).id("claiming").text

    def test_counts_no_further_than_two_hundred(self, ada, browser, page, unit, url, monkeypatch):
        claimed(ada, unit)
        monkeypatch.setattr("progress.claiming.COUNTED", -1)
        assert "-1+ before it" in page(browser, url).id("claiming").text

    def test_says_who_reviews_it_until_the_hold_lapses(self, ada, grace, browser, page, unit, url):
        with clock.at(NOON):
            held(ada, unit, grace)
            shown = page(browser, url)
            assert shown.id("standing").one("span", class_="state").text == "Being reviewed"
            assert "Grace is reviewing it" in shown.id("claiming").text
            assert not shown.has_id(f"withdraw-{unit.slug}")
        with clock.at(NOON + datetime.timedelta(hours=25)):
            shown = page(browser, url)
            assert shown.id("standing").one("span", class_="state").text == "Claimed"
            assert shown.has_id(f"withdraw-{unit.slug}")

    def test_a_hold_ends_with_the_role(self, ada, alan, grace, browser, page, unit, url):
        held(ada, unit, grace)
        end_role(grace, by=alan)
        assert page(browser, url).id("standing").one("span", class_="state").text == "Claimed"
        assert Hold.objects.exists()

    def test_is_on_a_page_that_nobody_keeps(self, ada, grace, browser, unit, url):
        held(ada, unit, grace)
        response = browser.get(url)
        assert response["Cache-Control"] == "no-store, private"
        assert "ETag" not in response


@pytest.mark.parametrize("lived", ["claimed", "held", "sent-back", "mastered", "many"])
def test_the_page_takes_six_queries_at_most(ada, grace, browser, unit, url, lived, django_assert_max_num_queries):
    if lived == "many":
        for _ in range(3):
            claim = sent_back(ada, unit, grace)
        can_write(ada, unit)
        claim = held(ada, unit, grace)
        mastery.send_back(grace, claim, verdicts=found(claim, missing=1), digest=claim.digest)
        can_write(ada, unit)
    else:
        bring(ada, unit, lived, *([grace] if lived != "claimed" else []))
    browser.get(url)
    with django_assert_max_num_queries(6):
        browser.get(url)
