"""The style page in a real browser: every component in every state."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Look, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Contrast takes axe longest by far. In one theme it is looked at here; for the other, tests/style/test_colors.py works
# it out, and the pages that a component is from are looked at in both.
LOOKS: list[Look] = [(360, "dark", None), (1440, "light", ["target-size", "scrollable-region-focusable", "link-name"])]


@pytest.mark.slow
def test_no_component_has_a_fault_in_any_state(page: Page) -> None:
    page.goto("/style/")
    assert faults_of(page, LOOKS) == []
