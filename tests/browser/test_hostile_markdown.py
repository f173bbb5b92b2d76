"""Hostile texts on the page of a claim, in a real browser under the real policy: they are read, and do nothing."""

import functools

import pytest
from playwright.sync_api import expect

import clock
from progress import mastery
from progress.evidence import Evidence
from progress.models import ClaimAnswer, Message
from progress.verdicts import Found
from tests.browser.conftest import scrolls_sideways
from tests.hostile_markdown import HOSTILE
from tests.progress.lives import can_write, held, revoked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = [text.replace("\0", "") for text in HOSTILE.values()]
# Whatever a text has become in the page: its elements with their attributes, and where its links lead.
WHAT_THEY_ARE = """() => [...document.querySelectorAll(".said *, .evidence *")].map((element) => ({
    tag: element.localName,
    names: element.getAttributeNames(),
    link: element.localName === "a" ? element.protocol + (element.username || element.host && "//") : "",
    ours: element.closest(".links, .changes") !== null,
}))"""
ALLOWED = {"href", "rel", "start"}


@functools.cache
def accepted(*texts):
    """As many of these texts as one answer of a claim may hold, one after the other."""
    whole = ""
    for text in texts:
        joined = f"{whole}\n\n{text}".strip()
        if not Evidence(joined, ()).fault():
            whole = joined
    return whole


def said_everywhere(ada, grace, linus, unit):
    """A claim with hostile evidence, sent again, with hostile verdicts and messages, approved and revoked."""
    claim = held(ada, unit, grace)
    answers = list(ClaimAnswer.objects.filter(claim=claim))
    short = [text[:900] for text in TEXTS]
    verdicts = {answer.pk: Found("not-yet", accepted(*short[at :: len(answers)])) for at, answer in enumerate(answers)}
    verdicts = {pk: found._replace(comment=found.comment[:5_000]) for pk, found in verdicts.items()}
    mastery.send_back(grace, claim, verdicts=verdicts, feedback="\n\n".join(short[:5]), digest=claim.digest)
    evidence = {pk: accepted(*TEXTS[at::3]) for at, pk in enumerate(range(3))}
    draft = can_write(ada, unit, text=evidence[0])
    for at, answer in enumerate(draft.answers.values()):
        answer["text"] = evidence[at % 3] or "Nothing."
    draft.save()
    claim = mastery.claim(ada, unit, draft=draft.version)
    mastery.pick_up(grace, claim)
    Message.objects.bulk_create(Message(claim=claim, author=ada, text=text, at=clock.now()) for text in TEXTS)
    met = {answer.pk: Found("met", text) for answer, text in zip(claim.answers.all(), short, strict=False)}
    mastery.approve(grace, claim, verdicts=met, feedback=short[0], digest=claim.digest)
    revoked(ada, unit, linus, HOSTILE["an image with a handler"])
    return claim


@pytest.fixture
def claim(ada, grace, linus, first):
    return said_everywhere(ada, grace, linus, first)


@pytest.mark.parametrize("reader", ["ada", "grace"])
def test_they_are_shown_and_do_nothing(request, signed_in, live_server, claim, reader):
    page, dialogs, elsewhere = signed_in(request.getfixturevalue(reader)), [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(live_server.url) else None)
    page.goto(f"/claims/{claim.pk}/")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    expect(page.locator(".thread > li")).to_have_count(len(TEXTS))
    found = page.evaluate(WHAT_THEY_ARE)
    assert len(found) > len(TEXTS)
    theirs = [each for each in found if not each["ours"] and each["tag"] not in ("details", "ul", "summary")]
    assert [each for each in theirs if set(each["names"]) - ALLOWED] == []
    for each in found:
        assert not [name for name in each["names"] if name.startswith(("on", "style", "hx-", "data-hx"))]
        assert each["tag"] != "a" or each["link"] in ("https://", ":"), each
    # Nothing broke out of its place: what follows on the page is where it was.
    expect(page.locator("main > #claim, main > #thread, main > #trail")).to_have_count(3)
    expect(page.locator("body > footer")).to_have_count(1)
    expect(page.locator("#trail li").first).to_contain_text("onerror")
    page.mouse.wheel(0, 5_000)
    page.wait_for_load_state("networkidle")
    assert page.url == f"{live_server.url}/claims/{claim.pk}/"
    assert (dialogs, elsewhere) == ([], [])


def test_a_text_that_were_put_in_as_it_is_would_be_heard(browser, client_of, ada, live_server, claim):
    """The control: the same checks see an attribute, and the policy refuses the script."""
    page = browser.new_page(base_url=live_server.url)
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client_of(ada).cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"/claims/{claim.pk}/")
    page.locator(".thread .said").first.evaluate(
        "(said, text) => said.innerHTML = text", HOSTILE["an image with a handler"]
    )
    page.wait_for_timeout(100)
    assert any("onerror" in each["names"] for each in page.evaluate(WHAT_THEY_ARE))
    page.close()
    assert any("Content Security Policy" in line for line in heard)


def test_it_does_not_have_to_be_scrolled_sideways(signed_in, ada, claim):
    page = signed_in(ada)
    page.goto(f"/claims/{claim.pk}/")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page)
