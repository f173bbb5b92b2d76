"""Pages of the map for all people: axe finds nothing, and the console stays silent."""

import pytest
from playwright.sync_api import expect

from progress import mastery
from roadmap.models import Stage, Unit
from tests.browser.conftest import CONTRAST, faults_of, sign_in, violations
from tests.browser.layout import thin_out
from tests.progress.lives import archive, bring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lived(ada):
    """Ada stands differently on each of the first units; eleven lines tell the rest."""
    units = list(Unit.objects.order_by("number")[:5])
    for unit, state in zip(units, ["attested", "rated", "learning", "not-started", "attested"], strict=True):
        bring(ada, unit, state)
    mastery.rate(ada, units[2].criteria.first(), "shaky")
    stage = Stage.objects.get(capstone__number=1, step=1)
    bring(ada, stage, "learning")
    added = units[4].criteria.create(key="added", position=9, topic=units[4].topics.first())
    added.wordings.create(version=1, text="Does something that was not asked for before.")
    gone = Unit.objects.get(number=9)
    bring(ada, gone, "learning")
    archive(gone)
    return units


def addresses(who, units):
    phases = [f"/phases/{unit.phase.slug}/" for unit in Unit.objects.filter(number__in=(1, 80))]
    last = Stage.objects.select_related("capstone__phase").first().capstone.phase
    pages = ["/", "/roadmap/", phases[0], f"/phases/{last.slug}/"]
    pages += [f"/units/{unit.slug}/" for unit in (units if who == "learner" else units[:1])]
    pages += ["/capstones/ai-native-tool/", "/capstones/ai-native-tool/create/", "/nothing/"]
    if who == "learner":
        pages += [f"/units/{Unit.objects.get(number=9).slug}/", "/me/history/", "/me/"]
    return pages


def open_first(page, unit):
    """With its criteria open, as somebody works on it."""
    if page.url.endswith("/roadmap/"):
        page.locator(f"#more-{unit.slug}").click()
        expect(page.locator(f"#panel-{unit.slug}")).to_be_visible()


@pytest.fixture
def visit(context_of, client_of, live_server, ada):
    def open_page(who, width, **options):
        context = context_of(width, reduced_motion="reduce", **options)
        if who == "learner":
            sign_in(context, client_of(ada), live_server)
        return context.new_page()

    return open_page


def hear(page):
    """What will have failed to be loaded; what the console says is heard in every test."""
    failed = []

    def answered(response):
        if response.status >= 400 and not response.url.endswith("/nothing/"):
            failed.append(f"{response.status} {response.url}")

    def missed(request):
        # A part that was still on its way when the next page was asked for is no fault.
        if "ERR_ABORTED" not in request.failure:
            failed.append(f"no answer {request.url}")

    page.on("response", answered)
    page.on("requestfailed", missed)
    return failed


def open_under_its_policy(page, url):
    policy = page.goto(url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.slow
@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_no_page_shuts_anybody_out_or_breaks_its_own_policy(visit, lived, who):
    """One visit, and all that is asked of a page is asked there."""
    page = visit(who, 1440)
    failed, faults = hear(page), []
    for url in addresses(who, lived):
        open_under_its_policy(page, url)
        open_first(page, lived[1])
        thin_out(page)
        faults += faults_of(page)
    assert faults == []
    assert failed == []


def test_axe_would_find_a_row_that_is_hard_to_read(visit, lived):
    """The control of the test above: after thinning out, a faint line is still found."""
    page = visit("learner", 1440, bypass_csp=True)
    page.goto("/roadmap/")
    thin_out(page)
    page.add_style_tag(content=".topics { color: #aaa !important }")
    assert [fault["id"] for fault in violations(page, CONTRAST)] == ["color-contrast"]


def test_a_fault_of_one_look_is_found_in_that_look(visit):
    """The control of every test that looks at a page in all looks."""
    page = visit("visitor", 1440, bypass_csp=True)
    page.goto("/account/login/")
    for media in (
        "(width > 400px) and (prefers-color-scheme: dark)",
        "(width <= 400px) and (prefers-color-scheme: light)",
    ):
        page.add_style_tag(
            content=f"@media {media} {{ label {{ color: #777 !important; background: #888 !important }} }}"
        )
    page.add_style_tag(content="@media (width <= 400px) { main { width: 500px } }")
    found = {tuple(fault.split(" at ")[1].split(": ")[:2]) for fault in faults_of(page)}
    assert found == {
        ("1440, dark", "color-contrast"),
        ("360, light", "color-contrast"),
        ("360, light", "scrolls sideways"),
        ("360, dark", "scrolls sideways"),
    }


def test_the_policy_would_be_heard_if_it_were_broken(browser, live_server):
    """The control of the test above: an inline style is refused, and the console says so."""
    page = browser.new_page(base_url=live_server.url)
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.goto("/roadmap/")
    page.close()
    assert any("Content Security Policy" in line for line in heard)


def test_a_page_at_400_percent_still_shows_what_it_is_for(visit, lived, ada):
    """A window of 1280 at 400 % is 320 wide and 256 high."""
    page = visit("learner", 320)
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"/units/{lived[1].slug}/")
    attest = page.locator(f"#attest-{lived[1].slug}")
    attest.focus()
    box = attest.bounding_box()
    assert 0 <= box["y"] <= 256 - box["height"] + 1
