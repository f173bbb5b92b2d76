"""Taking pictures: a browser, people who are signed in to it, and a page as a whole or its beginning."""

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

type Theme = Literal["light", "dark"]
QUALITY = 82
# Longer than this, a page repeats itself.
LONGEST = 6000
# A color that is on its way to the other theme is neither.
HAS_MOVED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"
IS_QUIET = "() => !document.querySelector('.htmx-request')"


class Look(NamedTuple):
    width: int
    theme: Theme
    # Without a height the page is shown as a whole.
    height: int = 0


@contextlib.contextmanager
def browser(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--hide-scrollbars"])
        yield launched
        launched.close()


class Camera:
    """One page of a browser, which changes hands."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, reduced_motion="reduce", locale="en-US", device_scale_factor=1)
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.session = self.context.new_cdp_session(self.page)

    def hand_to(self, client: Any) -> None:
        """Let whoever is signed in to a client of Django's be the one who looks; a client may be nobody's."""
        self.context.clear_cookies()
        cookie = client.cookies.get("sessionid")
        if cookie:
            self.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.url}])

    def open(self, address: str, pressed: str = "") -> None:
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.page.goto(address)
        self.page.wait_for_function(IS_QUIET)
        if pressed:
            self.page.locator(pressed).first.click()
            self.page.wait_for_function(IS_QUIET)
            self.page.evaluate("document.activeElement.blur()")

    def take(self, path: Path, look: Look) -> None:
        # What stays in sight while one scrolls is to stand where it begins.
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.set_viewport_size({"width": look.width, "height": look.height or 900})
        self.page.emulate_media(color_scheme=look.theme)
        self.page.evaluate(HAS_MOVED)
        height = look.height or min(LONGEST, self.page.evaluate("document.documentElement.scrollHeight"))
        taken = self.session.send(
            "Page.captureScreenshot",
            {
                "format": "webp", "quality": QUALITY, "captureBeyondViewport": not look.height,
                "clip": {"x": 0, "y": 0, "width": look.width, "height": height, "scale": 1},
            },
        )  # fmt: skip
        path.write_bytes(base64.b64decode(taken["data"]))
