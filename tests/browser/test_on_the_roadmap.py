"""What is done on the roadmap without leaving it: rows open, change, make others ready, and are filtered."""

import pytest
from playwright.sync_api import expect

from roadmap.models import Stage, Unit
from tests.browser.ways import Keyboard, Mouse, focus_is_in, row
from tests.progress.lives import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(db):
    """A unit, and one that needs nothing but it."""
    for unit in Unit.objects.order_by("number"):
        after = [edge.after_id for edge in unit.unlocks.filter(strength="needs")]
        for other in Unit.objects.filter(pk__in=after):
            if other.builds_on.filter(strength="needs").count() == 1:
                return unit, other
    raise AssertionError("no such pair")


def test_a_row_that_is_opened_says_so_and_closes_again(signed_in, ada, first):
    page = signed_in(ada)
    page.goto("/roadmap/")
    more = page.locator(f"#more-{first.slug}")
    more.click()
    expect(page.locator(f"#panel-{first.slug}")).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(more).to_be_focused()
    more.click()
    expect(page.locator(f"#panel-{first.slug}")).to_have_count(0)
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(more).to_be_focused()


def test_what_rests_on_it_becomes_ready_at_once_and_other_panels_stay_open(signed_in, ada, pair, stage):
    unit, after = pair
    bring(ada, unit, "rated")
    page = signed_in(ada)
    page.goto("/roadmap/")
    for milestone in (stage, unit):
        page.locator(f"#more-{milestone.slug}").click()
        expect(page.locator(f"#panel-{milestone.slug}")).to_be_visible()
    expect(row(page, after)).to_have_attribute("data-state", "not-started")
    page.locator(f"#attest-{unit.slug}").click()
    expect(row(page, after)).to_have_attribute("data-state", "ready")
    expect(page.locator("#totals")).to_contain_text("attested 1 of 89")
    expect(page.locator(f"#panel-{stage.slug}")).to_be_visible()


def test_an_open_row_that_becomes_ready_stays_open_and_closes_when_pressed(signed_in, ada, pair):
    unit, after = pair
    bring(ada, unit, "rated")
    page = signed_in(ada)
    page.goto("/roadmap/")
    for milestone in (after, unit):
        page.locator(f"#more-{milestone.slug}").click()
        expect(page.locator(f"#panel-{milestone.slug}")).to_be_visible()
    page.locator(f"#attest-{unit.slug}").click()
    expect(row(page, after)).to_have_attribute("data-state", "ready")
    expect(page.locator(f"#panel-{after.slug}")).to_be_visible()
    more = page.locator(f"#more-{after.slug}")
    expect(more).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)") == page.evaluate(
        "[...new Set([...document.querySelectorAll('[id]')].map(e => e.id))]"
    )
    more.click()
    expect(page.locator(f"#panel-{after.slug}")).to_have_count(0)


def test_a_stage_is_learned_there_like_a_unit(signed_in, ada, stage):
    page = signed_in(ada)
    page.goto("/roadmap/")
    page.locator(f"#more-{stage.slug}").click()
    for criterion in stage.criteria.all():
        button = page.locator(f"#rate-{stage.slug}-{criterion.key}-can-do")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.locator(f"#attest-{stage.slug}").click()
    expect(row(page, stage)).to_have_attribute("data-state", "attested")
    build = Stage.objects.get(capstone=stage.capstone, step=2)
    expect(row(page, build)).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_a_word_is_taken_back_and_the_rest_put_back(signed_in, ada, first, hand):
    bring(ada, first, "attested")
    page = signed_in(ada)
    page.goto("/roadmap/")
    hand.press(page, page.locator(f"#more-{first.slug}"))
    hand.press(page, page.locator(f"#retract-{first.slug}"))
    expect(row(page, first)).to_have_attribute("data-state", "learning")
    focus_is_in(page, f"#stop-{first.slug}")
    hand.press(page, page.locator(f"#put-back-{first.slug}"))
    expect(row(page, first)).to_have_attribute("data-state", "ready")
    focus_is_in(page, f"#stop-{first.slug}")
    expect(page.locator("#live")).to_contain_text("Your notes are kept")
    expect(page.locator("#totals")).to_contain_text("attested 0 of 89")


def test_the_filter_shows_only_what_was_asked_for(signed_in, ada, first):
    bring(ada, first, "learning")
    page = signed_in(ada)
    page.goto("/roadmap/")
    page.get_by_text("Under way", exact=True).first.click()
    expect(page.locator(".stop:visible")).to_have_count(1)
    expect(row(page, first)).to_be_visible()
