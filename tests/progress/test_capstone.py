import pytest

import clock
from progress import mastery
from roadmap.models import Capstone, Milestone, Passage, Phase
from tests.progress.lives import archive, bring, live_long, set_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(capstone):
    return f"/capstones/{capstone.slug}/"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_is_the_brief_with_its_three_stages(visitor, page, number):
    capstone = Capstone.objects.get(number=number)
    shown = page(visitor, f"/capstones/{capstone.slug}/")
    assert shown.one("h1").text == capstone.title
    assert capstone.focus in shown.one("main").text
    assert f"Capstone {number}, about {capstone.hours} hours" in shown.one("main").text
    board = shown.one("ol", class_="board")
    assert [each.text for each in board.all("h2")] == ["CREATE", "BUILD", "SCALE"]
    assert [each.one("a")["href"] for each in board.all("h2")] == [
        f"/capstones/{capstone.slug}/{step}/" for step in ("create", "build", "scale")
    ]


def test_the_brief_tells_what_is_handed_in_and_how_it_is_judged(visitor, page, capstone, url):
    shown = page(visitor, url)
    handed_in, judged = shown.all("section", class_="brief")
    assert capstone.proof in handed_in.text
    lists = handed_in.all("ol")
    for stage, list_ in zip(capstone.stages.order_by("step"), lists, strict=True):
        assert [each.text for each in list_.all("li")] == [each.text for each in stage.deliverables.all()]
    rows = {
        each.text.partition(" CREATE")[0].partition(" BUILD")[0].partition(" SCALE")[0] for each in judged.all("h3")
    }
    wordings = [
        criterion.wordings.latest("version") for stage in capstone.stages.all() for criterion in stage.criteria.all()
    ]
    assert rows == {each.text for each in wordings}
    assert len(judged.all("dl")) == len(rows) < len(wordings)
    for wording in wordings:
        assert all(level in judged.text for level in wording.levels)
    assert "CREATE, BUILD" in judged.text


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_brief_is_read_by_visitors_and_learners(visitor, browser, page, number):
    capstone = Capstone.objects.get(number=number)
    passages = Passage.objects.filter(milestone__stage__capstone=capstone)
    first = passages.get(kind="brief").text.partition("\n")[0]
    sketches = list(passages.filter(kind="sketch").order_by("position"))
    assert len(sketches) == 3
    for client in (visitor, browser):
        shown = page(client, f"/capstones/{capstone.slug}/")
        assert first in shown.one("section", aria_labelledby="brief-title").text
        closed = shown.one("section", aria_labelledby="sketches-title").all("details")
        assert [each["id"] for each in closed] == [f"c{number}.{each.key}" for each in sketches]
        assert [each.one("h3").text for each in closed] == [each.title for each in sketches]
        assert all("open" not in each.attributes and each.all("li") for each in closed)


def test_a_capstone_without_a_brief_does_without(visitor, page, stage, url):
    Passage.objects.filter(milestone=stage).update(archived_at=clock.now())
    text = page(visitor, url).text
    assert "The brief" not in text
    assert "Products that would fit" not in text


def test_the_brief_hangs_on_the_first_stage_and_goes_where_that_is_a_draft(visitor, page, stage, url):
    set_status(stage, "draft")
    assert "The brief" not in page(visitor, url).text


def test_the_brief_of_a_capstone_whose_first_stage_is_archived_stays(visitor, page, stage, url):
    archive(stage)
    assert "The brief" in page(visitor, url).text


def test_what_it_rests_on_is_what_its_first_stage_needs(visitor, page, capstone, url):
    text = page(visitor, url).one("section", class_="leads").text
    for edge in capstone.stages.get(step=1).builds_on.all():
        assert edge.why[1:] in text
    for edge in capstone.stages.get(step=3).unlocks.all():
        assert edge.why[1:] in text


def test_a_learner_sees_the_three_states(ada, browser, page, capstone, url):
    create, _, scale = capstone.stages.order_by("step")
    bring(ada, create, "attested")
    bring(ada, scale, "learning")
    board = page(browser, url).one("ol", class_="board")
    assert [each["data-state"] for each in board.all("li")] == ["attested", "ready", "learning"]
    assert [each.one("span", class_="state").text for each in board.all("li")] == ["Your word", "Ready", "Learning"]


def test_a_visitor_sees_none(ada, visitor, page, stage, url):
    bring(ada, stage, "attested")
    assert not page(visitor, url).all(data_state=True)


def test_a_stage_that_is_archived_is_there_for_who_began(ada, browser, visitor, page, stage, url):
    bring(ada, stage, "learning")
    archive(stage)
    assert len(page(browser, url).one("ol", class_="board").all("li")) == 3
    assert len(page(visitor, url).one("ol", class_="board").all("li")) == 2


def test_a_capstone_of_drafts_is_a_404(browser, visitor, page, capstone, url):
    for stage in capstone.stages.all():
        set_status(stage, "draft")
    for client in (browser, visitor):
        page(client, url, status=404)


def test_a_capstone_of_a_phase_that_is_a_draft_is_a_404(browser, visitor, page, capstone, url):
    Phase.objects.filter(pk=capstone.phase_id).update(status="draft")
    for client in (browser, visitor):
        page(client, url, status=404)


@pytest.mark.parametrize("lived", [False, True])
def test_it_takes_four_queries_at_most(ada, browser, stage, url, lived, django_assert_max_num_queries):
    if lived:
        live_long(ada, list(Milestone.objects.all()))
    else:
        mastery.start(ada, stage)
    browser.get(url)
    with django_assert_max_num_queries(4):
        browser.get(url)
