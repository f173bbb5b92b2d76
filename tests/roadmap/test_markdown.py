"""Whatever somebody writes, what comes out holds nothing but the allowed tags, attributes and links."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.markdown import TAGS, render
from tests.hostile_markdown import HOSTILE
from tests.reading import read

ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}


def faults(html):
    found = []
    for element in list(read(html).walk())[1:]:
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attributes.items():
            if name not in ATTRIBUTES.get(element.tag, ()):
                found.append(f"{name} on <{element.tag}>")
            if name == "href" and (urlsplit(value).scheme != "https" or not urlsplit(value).hostname):
                found.append(f"a link to {value}")
            if name == "rel" and value != "noopener noreferrer nofollow":
                found.append(f"rel {value}")
            if name == "start" and not value.isdecimal():
                found.append(f"start {value}")
    return found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_inert(text):
    assert faults(render(text)) == []


def test_the_corpus_is_large_enough_and_would_be_heard():
    """Shown as it is, most of it is found; a checker that finds nothing would prove nothing."""
    assert len(HOSTILE) >= 60
    heard = 0
    for text in HOSTILE.values():
        try:
            heard += bool(faults(text))
        except AssertionError:
            heard += 1
    assert heard >= 20


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*HOSTILE.values(), "\n", "\n\n", "> ", "- ", "| ", "`", "**", "[", "](", ")"]), max_size=6
    )
)
def test_hostile_texts_joined_are_inert(parts):
    assert faults(render("".join(parts))) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>\"'=/&#;:()[]!`*_~|-\\ \n\tajscriptonhef\x00\u202e", max_size=80))
def test_any_text_is_inert(text):
    assert faults(render(text)) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("`code`", "<p><code>code</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("### Heading", "<h3>Heading</h3>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "[site](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">site</a></p>',
        ),
    ],
)
def test_what_is_allowed_is_kept(text, html):
    assert render(text).strip() == html


def test_what_is_rendered_is_not_escaped_again():
    from django.template import Context, Template

    shown = Template("{{ text }}").render(Context({"text": render("**x**")}))
    assert "<strong>x</strong>" in shown


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "[" * 10_000,
        "*" * 20_000,
        "`" * 20_000,
        "- " * 5_000,
        "<" * 50_000,
        "| a " * 2_000 + "\n|---",
        "&" * 50_000,
    ],
    ids=["quotes", "brackets", "stars", "ticks", "lists", "tags", "a table", "entities"],
)
def test_deep_and_long_text_is_rendered_all_the_same(text):
    assert faults(render(text)) == []


def test_user_information_in_a_link_is_not_kept():
    assert "secret" not in render("[x](https://ada:secret@evil.example.org/)")
