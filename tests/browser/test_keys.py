"""The shorter ways of the keyboard: the palette over a page, the rows of lists, the decision of a review."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from progress.models import MasteryClaim
from roadmap.models import Unit
from tests.browser.conftest import Look, faults_of
from tests.browser.ways import is_focused, row
from tests.progress.lives import bring, held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# On the search page the results are looked at by the same rules in the other looks.
WIDE: list[Look] = [(1440, "light", None), (1440, "dark", ["color-contrast"])]
NARROW: list[Look] = [(360, "dark", None), (360, "light", ["color-contrast"])]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_the_palette_finds_and_opens_by_keys_alone_and_gives_the_focus_back(signed_in, ada, first):
    bring(ada, first, "learning")
    page = signed_in(ada, reduced_motion="reduce")
    page.goto("/me/history/")
    field, lines, origin = page.locator("#q"), page.locator("#found li"), page.get_by_role("link", name="Roadmap")
    origin.focus()
    press(page, "Control+k")
    expect(field).to_be_focused()
    expect(page.locator("#found h2").first).to_have_text("Go on with")
    page.keyboard.type("attention")
    expect(page.locator("#said")).to_have_text(re.compile(r"^\d+ found\.$"))
    assert faults_of(page, WIDE) == []
    press(page, "ArrowDown", "ArrowDown")
    expect(lines.nth(1).get_by_role("link")).to_be_focused()
    press(page, "ArrowUp", "ArrowUp")
    expect(field).to_be_focused()
    press(page, "ArrowDown")
    page.keyboard.type(" mech")
    expect(field).to_have_value("attention mech")
    expect(lines).to_have_count(1)
    press(page, "Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert is_focused(origin)

    page.context.set_offline(True)
    press(page, "/")
    expect(page.get_by_role("alert")).to_contain_text("No connection, so nothing can be found.")
    expect(page.locator("dialog").get_by_role("link", name="Search")).to_be_visible()
    page.context.set_offline(False)
    # Enter waits for what was found for these words.
    page.keyboard.type("unit 15")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/units/backpropagation-deep-dive/$"))


def test_without_script_it_is_a_page_with_a_form(context_of):
    page = context_of(360, java_script_enabled=False, reduced_motion="reduce").new_page()
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.get_by_role("textbox", name="Search").fill("backprop")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#said")).to_have_text("1 found.")
    # What is on the map comes first; below it is where the word stands in lessons.
    page.get_by_role("link", name="Backpropagation Deep Dive").first.click()
    expect(page).to_have_url(re.compile("/units/backpropagation-deep-dive/$"))


def test_the_search_page_finds_while_one_types_and_keeps_its_address(signed_in, ada):
    page = signed_in(ada, reduced_motion="reduce")
    page.goto("/search/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("backprop")
    expect(page.locator("#said")).to_have_text("1 found.")
    expect(page).to_have_url(re.compile(r"/search/\?q=backprop$"))
    assert faults_of(page, NARROW) == []
    press(page, "Control+k", "Tab", "j", "Enter")
    expect(page).to_have_url(re.compile("/units/backpropagation-deep-dive/$"))
    page.go_back()
    expect(page.locator("#q")).to_have_value("backprop")


def test_rows_are_walked_by_j_and_k_and_what_is_hidden_is_passed_over(signed_in, ada, first):
    bring(ada, first, "learning")
    page = signed_in(ada, reduced_motion="reduce")
    page.goto("/roadmap/")
    in_continue = page.locator("#continue li a")
    rows = [row(page, Unit.objects.get(number=number)).locator(".title") for number in (1, 2, 3)]
    press(page, "j")
    expect(in_continue.first).to_be_focused()
    row(page, first).get_by_role("link", name="Go on").focus()
    press(page, "j", "j", "k")
    expect(rows[1]).to_be_focused()
    expect(rows[1]).to_be_in_viewport()
    press(page, "Shift+j", "Control+j")
    expect(rows[1]).to_be_focused()
    page.get_by_text("Under way", exact=True).first.click()
    press(page, "j")
    expect(in_continue.first).to_be_focused()
    press(page, *"jjjjjjjj")
    expect(rows[0]).to_be_focused()
    press(page, "?")
    expect(page.locator("dialog .keys")).to_be_visible()
    press(page, "j", "Escape")
    expect(rows[0]).to_be_focused()
    press(page, "Enter")
    expect(page).to_have_url(re.compile(f"/units/{first.slug}/$"))

    User.objects.filter(pk=ada.pk).update(has_single_keys=False)
    User.objects.raise_page_version(ada.pk)
    page.goto("/roadmap/")
    press(page, "j", "/", "?")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")
    press(page, "Control+k")
    expect(page.locator("dialog")).to_be_visible()


def test_a_and_s_lead_to_the_decision_and_never_take_it(signed_in, grace, ada, first):
    claim = held(ada, first, grace)
    page = signed_in(grace, reduced_motion="reduce")
    page.goto(f"/claims/{claim.pk}/")
    answers = [answer.pk for answer in claim.answers.open()]
    press(page, "a")
    expect(page.locator("#claim-approve")).to_be_focused()
    press(page, "s")
    expect(page.locator("#claim-send-back")).to_be_focused()
    page.locator(f"#comment-{answers[0]}").click()
    page.keyboard.type("a sjk/?")
    expect(page.locator(f"#comment-{answers[0]}")).to_have_value("a sjk/?")
    expect(page.locator(f"#comment-{answers[0]}")).to_be_focused()
    page.locator("#claim-title").focus()
    press(page, "j", "j")
    expect(page.locator(f"#level-{answers[1]}-met")).to_be_focused()
    press(page, "Space", "k", "j", "a")
    expect(page.locator(f"#level-{answers[1]}-met")).to_be_checked()
    expect(page.locator("#claim-approve")).to_be_focused()
    assert MasteryClaim.objects.get(pk=claim.pk).is_open
