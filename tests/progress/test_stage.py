import pytest

import clock
from roadmap.models import Milestone, Passage, Stage
from tests.progress.lives import archive, bring, live_long, set_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(stage):
    return address(stage)


def address(stage):
    return f"/capstones/{stage.capstone.slug}/{stage.get_step_display().lower()}/"


def test_every_stage_shows_its_criteria_with_four_levels_and_its_deliverables(visitor, page):
    for stage in Stage.objects.all():
        shown = page(visitor, address(stage))
        criteria = shown.all("div", class_="criterion")
        assert len(criteria) == stage.criteria.count() > 0
        for criterion, element in zip(stage.criteria.all(), criteria, strict=True):
            wording = criterion.wordings.latest("version")
            assert element.one("h3").text == wording.text
            assert [level.text for level in element.one("dl").all("dd")] == wording.levels
            assert element.one(class_="says").text == wording.levels[2]
        text = shown.one("ol", class_="deliverables").text
        for deliverable in stage.deliverables.all():
            assert deliverable.text in text


LISTS = {"evidence": "Good evidence", "faults": "Typically sent back", "checks": "What a mentor checks"}


def test_every_stage_says_what_is_good_what_is_sent_back_and_what_mentors_check(visitor, browser, page):
    for stage in Stage.objects.all():
        for client in (visitor, browser):
            section = page(client, address(stage)).one("section", aria_labelledby="deliverables-title")
            assert [each.text for each in section.all("h3")] == list(LISTS.values())
            for kind in LISTS:
                for line in stage.passages.get(kind=kind).text.split("\n"):
                    assert line.partition(" ")[2] in section.text


def test_each_deliverable_has_its_evidence_under_its_own_number(visitor, page):
    for stage in Stage.objects.all():
        handed_in, evidence = page(visitor, address(stage)).one("section", class_="proof").all("ol")
        assert len(handed_in.all("li")) == len(evidence.all("li")) == stage.deliverables.count()


def test_a_stage_without_lists_has_its_deliverables_alone(visitor, page, stage, url):
    Passage.objects.filter(milestone=stage).update(archived_at=clock.now())
    assert not page(visitor, url).one("section", class_="proof").all("h3")


def test_it_says_whose_stage_it_is(visitor, page, stage, url):
    shown = page(visitor, url)
    assert stage.capstone.title in shown.one("h1").text
    assert "CREATE" in shown.one("h1").text
    assert f"/capstones/{stage.capstone.slug}/" in {link["href"] for link in shown.one("main").all("a")}


def test_a_stage_is_started_rated_and_attested_like_a_unit(ada, browser, page, stage, url):
    def posts(shown):
        return {button["data-hx-post"].split("/")[-2]: button["formaction"] for button in shown.all("button")}

    browser.post(posts(page(browser, url))["start"])
    for button in page(browser, url).all("button", aria_pressed="false"):
        if button["formaction"].endswith("/can-do/"):
            browser.post(button["formaction"])
    told = browser.post(posts(page(browser, url))["attest"], follow=True)
    assert told.redirect_chain == [(f"{url}#milestone", 302)]
    assert page(browser, url).id("standing").one("span", class_="state").text == "Your word"


def test_build_needs_create(ada, browser, page, capstone):
    build = capstone.stages.get(step=2)
    standing = page(browser, address(build)).id("standing")
    assert standing.one("span", class_="state").text == "Not started"
    assert f"{address(capstone.stages.get(step=1))}" in {link["href"] for link in standing.all("a")}


@pytest.mark.parametrize("step", ["CREATE", "Create", "nothing", "1", "0", "4"])
def test_there_are_three_steps_and_they_are_written_small(visitor, page, capstone, step):
    page(visitor, f"/capstones/{capstone.slug}/{step}/", status=404)


def test_a_step_of_no_capstone_is_a_404(visitor, page, unit):
    page(visitor, "/capstones/nothing/create/", status=404)
    page(visitor, f"/capstones/{unit.slug}/create/", status=404)


def test_a_draft_is_a_404_for_all(browser, visitor, alan, client_of, page, stage, url):
    set_status(stage, "draft")
    for client in (browser, visitor, client_of(alan)):
        page(client, url, status=404)


def test_what_is_archived_is_there_for_who_began(ada, browser, visitor, page, stage, url):
    bring(ada, stage, "learning")
    archive(stage)
    assert "This is archived" in page(browser, url).text
    page(visitor, url, status=404)


@pytest.mark.parametrize("lived", [False, True])
def test_it_takes_six_queries_at_most(ada, browser, stage, url, lived, django_assert_max_num_queries):
    if lived:
        live_long(ada, list(Milestone.objects.all()))
    browser.get(url)
    with django_assert_max_num_queries(6):
        browser.get(url)
