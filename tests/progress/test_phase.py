import pytest

from progress import mastery
from roadmap.models import Milestone, Phase
from tests.progress.lives import archive, bring, live_long, set_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(unit):
    return unit.phase


def test_it_says_its_title_its_tagline_and_its_units_in_order(visitor, page, phase):
    shown = page(visitor, f"/phases/{phase.slug}/")
    assert shown.one("h1").text == phase.title
    assert phase.tagline in shown.one("main").text
    titles = [title.text for title in shown.all("a", class_="title")]
    assert titles == [unit.title for unit in phase.units.order_by("number")]


def test_it_leads_to_the_phases_around_it(visitor, page):
    first, second, *_, last = phases = list(Phase.objects.order_by("number"))
    ways = {phase: self_and_around(page(visitor, f"/phases/{phase.slug}/")) for phase in (first, second, last)}
    assert ways[first] == {"next": f"/phases/{second.slug}/"}
    assert ways[second] == {"prev": f"/phases/{first.slug}/", "next": f"/phases/{phases[2].slug}/"}
    assert ways[last] == {"prev": f"/phases/{phases[-2].slug}/"}


def self_and_around(shown):
    return {link["rel"]: link["href"] for link in shown.all("a", rel=True)}


def test_the_phase_of_capstones_shows_their_stages(visitor, page, capstone):
    shown = page(visitor, f"/phases/{capstone.phase.slug}/")
    assert len(shown.all("div", class_="stop")) == 9
    assert capstone.title in shown.id(f"capstone-{capstone.slug}").text


def test_a_visitor_sees_nobody_s_standing(visitor, page, ada, phase, unit):
    bring(ada, unit, "attested")
    shown = page(visitor, f"/phases/{phase.slug}/")
    assert not shown.all(data_state=True)
    assert not shown.all("form")


def test_a_learner_sees_their_own(browser, page, ada, phase, unit):
    bring(ada, unit, "attested")
    shown = page(browser, f"/phases/{phase.slug}/")
    assert shown.id(f"row-{unit.slug}")["data-state"] == "attested"
    assert f"Mastered 0, attested 1 of {phase.units.count()}" in shown.id(f"sum-{phase.number}").text


def test_its_buttons_answer_for_this_page(browser, page):
    phase = Phase.objects.get(number=1)
    shown = page(browser, f"/phases/{phase.slug}/")
    buttons = shown.one("form").all(data_hx_post=True)
    assert buttons
    for button in buttons:
        assert button["data-hx-post"].startswith(f"/phases/{phase.slug}/")


def test_what_is_archived_is_there_for_those_who_began(browser, visitor, page, ada, phase, unit):
    bring(ada, unit, "learning")
    archive(unit)
    assert page(browser, f"/phases/{phase.slug}/").has_id(f"row-{unit.slug}")
    assert not page(visitor, f"/phases/{phase.slug}/").has_id(f"row-{unit.slug}")


def test_a_draft_is_there_for_nobody(browser, visitor, alan, client_of, page, phase, unit):
    set_status(unit, "draft")
    for client in (browser, visitor, client_of(alan)):
        assert not page(client, f"/phases/{phase.slug}/").has_id(f"row-{unit.slug}")
    Phase.objects.filter(pk=phase.pk).update(status="draft")
    for client in (browser, visitor, client_of(alan)):
        page(client, f"/phases/{phase.slug}/", status=404)


@pytest.mark.parametrize("lived", [False, True])
def test_it_takes_four_queries_at_most(ada, browser, phase, lived, django_assert_max_num_queries):
    if lived:
        live_long(ada, list(Milestone.objects.all()))
    else:
        mastery.start(ada, phase.units.first())
    browser.get(f"/phases/{phase.slug}/")
    with django_assert_max_num_queries(4):
        browser.get(f"/phases/{phase.slug}/")


class TestAPhaseOfWhichAllIsArchived:
    @pytest.fixture(autouse=True)
    def archived(self, phase):
        for unit in phase.units.all():
            archive(unit)

    def test_is_not_there_for_visitors(self, visitor, page, phase):
        page(visitor, f"/phases/{phase.slug}/", status=404)
        roadmap = page(visitor, "/roadmap/")
        assert not roadmap.has_id(f"phase-{phase.number}")
        assert not roadmap.has_id(f"index-{phase.number}")

    def test_is_there_for_who_began_on_something_in_it(self, phase, ada, client_of, page):
        unit = phase.units.first()
        set_status(unit, "published")
        bring(ada, unit, "attested")
        archive(unit)
        assert unit.title in page(client_of(ada), f"/phases/{phase.slug}/").text
        assert page(client_of(ada), "/roadmap/").has_id(f"phase-{phase.number}")

    def test_is_no_neighbour_of_others(self, visitor, page, phase):
        before = Phase.objects.get(number=phase.number - 1)
        after = Phase.objects.get(number=phase.number + 1)
        assert self_and_around(page(visitor, f"/phases/{before.slug}/"))["next"] == f"/phases/{after.slug}/"


def test_a_capstone_of_which_all_is_archived_has_no_heading(visitor, page, capstone):
    for stage in capstone.stages.all():
        archive(stage)
    assert not page(visitor, f"/phases/{capstone.phase.slug}/").has_id(f"capstone-{capstone.slug}")
