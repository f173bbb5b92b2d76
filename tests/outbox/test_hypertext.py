"""A letter as mail programs show it: made of its text, and nothing in it can do what a person did not write for us."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from outbox.hypertext import hypertext_of, paragraphs, preview_of
from outbox.models import Letter

TEXT = """This is the code:

    ABCD-EFGH

> See https://evil.example.org/.
>
> <b onclick="x">Open</b>:

Open the claim:
http://localhost:8000/claims/7/

--\x20
Throughline
http://localhost:8000/

No more mail about claims:
http://localhost:8000/unsubscribe/x/
"""


def letter(text: str = TEXT, **more: object) -> Letter:
    return Letter(subject="Your code & more", text=text, recipients=["ada@example.org"], **more)


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def test_each_paragraph_is_shown_as_what_it_is() -> None:
    html = hypertext_of(letter())
    assert "<title>Your code &amp; more</title>" in html
    assert re.search(r"<p [^>]*ui-monospace[^>]*user-select: all;\">ABCD-EFGH</p>", html)
    assert links(html) == [
        "http://localhost:8000/claims/7/", "http://localhost:8000/", "http://localhost:8000/unsubscribe/x/"
    ]  # fmt: skip
    assert ">Open the claim</a>" in html
    assert ">http://localhost:8000/claims/7/</p>" in html, "the address is written out too"
    assert html.index("</h1>") < html.index("ABCD-EFGH</p>") < html.index(">Throughline</a>")
    assert html.count("This is the code:") == 2, "once to be read, once for the list of letters"


def test_what_people_write_is_shown_as_they_wrote_it_and_leads_nowhere() -> None:
    html = hypertext_of(letter())
    assert "&lt;b onclick=&quot;x&quot;&gt;Open&lt;/b&gt;:" in html
    assert "evil.example.org" in html
    assert not [link for link in links(html) if "evil" in link]


@pytest.mark.parametrize(
    "text",
    [
        "Open:\nhttps://evil.example.org/",
        "Open:\nhttp://localhost:8000.evil.example.org/",
        "Open:\nhttp://localhost:8000@evil.example.org/",
        "Open:\njavascript:alert(1)",
        "> Open:\n> http://localhost:8000/",
        "> Open:\nhttp://localhost:8000/",
        "http://localhost:8000/ has approved your claim.",
        'Open:\nhttp://localhost:8000/" onclick="x',
    ],
)
def test_only_addresses_of_this_site_become_links(text: str) -> None:
    html = hypertext_of(letter(text))
    assert all(link == "http://localhost:8000/" for link in links(html))
    assert 'onclick="x' not in html
    assert (links(html) == []) == (not text.startswith("> Open:\nh"))


def test_a_letter_leads_to_the_site_that_is_named(settings: Settings) -> None:
    settings.SITE_URL = "https://learn.example.org"
    assert links(hypertext_of(letter("Open:\nhttp://localhost:8000/"))) == []
    assert links(hypertext_of(letter("Open:\nhttps://learn.example.org/me/"))) == ["https://learn.example.org/me/"]


def test_letters_from_before_are_shown_too() -> None:
    """Without a foot, a language, or labels of their links."""
    html = hypertext_of(
        letter("It is here:\r\n\r\nhttp://localhost:8000/me/\r\n\r\nThroughline\r\nhttp://localhost:8000/")
    )
    assert 'lang="en" dir="ltr"' in html
    assert links(html) == ["http://localhost:8000/me/", "http://localhost:8000/"]
    assert hypertext_of(letter(""))


def test_a_letter_says_in_which_language_and_direction_it_is() -> None:
    assert '<html lang="ar" dir="rtl">' in hypertext_of(letter(headers={"Content-Language": "ar"}))


def test_the_preview_is_short_and_ends_with_a_whole_word() -> None:
    assert preview_of(paragraphs("One.\n\n    ABCD\n\nOpen:\nhttp://localhost:8000/")) == "One. ABCD"
    long = preview_of(paragraphs("word " * 50))
    assert len(long) <= 121
    assert long.endswith(" word…")
    assert preview_of(paragraphs("x" * 300))


@pytest.mark.django_db
def test_hypertext_is_framed_by_our_pages_alone_and_can_do_nothing(client: Client) -> None:
    kept = letter(html="")
    kept.save()
    answer = client.get(reverse("outbox:hypertext", args=[kept.pk]))
    assert "<h1" in answer.text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'self'", "sandbox allow-popups allow-popups-to-escape-sandbox",
    }  # fmt: skip
