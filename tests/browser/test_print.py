"""On paper: what was read, in black on white, without what is pressed and where one types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from roadmap.models import Unit
from tests.progress.lives import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What of it is seen. A mark or a button that is hidden has no box, and what is for ears alone is a pixel.
SEEN = """tags => [...document.querySelectorAll(tags)]
    .filter(each => each.checkVisibility() && !each.closest('.quiet')).map(each => each.outerHTML.slice(0, 120))"""
PAPER = """getComputedStyle(document.querySelector('main h1')).color
    + getComputedStyle(document.documentElement).backgroundColor"""


def test_pages_are_printed_without_what_is_pressed(
    signed_in: Callable[..., Page], ada: User, grace: User, unit: Unit
) -> None:
    claim = bring(ada, unit, "sent-back", grace)
    page = signed_in(ada, color_scheme="dark")
    for address in ("/roadmap/", f"/units/{unit.slug}/", f"/claims/{claim.pk}/"):
        page.goto(address)
        page.emulate_media(media="print")
        assert page.evaluate(SEEN, "header.bar, footer, nav, button, input, textarea, .button") == [], address
        assert page.evaluate(PAPER) == "rgb(0, 0, 0)rgb(255, 255, 255)", address
        assert "Sent back" in page.locator("main").inner_text(), address
    assert page.get_by_text("Show it under load.").is_visible()
    page.emulate_media(media="screen")
    assert page.evaluate(SEEN, "header.bar, textarea")
