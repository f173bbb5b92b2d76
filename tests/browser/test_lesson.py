"""A lesson in a real browser: read, tried, copied from and printed, by mouse, by keys and without script."""

import re

import pytest
from playwright.sync_api import expect

from roadmap.models import Unit
from tests.browser.conftest import LOOKS, faults_of, scrolls_sideways
from tests.progress.lives import bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
LESSONS = (15, 47, 55)


def path(number):
    return f"/units/{Unit.objects.get(number=number).slug}/"


def whole(number):
    """The page with all parts open."""
    return f"{path(number)}whole/"


def question(page, kind, number=15):
    """The first question of this kind on the page of a unit, whose part is opened where it is closed."""
    row = Unit.objects.get(number=number).questions.filter(kind=kind).first()
    part = page.locator(f'details[id="u{number}.{row.topic.slug}.questions"]')
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return row, page.locator(f'[id="u{number}.{row.key}"]')


@pytest.mark.slow
@pytest.mark.parametrize("number", LESSONS)
def test_axe_finds_nothing_in_a_lesson_with_all_of_it_open(signed_in, ada, number):
    bring(ada, Unit.objects.get(number=number), "learning")
    page = signed_in(ada)
    page.goto(whole(number))
    page.evaluate(OPEN_ALL)
    assert faults_of(page, LOOKS) == []


@pytest.mark.parametrize("width", [320, 360])
def test_a_lesson_is_never_wider_than_a_telephone(context_of, width):
    page = context_of(width).new_page()
    for number in LESSONS:
        page.goto(whole(number))
        page.evaluate(OPEN_ALL)
        assert not scrolls_sideways(page)
        # What is wider moves in its own place.
        assert page.locator(".listing > pre").evaluate_all(
            "all => all.some(each => each.scrollWidth > each.clientWidth)"
        )


def test_a_program_is_copied_and_it_is_said(context_of):
    context = context_of(is_kept=False)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(path(15))
    program = page.locator('.listing[data-kind="run"]').first
    program.get_by_role("button", name="Copy").click()
    expect(page.locator("#live")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import numpy as np\n")
    assert copied == program.locator("code").text_content()
    assert not page.locator('.listing[data-kind="output"] button').count()


def test_what_the_browser_does_not_let_be_copied_is_selected(context_of):
    context = context_of(is_kept=False)
    page = context.new_page()
    page.goto(path(15))
    session = context.new_cdp_session(page)
    session.send("Browser.setPermission", {"permission": {"name": "clipboard-write"}, "setting": "denied"})
    page.locator(".listing").first.get_by_role("button", name="Copy").click()
    expect(page.locator("#live")).to_contain_text("It is selected")
    assert page.evaluate("getSelection().toString()").startswith("import numpy as np")


def test_the_tab_key_stops_only_at_what_can_be_moved(context_of):
    page = context_of(1440).new_page()
    page.goto(path(15))
    pre = page.locator(".listing > pre").first
    expect(pre).not_to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 360, "height": 900})
    expect(pre).to_have_attribute("tabindex", "0")
    pre.focus()
    expect(pre).to_be_focused()
    # A key that comes while the page is still being laid out anew moves nothing, for people too.
    for _press in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
        if moved := pre.evaluate("each => each.scrollLeft"):
            break
    assert moved


def test_an_output_is_folded_and_opens_by_a_key(context_of):
    page = context_of().new_page()
    page.goto(path(15))
    fold = page.locator(".fold:not(.model)").first
    expect(fold.locator("pre")).to_be_hidden()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("pre")).to_be_visible()


def test_without_script_it_opens_too_and_there_is_no_button_to_copy(context_of):
    page = context_of(java_script_enabled=False).new_page()
    page.goto(path(15))
    assert not page.get_by_role("button", name="Copy").count()
    fold = page.locator(".fold:not(.model)").first
    fold.locator("summary").click()
    expect(fold.locator("pre")).to_be_visible()
    assert all(
        each == "0"
        for each in page.locator(".listing > pre").evaluate_all("all => all.map(each => each.getAttribute('tabindex'))")
    )


def test_the_contents_follow_the_reader(context_of):
    page = context_of().new_page()
    page.goto(path(15))
    current = page.locator(".on-page [aria-current]")
    for anchor, name in (
        ("u15.graph", "15.3 Computational graphs"),
        ("u15.chain", "15.1 Chain rule"),
        ("proof-title", "What proves it"),
    ):
        page.locator(f'[id="{anchor}"]').evaluate("each => each.scrollIntoView()")
        expect(current).to_have_text(name)
        expect(current).to_be_in_viewport()


class TestTrying:
    def test_a_choice_is_judged_in_place_and_tried_again(self, context_of):
        page = context_of().new_page()
        page.goto(path(15))
        row, form = question(page, "single")
        wrong = next(place for place, choice in enumerate(row.made["choices"]) if not choice[1])
        right = next(place for place, choice in enumerate(row.made["choices"]) if choice[1])
        form.locator("label").nth(wrong).click()
        form.get_by_role("button", name="Answer").click()
        expect(form.locator(".told")).to_have_text("Not yet.")
        expect(form.locator(".told")).to_be_focused()
        expect(page).to_have_url(re.compile("/units/[^?#]*$"))
        form.get_by_role("link", name="Try again").click()
        form.locator("label").nth(right).click()
        form.get_by_role("button", name="Answer").click()
        expect(form.locator(".told")).to_have_text("Right.")

    def test_an_answer_is_asked_for_beside_the_question(self, context_of):
        page = context_of().new_page()
        page.goto(path(15))
        _row, form = question(page, "numeric")
        form.get_by_role("button", name="Answer").click()
        expect(form.locator(".error")).to_be_focused()

    def test_it_goes_by_keys_alone(self, context_of):
        page = context_of().new_page()
        page.goto(path(15))
        row, form = question(page, "single")
        right = next(place for place, choice in enumerate(row.made["choices"]) if choice[1])
        form.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        for _step in range(right):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(form.locator(".told")).to_have_text("Right.")

    def test_without_script_it_is_a_page_that_leads_back(self, context_of):
        page = context_of(360, java_script_enabled=False).new_page()
        page.goto(path(15))
        row, form = question(page, "numeric")
        page.locator(f'[id="u15.{row.topic.slug}.questions"]').get_by_role("link", name="Open it").click()
        form.locator("input[type=text]").fill(row.made["answer"])
        form.get_by_role("button", name="Answer").click()
        expect(page.locator(".told")).to_have_text("Right.")
        page.get_by_role("link", name="Back to the lesson").click()
        expect(page).to_have_url(re.compile(rf"/units/[\w-]+/#u15\.{row.topic.slug}\.questions$"))

    def test_what_comes_with_an_answer_can_be_copied_too(self, context_of):
        page = context_of().new_page()
        page.goto(path(15))
        _row, form = question(page, "predict")
        form.locator("textarea").fill("nothing like it")
        form.get_by_role("button", name="Answer").click()
        expect(form.locator('.listing[data-kind="output"]')).to_be_visible()
        expect(form.get_by_role("button", name="Copy")).to_have_count(1)

    @pytest.mark.parametrize("kind", ["single", "multiple", "numeric", "order", "predict"])
    def test_axe_finds_nothing_in_a_page_of_one_question(self, context_of, kind):
        page = context_of().new_page()
        page.goto(whole(15))
        row, _form = question(page, kind)
        page.goto(f"{path(15)}questions/{row.key}/")
        page.get_by_role("button", name="Answer").click()
        assert faults_of(page, LOOKS[:1] + LOOKS[2:3]) == []


class TestParts:
    def test_a_part_comes_when_it_is_opened_and_stays(self, context_of):
        page = context_of().new_page()
        page.goto(path(55))
        bridge = page.locator("details.bridge").first
        expect(bridge.locator(".lesson")).to_have_count(0)
        bridge.locator("summary").first.press("Enter")
        expect(bridge.locator(".lesson")).to_be_visible()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for _ in range(2):
            bridge.locator("summary").first.press("Enter")
        expect(bridge.locator(".lesson")).to_be_visible()
        assert asked == []

    @pytest.mark.parametrize("mark", ["u55.b.ndcg", "u55.bm25.q2", "u55.bm25.questions"])
    def test_a_link_into_it_opens_it(self, context_of, mark):
        page = context_of().new_page()
        page.goto(f"{path(55)}#{mark}")
        there = page.locator(f'[id="{mark}"]')
        expect(there).to_be_in_viewport()
        expect(page.locator("details.part[open]")).to_have_count(1)
        expect(page.locator("details.part[open] :is(.lesson, form)").first).to_be_visible()

    def test_a_link_on_the_page_opens_it_too(self, context_of):
        page = context_of().new_page()
        page.goto(path(55))
        page.locator('.on-page a[href="#u55.b.ndcg"]').click()
        expect(page.locator("details.bridge .lesson").first).to_be_visible()

    def test_what_could_not_come_is_asked_for_again(self, context_of):
        context = context_of(is_kept=False)
        page = context.new_page()
        page.goto(path(55))
        context.set_offline(True)
        bridge = page.locator("details.bridge").first
        bridge.locator("summary").first.click()
        expect(bridge.get_by_role("link", name="Open it")).to_be_visible()
        context.set_offline(False)
        bridge.locator("summary").first.click()
        bridge.locator("summary").first.click()
        expect(bridge.locator(".lesson")).to_be_visible()

    def test_axe_finds_nothing_in_a_part_as_a_page(self, context_of):
        page = context_of().new_page()
        faults = []
        for part in ("b.ndcg", "bm25.questions"):
            page.goto(f"{path(55)}parts/{part}/")
            faults += faults_of(page, LOOKS[:1] + LOOKS[2:3])
        assert faults == []


class TestOnPaper:
    def test_what_a_program_prints_stands_below_it_and_models_of_answers_do_not(self, context_of):
        page = context_of().new_page()
        page.goto(whole(15))
        outputs, models = page.locator("#lesson .fold:not(.model) pre"), page.locator(".model")
        assert outputs.count() >= 3
        assert models.count()
        for output in outputs.all():
            expect(output).to_be_hidden()
        page.emulate_media(media="print")
        for output in outputs.all():
            expect(output).to_be_visible()
        for model in models.all():
            expect(model).to_be_hidden()

    def test_questions_have_room_for_an_answer(self, context_of):
        page = context_of().new_page()
        page.goto(whole(15))
        page.emulate_media(media="print")
        for kind, least in (("numeric", 40), ("short", 100), ("predict", 100)):
            _row, form = question(page, kind)
            assert form.locator(".field").evaluate("each => each.offsetHeight") > least
        _row, form = question(page, "single")
        boxes = form.locator("li").evaluate_all("all => all.map(each => getComputedStyle(each, '::before').content)")
        assert boxes == ['""'] * 4

    def test_nothing_is_cut_in_two_or_at_the_side(self, context_of):
        page = context_of(680).new_page()
        for number in LESSONS:
            page.goto(whole(number))
            page.emulate_media(media="print")
            kept = page.locator("#lesson figure, #lesson tr, #lesson .question").evaluate_all(
                "all => all.map(each => getComputedStyle(each).breakInside)"
            )
            assert set(kept) == {"avoid"}
            wide = page.locator("#lesson pre").evaluate_all(
                "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length"
            )
            assert wide == 0
            page.emulate_media(media="screen")
