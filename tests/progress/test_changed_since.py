"""A criterion that asks for something else: who has reached its milestone is told, may top up, and loses nothing."""

import pytest

from progress import mastery
from progress.mastery import NotAllowed
from progress.models import Event, GivenWord
from progress.standing import standing_of
from roadmap import atlas
from roadmap.models import Criterion
from tests.progress.lives import (
    NOON,
    archive,
    bring,
    can_do_all,
    claimed,
    found,
    held,
    mastered,
    progress_of,
    reword,
    sent_back,
    state_of,
)
from tests.reading import read

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["mastered", "attested"])
def reached(request, ada, milestone, grace):
    bring(ada, milestone, request.param, grace)
    return request.param


def stop_of(milestone):
    return atlas.current().milestones[milestone.pk]


def seen(learner, milestone):
    """What is shown of a milestone: its word, how many criteria are new since, and how many are others."""
    standing = standing_of(learner, atlas.current())
    row = standing.seen(stop_of(milestone))
    return row.shown.value, row.new, row.changed


def page_of(browser, milestone):
    stop = stop_of(milestone)
    address = f"/capstones/{stop.capstone.slug}/{stop.label.lower()}/" if stop.capstone else f"/units/{stop.slug}/"
    response = browser.get(address)
    assert response.status_code == 200
    return read(response)


def told(page):
    """What a page says of criteria that are not as they were, a sentence for each."""
    return [each.text for each in page.id("criteria").all("div", class_="since")]


def add(milestone):
    topic = milestone.topics.first() if hasattr(milestone, "topics") else None
    added = Criterion.objects.create(milestone_id=milestone.pk, key="added", position=99, topic=topic)
    added.reword("Does more.", [] if topic else ["No.", "Nearly.", "Yes.", "And how."])
    return added


WORDS = {"mastered": "Changed since you mastered it", "attested": "Changed since you gave your word"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [("added", "It asks for more than before."), ("breaking", "It asks for something else than before.")],
)
def test_another_demand_is_told_with_both_wordings(ada, browser, milestone, reached, change, sentence):
    before = stop_of(milestone).criteria[0]
    reword(milestone, change)
    assert seen(ada, milestone) == (reached, 0, 1)
    page = page_of(browser, milestone)
    assert f"{WORDS[reached]}: 1 criterion." in page.id("standing").text
    (said,) = page.id("criteria").all("div", class_="since")
    assert WORDS[reached] in said.text
    assert sentence in said.text
    assert said.one("use")["href"] == "#s-changed"
    # To eyes by <del> and <ins>, to ears by the words within.
    words = before.title if before.levels else before.text
    assert said.one("del").text == f"(removed: {words})"
    assert said.one("ins").text == "(added: Says it anew, for the 2. time.)"


def test_a_small_difference_is_shown_within_the_words_that_stayed(ada, browser, unit, grace):
    mastered(ada, unit, grace)
    criterion = Criterion.objects.asked_by(unit.pk).first()
    old = criterion.wordings.get().text
    criterion.reword(old.replace(old.split()[0], "Sketches", 1), [], "added")
    (said,) = page_of(browser, unit).id("criteria").all("div", class_="since")
    assert said.one("del").text == f"(removed: {old.split()[0]} )"
    assert said.one("ins").text == "(added: Sketches )"
    assert old.partition(" ")[2] in said.text


def test_the_same_demand_in_other_words_is_told_to_nobody(ada, browser, milestone, reached):
    reword(milestone, "cosmetic")
    assert seen(ada, milestone) == (reached, 0, 0)
    page = page_of(browser, milestone)
    assert told(page) == []
    assert not page.has_id("claiming") or reached == "attested"
    with pytest.raises(NotAllowed):
        (mastery.renew if reached == "attested" else lambda *who: mastery.claim(*who, draft=0))(ada, milestone)


def test_other_words_for_another_demand_still_tell_of_it(ada, milestone, reached):
    reword(milestone, "breaking")
    reword(milestone, "cosmetic")
    assert seen(ada, milestone) == (reached, 0, 1)


def test_more_and_then_something_else_is_something_else(browser, milestone, reached):
    for change in ("added", "breaking", "cosmetic"):
        reword(milestone, change)
    assert "something else" in told(page_of(browser, milestone))[0]


def test_a_criterion_that_came_later_is_added_and_not_changed(ada, browser, milestone, reached):
    add(milestone)
    assert seen(ada, milestone) == (reached, 1, 0)
    assert told(page_of(browser, milestone)) == [
        "Added since you mastered this" if reached == "mastered" else "Added since you gave your word"
    ]


def test_a_criterion_that_is_asked_no_more_takes_nothing_and_asks_nothing(ada, milestone, reached):
    reword(milestone).set_archived(NOON)
    assert seen(ada, milestone) == (reached, 0, 0)
    assert state_of(ada, milestone) == reached


def test_one_that_is_brought_back_is_new_to_whoever_never_met_it(ada, grace, unit, reached_without_first):
    assert seen(ada, unit) == (reached_without_first, 0, 0)
    Criterion.objects.get(milestone=unit, key="chain").set_archived(None)
    assert seen(ada, unit) == (reached_without_first, 1, 0)


@pytest.fixture(params=["mastered", "attested"])
def reached_without_first(request, ada, unit, grace):
    Criterion.objects.get(milestone=unit, key="chain").set_archived(NOON)
    bring(ada, unit, request.param, grace)
    return request.param


def test_nobody_else_is_told(ada, eve, milestone, reached, client_of):
    bring(eve, milestone, "rated")
    reword(milestone)
    assert seen(eve, milestone)[1:] == (0, 0)
    assert told(page_of(client_of(eve), milestone)) == []


def test_the_roadmap_says_so_in_its_row(ada, browser, unit, grace):
    mastered(ada, unit, grace)
    reword(unit)
    row = read(browser.get("/roadmap/")).id(f"row-{unit.slug}")
    assert "1 changed" in row.text
    assert row["data-state"] == "mastered"


def test_each_level_of_a_rubric_that_changed_is_shown_with_its_name(ada, browser, stage, grace):
    mastered(ada, stage, grace)
    criterion = Criterion.objects.asked_by(stage.pk).first()
    latest = criterion.wordings.last()
    criterion.reword(latest.text, [*latest.levels[:2], "Nine people said so.", latest.levels[3]], "added")
    (said,) = page_of(browser, stage).id("criteria").all("div", class_="since")
    assert [each.one("b").text for each in said.all("p", class_="changed")] == ["Meets"]
    assert "Nine people said so." in said.text


class TestAMastery:
    def test_is_topped_up_by_a_claim_and_the_notice_is_gone(self, ada, browser, milestone, grace):
        mastered(ada, milestone, grace)
        changed = reword(milestone)
        page = page_of(browser, milestone)
        assert "This is mastered and stays so." in page.id("claiming").text
        assert [each["name"] for each in page.id("writing").all("textarea", class_="links")] == [f"links-{changed.key}"]
        claim = held(ada, milestone, grace)
        assert state_of(ada, milestone) == "mastered"
        assert seen(ada, milestone) == ("mastered", 0, 1)
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert seen(ada, milestone) == ("mastered", 0, 0)
        assert told(page_of(browser, milestone)) == []

    def test_stays_when_its_top_up_is_sent_back_and_so_does_the_notice(self, ada, milestone, grace):
        mastered(ada, milestone, grace)
        before = progress_of(ada, milestone).mastering_review_id
        reword(milestone)
        sent_back(ada, milestone, grace)
        assert (state_of(ada, milestone), progress_of(ada, milestone).mastering_review_id) == ("mastered", before)
        assert seen(ada, milestone) == ("mastered", 0, 1)

    def test_carries_over_what_was_met_under_other_words_for_the_same(self, ada, milestone, grace):
        mastered(ada, milestone, grace)
        reword(milestone, "cosmetic", which=1)
        reword(milestone, "breaking", which=0)
        claim = claimed(ada, milestone)
        assert claim.answers.open().count() == 1
        for answer in claim.answers.exclude(carried_from=None):
            # What was met is told under the words under which it was met.
            assert answer.wording_id == answer.carried_from.answer.wording_id
            assert answer.wording.version == 1


class TestAWord:
    @pytest.fixture
    def given(self, ada, milestone):
        bring(ada, milestone, "attested")

    def test_is_given_anew_and_the_notice_is_gone(self, ada, browser, milestone, given):
        reword(milestone)
        button = page_of(browser, milestone).id(f"renew-{milestone.slug}")
        response = browser.post(button["formaction"], headers=HTMX)
        assert response.status_code == 200
        region = read(response)
        assert f"You gave your word anew: {stop_of(milestone).name}." in region.id("live").text
        assert not region.has_id(f"renew-{milestone.slug}")
        assert seen(ada, milestone) == ("attested", 0, 0)
        event = Event.objects.of(ada).first()
        assert (event.move, event.from_state, event.to_state) == ("renew", "attested", "attested")

    def test_covers_the_wordings_that_are_asked_by_then(self, ada, milestone, given):
        reword(milestone)
        event = mastery.renew(ada, milestone)
        asked = {each.wording for each in stop_of(milestone).criteria}
        assert set(event.covers.values_list("wording", flat=True)) == asked
        assert GivenWord.objects.of(progress_of(ada, milestone).pk) == asked

    def test_is_not_given_anew_while_nothing_has_changed(self, ada, browser, milestone, given):
        assert not page_of(browser, milestone).has_id(f"renew-{milestone.slug}")
        with pytest.raises(NotAllowed, match="Nothing has changed"):
            mastery.renew(ada, milestone)

    def test_needs_a_note_on_what_was_added(self, ada, browser, milestone, given):
        added = add(milestone)
        assert "Once every criterion is rated" in page_of(browser, milestone).id("criteria").text
        with pytest.raises(NotAllowed, match="Rate every criterion"):
            mastery.renew(ada, milestone)
        mastery.rate(ada, added, "can-do")
        mastery.renew(ada, milestone)
        assert seen(ada, milestone) == ("attested", 0, 0)

    def test_can_be_taken_back_after_that_and_goes_away_whole(self, ada, milestone, given):
        reword(milestone)
        mastery.renew(ada, milestone)
        mastery.retract(ada, milestone)
        assert state_of(ada, milestone) == "learning"
        assert seen(ada, milestone)[1:] == (0, 0)

    def test_is_not_given_anew_on_what_is_archived(self, ada, milestone, given):
        reword(milestone)
        archive(milestone)
        with pytest.raises(NotAllowed, match="archived"):
            mastery.renew(ada, milestone)

    def test_of_before_it_was_written_down_what_it_covers_tells_of_nothing(self, ada, milestone, given, monkeypatch):
        mastery.retract(ada, milestone)
        monkeypatch.setattr(type(GivenWord.objects), "give", lambda *about: None)
        mastery.attest(ada, milestone)
        reword(milestone)
        assert seen(ada, milestone) == ("attested", 0, 0)


class TestAPageThatWasLeftOpen:
    SENTENCE = "What is asked was changed while you were reading."

    @pytest.mark.parametrize("state", ["rated", "attested"])
    def test_gives_no_word_on_what_was_not_seen(self, ada, browser, milestone, state):
        bring(ada, milestone, state)
        if state == "attested":
            reword(milestone)
        move = "renew" if state == "attested" else "attest"
        button = page_of(browser, milestone).id(f"{move}-{milestone.slug}")
        reword(milestone)
        response = browser.post(button["formaction"], headers=HTMX)
        assert response.status_code == 422
        assert self.SENTENCE in read(response).id("live").text
        again = read(response).id(f"{move}-{milestone.slug}")
        assert browser.post(again["formaction"], headers=HTMX).status_code == 200
        assert seen(ada, milestone) == ("attested", 0, 0)

    def test_gives_it_where_only_the_words_are_others(self, ada, browser, milestone):
        bring(ada, milestone, "rated")
        button = page_of(browser, milestone).id(f"attest-{milestone.slug}")
        reword(milestone, "cosmetic")
        assert browser.post(button["formaction"], headers=HTMX).status_code == 200

    def test_gives_none_back_by_an_undo(self, ada, browser, milestone):
        bring(ada, milestone, "attested")
        region = read(browser.post(f"/milestones/{milestone.slug}/retract/", headers=HTMX))
        (undo,) = [each for each in region.all("button") if each.get("id", "").startswith("undo-")]
        reword(milestone)
        response = browser.post(undo["formaction"], headers=HTMX)
        assert self.SENTENCE in read(response).id("live").text
        assert state_of(ada, milestone) == "learning"

    @pytest.mark.parametrize("forged", ["", "x", "1", "9" * 30, "²", "-"])
    def test_that_names_what_is_not_asked_gives_none(self, ada, browser, unit, forged):
        bring(ada, unit, "rated")
        assert browser.post(f"/milestones/{unit.slug}/attest/?seen={forged}", headers=HTMX).status_code == 422
        assert state_of(ada, unit) == "learning"

    def test_would_give_a_word_on_what_was_not_seen_if_it_did_not_say_what_was(self, ada, browser, milestone):
        """The negative control: without the wordings in the address the word covers what was never read."""
        bring(ada, milestone, "rated")
        button = page_of(browser, milestone).id(f"attest-{milestone.slug}")
        reword(milestone)
        assert browser.post(button["formaction"].partition("?")[0], headers=HTMX).status_code == 200
        assert seen(ada, milestone) == ("attested", 0, 0)


class TestAClaimThatWaits:
    @pytest.fixture
    def desk(self, client_of, grace):
        return client_of(grace)

    def shown(self, browser, claim):
        return read(browser.get(f"/claims/{claim.pk}/"))

    def test_shows_its_own_words_with_a_notice_and_is_decided_by_them(self, ada, grace, desk, milestone):
        claim = held(ada, milestone, grace)
        before = stop_of(milestone).criteria[0]
        reword(milestone)
        page = self.shown(desk, claim)
        (notice,) = page.all("div", class_="since")
        assert "Changed since this was sent" in notice.text
        assert "judged by the words above" in notice.text
        section = page.one("section", aria_labelledby=f"asked-{claim.answers.first().pk}")
        assert (before.title if before.levels else before.text) in section.text.partition("Changed since")[0]
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert state_of(ada, milestone) == "mastered"
        assert seen(ada, milestone) == ("mastered", 0, 1)

    def test_has_no_notice_where_only_the_words_are_others(self, ada, grace, desk, milestone):
        claim = held(ada, milestone, grace)
        reword(milestone, "cosmetic")
        assert not self.shown(desk, claim).all("div", class_="since")
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        assert seen(ada, milestone) == ("mastered", 0, 0)

    def test_says_what_is_not_asked_for_any_more(self, ada, grace, browser, milestone):
        claim = held(ada, milestone, grace)
        Criterion.objects.asked_by(milestone.pk).first().set_archived(NOON)
        assert "Not asked for any more since this was sent" in self.shown(browser, claim).text

    def test_has_no_notice_once_it_is_decided(self, ada, grace, desk, milestone):
        claim = mastered(ada, milestone, grace)
        reword(milestone)
        assert not self.shown(desk, claim).all("div", class_="since")


@pytest.mark.parametrize("reached", ["mastered", "attested"], indirect=True)
def test_the_page_takes_no_more_queries_for_it(ada, browser, milestone, reached, django_assert_max_num_queries):
    can_do_all(ada, milestone)
    for which in (0, 1):
        reword(milestone, which=which)
    page_of(browser, milestone)
    stop = stop_of(milestone)
    address = f"/capstones/{stop.capstone.slug}/{stop.label.lower()}/" if stop.capstone else f"/units/{stop.slug}/"
    with django_assert_max_num_queries(6):
        browser.get(address)
