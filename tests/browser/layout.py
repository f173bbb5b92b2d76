"""What is true of every page's layout at every width: asked of the page itself, in one visit."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.shown import Shown
from tests.world import World

WIDTHS = (320, 360, 768, 1440, 2560)
FACTS = (Path(__file__).parent / "layout.js").read_text()
# What people read and write is set for about 68 characters; a short text beside something may be a little wider.
LONGEST_LINE = 80
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
IS_QUIET = "() => !document.querySelector('.htmx-request')"


# Rows that look alike tell what one of them tells, in a part of the time: of each kind one stays, of a list a few.
THIN_OUT = """() => {
    const seen = new Set();
    for (const row of document.querySelectorAll(".stop")) {
        const item = row.closest("li"), kind = item.dataset.phase + row.dataset.state;
        if (seen.has(kind) && !item.querySelector(".opened")) item.remove();
        seen.add(kind);
    }
    for (const [lists, most] of [["ol, ul", 12], [".criteria", 2], [".timetable tbody", 4]])
        for (const list of document.querySelectorAll(lists))
            for (const item of [...list.children].slice(most)) item.remove();
}"""


def thin_out(page: Page) -> None:
    page.evaluate(THIN_OUT)


def show(page: Page, shown: Shown, world: World) -> None:
    """Open a page as it is to be looked at, with all that it asks for by itself."""
    answer = page.goto(shown.url(world))
    assert answer
    assert answer.status == shown.status, page.url
    page.wait_for_function(IS_QUIET)
    if shown.pressed:
        page.locator(shown.what_is_pressed(world)).first.click()
        page.wait_for_function(IS_QUIET)
    page.evaluate(OPEN_ALL)
    thin_out(page)


def faults_in_layout(page: Page, widths: Iterable[int] = WIDTHS, *, measure: int = LONGEST_LINE) -> list[str]:
    """What is wrong with the page as it stands, at each width; without a measure lines may be as long as they are."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 400})
        said: Any = page.evaluate(f"options => ({FACTS})(options)", {"measure": measure})
        found += [f"at {width}, {fault}" for fault in said]
    return found
