"""The Markdown of a lesson: formulas, programs, callouts and footnotes, and nothing that a page has not made itself."""

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.rows import rows_of
from roadmap.lessons.formulas import BadFormula, mathml
from roadmap.lessons.text import ATTRIBUTES, CLASSES, INTERNAL, TAGS, faults_in, render, render_line
from tests.hostile_markdown import HOSTILE
from tests.reading import read
from tests.roadmap.files import REAL

# What tries the parts that other texts of people do not have.
MORE_HOSTILE = {
    "a link in a formula": r"$\href{javascript:alert(1)}{x}$",
    "a class in a formula": r"$\class{notice}{x}$ $\style{position:fixed}{x}$ $\color{red}x$",
    "markup in a formula": r"$\text{<img src=x onerror=alert(1)>}$ $$\text{</math><script>alert(1)</script>}$$",
    "a formula that is left": "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml>",
    "a formula with an action": "<math><maction actiontype='x' xlink:href='javascript:alert(1)'>x</maction></math>",
    "a footnote with markup": "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "a footnote with a quote": 'x[^"onclick="alert(1)]\n\n[^"onclick="alert(1)]: y',
    "a callout with markup": '> dated 2026-11-27"onclick="alert(1): <script>alert(1)</script>',
    "a fence with markup": '```python run"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
    "an output with markup": "```python run\nx\n```\n\n```output\n</details><script>alert(1)</script>\n```",
    "a page that is none of the curriculum": "[x](/admin/) [x](/units/../admin/) [x](//evil.example.org/units/)",
}


def faults(html):
    found = []
    for element in list(read(html).walk())[1:]:
        if element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attributes.items():
            if name == "class":
                found += [f"class {each}" for each in value.split() if each not in CLASSES.get(element.tag, ())]
            elif name not in ATTRIBUTES.get(element.tag, ()):
                found.append(f"{name} on <{element.tag}>")
            if name == "href" and urlsplit(value).scheme != "https" and not INTERNAL.fullmatch(value):
                found.append(f"a link to {value}")
    return found


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_hostile_text_is_inert(text):
    assert faults(render(text)) == []
    assert faults(render_line(text)) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*HOSTILE.values(), *MORE_HOSTILE.values(), "\n", "\n\n", "> ", "- ", "$", "$$", "[^1]", "[^1]: ", "```"]
        ),
        max_size=6,
    )
)
def test_hostile_texts_joined_are_inert(parts):
    assert faults(render("".join(parts))) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>\"'=/&#;:()[]!`*_~|-\\ \n\t$^{}ajscriptonhef\x00\u202e", max_size=80))
def test_any_text_is_inert(text):
    assert faults(render(text)) == []


@pytest.mark.parametrize("piece", [">", "[", "$", "$x", "*", "`", "[^1]", "<", "((", "![[", r"\(", "{", "| a ", "- "])
def test_ten_thousand_characters_of_anything_take_less_than_a_second(piece):
    began = time.monotonic()
    render(piece * (10_000 // len(piece)))
    assert time.monotonic() - began < 1


def test_a_formula_is_mathml_without_a_script():
    html = render("Say $c_1=2$, then\n\n$$\n\\frac{a}{b}\n$$\n")
    assert "<p>Say <math><msub><mi>c</mi><mn>1</mn></msub><mo>=</mo><mn>2</mn></math>, then</p>" in html
    assert '<div class="formula" tabindex="0" role="group" aria-label="Formula"><math display="block">' in html
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in html


def test_columns_of_equations_stand_by_classes():
    html = render("$$\n\\begin{aligned}a&=b\\end{aligned}\n$$")
    assert 'class="end"' in html
    assert " style=" not in html


def test_a_dollar_sign_in_code_is_no_formula():
    assert render_line("costs `$x$`") == "costs <code>$x$</code>"
    assert "<math" not in render("```text\n$x$\n```")


def test_a_formula_that_cannot_be_read_says_where():
    with pytest.raises(BadFormula, match=r"^at its character 8: Expected closing token"):
        mathml(r"\frac{1", display=False)
    assert render_line(r"$\frac{1$") == r"<code>\frac{1</code>"


def test_a_program_is_highlighted_by_classes():
    html = render('```python run\ndef f(x):\n    return "a" + str(1)  # why\n```')
    assert '<pre class="listing" tabindex="0" role="group" aria-label="Program"><code>' in html
    for piece in ('<span class="k">def</span>', '<span class="d">f</span>', '<span class="s">"a"</span>'):
        assert piece in html
    assert '<span class="c"># why</span>' in html


def test_what_a_program_prints_is_behind_a_fold():
    program, output = "```python run\nprint(20)\n```", "```output\n20\n```"
    html = render(f"{program}\n\n{output}")
    assert '<details class="output"><summary>Predict what it prints, then look</summary>' in html
    assert "<details" not in render(output)
    assert "<details" not in render(f"{program}\n\nWords.\n\n{output}")
    assert "<details" not in render(f"```python show\nx\n```\n\n{output}")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "> note: *so*.",
            '<aside class="callout" data-kind="note">\n<p><strong>Note.</strong> <em>so</em>.</p>\n</aside>',
        ),
        (
            "> warning: hot.",
            '<aside class="callout" data-kind="warning">\n<p><strong>Careful.</strong> hot.</p>\n</aside>',
        ),
        (
            "> dated 2026-11-27: cheap.",
            '<aside class="callout" data-kind="dated">\n<p><strong>True on'
            ' <time datetime="2026-11-27">2026-11-27</time>.</strong> cheap.</p>\n</aside>',
        ),
        ("> Everything is a note: no.", "<blockquote>\n<p>Everything is a note: no.</p>\n</blockquote>"),
        ("> dated: without a day.", "<blockquote>\n<p>dated: without a day.</p>\n</blockquote>"),
    ],
)  # fmt: skip
def test_a_quote_that_begins_with_a_word_is_a_callout(text, html):
    assert render(text).strip() == html


def test_footnotes_of_two_texts_do_not_meet():
    text = "Here[^a] and here[^a].\n\n[^a]: There."
    one, other = render(text, mark="u15.chain.core"), render(text, mark="u15.graph.core")
    ids = [{each.attributes["id"] for each in read(html).walk() if "id" in each.attributes} for html in (one, other)]
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]
    for html, known in zip((one, other), ids, strict=True):
        links = [each.attributes["href"] for each in read(html).walk() if each.tag == "a"]
        assert {link.removeprefix("#") for link in links} <= known
    assert 'aria-label="Back to the text"' in one


def test_a_table_can_be_moved_sideways_by_keys():
    html = render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>' in html
    assert '<th scope="col">a</th>' in html


def test_links_lead_to_other_sites_and_within_the_curriculum():
    text = "[a](https://example.org/b) [b](/units/backpropagation-deep-dive/#u15.chain) [c](#u15.graph)"
    assert [each.attributes["href"] for each in read(render(text)).walk() if each.tag == "a"] == [
        "https://example.org/b", "/units/backpropagation-deep-dive/#u15.chain", "#u15.graph",
    ]  # fmt: skip


def test_the_same_text_is_always_the_same_bytes():
    text = "Some $x$[^1].\n\n[^1]: Note.\n\n```python run\nprint({1, 2})\n```"
    assert render(text, mark="u1.a") == render(text, mark="u1.a")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("One.\nIt costs $12.", 1, "A $ opens or closes a formula, and its other end is missing."),
        ("One.\n\nTwo $\\frac{1$.", 2, "The formula “\\frac{1” cannot be read at its character 8: Expected closing"),
        ("$$\n\\foo\n$$", 0, "The formula “\\foo” cannot be read at its character"),
        ("[x](javascript:alert(1))", 0, "A link leads to https://... or to a page of the curriculum, not to “java"),
        ("[x](http://example.org/)", 0, "A link leads to https://..."),
        ("a\nb <b>c</b>", 1, "HTML is shown as it was typed: <b>. Use Markdown."),
        ("<div>\nx\n</div>", 0, "HTML is shown as it was typed. Use Markdown."),
        ("![x](https://example.org/x.png)", 0, "There are no images in lessons"),
        ("```python\nx\n```", 0, "A fence is one of python run, python show, output, text, not “python”."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_text_is_named_with_its_line(text, line, sentence):
    assert any(place == line and found.startswith(sentence) for place, found in faults_in(text)), faults_in(text)


def test_nothing_is_wrong_in_the_texts_of_the_curriculum():
    rows = [row for row in rows_of(read_curriculum(REAL)) if row.kind in ("passage", "question", "unit")]
    texts = {
        str(row): row.values.get("text", row.values.get("proof")) for row in rows if row.values.get("kind") != "figure"
    }
    assert len(texts) > 150
    assert {row: faults_in(text) for row, text in texts.items() if faults_in(text)} == {}


def test_an_escaped_dollar_sign_and_a_small_number_are_no_fault():
    assert faults_in("a < b, \\$5, `$HOME`") == []
