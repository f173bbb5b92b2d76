"""What other sites are told of our pages: of those that visitors read, and of nothing that is a person's."""

import json
import re
import struct
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.progress.lives import bring
from tests.progress.places import PAGES, url_of

pytestmark = pytest.mark.django_db
STATIC = re.compile(r"/static/(.+?)(?:\.[0-9a-f]{12})?(\.\w+)$")


class Head(HTMLParser):
    """The meta and link elements of a page, by what they are about."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("property") or values.get("name") or values.get("rel")
        if tag in ("meta", "link") and name:
            self.said[name] = values.get("content") or values.get("href") or ""

    def __getitem__(self, name: str) -> str:
        return self.said[name]


def size_of(address: str) -> tuple[int, int]:
    """Width and height of a picture of ours, as its file says; and there is such a file."""
    found = STATIC.search(address)
    assert found, address
    path = finders.find(found[1] + found[2])
    assert path, address
    return struct.unpack(">II", Path(path).read_bytes()[16:24])  # type: ignore[return-value]


def test_every_page_of_visitors_says_what_it_is(client: Client, unit, stage) -> None:
    descriptions = set()
    for address in ["/roadmap/map/", *(url_of(place, unit, stage) for place in PAGES)]:
        head = Head(client.get(address).text)
        assert head["canonical"] == head["og:url"] == f"http://localhost:8000{address}"
        assert head["description"] == head["og:description"]
        assert 50 <= len(head["description"]) <= 160, address
        assert 5 <= len(head["og:title"]) <= 70, address
        assert "&amp;" not in head["description"] + head["og:title"]
        assert size_of(head["og:image"]) == (1200, 630)
        assert head["og:image"].startswith("http://localhost:8000/static/img/preview")
        assert head["twitter:card"] == "summary_large_image"
        descriptions.add(head["description"])
    assert len(descriptions) == 7


def test_a_page_names_the_site_and_not_the_host_that_it_was_asked_at(client: Client, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    first, second = (client.get("/roadmap/", headers={"host": host}) for host in ("evil.example.org", "localhost"))
    assert first.content == second.content
    assert b"evil" not in first.content


def test_nothing_is_told_of_what_is_a_person_s(client: Client, client_of, ada, grace, unit) -> None:
    claim = bring(ada, unit, "claimed")
    for address in (f"/claims/{claim.pk}/", "/me/", "/me/history/", "/", f"/units/{unit.slug}/"):
        answer = client_of(ada).get(address)
        assert answer.status_code == 200
        assert "og:" not in answer.text, address
        assert 'rel="canonical"' not in answer.text, address
    for address in (f"/claims/{claim.pk}/", "/me/", "/nothing/", "/account/login/"):
        assert "og:" not in client.get(address, follow=True).text, address


def test_icons_are_as_large_as_they_are_said_to_be(client: Client) -> None:
    head = Head(client.get("/").text)
    assert size_of(head["apple-touch-icon"]) == (180, 180)
    manifest = json.loads((settings.BASE_DIR / "static" / "manifest.webmanifest").read_text())
    assert STATIC.search(head["manifest"])
    for icon in manifest["icons"]:
        assert "x".join(map(str, size_of(f"/static/{icon['src']}"))) == icon["sizes"]
    assert size_of("/static/img/mark-32.png") == (32, 32)
    weights = [path.stat().st_size for path in (settings.BASE_DIR / "static" / "img").iterdir()]
    assert max(weights) < 80_000


def test_other_sites_may_show_the_picture_and_nothing_else(client: Client) -> None:
    head, found = Head(client.get("/").text), []
    for address in (urlsplit(head["og:image"]).path, head["manifest"]):
        with closing(client.get(address)) as answer:
            found.append((answer.headers["Cross-Origin-Resource-Policy"], answer.headers["Content-Type"]))
    assert found == [("cross-origin", "image/png"), ("same-origin", "application/manifest+json")]
