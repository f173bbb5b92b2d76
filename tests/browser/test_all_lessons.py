"""Every lesson that is written, as a page: nothing is cut, too wide or too heavy, and axe finds nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext

from roadmap.curriculum.reading import read_curriculum
from tests.browser.conftest import CONTRAST, Look, faults_of
from tests.browser.layout import OPEN_ALL, faults_in_layout
from tests.roadmap.files import REAL, write_with_few_lessons

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

UNITS = {unit.number: unit.slug for unit in read_curriculum(REAL).units if unit.lesson}
# What has room at one of these has it between them.
WIDTHS = (320, 768, 1440)
# Two lines of narrow letters, or with a formula of many small signs, hold more of them than a page does elsewhere.
LONGEST_LINE = 90
# With styles, scripts and headers a page may weigh 60 KB.
HEAVIEST = 22_500
LOOKS: list[Look] = [(360, "light", None), (1440, "dark", CONTRAST)]


@pytest.mark.parametrize("number", UNITS, ids="unit-{:02}".format)
def test_a_lesson_has_no_fault_as_a_page(
    context_of: Callable[..., BrowserContext], tmp_path: Path, number: int
) -> None:
    write_with_few_lessons(tmp_path, {number})
    call_command("seed_curriculum", tmp_path, verbosity=0)
    closed = Client().get(f"/units/{UNITS[number]}/", headers={"Accept-Encoding": "br"})
    assert len(closed.content) < HEAVIEST
    page = context_of().new_page()
    page.goto(f"/units/{UNITS[number]}/whole/")
    page.evaluate(OPEN_ALL)
    faults = [*faults_in_layout(page, WIDTHS, measure=LONGEST_LINE), *faults_of(page, LOOKS)]
    assert not faults, "\n".join(faults)
