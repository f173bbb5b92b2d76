"""What is new to somebody: the figure in the bar, the page that lists it, and that opening a claim takes it away."""

import pytest

from accounts.models import User
from accounts.roles import end_role
from progress import thread
from progress.models import News
from roadmap.models import Unit
from tests.progress.lives import bring, held, revoked, sent_back

pytestmark = pytest.mark.django_db

URL = "/me/news/"


def in_the_bar(shown):
    """The figure beside News, if there is one."""
    links = [link for link in shown.one("header", class_="bar").all("a") if link["href"] == URL]
    return links[0].text if links else ""


def lines(shown):
    return [line.one("span").text for line in shown.one("main").all("li")]


def test_nobody_without_news_is_shown_a_figure(browser, visitor, page):
    assert in_the_bar(page(browser, "/roadmap/")) == ""
    assert in_the_bar(page(visitor, "/roadmap/")) == ""
    assert "Nothing new" in page(browser, URL).one("main").text


def test_what_happened_is_counted_on_every_page_and_told_on_one(ada, grace, stage, browser, page, unit):
    before = browser.get("/roadmap/")
    sent_back(ada, unit, grace)
    thread.say(grace, held(ada, stage, grace), "Which one?")
    assert browser.get("/roadmap/", headers={"If-None-Match": before["ETag"]}).status_code == 200
    for url in ("/roadmap/", f"/units/{unit.slug}/", "/me/", URL):
        assert in_the_bar(page(browser, url)) == "News 2"
    assert lines(page(browser, URL)) == [
        f"A new message: {stage.capstone.title}, CREATE", f"Sent back: {unit.number} {unit.title}",
    ]  # fmt: skip


def test_opening_a_claim_takes_its_news_away_at_once(ada, grace, browser, page, unit, stage):
    first, _ = sent_back(ada, unit, grace), sent_back(ada, stage, grace)
    before = browser.get("/roadmap/")
    assert in_the_bar(page(browser, f"/claims/{first.pk}/")) == "News 1"
    assert browser.get("/roadmap/", headers={"If-None-Match": before["ETag"]}).status_code == 200
    assert in_the_bar(page(browser, "/roadmap/")) == "News 1"
    assert lines(page(browser, URL)) == [f"Sent back: {stage.capstone.title}, CREATE"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("text", ["And?", ""], ids=["sent", "refused"])
def test_a_conversation_that_is_shown_anew_takes_its_news_away(ada, grace, browser, page, unit, text, headers):
    claim = held(ada, unit, grace)
    page(browser, f"/claims/{claim.pk}/")
    thread.say(grace, claim, "Which one?")
    answer = browser.post(f"/claims/{claim.pk}/message/", {"text": text}, headers=headers, follow=True)
    assert "Which one?" in answer.content.decode()
    assert User.objects.get(pk=ada.pk).news == 0
    assert not News.objects.of(ada).exists()


def test_an_answer_without_the_conversation_takes_no_news_away(ada, grace, browser, unit):
    claim = held(ada, unit, grace)
    thread.say(grace, claim, "Which one?")
    answer = browser.post(f"/claims/{claim.pk}/withdraw/", headers={"HX-Request": "true"})
    assert "Which one?" not in answer.content.decode()
    assert User.objects.get(pk=ada.pk).news == 1


def test_asking_for_the_headers_alone_takes_nothing_away(ada, grace, browser, unit):
    browser.head(f"/claims/{sent_back(ada, unit, grace).pk}/")
    assert User.objects.get(pk=ada.pk).news == 1


def test_a_mentor_opening_it_takes_away_nobody_else_s(ada, grace, client_of, unit):
    claim = sent_back(ada, unit, grace)
    client_of(grace).get(f"/claims/{claim.pk}/")
    assert User.objects.get(pk=ada.pk).news == 1


def test_nobody_reads_another_s(ada, eve, grace, client_of, page, unit):
    sent_back(ada, unit, grace)
    assert lines(page(client_of(eve), URL)) == []


def test_a_mentor_is_told_what_the_learner_answered(ada, grace, client_of, page, unit):
    thread.say(ada, bring(ada, unit, "held", grace), "Here is the link.")
    mentor = client_of(grace)
    assert in_the_bar(page(mentor, "/roadmap/")) == "News 1"
    assert lines(page(mentor, URL)) == [f"A new message: {unit.number} {unit.title}"]


def test_what_is_closed_to_somebody_by_now_is_no_news_any_more(ada, grace, alan, client_of, page, unit):
    thread.say(ada, bring(ada, unit, "held", grace), "Here is the link.")
    end_role(grace, by=alan)
    former = client_of(grace)
    shown = page(former, URL)
    assert (lines(shown), in_the_bar(shown)) == ([], "")
    assert not News.objects.exists()


def test_the_page_is_kept_by_no_cache(browser):
    assert browser.get(URL)["Cache-Control"] == "no-store, private"


def test_the_pages_ask_no_more_for_more_news(ada, grace, browser, unit, django_assert_max_num_queries):
    for number in (15, 16, 17):
        sent_back(ada, Unit.objects.get(number=number), grace)
    browser.get(URL)
    with django_assert_max_num_queries(4):
        browser.get(URL)
    with django_assert_max_num_queries(4):
        browser.get("/roadmap/")


def test_a_revocation_is_news(ada, grace, linus, browser, page, unit):
    claim = bring(ada, unit, "mastered", grace)
    page(browser, f"/claims/{claim.pk}/")
    revoked(ada, unit, linus, "It was copied.")
    assert lines(page(browser, URL)) == [f"Mastery taken back: {unit.number} {unit.title}"]
