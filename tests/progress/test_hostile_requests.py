"""What nobody types by hand: each gets a quick answer in the 400s or the page, never an error of ours."""

import pytest
from django.test import Client

from progress.models import UserProgress
from tests.progress.lives import held
from tests.progress.places import asked_as, on_every_page_and_fragment, url_of
from tests.progress.writing import form_of

pytestmark = pytest.mark.django_db

HARMLESS = (200, 204, 302, 400, 404, 412)

SLUGS = [
    "9" * 30, "0", "-1", "a" * 10_000, "unit%00", "%ff%fe", "%C3%28", "%F0%9F%8E%93", "%E2%80%AEtinu",
    "unit%0d%0aX:%201", "{{7*7}}",
    "..%2F..%2Fetc%2Fpasswd", "'%20OR%201=1--", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%25s", "UNIT", "_", "-",
    "%EF%BC%8E", "unit;x=1", "unit%20", "%0A",
]  # fmt: skip
PLACES = [
    "/units/{}/", "/phases/{}/", "/capstones/{}/", "/capstones/{}/create/", "/capstones/ai-native-tool/{}/",
    "/roadmap/{}/criteria/", "/roadmap/{}/row/", "/phases/{}/unit/criteria/", "/phases/foundations/{}/row/",
]  # fmt: skip
VERBS = [
    "/milestones/{}/start/", "/milestones/{}/key/can-do/", "/milestones/unit/{}/can-do/", "/milestones/unit/{}/",
    "/roadmap/{}/start/", "/roadmap/{}/key/shaky/", "/phases/{}/unit/start/", "/phases/foundations/{}/attest/",
]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS, ids=[slug[:20] for slug in SLUGS])
def test_a_hostile_address_is_not_there(browser, visitor, slug):
    for place in PLACES:
        for client in (browser, visitor):
            for headers in ({}, {"HX-Request": "true"}):
                status = client.get(place.format(slug), headers=headers).status_code
                assert status in (400, 404), f"{place.format(slug)[:80]}: {status}"


@pytest.mark.parametrize("slug", SLUGS, ids=[slug[:20] for slug in SLUGS])
def test_a_hostile_verb_moves_nothing(browser, slug):
    for place in VERBS:
        for headers in ({}, {"HX-Request": "true"}):
            status = browser.post(place.format(slug), headers=headers).status_code
            assert status in (400, 404, 405), f"{place.format(slug)[:80]}: {status}"
    assert not UserProgress.objects.exists()


@on_every_page_and_fragment
@pytest.mark.parametrize(
    "query", ["x=%00", "%ff=%fe", "page=" + "9" * 5000, "a=" * 600, "<script>", "next=//evil.example.org", "%C3%28"]
)
def test_a_hostile_query_changes_nothing_on_a_page(browser, visitor, unit, stage, place, query):
    for client in (browser, visitor):
        url = url_of(place, unit, stage)
        response = client.get(f"{url}?{query}", headers=asked_as(place))
        assert response.status_code == 200
        assert b"evil.example.org" not in response.content
        assert b"<script>" not in response.content


HEADERS = {
    "HX-Request": ["true", "TRUE", "1", "\xff", "x" * 5000],
    "HX-Target": ["nothing", "<img>", '"><script>', "\x00"],
    "HX-Current-URL": ["http://evil.example.org/", "//evil.example.org/", "%00", "\xff", "http://[", "x" * 9000],
    "HX-Current-URL-URI-AutoEncoded": ["true"],
    "HX-Prompt": ["\r\nSet-Cookie: a=b"],
    "HX-Trigger": ["{", "<script>"],
    "Triggering-Event": ["{not json", "[]", '"x"'],
    "HX-Boosted": ["true"],
    "HX-History-Restore-Request": ["true"],
    "Accept-Language": ["xx-YY;q=nonsense", "de" * 3000, "\x00"],
    "Accept-Encoding": ["gzip;q=x", "*", "br, gzip, deflate"],
    "Range": ["bytes=0-1"],
    "If-Match": ['"x"'],
    "If-Modified-Since": ["yesterday"],
    "X-Forwarded-For": ["'; DROP TABLE"],
    "X-Forwarded-Host": ["evil.example.org"],
    "Referer": ["http://[", "\xff"],
}


@pytest.mark.parametrize(("name", "values"), HEADERS.items(), ids=list(HEADERS))
def test_a_foreign_header_does_no_harm(browser, visitor, unit, name, values):
    for value in values:
        for client in (browser, visitor):
            for url in ("/", "/roadmap/", f"/units/{unit.slug}/", f"/roadmap/{unit.slug}/criteria/", "/me/history/"):
                response = client.get(url, headers={name: value})
                assert response.status_code in HARMLESS, f"{name}: {value[:30]} {response.status_code}"
                assert b"evil.example.org" not in response.content


BODIES = pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("state=mastered&" * 499, "application/x-www-form-urlencoded"),
        ("a=1&" * 600, "application/x-www-form-urlencoded"),
        ("x=" + "y" * 1_100_000, "application/x-www-form-urlencoded"),
        ("\x00\xff", "application/x-www-form-urlencoded"),
        ("x=1", "application/x-www-form-urlencoded; charset=nonsense"),
        ("{", "application/json"),
        ("--x\r\nbroken", "multipart/form-data; boundary=x"),
        ("", "multipart/form-data"),
        ("", "\x00"),
    ],
    ids=["states", "fields", "a megabyte", "bytes", "charset", "json", "multipart", "no boundary", "no type"],
)
OF_A_CLAIM = ("message", "withdraw", "revoke", "pick-up", "release", "judge", "approve", "send-back")
HOSTILE = ["\0", "a\0b", "\N{ROCKET}" * 400, "9" * 400, "-1", "\u202e", "<script>", "", "\r\n"]


@BODIES
def test_a_hostile_body_is_no_error_of_ours(ada, unit, body, kind):
    """The token is read from the body, so the body is read even where nothing in it is used."""
    guarded = Client(enforce_csrf_checks=True, raise_request_exception=False)
    guarded.force_login(ada)
    for url in (f"/milestones/{unit.slug}/start/", f"/roadmap/{unit.slug}/start/", "/me/"):
        for headers in ({}, {"HX-Request": "true"}):
            response = guarded.generic("POST", url, body, content_type=kind, headers=headers)
            assert response.status_code in (400, 403, 413, 415)
    assert not UserProgress.objects.exists()


def addresses_of(unit, claim):
    """Where something is written about a claim, before and after it is sent."""
    on_milestone = ("draft/", "draft/preview/", "draft/1/", "claim/", f"withdraw/{claim.pk}/")
    yield from (f"/milestones/{unit.slug}/{verb}" for verb in on_milestone)
    yield from (f"/claims/{claim.pk}/{verb}/" for verb in OF_A_CLAIM)
    yield f"/review/{claim.pk}/pick-up/"


@BODIES
def test_a_hostile_body_about_a_claim_is_no_error_of_ours(ada, grace, client_of, visitor, unit, body, kind):
    claim = held(ada, unit, grace)
    for client in (visitor, client_of(ada), client_of(grace)):
        client.raise_request_exception = False
        for url in addresses_of(unit, claim):
            for headers in ({}, {"HX-Request": "true"}):
                # A claim is withdrawn, held and judged in between; whatever is true then is an answer.
                response = client.generic("POST", url, body, content_type=kind, headers=headers)
                assert response.status_code < 500, url


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:12] for text in HOSTILE])
def test_a_hostile_field_about_a_claim_is_no_error_of_ours(ada, grace, linus, client_of, visitor, unit, text):
    claim = held(ada, unit, grace)
    form = form_of(ada, unit, text, version=text, window=text) | dict.fromkeys(("text", "reason", "feedback"), text)
    form |= {f"{name}-{pk}": text for pk in claim.answers.values_list("pk", flat=True) for name in ("level", "comment")}
    for client in (visitor, *map(client_of, (ada, grace, linus))):
        client.raise_request_exception = False
        for url in addresses_of(unit, claim):
            for more in ({}, {"digest": claim.digest, "keep": text}):
                assert client.post(url, form | more).status_code < 500, url


@pytest.mark.parametrize(
    "query", ["phase=%5Cud800", "phase=%00", "after=%00", "after=" + "9" * 400, "phase=" + "x&" * 300]
)
def test_a_hostile_query_changes_nothing_at_the_desk(ada, grace, client_of, unit, query):
    claim, client = held(ada, unit, grace), client_of(grace)
    for url in ("/review/", f"/claims/{claim.pk}/", "/me/news/", "/review/count/"):
        assert client.get(f"{url}?{query}").status_code in (200, 302, 400)


def test_a_name_is_never_markup(ada, browser):
    type(ada).objects.filter(pk=ada.pk).update(display_name='<img src=x onerror="alert(1)">')
    for url in ("/", "/roadmap/", "/me/"):
        assert b"<img src=x" not in browser.get(url).content


def test_words_of_the_curriculum_are_never_markup(browser, visitor, unit):
    hostile = "<script>alert(1)</script>\"'>"
    type(unit).objects.filter(pk=unit.pk).update(title=hostile)
    unit.topics.update(title=hostile)
    unit.criteria.first().wordings.create(version=9, text=hostile)
    unit.builds_on.update(why=hostile)
    type(unit.phase).objects.filter(pk=unit.phase_id).update(title=hostile, tagline=hostile)
    for client in (browser, visitor):
        for url in ("/", "/roadmap/", f"/phases/{unit.phase.slug}/", f"/units/{unit.slug}/"):
            assert b"<script>alert" not in client.get(url).content
        fragment = client.get(f"/roadmap/{unit.slug}/criteria/", headers={"HX-Request": "true"})
        assert b"<script>alert" not in fragment.content
    answer = browser.post(f"/roadmap/{unit.slug}/start/", headers={"HX-Request": "true"})
    assert b"<script>alert" not in answer.content
