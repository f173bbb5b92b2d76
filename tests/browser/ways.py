"""The ways in which a person presses things, with a mouse and with the keyboard alone, and where they are then."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from roadmap.models import Milestone

MOST_TABS = 700
# How many stops of the Tab key are certain between the focus and this element. A group of radios is one stop, and left
# out: so nobody is led too far, and need not be asked at each stop whether they are there.
STOPS_BEFORE = """target => {
    const stops = [...document.querySelectorAll("a[href], button, textarea, select, summary, input:not([type=radio])")];
    const isStop = (each) => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden"
        && each.checkVisibility({visibilityProperty: true});
    const isBetween = (each) =>
        document.activeElement.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING
        && each.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    return stops.filter((each) => isBetween(each) && isStop(each)).length;
}"""


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))


def tab_to(page: Page, target: Locator) -> None:
    """Go there by Tab alone, from wherever the focus is."""
    expect(target).to_be_visible()
    for _ in range(target.evaluate(STOPS_BEFORE)):
        page.keyboard.press("Tab")
    for _ in range(MOST_TABS):
        if is_focused(target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the Tab key")


class Mouse:
    """Presses and fills as most people do."""

    def press(self, page: Page, target: Locator) -> None:
        target.click()

    def fill(self, page: Page, target: Locator, text: str) -> None:
        target.fill(text)


class Keyboard:
    """Tab, Enter, Space and typing; nothing else is touched."""

    def press(self, page: Page, target: Locator) -> None:
        tab_to(page, target)
        page.keyboard.press("Enter")

    def fill(self, page: Page, target: Locator, text: str) -> None:
        tab_to(page, target)
        page.keyboard.type(text)


MODES: dict[str, tuple[Any, dict[str, Any]]] = {
    "htmx": (Mouse(), {}),
    "no script": (Mouse(), {"java_script_enabled": False}),
    "keyboard": (Keyboard(), {}),
}


def row(page: Page, milestone: Milestone) -> Locator:
    return page.locator(f"#row-{milestone.slug}")


def focus_is_in(page: Page, region: str) -> None:
    """The person is still where they were, and not thrown to the top of the page."""
    expect(page.locator(f"{region}:focus, {region} :focus")).to_have_count(1)


def write(page: Page, hand: Any, milestone: Milestone, text: str) -> None:
    """Evidence for each criterion that the form asks for."""
    for criterion in milestone.criteria.all():
        field = page.locator(f"#text-{criterion.key}")
        if field.count():
            hand.fill(page, field, text)


def judge(page: Page, hand: Any, answer: int, level: str) -> None:
    """A verdict for an answer, by clicking its label or with the arrow keys, as a person chooses a radio."""
    radios = page.locator(f"input[name=level-{answer}]")
    wanted = page.locator(f"#level-{answer}-{level}")
    if isinstance(hand, Keyboard):
        levels = radios.evaluate_all("radios => radios.map(radio => radio.value)")
        tab_to(page, radios.first)
        page.keyboard.press("Space")
        for _ in range(levels.index(level)):
            page.keyboard.press("ArrowRight")
    else:
        page.locator("label").filter(has=wanted).click()
    expect(wanted).to_be_checked()


def code_in_the_mail(page: Page, address: str) -> str:
    """Read as a person in the local mode reads it: on the page of letters, the newest first."""
    page.goto("/local/mail/")
    line = page.get_by_role("listitem").filter(has_text=address).first
    line.get_by_role("link").click()
    expect(page.get_by_role("definition").first).to_have_text(address)
    code = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", page.locator(".lesson").inner_text())
    assert code
    return code[0]
