"""The map as it is used: traced by pointer and keyboard, sized and searched without script, legible for everybody."""

import re

import pytest
from playwright.sync_api import expect

from roadmap.models import Unit
from tests.browser.conftest import faults_of, sign_in
from tests.browser.ways import tab_to
from tests.progress.lives import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lived(ada, grace):
    """Ada has mastered units 1 and 2, learns 3 and got 8 back."""
    units = {number: Unit.objects.get(number=number) for number in (1, 2, 3, 8)}
    for number, state in ((1, "mastered"), (2, "mastered"), (3, "learning"), (8, "sent-back")):
        bring(ada, units[number], state, grace)
    return units


def station(page, unit):
    return page.locator(f"#station-{unit.slug}")


def key_of(page):
    return page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_axe_finds_nothing_in_any_look(context_of, client_of, live_server, ada, lived, who):
    context = context_of(reduced_motion="reduce")
    if who == "learner":
        sign_in(context, client_of(ada), live_server)
    page = context.new_page()
    page.goto("/roadmap/map/")
    faults = faults_of(page)
    page.locator("label", has=page.locator("#size-whole")).click()
    assert faults + faults_of(page) == []


class TestTracing:
    def test_by_pointer_tells_what_leads_there_and_what_follows(self, signed_in, ada, lived):
        page = signed_in(ada)
        page.goto("/roadmap/map/")
        rest = page.locator("#trace").text_content()
        station(page, lived[2]).hover()
        expect(page.locator("#trace")).to_contain_text(f"2 {lived[2].title}, Mastered. It rests on 1")
        expect(station(page, lived[1])).to_have_class(re.compile(r"\blit\b"))
        expect(page.locator(f"path[data-after='{lived[2].slug}']")).to_have_class(re.compile(r"\blit\b"))
        below = page.locator(f"path[data-before='{lived[2].slug}']").first
        expect(below).to_have_class(re.compile(r"\blit below\b"))
        page.locator("h1").hover()
        expect(page.locator("#trace")).to_have_text(rest)
        expect(page.locator(".map.tracing")).to_have_count(0)

    def test_by_keyboard_alone_walks_the_routes_and_chooses_branches(self, signed_in, ada, lived):
        page = signed_in(ada)
        page.goto("/roadmap/map/")
        tab_to(page, station(page, lived[1]))
        expect(page.locator("#trace")).to_contain_text("It rests on 0")
        page.keyboard.press("ArrowRight")
        first = key_of(page)
        expect(page.locator("#trace")).to_contain_text("Branch 1 of")
        page.keyboard.press("ArrowDown")
        second = key_of(page)
        assert second not in (first, f"station-{lived[1].slug}")
        expect(page.locator("#trace")).to_contain_text("Branch 2 of")
        page.keyboard.press("ArrowUp")
        assert key_of(page) == first
        page.keyboard.press("ArrowLeft")
        assert key_of(page) == f"station-{lived[1].slug}", "Back the way one came."
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/units/{lived[1].slug}/$"))


class TestWithoutScript:
    def test_everything_but_tracing_is_there(self, context_of, client_of, live_server, ada, lived):
        context = context_of(360, java_script_enabled=False)
        sign_in(context, client_of(ada), live_server)
        page = context.new_page()
        page.goto("/roadmap/")
        page.get_by_role("link", name="Map", exact=True).click()
        expect(page).to_have_url(re.compile("/roadmap/map/$"))
        page.get_by_role("link", name="You are here").click()
        expect(station(page, lived[8])).to_be_in_viewport()
        page.locator("label", has=page.locator("#size-whole")).click()
        assert page.locator(".map").bounding_box()["width"] <= 360
        page.get_by_role("link", name="Roadmap", exact=True).click()
        expect(page).to_have_url(re.compile("/roadmap/map/$"))
        page.get_by_role("link", name="List", exact=True).click()
        expect(page).to_have_url(re.compile("/roadmap/$"))

    def test_what_is_shown_is_chosen_by_radios(self, context_of, client_of, live_server, ada, lived):
        context = context_of(java_script_enabled=False, reduced_motion="reduce")
        sign_in(context, client_of(ada), live_server)
        page = context.new_page()
        page.goto("/roadmap/map/")
        page.locator("label", has=page.locator("#show-moving")).click()
        expect(station(page, lived[1])).to_have_css("opacity", "0.25")
        expect(station(page, lived[3])).to_have_css("opacity", "1")


def test_what_has_become_mastered_fills_once(signed_in, ada, grace, lived):
    page = signed_in(ada)
    page.goto("/roadmap/map/")
    expect(page.locator(".map .new")).to_have_count(0)
    unit = Unit.objects.get(number=4)
    bring(ada, unit, "mastered", grace)
    page.reload()
    expect(station(page, unit)).to_have_class(re.compile(r"\bnew\b"))
    expect(page.locator(f"path.new[data-before='{unit.slug}']").first).to_be_attached()
    expect(page.locator("a.station.new")).to_have_count(1)
    page.reload()
    expect(page.locator(".map .new")).to_have_count(0)


def test_no_label_is_wider_than_its_room_in_the_font_of_this_browser(page):
    """Where fonts differ, routes and stations beside a label have to be left some room all the same."""
    page.goto("/roadmap/map/")
    crowded = page.evaluate("""() => {
        const stations = [...document.querySelectorAll(".station")];
        const marks = stations.map((each) => [each.id, each.querySelector("use").getBoundingClientRect()]);
        const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        return stations.flatMap((each) => [...each.querySelectorAll("text")].flatMap((text) =>
            marks.filter(([, mark]) => overlap(text.getBoundingClientRect(), mark)).map(([id]) => [each.id, id])));
    }""")
    assert crowded == []
