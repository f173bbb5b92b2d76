"""A criterion is changed in the admin; who has mastered the unit, or given their word, reads it and tops it up."""

import re

import pytest
from playwright.sync_api import expect

from progress.models import MasteryClaim
from tests.browser.conftest import faults_of
from tests.browser.ways import MODES
from tests.progress.lives import bring, claimed, mastered, reword, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAYS = "Derives gradients by hand, and finds two planted faults."


def change_in_the_admin(signed_in, alan, unit, kind):
    """The first criterion says something else; the page asks what that changes before it saves."""
    page = signed_in(alan)
    page.goto(f"/admin/roadmap/unit/{unit.pk}/change/")
    page.locator("#id_topics-0-criterion").fill(SAYS)
    page.locator("[name=_save]").first.click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#topics-group")).to_contain_text("Say what the other words change")
    page.get_by_role("group", name="Other words").first.get_by_label(kind).check()
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.mark.parametrize("mode", MODES)
def test_a_mastery_is_topped_up(signed_in, ada, alan, grace, unit, mode):
    mastered(ada, unit, grace)
    change_in_the_admin(signed_in, alan, unit, "asks for something else")
    hand, options = MODES[mode]
    page = signed_in(ada, **options)
    page.goto(f"/units/{unit.slug}/")
    expect(page.locator("#standing")).to_contain_text("Changed since you mastered it: 1 criterion.")
    said = page.locator("#criteria .since")
    expect(said).to_contain_text("It asks for something else than before.")
    expect(said.locator("ins")).to_contain_text(SAYS)
    evidence = page.locator("#writing textarea:not(.links)")
    expect(evidence).to_have_count(1)
    hand.fill(page, evidence, "I derived it, and found both.")
    hand.press(page, page.locator(f"#send-{unit.slug}"))
    expect(page.locator("#standing")).to_contain_text("A top-up is waiting.")
    expect(page.locator("#standing .state")).to_have_text("Mastered")
    assert state_of(ada, unit) == "mastered"
    assert MasteryClaim.objects.open().get().answers.open().count() == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_word_is_given_anew(signed_in, ada, unit, mode):
    bring(ada, unit, "attested")
    reword(unit, "added")
    hand, options = MODES[mode]
    page = signed_in(ada, **options)
    page.goto(f"/units/{unit.slug}/")
    expect(page.locator("#standing")).to_contain_text("Changed since you gave your word: 1 criterion.")
    hand.press(page, page.locator(f"#renew-{unit.slug}"))
    expect(page.locator(".messages, .done").filter(has_text="You gave your word anew").first).to_be_visible()
    expect(page.locator("#standing")).not_to_contain_text("Changed since")
    expect(page.locator("#criteria .since")).to_have_count(0)


@pytest.mark.slow
def test_nothing_is_found_on_these_pages(signed_in, ada, eve, grace, first, stage):
    mastered(ada, first, grace)
    claim = claimed(eve, first)
    bring(ada, stage, "attested")
    for milestone in (first, stage):
        reword(milestone, "added")
    stage.criteria.create(key="added", position=99).reword("Does more.", ["No.", "Nearly.", "Yes.", "And how."])
    page = signed_in(ada)
    stage_page = f"/capstones/{stage.capstone.slug}/create/"
    for address in (f"/units/{first.slug}/", "/roadmap/", stage_page):
        page.goto(address)
        assert faults_of(page) == []
    expect(page.locator("#criteria .since")).to_have_text([re.compile("^Changed"), re.compile("^Added")])
    mentors = signed_in(grace)
    mentors.goto(f"/claims/{claim.pk}/")
    assert faults_of(mentors) == []
    expect(mentors.locator(".since")).to_contain_text("Changed since this was sent")
