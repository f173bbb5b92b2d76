"""What is typed is kept as a draft, whatever it is, and no window writes over another."""

import re

import pytest

import clock
from progress import drafts
from progress.models import MasteryClaim
from tests.progress.lives import archive, bring, claimed
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ODD = {
    "emoji": "\N{ROCKET}" * 500,
    "right to left": "\u202eevil \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "a javascript link": "[a](javascript:alert(1))",
    "an http link": "http://example.org/",
    "HTML": "<script>alert(1)</script></textarea><h1 id=x>",
    "too long": "x" * 20_001,
    "template": "{{ user }}{% load x %}",
    "empty lines": "\n\nb\n",
}


def save(client, learner, milestone, texts=None, /, headers=HTMX, **more):
    return client.post(door(milestone), form_of(learner, milestone, texts, **more), headers=headers)


class TestKeeping:
    def test_what_was_typed_is_there_again(self, ada, browser, page, unit):
        bring(ada, unit, "learning")
        assert save(browser, ada, unit, "My words").status_code == 200
        shown = page(browser, f"/units/{unit.slug}/").id("writing")
        assert [each.text for each in shown.all("textarea") if each["name"].startswith("text-")] == ["My words"] * 3

    @pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
    def test_whatever_it_is(self, ada, browser, page, unit, text):
        bring(ada, unit, "learning")
        assert save(browser, ada, unit, text).status_code == 200
        assert texts_of(draft_of(ada, unit)) == {text}
        for field in page(browser, f"/units/{unit.slug}/").id("writing").all("textarea"):
            if field["name"].startswith("text-"):
                assert field.raw_text.removeprefix("\n") == text

    def test_the_answer_is_the_line_of_the_draft_alone(self, ada, browser, unit):
        bring(ada, unit, "learning")
        answer = read(save(browser, ada, unit))
        assert [each.get("id") for each in answer.children if not isinstance(each, str)] == ["draft"]
        assert re.search(r"Saved at \d", answer.text)
        assert answer.one("input", name="version")["value"] == str(draft_of(ada, unit).version)

    def test_without_htmx_it_leads_back_to_the_form(self, ada, browser, unit):
        bring(ada, unit, "learning")
        response = save(browser, ada, unit, headers={})
        assert (response.status_code, response["Location"]) == (302, f"/units/{unit.slug}/#claiming")

    def test_the_deliverables_that_are_ticked(self, ada, browser, page, stage):
        bring(ada, stage, "learning")
        key = stage.deliverables.first().key
        save(browser, ada, stage, **{"handed-in": [key, "forged"]})
        assert draft_of(ada, stage).handed_in == [key]
        shown = page(browser, f"/capstones/{stage.capstone.slug}/create/")
        assert [each["value"] for each in shown.all("input", type="checkbox") if "checked" in each.attributes] == [key]

    def test_what_is_asked_for_and_nothing_else(self, ada, browser, unit, stage):
        bring(ada, unit, "learning")
        other = stage.criteria.first().key
        forged = {f"text-{other}": "x", "text-nothing": "x", "text-": "x", "state": "mastered", "learner": "1"}
        save(browser, ada, unit, **forged)
        assert set(draft_of(ada, unit).answers) == {str(pk) for pk in unit.criteria.values_list("pk", flat=True)}

    def test_of_an_archived_unit_too(self, ada, browser, unit):
        bring(ada, unit, "learning")
        archive(unit)
        assert save(browser, ada, unit, "Late").status_code == 200
        assert texts_of(draft_of(ada, unit)) == {"Late"}

    def test_beside_an_open_claim_for_the_next_attempt(self, ada, browser, unit):
        claimed(ada, unit)
        assert save(browser, ada, unit, "More").status_code == 200
        assert MasteryClaim.objects.count() == 1

    def test_a_body_of_a_megabyte_is_refused_unread(self, ada, browser, unit):
        bring(ada, unit, "learning")
        assert save(browser, ada, unit, "x" * 400_000).status_code == 413
        assert draft_of(ada, unit).version == 0

    def test_what_was_written_for_a_criterion_that_is_archived_meanwhile(self, ada, grace, browser, page, unit):
        bring(ada, unit, "learning")
        gone, *others = unit.criteria.all()
        save(browser, ada, unit, "Precious")
        gone.archived_at = clock.now()
        gone.save()
        save(browser, ada, unit, {other.key: "More" for other in others})
        assert draft_of(ada, unit).answers[str(gone.pk)]["text"] == "Precious"
        browser.post(door(unit, "claim"), form_of(ada, unit, {other.key: "Sent" for other in others}))
        assert MasteryClaim.objects.get().asked == 2
        assert texts_of(draft_of(ada, unit)) == {"Precious"}


class TestRefusing:
    def test_nul_and_showing_all_that_was_typed(self, ada, browser, unit):
        bring(ada, unit, "learning")
        response = save(browser, ada, unit, "a\0b", headers={})
        assert response.status_code == 422
        assert "NUL" in read(response).id("claiming").text
        assert response.content.count(b"a\0b") == 3
        assert draft_of(ada, unit).version == 0

    def test_nul_while_typing(self, ada, browser, unit):
        bring(ada, unit, "learning")
        response = save(browser, ada, unit, "a\0b")
        assert response.status_code == 422
        assert "NUL" in read(response).id("draft").text

    def test_what_is_not_started_and_giving_the_text_back(self, ada, browser, unit):
        response = save(browser, ada, unit, "Too early", headers={}, version=0)
        assert response.status_code == 422
        shown = read(response).id("claiming")
        assert "Start this first" in shown.text
        assert "Too early" in shown.text

    def test_an_unknown_milestone_like_one_that_nobody_may_see(self, ada, browser, unit):
        form = form_of(ada, unit)
        archive(unit)
        unknown = browser.post("/milestones/nothing/draft/", form)
        assert browser.post(door(unit), form).status_code == unknown.status_code == 404

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "\N{SUPERSCRIPT TWO}"])
    def test_no_version_writes_over_a_draft(self, ada, browser, unit, version):
        bring(ada, unit, "learning")
        save(browser, ada, unit, "First")
        assert save(browser, ada, unit, "Second", version=version).status_code == 200
        assert texts_of(draft_of(ada, unit)) == {"First"}


@pytest.mark.parametrize("window", ["\0", "a\0b", "x" * 17, "<b>", "\N{ROCKET}", "a b", "one\n"])
def test_a_window_has_a_name_of_ours_or_none(ada, browser, unit, window):
    bring(ada, unit, "learning")
    save(browser, ada, unit, "First", window="one")
    assert save(browser, ada, unit, "Second", window=window, version=0).status_code == 200
    assert [other["window"] for other in draft_of(ada, unit).others] == [""]


class TestTwoWindows:
    @pytest.fixture
    def overtaken(self, ada, browser, unit):
        """One window has saved; another that knows nothing of it saves on top of the older version."""
        bring(ada, unit, "learning")
        save(browser, ada, unit, "First", version=0, window="one")
        return save(browser, ada, unit, "Second", version=0, window="two")

    def test_keep_both_texts(self, overtaken, ada, browser, page, unit):
        assert "Another window" in read(overtaken).id("draft").text
        draft = draft_of(ada, unit)
        assert texts_of(draft) == {"First"}
        assert [each["answers"][next(iter(each["answers"]))]["text"] for each in draft.others] == ["Second"]
        shown = page(browser, f"/units/{unit.slug}/").id("claiming")
        assert "First" in shown.text
        assert "Second" in shown.text
        assert not shown.has_id("writing")

    def test_go_on_typing_without_pushing_each_other_out(self, overtaken, ada, browser, unit):
        for number in range(5):
            save(browser, ada, unit, f"Second {number}", version=0, window="two")
        save(browser, ada, unit, "First, more", version=1, window="one")
        texts = {
            text for other in draft_of(ada, unit).others for text in (a["text"] for a in other["answers"].values())
        }
        assert texts == {"Second 4", "First, more"}

    def test_of_which_one_was_overtaken_stay_so_until_somebody_chooses(self, overtaken, ada, browser, unit):
        version = read(overtaken).one("input", name="version")["value"]
        assert version == "0"

    def test_of_which_one_presses_send_are_shown_beside_each_other(self, overtaken, ada, browser, unit):
        for headers in ({}, HTMX):
            form = form_of(ada, unit, "Second, sent", version=0, window="two")
            response = browser.post(door(unit, "claim"), form, headers=headers)
            assert response.status_code == 422
            shown = read(response).id("claiming")
            assert "Two windows have written here. Choose one" in shown.text
            assert "First" in shown.text
            assert "Second, sent" in shown.text
            assert not shown.has_id("writing")
        assert texts_of(draft_of(ada, unit)) == {"First"}

    def test_of_which_one_holds_what_cannot_be_kept_lose_nothing(self, overtaken, ada, browser, unit):
        for verb in ("draft", "claim"):
            response = browser.post(door(unit, verb), form_of(ada, unit, "a\0b", version=0, window="two"))
            assert response.status_code == 422
            form = read(response).id("writing")
            assert [each.raw_text.strip("\n") for each in form.all("textarea", class_=False)] == ["a\0b"] * 3
            version = form.one("input", name="version")["value"]
            save(browser, ada, unit, "ab", version=version, window="two")
            assert texts_of(draft_of(ada, unit)) == {"First"}

    def test_of_which_one_was_refused_for_what_is_missing_goes_on_as_itself(self, ada, browser, unit):
        bring(ada, unit, "learning")
        response = browser.post(door(unit, "claim"), form_of(ada, unit, "", version=0), headers=HTMX)
        version = read(response).id("writing").one("input", name="version")["value"]
        assert version == str(draft_of(ada, unit).version)
        save(browser, ada, unit, "Now with words", version=version)
        assert draft_of(ada, unit).others == []

    def test_that_took_the_same_name_from_a_page_that_a_browser_kept(self, ada, browser, unit):
        """A tab that was duplicated says that it is the window that it was made of."""
        bring(ada, unit, "learning")
        save(browser, ada, unit, "First", version=0, window="one")
        save(browser, ada, unit, "Second", version=0, window="two")
        save(browser, ada, unit, "First, more", version=1, window="one")
        save(browser, ada, unit, "Second, elsewhere", version=1, window="two")
        kept = {answer["text"] for other in draft_of(ada, unit).others for answer in other["answers"].values()}
        assert kept | texts_of(draft_of(ada, unit)) == {"First", "Second", "First, more", "Second, elsewhere"}

    def test_that_say_the_same_are_no_two_texts(self, ada, browser, unit):
        bring(ada, unit, "learning")
        for _ in range(2):
            save(browser, ada, unit, "Same", version=0)
        assert draft_of(ada, unit).others == []

    def test_of_which_there_are_many_drop_nothing(self, overtaken, ada, browser, unit):
        for number in range(8):
            save(browser, ada, unit, f"Window {number}", version=0, window=f"w{number}")
        kept = {answer["text"] for other in draft_of(ada, unit).others for answer in other["answers"].values()}
        assert kept == {"Second", *(f"Window {number}" for number in range(8))}

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_of_which_there_are_too_many_keep_what_they_have(self, overtaken, ada, browser, unit, monkeypatch, headers):
        monkeypatch.setattr(drafts, "BESIDE", 600)
        response = save(browser, ada, unit, "x" * 600, version=0, window="two", headers=headers)
        assert response.status_code == 422
        assert "Too much waits here from other windows" in response.text
        assert headers or "x" * 600 in read(response).id("writing").text
        assert "Second" in {answer["text"] for answer in draft_of(ada, unit).others[0]["answers"].values()}

    def test_show_only_where_they_differ(self, ada, browser, page, unit):
        bring(ada, unit, "learning")
        one, *rest = unit.criteria.values_list("key", flat=True)
        save(browser, ada, unit, {one: "a"} | dict.fromkeys(rest, "same"), version=0)
        save(browser, ada, unit, {one: "b"} | dict.fromkeys(rest, "same"), version=0, window="two")
        shown = page(browser, f"/units/{unit.slug}/").id("claiming")
        assert len(shown.all("h4")) == 2
        assert len(shown.all("button")) == 2


def test_eve_s_draft_is_her_own(ada, eve, browser, client_of, unit):
    bring(ada, unit, "learning")
    bring(eve, unit, "learning")
    save(browser, ada, unit, "Ada's")
    save(client_of(eve), eve, unit, "Eve's")
    assert texts_of(draft_of(ada, unit)) == {"Ada's"}
    assert texts_of(draft_of(eve, unit)) == {"Eve's"}


def test_sixty_changes_a_minute_are_the_most(ada, browser, unit, settings):
    bring(ada, unit, "learning")
    settings.CHANGES_A_MINUTE = 3
    answers = [save(browser, ada, unit, str(number)).status_code for number in range(4)]
    assert answers == [200, 200, 429, 429]
    assert drafts.Draft.objects.count() == 1
