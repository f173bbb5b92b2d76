"""Words that a text says, and links to them in other texts: what is linked, and what is left alone."""

import pytest

from roadmap.lessons.terms import Links, known_as, said_in
from roadmap.lessons.text import render


def links(*words):
    return Links({known_as(each): f"/to/{each.replace(' ', '-')}" for each in words})


def test_a_bold_word_is_said_in_the_sentence_of_its_line():
    html = render(
        "One sentence.\nA **dot product** is a sum of products, $a\\cdot b$.\nAnother.\n\n- A **norm** is a length."
    )
    said = dict(said_in(html))
    assert list(said) == ["dot product", "norm"]
    assert said["dot product"].startswith("A <strong>dot product</strong> is a sum of products, <span")
    assert said["dot product"].endswith("</span>")
    assert said["norm"] == "A <strong>norm</strong> is a length."


def test_the_label_of_a_callout_is_no_word():
    assert list(said_in(render("> note: mind the **gap** here"))) == []


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>A norm.</p>", '<p>A <a class="term" href="/to/norm">norm</a>.</p>'),
        ("<p>Norms, and a norm.</p>", '<p><a class="term" href="/to/norm">Norms</a>, and a norm.</p>'),
        ("<p>A dot\nproduct</p>", '<p>A <a class="term" href="/to/dot-product">dot\nproduct</a></p>'),
        ("<p>L1-norm, normal, enorm, norm_1</p>", None),
        ("<p><code>norm</code> and <a href='#'>the <em>norm</em></a></p>", None),
        ("<pre>norm</pre><math><mtext>norm</mtext></math><svg><text>norm</text></svg>", None),
        ("<h3>The norm</h3><summary><h3>norm</h3></summary><strong>norm</strong>", None),
        ("<p title='norm'>so</p>", None),
    ],
)
def test_the_first_use_in_running_text_leads_to_where_it_is_said(html, linked):
    assert links("norm", "dot product").put_into(html) == (linked or html)


def test_the_longest_word_is_taken_and_each_once_in_all_texts():
    both = links("product", "dot product")
    assert both.put_into("a dot product") == 'a <a class="term" href="/to/dot-product">dot product</a>'
    assert both.put_into("a product, a dot product") == (
        'a <a class="term" href="/to/product">product</a>, a dot product'
    )
    assert both.put_into("a product") == "a product"


def test_without_words_a_text_stays_as_it_is():
    assert links().put_into("<p>norm</p>") == "<p>norm</p>"


def test_signs_of_patterns_within_words_are_themselves():
    assert links("c++", "p(x)").put_into("c++ and p(x)").count("<a ") == 2
