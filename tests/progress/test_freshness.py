"""What a browser may keep, and when it has to be told anew."""

import gzip

import brotli
import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.test import Client
from django.utils import translation

from progress import freshness, mastery
from progress.mastery import VERBS
from roadmap import release
from roadmap.models import Phase, Unit
from tests.progress.lives import be_ready
from tests.progress.places import asked_as, on_every_page, on_every_page_and_fragment, url_of
from tests.progress.test_mastery import LEGAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(unit, stage):
    def get(client, place, **headers):
        return client.get(url_of(place, unit, stage), headers=asked_as(place) | headers)

    return get


@on_every_page_and_fragment
def test_a_learner_s_page_is_kept_by_their_browser_alone_and_asked_about_again(ask, browser, place):
    response = ask(browser, place)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]
    assert response["ETag"]
    assert response["Content-Security-Policy"]


@on_every_page_and_fragment
def test_a_visitor_s_page_may_be_kept_by_anybody_and_is_asked_about_again(ask, visitor, place):
    response = ask(visitor, place)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" in response["Vary"]
    assert response["ETag"]


@on_every_page_and_fragment
def test_a_visitor_s_page_is_the_same_for_all_and_holds_no_token(ask, place):
    one, other = Client(), Client(headers={"User-Agent": "another"})
    first, second = ask(one, place), ask(other, place)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert b"csrf" not in first.content.lower()
    assert not one.cookies
    assert not other.cookies


@on_every_page_and_fragment
@pytest.mark.parametrize("who", ["visitor", "browser"])
def test_a_revisit_is_a_304_without_a_body(ask, request, place, who, django_assert_max_num_queries):
    client = request.getfixturevalue(who)
    etag = ask(client, place)["ETag"]
    with django_assert_max_num_queries(3):
        again = ask(client, place, **{"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag
    assert "Cookie" in again["Vary"]
    assert again["Cache-Control"] == ("no-cache" if who == "visitor" else "private, no-cache")


@on_every_page
@pytest.mark.parametrize("etag", ['"wrong"', "wrong", "", 'W/"', "\x00", "é", '"' + "x" * 9000 + '"'])
def test_a_wrong_etag_gets_the_page(ask, browser, place, etag):
    response = ask(browser, place, **{"If-None-Match": etag})
    assert response.status_code == 200
    assert response.content


@on_every_page
def test_head_says_the_same_without_a_body(unit, stage, browser, place):
    url = url_of(place, unit, stage)
    got, asked = browser.get(url), browser.head(url)
    assert asked.status_code == 200
    assert asked.content == b""
    for header in ("ETag", "Cache-Control", "Vary", "Content-Type"):
        assert asked[header] == got[header]
    assert browser.head(url, headers={"If-None-Match": got["ETag"]}).status_code == 304


def test_a_compressed_page_is_known_again(ask, browser):
    response = ask(browser, "roadmap", **{"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert b"<h1>" in gzip.decompress(response.content)
    again = ask(browser, "roadmap", **{"Accept-Encoding": "gzip", "If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_page_is_made_of_all_that_it_shows(ada, unit, stage, browser, ask, monkeypatch):
    """Each change gives the page a new name; asking with the old one gets the new page."""

    def rate():
        mastery.rate(ada, unit.criteria.first(), "shaky")

    def edit():
        Phase.objects.filter(number=1).update(tagline="Another tagline")

    def profile():
        browser.post("/me/", {"display_name": "Ada L", "time_zone": "Europe/London"})
        # The page that says so once is not one to keep.
        browser.get("/roadmap/")

    changes = {
        "a move": lambda: mastery.start(ada, unit),
        "a rating": rate,
        "an edit of the curriculum": edit,
        "a change of the profile": profile,
        "a release": lambda: monkeypatch.setattr(freshness, "release", lambda: "another"),
    }
    for name, change in changes.items():
        before = ask(browser, "roadmap")["ETag"]
        assert ask(browser, "roadmap")["ETag"] == before, f"unstable before {name}"
        change()
        after = ask(browser, "roadmap", **{"If-None-Match": before})
        assert after.status_code == 200, name
        assert after["ETag"] != before, name


@on_every_page
def test_a_page_is_another_in_another_language(ask, visitor, place):
    etag = ask(visitor, place)["ETag"]
    with translation.override("de"):
        assert ask(visitor, place, **{"If-None-Match": etag}).status_code == 200


@on_every_page_and_fragment
def test_two_sessions_of_one_person_do_not_share_pages(ask, client_of, ada, place):
    """A page that was kept before signing out is not shown again after signing in."""
    etags = set()
    for _ in range(2):
        browser = client_of(ada)
        # Nothing but the session differs.
        browser.cookies["csrftoken"] = "t" * 32
        etags.add(ask(browser, place)["ETag"])
    assert len(etags) == 2


@on_every_page_and_fragment
def test_nobody_is_answered_304_for_what_another_has_seen(ask, client_of, ada, eve, visitor, place):
    etag = ask(client_of(ada), place)["ETag"]
    assert ask(client_of(eve), place, **{"If-None-Match": etag}).status_code == 200
    assert ask(visitor, place, **{"If-None-Match": etag}).status_code == 200


def test_a_move_of_another_learner_changes_nothing_here(ask, browser, eve, unit):
    etag = ask(browser, "roadmap")["ETag"]
    mastery.start(eve, unit)
    assert ask(browser, "roadmap", **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("place", ["row_criteria", "row_closed"])
def test_a_fragment_is_not_taken_for_a_page(ask, visitor, place):
    etag = ask(visitor, place)["ETag"]
    assert ask(visitor, "roadmap", **{"If-None-Match": etag}).status_code == 200
    assert "HX-Request" in ask(visitor, place)["Vary"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_page_with_a_message_is_not_kept(ada, unit, browser, verb):
    """The message is said once; a copy of the page would say it for ever."""
    be_ready(ada, unit, verb, next(state for move, state in LEGAL if move == verb))
    url = "/roadmap/"
    before = browser.get(url)["ETag"]
    assert browser.post(f"/milestones/{unit.slug}/{verb}/").status_code == 302
    told = browser.get(url, headers={"If-None-Match": before})
    assert told.status_code == 200
    assert "no-store" in told["Cache-Control"]
    assert "ETag" not in told
    assert b'class="messages"' in told.content
    after = browser.get(url)
    assert after["Cache-Control"] == "private, no-cache"
    assert b'class="messages"' not in after.content


def test_a_visitor_s_page_with_a_message_is_not_kept_either(visitor):
    """Such as what is said after a door was closed behind somebody."""
    session = visitor.session
    session[SessionStorage.session_key] = '[["__json_message",0,20,"You have signed out."]]'
    session.save()
    visitor.cookies["sessionid"] = session.session_key
    told = visitor.get("/")
    assert b"You have signed out." in told.content
    assert "no-store" in told["Cache-Control"]
    assert "ETag" not in told


def test_a_refused_move_gives_no_new_page(ada, unit, browser, ask):
    etag = ask(browser, "roadmap")["ETag"]
    assert browser.post(f"/milestones/{unit.slug}/attest/", headers={"HX-Request": "true"}).status_code == 422
    assert ask(browser, "roadmap", **{"If-None-Match": etag}).status_code == 304


def test_history_is_never_kept(browser):
    assert browser.get("/me/history/")["Cache-Control"] == "no-store, private"


def test_what_is_not_there_is_never_kept(browser, visitor):
    for client in (browser, visitor):
        for url in ("/units/nothing/", "/phases/nothing/", "/capstones/nothing/", "/nothing/"):
            response = client.get(url)
            assert response.status_code == 404
            assert response["Cache-Control"] == "no-store, private"
            assert "ETag" not in response


def test_what_is_not_there_is_not_said_to_be_unchanged(visitor, browser):
    for client in (visitor, browser):
        etag = client.get("/roadmap/")["ETag"]
        assert client.get("/units/nothing/", headers={"If-None-Match": etag}).status_code == 404


def test_an_edit_shows_on_the_next_request(visitor, unit):
    visitor.get(f"/units/{unit.slug}/")
    Unit.objects.filter(pk=unit.pk).update(title="Backpropagation, deeper")
    assert b"Backpropagation, deeper" in visitor.get(f"/units/{unit.slug}/").content


@pytest.mark.parametrize("file", ["uv.lock", "clock.py", "templates/base.html", "progress/rows.py"])
def test_other_packages_code_or_templates_are_another_release(monkeypatch, tmp_path, file):
    for name in ("uv.lock", "clock.py", "templates/base.html", "progress/rows.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("as it was")
    monkeypatch.setattr(release, "BASE_DIR", tmp_path)
    monkeypatch.setattr(release, "FILES", (tmp_path / "clock.py", tmp_path / "uv.lock"))
    before = release.release.__wrapped__()
    assert release.release.__wrapped__() == before
    (tmp_path / file).write_text("changed")
    assert release.release.__wrapped__() != before


@pytest.mark.parametrize("learns", [False, True], ids=["visitor", "learner"])
def test_a_lesson_is_smaller_as_brotli_and_its_length_tells_little(client, client_of, ada, learns):
    browser, address = client_of(ada) if learns else client, "/units/backpropagation-deep-dive/"
    plain, zipped, small = (
        browser.get(address, headers={"Accept-Encoding": accepted}) for accepted in ("", "gzip", "gzip, br")
    )
    assert [each.get("Content-Encoding") for each in (plain, zipped, small)] == [None, "gzip", "br"]
    assert int(small["Content-Length"]) == len(small.content) < 0.95 * len(zipped.content)
    assert b"Backpropagation Deep Dive</h1>" in brotli.decompress(small.content)
    again = browser.get(address, headers={"Accept-Encoding": "br", "If-None-Match": small["ETag"]})
    assert again.status_code == 304
    lengths = {len(browser.get(address, headers={"Accept-Encoding": "br"})["X-Padding"]) for _ in range(9)}
    assert len(lengths) > 1
