"""Every page in each of its moments, at every width, in English and in a longer language from right to left."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from tests import pseudo
from tests.browser.conftest import sign_in
from tests.browser.layout import faults_in_layout, show
from tests.shown import INSTEAD, MOMENTS, PAGES, UNTRANSLATED, Shown
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


LANGUAGES: dict[str, dict[str, Any]] = {
    "en": {},
    # How long a line may be is known for English.
    pseudo.LANGUAGE: {"widths": (320, 768, 1440), "measure": 0},
}
# What a page holds that comes once more, holding more, or that is like others of its kind.
FEWER = {"widths": (320, 1440)}


def fullest(moment: str) -> list[Shown]:
    """The pages of this moment that have no later one, in which they hold more."""
    later = {(each.address, each.who) for name in MOMENTS[MOMENTS.index(moment) + 1 :] for each in PAGES[name]}
    return [each for each in PAGES[moment] if (each.address, each.who) not in later]


def visited(page: Page, world: World, live_server: Any, rows: list[Shown]) -> Iterator[Shown]:
    """Each of these pages, opened by whom it is for."""
    for shown in sorted(rows, key=lambda shown: shown.who):
        page.context.clear_cookies()
        client = world.clients[shown.who]
        if client.cookies.get("sessionid"):
            sign_in(page.context, client, live_server)
        show(page, shown, world)
        yield shown


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_any_page_is_cut_or_covered_or_pushed_out(
    context_of: Callable[..., BrowserContext],
    client_of: Callable[[User], Client],
    live_server: Any,
    settings: Any,
    tmp_path: Path,
    language: str,
) -> None:
    """One visit for each page and language; the window is made wider and narrower around it."""
    if language != "en":
        pseudo.speak(settings, tmp_path)
    page, world, found = context_of(reduced_motion="reduce").new_page(), World(client_of), []
    for moment in MOMENTS:
        getattr(world, moment)()
        rows = fullest(moment)
        translated = [each for each in rows if each.address not in UNTRANSLATED]
        for shown in visited(page, world, live_server, PAGES[moment] if language == "en" else translated):
            asked = LANGUAGES[language] if shown in rows else FEWER
            found += [f"{moment}, {page.url} for {shown.who} {fault}" for fault in faults_in_layout(page, **asked)]
    settings.ROOT_URLCONF = "tests.browser.instead"
    for _shown in visited(page, world, live_server, INSTEAD if language == "en" else INSTEAD[:1]):
        found += [f"{page.url} {fault}" for fault in faults_in_layout(page, **FEWER)]
    assert not found, "\n".join(found)


BROKEN = {
    "scrolls sideways": "<div style='width: 3000px'>Wide</div>",
    "leaves the window": "<p style='position: absolute; left: 2550px; white-space: nowrap'>Off it goes</p>",
    "spills out at the side": "<p style='width: 40px'>Rindfleischetikettierungsüberwachung</p>",
    "spills out above or below": "<p style='width: 90px; height: 20px'>One line, a second one and a third one</p>",
    "is cut": "<div style='width: 60px; overflow: hidden; white-space: nowrap'>What is said here</div>",
    "would be cut by an ellipsis": "<p style='overflow: clip; text-overflow: ellipsis'>Still short</p>",
    "breaks “overlooked”": "<p style='width: 50px; overflow-wrap: anywhere'>overlooked</p>",
    "lies on p": "<p style='height: 20px'>Under</p><p style='margin-top: -30px'>Over</p>",
    "lies on button": "<button style='width: 200px; height: 40px'>A</button><p style='margin-top: -30px'>Over</p>",
    "is 20 px high": "<button class='button' style='height: 20px'>Low</button>",
    "is too small and too near": "<button style='height: 12px'>A</button><br><button style='height: 12px'>B</button>",
    "comes after a heading of level 1": "<h1>First</h1><h3>Third</h3>",
    "has not one heading of the first level": "<h1>First</h1><h1>Second</h1>",
    "has lines of": f"<p>{'This line never ends. ' * 60}</p>",
}


def test_each_fault_is_found_where_it_is_made(context_of: Callable[..., BrowserContext]) -> None:
    """The control of the test above, and of the facts about a page without a fault."""
    page, head = context_of().new_page(), "<!doctype html><body style='margin: 20px; width: 800px; font: 16px serif'>"
    missed = {}
    for fault, html in BROKEN.items():
        page.set_content(f"{head}{'' if '<h1>' in html else '<h1>First</h1>'}{html}")
        if not any(fault in found for found in faults_in_layout(page, (2560,))):
            missed[fault] = faults_in_layout(page, (2560,))
    assert missed == {}
    page.set_content(f"{head}<h1>First</h1><p>Whole</p><h2>Second</h2><p><a href='#'>A link</a> in a text</p>")
    assert faults_in_layout(page, (2560,)) == []
