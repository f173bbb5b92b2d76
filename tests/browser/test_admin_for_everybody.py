"""What axe finds in Django's own admin, and nothing beside it. Why each is known stands in docs/accessibility.md.

Every page is visited under the same policy as all others: the admin needs no exception, and the console is empty.
"""

from collections.abc import Callable

import pytest
from django.core.mail import send_mail
from playwright.sync_api import Page, expect

from accounts.models import User
from progress.models import UserProgress
from roadmap.models import Unit
from tests.browser.conftest import LOOKS, scrolls_sideways, violations
from tests.progress.lives import sent_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODELS = {
    "roadmap": ("phase", "unit", "capstone", "stage", "topic", "criterion", "prerequisite"),
    "accounts": ("user", "mentorrole"),
    "progress": ("userprogress", "event", "masteryclaim", "mentorreview", "verdict"),
    "outbox": ("letter",),
}
# Forms with rows in a table, of which the columns for a row's name and for taking it away have no heading.
TABLED = ("unit", "capstone", "stage", "criterion", "user", "userprogress", "masteryclaim", "mentorreview")
KNOWN = {
    **{f"change of {name}": {"empty-table-header"} for name in TABLED},
    **{f"new {name}": {"empty-table-header"} for name in ("unit", "capstone", "stage")},
}


@pytest.fixture
def admins_page(signed_in: Callable[..., Page], alan: User) -> Page:
    return signed_in(alan)


# A color that is on its way to the other theme is neither; and three of a list tell what a hundred would. A sheet that
# is made like this is no matter of the policy.
MAKE_READY = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets = [still];
    const rest = "#result_list tbody tr:nth-child(n+4), option:not(:checked):nth-child(n+4)";
    document.querySelectorAll(rest).forEach((each) => each.remove());
}"""


def found_on(page: Page) -> set[str]:
    """The rules that axe sees broken on this page, in either theme."""
    page.evaluate(MAKE_READY)
    found = set()
    for _, theme, rules in LOOKS[:2]:
        page.emulate_media(color_scheme=theme)
        found |= {fault["id"] for fault in violations(page, rules)}
    return found


def the_theme_can_be_chosen(page: Page) -> bool:
    """Whether Django's switch leads to the other theme, in the colors of the product, and back to the system's."""
    page.emulate_media(color_scheme="light")
    seen = []
    for _ in range(3):
        seen.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.locator(".theme-toggle").click()
    return seen[0] == seen[2] != seen[1] and all(color.startswith("oklch") for color in seen)


def room_for_it(page: Page) -> bool:
    """Whether a telephone shows the page without moving it sideways; a table may move in its own region."""
    page.set_viewport_size({"width": 360, "height": 900})
    return not scrolls_sideways(page)


@pytest.fixture
def one_of_each(ada: User, grace: User, unit: Unit) -> None:
    """No list of the admin is empty."""
    sent_back(ada, unit, grace)
    send_mail("Your code", "This is the code.", None, [ada.email])


def known(found: dict[str, set[str]]) -> dict[str, set[str]]:
    return {kind: KNOWN.get(kind, set()) for kind in found}


@pytest.mark.slow
def test_axe_finds_nothing_new_where_one_begins(admins_page: Page, one_of_each: None, unit: Unit) -> None:
    found = {}
    for kind, address in {
        "index": "/admin/",
        "index of a room": "/admin/roadmap/",
        "history": f"/admin/roadmap/unit/{unit.pk}/history/",
        **{f"new {name}": f"/admin/roadmap/{name}/add/" for name in MODELS["roadmap"][:4] + ("prerequisite",)},
    }.items():
        admins_page.goto(address)
        if kind == "index":
            expect(admins_page).to_have_title("Admin | Throughline")
            assert the_theme_can_be_chosen(admins_page)
        found[kind] = found_on(admins_page)
    assert found == known(found)


@pytest.mark.slow
@pytest.mark.parametrize("room", MODELS)
def test_axe_finds_nothing_new_in_a_room(admins_page: Page, one_of_each: None, room: str) -> None:
    found = {}
    for name in MODELS[room]:
        admins_page.goto(f"/admin/{room}/{name}/")
        row = admins_page.locator("#result_list tbody th a").first.get_attribute("href")
        assert row
        found[f"list of {name}"] = found_on(admins_page)
        assert room_for_it(admins_page)
        admins_page.goto(row)
        expect(admins_page.locator("#content h1")).to_be_visible()
        assert room_for_it(admins_page)
        admins_page.set_viewport_size({"width": 1440, "height": 900})
        found[f"change of {name}"] = found_on(admins_page)
        # Axe has seen a history above; that of each model is asked for what the console says.
        admins_page.goto(f"{row.removesuffix('change/')}history/")
    assert found == known(found)
    assert UserProgress.objects.count() == 1


def test_axe_would_find_a_field_without_a_label(admins_page: Page, unit: Unit) -> None:
    """The control of the tests above."""
    admins_page.goto(f"/admin/roadmap/unit/{unit.pk}/change/")
    admins_page.evaluate("document.querySelector('label[for=id_title]').remove()")
    assert found_on(admins_page) - KNOWN["change of unit"] == {"label"}
