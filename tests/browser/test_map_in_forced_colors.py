"""The map where the system chooses the colors: every line and every shape is seen, and none depends on a hue."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_map import lived, station

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["lived"]

# What the system's own colors are in this browser, by name.
SYSTEM = """(names) => Object.fromEntries(names.map((name) => {
    const each = document.createElement("i");
    each.style.cssText = `forced-color-adjust: none; color: ${name}`;
    document.body.append(each);
    const { color } = getComputedStyle(each);
    each.remove();
    return [name, color];
}))"""


@pytest.fixture(params=["light", "dark"])
def page(request, context_of, client_of, live_server, ada, lived):
    context = context_of(reduced_motion="reduce", forced_colors="active", color_scheme=request.param, is_kept=False)
    sign_in(context, client_of(ada), live_server)
    page = context.new_page()
    page.goto("/roadmap/map/")
    page.colors = page.evaluate(SYSTEM, ["Canvas", "CanvasText", "GrayText", "Highlight", "LinkText"])
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return page


def style(locator, name):
    return locator.first.evaluate("(each, name) => getComputedStyle(each)[name]", name)


def test_lines_routes_and_stations_have_the_colors_of_the_system(page, lived):
    colors = page.colors
    pale, filled = page.locator(".route.inside:not(.filled)"), page.locator(".route.inside.filled")
    assert style(pale, "stroke") == style(page.locator(".route:not(.inside)"), "stroke") == colors["GrayText"]
    assert style(filled, "stroke") == colors["CanvasText"]
    assert (style(pale, "strokeWidth"), style(filled, "strokeWidth")) == ("3px", "4.5px")
    assert style(page.locator(".region"), "fill") == colors["Canvas"]
    assert style(page.locator(".region"), "stroke") == colors["GrayText"]
    for unit in lived.values():
        assert style(station(page, unit), "color") == colors["CanvasText"]
        assert style(station(page, unit).locator("text"), "fill") == colors["CanvasText"]


def test_every_state_has_a_shape_of_its_own(page):
    """Seen without any hue: no two of the marks are the same picture."""
    marks = page.locator(".legend .mark")
    pictures = [marks.nth(number).screenshot() for number in range(marks.count())]
    assert len(pictures) == 7
    assert not [(a, b) for a, b in itertools.combinations(range(7), 2) if pictures[a] == pictures[b]]


def test_stations_of_two_states_are_two_shapes(page, lived):
    """Mastered is a filled disc and sent back a diamond on the map itself, on its ground."""
    pictures = {station(page, lived[number]).locator("use").screenshot() for number in (1, 3, 8)}
    assert len(pictures) == 3


def test_where_one_is_is_seen(page, lived):
    here = page.get_by_role("link", name="You are here")
    assert style(here, "color") == page.colors["LinkText"]
    here.click()
    target = station(page, lived[8])
    expect(target).to_be_in_viewport()
    assert style(target, "outlineColor") == page.colors["Highlight"]
    assert style(target, "outlineStyle") == "solid"


def test_what_steps_back_is_still_seen(page, lived):
    station(page, lived[2]).hover()
    expect(page.locator(".map.tracing")).to_have_count(1)
    assert style(page.locator(".route.lit"), "stroke") == page.colors["Highlight"]
    assert float(style(page.locator(".route:not(.lit)"), "opacity")) >= 0.4
    page.locator("h1").hover()
    page.locator("label", has=page.locator("#show-reached")).click()
    assert float(style(station(page, lived[3]), "opacity")) == 0.5
