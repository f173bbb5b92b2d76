"""The map as it is used: traced by pointer and keyboard, sized and searched without script, legible for everybody."""

import re

import pytest
from playwright.sync_api import expect

from roadmap.models import Unit
from tests.browser.conftest import faults_of, sign_in
from tests.browser.ways import tab_to
from tests.progress.lives import bring

# Which part of the map is in the middle of its frame, and how far the frame is scrolled.
MIDDLE = """() => {
    const map = document.querySelector(".map").getBoundingClientRect();
    const box = document.querySelector(".map-frame").getBoundingClientRect();
    return [(box.x + box.width / 2 - map.x) / map.width, (box.y + box.height / 2 - map.y) / map.height];
}"""
SCROLLED = """() => {
    const { scrollLeft, scrollTop } = document.querySelector(".map-frame");
    return [scrollLeft, scrollTop];
}"""

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


@pytest.mark.slow
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


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_its_scripts_arrive(context_of, client_of, live_server, ada, lived, width):
    context = context_of(width)
    sign_in(context, client_of(ada), live_server)
    places = []
    for scripts in ("**/js/zoom*", "**/none*"):
        page = context.new_page()
        page.route(scripts, lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto("/roadmap/map/")
        places.append([page.locator(each).bounding_box() for each in (".here", ".legend", "#map-frame")])
        buttons = page.locator(".zoom button").first
    expect(buttons).to_be_visible()
    assert places[0] == places[1]


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
        expect(page.get_by_role("button", name="Larger")).to_be_hidden()
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


class TestSizes:
    def test_buttons_step_between_the_three_and_keep_what_is_in_the_middle(self, page):
        page.goto("/roadmap/map/")
        width = page.locator(".map").bounding_box()["width"]
        page.locator(".map-frame").evaluate("each => each.scrollTo(500, 300)")
        middle = page.evaluate(MIDDLE)
        page.get_by_role("button", name="Larger").click()
        expect(page.get_by_role("status").filter(has_text="120%")).to_be_visible()
        assert page.locator(".map").bounding_box()["width"] == pytest.approx(width * 1.2, abs=1)
        assert page.evaluate(MIDDLE) == pytest.approx(middle, abs=0.01)
        expect(page.locator("[name=size]:checked")).to_have_count(0)
        page.get_by_role("button", name="Larger").click()
        page.get_by_role("button", name="Smaller").click()
        assert page.locator(".map").bounding_box()["width"] == pytest.approx(width * 1.2, abs=1)
        assert page.evaluate(MIDDLE) == pytest.approx(middle, abs=0.01)

    def test_a_radio_is_the_size_that_it_says_after_steps_too(self, page):
        page.goto("/roadmap/map/")
        page.get_by_role("button", name="Larger").click()
        page.locator("label", has=page.locator("#size-whole")).click()
        assert page.locator(".map").bounding_box()["width"] <= page.viewport_size["width"]
        page.get_by_role("button", name="Larger").click()
        assert page.locator(".map").bounding_box()["width"] > page.viewport_size["width"]

    def test_a_button_with_no_further_step_says_so_and_keeps_the_focus(self, page):
        page.goto("/roadmap/map/")
        larger = page.get_by_role("button", name="Larger")
        larger.focus()
        while larger.get_attribute("aria-disabled") == "false":
            page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "Larger"
        expect(page.get_by_role("status").filter(has_text="270%")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="270%")).to_be_visible()

    def test_where_one_is_stays_one_link_away(self, signed_in, ada, lived):
        page = signed_in(ada)
        page.goto("/roadmap/map/")
        for _ in range(3):
            page.get_by_role("button", name="Larger").click()
        page.locator(".map-frame").evaluate("each => each.scrollTo(9999, 9999)")
        expect(station(page, lived[8])).not_to_be_in_viewport()
        page.get_by_role("link", name="You are here").click()
        expect(station(page, lived[8])).to_be_in_viewport()


class TestDragging:
    def test_with_a_mouse_moves_the_map_and_follows_no_link(self, page):
        page.goto("/roadmap/map/")
        where = page.url
        at = page.locator(".station text").nth(8).bounding_box()
        page.mouse.move(at["x"] + 4, at["y"] + 4)
        page.mouse.down()
        page.mouse.move(at["x"] - 76, at["y"] - 36, steps=4)
        expect(page.locator(".map-frame.dragged")).to_have_count(1)
        page.mouse.up()
        assert page.evaluate(SCROLLED) == [80, 40]
        expect(page.locator(".map-frame.dragged")).to_have_count(0)
        page.mouse.move(at["x"] - 140, at["y"] - 36)
        assert page.evaluate(SCROLLED) == [80, 40], "It was let go of."
        assert page.url == where
        page.locator(".station text").nth(8).click()
        expect(page).not_to_have_url(where)

    def test_begins_after_more_than_a_hand_shakes(self, page):
        page.goto("/roadmap/map/")
        where = page.url
        at = page.locator(".station text").nth(8).bounding_box()
        page.mouse.move(at["x"] + 4, at["y"] + 4)
        page.mouse.down()
        page.mouse.move(at["x"] + 6, at["y"] + 4)
        page.mouse.up()
        expect(page).not_to_have_url(where)

    def test_is_for_a_mouse_alone(self, page):
        """Fingers scroll the frame as they scroll everything."""
        page.goto("/roadmap/map/")
        page.locator(".map-frame").evaluate("""each => {
            const say = (name, x) => each.dispatchEvent(new PointerEvent(name, {
                pointerType: "touch", button: 0, buttons: 1, clientX: x, clientY: 400, pointerId: 1, bubbles: true }));
            say("pointerdown", 600);
            say("pointermove", 400);
        }""")
        assert page.evaluate(SCROLLED) == [0, 0]
        assert page.locator(".map-frame").evaluate("each => getComputedStyle(each).touchAction") == "auto"
