"""From the start to a mastery and on, in three ways: each step is made in the browser of whoever makes it."""

import re

import pytest
from playwright.sync_api import expect

from progress.models import MasteryClaim
from tests.browser.ways import MODES, focus_is_in, judge, write
from tests.progress.lives import bring, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Person:
    """Somebody at their browser, and how they press things there."""

    def __init__(self, page, hand, has_script):
        self.page, self.hand, self.has_script = page, hand, has_script

    def press(self, target):
        self.hand.press(self.page, self.page.locator(target))

    def fill(self, target, text):
        self.hand.fill(self.page, self.page.locator(target), text)

    def sees(self, word, address):
        self.page.goto(address)
        expect(self.page.locator("#standing .state")).to_have_text(word)

    def sends(self, milestone, text):
        write(self.page, self.hand, milestone, text)
        self.press(f"#send-{milestone.slug}")
        expect(self.page.locator("#standing .state")).to_have_text("Claimed")
        return MasteryClaim.objects.get(closed_at=None)

    def picks_up(self, claim):
        self.page.goto("/review/")
        self.press(f"#pick-up-{claim.pk}")
        expect(self.page).to_have_url(re.compile(f"/claims/{claim.pk}/$"))

    def judges(self, claim, *levels):
        """The last level is that of all further answers."""
        for number, answer in enumerate(claim.answers.open()):
            judge(self.page, self.hand, answer.pk, levels[min(number, len(levels) - 1)])

    def decides(self, button, claim, outcome):
        self.press(button)
        expect(self.page).to_have_url(re.compile("/review/$"))
        claim.refresh_from_db()
        assert claim.outcome == outcome


@pytest.fixture(params=MODES)
def at(request, signed_in):
    """Sits somebody down at a browser of their own."""
    hand, options = MODES[request.param]

    return lambda person: Person(signed_in(person, **options), hand, options.get("java_script_enabled", True))


def test_a_unit_is_started_claimed_sent_back_revised_mastered_and_revoked(at, ada, grace, linus, first):
    learner, mentor, lead = at(ada), at(grace), at(linus)
    address, key = f"/units/{first.slug}/", first.criteria.first().key
    learner.sees("Ready", address)
    learner.press(f"#start-{first.slug}")
    expect(learner.page.locator("#standing .state")).to_have_text("Learning")
    learner.press(f"#rate-{first.slug}-{key}-can-do")
    expect(learner.page.locator(f"#rate-{first.slug}-{key}-can-do")).to_have_attribute("aria-pressed", "true")
    learner.press(f"#send-{first.slug}")
    expect(learner.page.locator(".writing .error").first).to_contain_text("Say how you can show this")
    claim = learner.sends(first, "I derived it by hand.")
    if learner.has_script:
        focus_is_in(learner.page, "#milestone")

    mentor.picks_up(claim)
    mentor.judges(claim, "not-yet", "met")
    mentor.fill(f"#comment-{claim.answers.open()[0].pk}", "Show it under load.")
    mentor.decides("#claim-send-back", claim, "sent-back")

    learner.sees("Sent back", address)
    expect(learner.page.locator(".writing .criterion")).to_have_count(1)
    expect(learner.page.locator(".writing .earlier")).to_contain_text("Show it under load.")
    again = learner.sends(first, "Now under load.")
    assert "Now under load." in again.answers.open().get().text

    lead.picks_up(again)
    lead.judges(again, "met")
    lead.decides("#claim-approve", again, "approved")
    learner.sees("Mastered", address)

    lead.page.goto(f"/claims/{again.pk}/")
    lead.press("#revoke summary")
    lead.fill("#reason", "It was copied.")
    lead.press("#claim-revoke")
    expect(lead.page.locator("#revoke")).to_have_count(0)
    learner.sees("Learning", address)
    expect(learner.page.locator("#history")).to_contain_text("It was copied.")
    assert state_of(ada, first) == "learning"


def test_a_stage_is_claimed_and_approved_by_its_rubric(at, ada, grace, stage):
    learner, mentor = at(ada), at(grace)
    bring(ada, stage, "learning")
    address = f"/capstones/{stage.capstone.slug}/create/"
    learner.sees("Learning", address)
    claim = learner.sends(stage, "It is deployed.")
    mentor.picks_up(claim)
    mentor.judges(claim, "exceeds", "meets")
    mentor.decides("#claim-approve", claim, "approved")
    learner.sees("Mastered", address)
    assert state_of(ada, stage) == "mastered"
