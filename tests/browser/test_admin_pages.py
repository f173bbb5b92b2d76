"""What admins do in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from roadmap.models import Criterion, Unit
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def admins_page(context_of: Callable[..., BrowserContext], client_of: Any, live_server: Any, alan: User) -> Page:
    context = context_of()
    client: Client = client_of(alan)
    sign_in(context, client, live_server)
    return context.new_page()


def test_a_topic_is_added_by_hand_and_a_slug_is_suggested(admins_page: Page, unit: Unit) -> None:
    admins_page.goto("/admin/roadmap/unit/add/")
    admins_page.get_by_label("Title").first.press_sequentially("Attention, at last")
    expect(admins_page.get_by_label("Slug").first).to_have_value("attention-at-last")
    admins_page.goto(f"/admin/roadmap/unit/{unit.pk}/change/")
    admins_page.get_by_role("button", name="Add another Topic").click()
    admins_page.locator("#id_topics-3-title").fill("Second derivatives")
    admins_page.locator("#id_topics-3-criterion").fill("Derives a Hessian.")
    admins_page.get_by_role("button", name="Save and continue editing").first.click()
    expect(admins_page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Criterion.objects.get(milestone=unit, key="second-derivatives").wordings.get().text == "Derives a Hessian."


def test_a_refusal_is_read_where_the_form_is(admins_page: Page, unit: Unit) -> None:
    admins_page.goto(f"/admin/roadmap/unit/{unit.pk}/change/")
    Unit.objects.filter(pk=unit.pk).update(title="Seeded anew")
    admins_page.get_by_label("Title").first.fill("Backward pass")
    admins_page.get_by_role("button", name="Save", exact=True).first.click()
    expect(admins_page.locator(".errorlist.nonfield")).to_contain_text("Title: “Seeded anew”")
    expect(admins_page.get_by_label("Title").first).to_have_value("Backward pass")


def test_an_action_is_done_from_the_list_and_one_signs_out(admins_page: Page, ada: User) -> None:
    admins_page.goto("/admin/accounts/user/?q=ada@example.org")
    admins_page.get_by_role("checkbox", name="Select this object").check()
    admins_page.locator("select[name=action]").first.select_option(label="Appoint as mentor")
    admins_page.get_by_role("button", name="Run").first.click()
    expect(admins_page.locator(".messagelist")).to_contain_text("is a mentor now")
    admins_page.get_by_role("button", name="Log out").click()
    admins_page.goto("/admin/")
    expect(admins_page).to_have_url(re.compile("/account/login/"))


def test_a_draft_is_looked_at_and_published(admins_page: Page, unit: Unit) -> None:
    """By the buttons themselves: Django takes the form for one of the actions where the button says nothing else."""
    row = unit.passages.get(kind="why", archived_at=None)
    admins_page.goto(f"/admin/roadmap/passage/{row.pk}/change/")
    admins_page.locator("#id_draft").fill("Because it is **drafted** here.")
    with admins_page.expect_popup() as opened:
        admins_page.get_by_role("button", name="Look at it").click()
    expect(opened.value.locator("main, body").first).to_contain_text("Because it is drafted here.")
    opened.value.close()
    admins_page.get_by_role("button", name="Publish the draft").click()
    expect(admins_page.locator(".messagelist")).to_contain_text("published")
    row.refresh_from_db()
    assert (row.text, row.draft) == ("Because it is **drafted** here.", "")
    admins_page.goto(f"/units/{unit.slug}/")
    expect(admins_page.locator("main")).to_contain_text("Because it is drafted here.")
