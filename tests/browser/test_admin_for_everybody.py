"""What axe finds in Django's own admin, and nothing beside it. Why each is known stands in docs/accessibility.md."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import send_mail
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from progress import mastery
from roadmap.models import Unit
from tests.browser.conftest import LOOKS, sign_in, violations
from tests.browser.test_admin_pages import MODELS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Lists whose field for searching is named by its help alone.
SEARCHED = ("unit", "criterion", "prerequisite", "user", "mentorrole", "userprogress", "event", "letter")
# Forms with rows in a table, of which the columns for a row's name and for taking it away have no heading.
TABLED = ("unit", "capstone", "stage", "criterion", "user", "userprogress")
KNOWN = {
    **{f"list of {name}": {"label-title-only"} for name in SEARCHED},
    **{f"change of {name}": {"empty-table-header"} for name in TABLED},
    **{f"new {name}": {"empty-table-header"} for name in ("unit", "capstone", "stage")},
}


@pytest.fixture
def admins_page(context_of: Callable[..., BrowserContext], client_of: Any, live_server: Any, alan: User) -> Page:
    # Only axe needs the policy lifted: it is put into the page as a script.
    context = context_of(bypass_csp=True)
    sign_in(context, client_of(alan), live_server)
    return context.new_page()


def found_on(page: Page) -> set[str]:
    """The rules that axe sees broken on this page, in either theme."""
    # A color that is on its way to the other theme is neither; and three of a list tell what a hundred would.
    page.add_style_tag(content="* { transition: none !important }")
    rest = "#result_list tbody tr:nth-child(n+4), option:not(:checked):nth-child(n+4)"
    page.evaluate("rest => document.querySelectorAll(rest).forEach(each => each.remove())", rest)
    found = set()
    for _, theme, rules in LOOKS[:2]:
        page.emulate_media(color_scheme=theme)
        found |= {fault["id"] for fault in violations(page, rules)}
    return found


@pytest.fixture
def one_of_each(ada: User, grace: User, unit: Unit) -> None:
    """No list of the admin is empty."""
    mastery.start(ada, unit)
    send_mail("Your code", "This is the code.", None, [ada.email])


def known(found: dict[str, set[str]]) -> dict[str, set[str]]:
    return {kind: KNOWN.get(kind, set()) for kind in found}


def test_axe_finds_nothing_new_where_one_begins(admins_page: Page, one_of_each: None, unit: Unit) -> None:
    found = {}
    for kind, address in {
        "index": "/admin/",
        "index of a room": "/admin/roadmap/",
        "history": f"/admin/roadmap/unit/{unit.pk}/history/",
        **{f"new {name}": f"/admin/roadmap/{name}/add/" for name in MODELS["roadmap"][:4] + ("prerequisite",)},
    }.items():
        admins_page.goto(address)
        found[kind] = found_on(admins_page)
    assert found == known(found)


@pytest.mark.parametrize("room", MODELS)
def test_axe_finds_nothing_new_in_a_room(admins_page: Page, one_of_each: None, room: str) -> None:
    found = {}
    for name in MODELS[room]:
        admins_page.goto(f"/admin/{room}/{name}/")
        row = admins_page.locator("#result_list tbody th a").first.get_attribute("href")
        assert row
        found[f"list of {name}"] = found_on(admins_page)
        admins_page.goto(row)
        found[f"change of {name}"] = found_on(admins_page)
    assert found == known(found)


def test_axe_would_find_a_field_without_a_label(admins_page: Page, unit: Unit) -> None:
    """The control of the tests above."""
    admins_page.goto(f"/admin/roadmap/unit/{unit.pk}/change/")
    admins_page.evaluate("document.querySelector('label[for=id_title]').remove()")
    assert found_on(admins_page) - KNOWN["change of unit"] == {"label"}
