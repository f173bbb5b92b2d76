"""The Markdown of a lesson: formulas, programs, callouts and footnotes, and nothing that a page has not made itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.rows import rows_of
from roadmap.lessons import text as texts_of_lessons
from roadmap.lessons.allowed import cleaned
from roadmap.lessons.checking import faults_in
from roadmap.lessons.formulas import BadFormula, mathml
from roadmap.lessons.text import render, render_line
from tests.reading import read
from tests.roadmap.files import REAL


def test_a_formula_is_mathml_without_a_script():
    html = render("Say $c_1=2$ then\n\n$$\n\\frac{a}{b}\n$$\n")
    assert "<math><msub><mi>c</mi><mn>1</mn></msub><mo>=</mo><mn>2</mn></math>" in html
    assert '<div class="formula" tabindex="0" role="group" aria-label="Formula"><math display="block">' in html
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in html


def test_columns_of_equations_stand_by_classes():
    html = render("$$\n\\begin{aligned}a&=b\\end{aligned}\n$$")
    assert '<mtd class="end flush-end">' in html
    assert '<mtd class="start flush-start">' in html
    assert " style=" not in html


def test_the_columns_of_cases_stand_at_the_left_and_apart():
    html = render_line("$\\begin{cases}a&b\\\\c&d\\end{cases}$")
    assert html.count('<mtd class="start flush-end">') == html.count('<mtd class="start flush-end apart">') == 2


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("so $x$, then", "", ","), ("so ($x$).", "(", ")."), ("a top-$x$ list", "top-", ""), ("$x$-means", "", "-"),
        ("the $x$th row", "", "th"), ("“$x$”: a name", "“", "”:"), ("about $x$%", "", "%"),
    ],
)  # fmt: skip
def test_what_touches_a_formula_stays_with_it(text, before, after):
    html = render_line(text)
    assert f'<span class="tied">{before}<math><mi>x</mi></math>{after}</span>' in html
    assert read(html).text.replace(" ", "") == text.replace("$", "").replace(" ", "")


def test_a_formula_that_touches_nothing_needs_no_more_around_it():
    assert render_line("so $x$ is") == "so <math><mi>x</mi></math> is"
    assert render_line("of 3 $x$") == "of 3 <math><mi>x</mi></math>"


def test_a_long_formula_may_be_broken_after_a_relation_and_nowhere_else():
    html = render_line(r"$\bar X_{ik}=\sum_j\bar Y_{ij}W_{kj}+f(a=b)+1$.")
    assert html.count("<math>") == 2
    assert html.count('<mo form="infix">=</mo></math>') == 1
    assert "<mo>=</mo><mi>b</mi>" in html
    assert html.endswith("</math>.</span>")
    assert render_line("$a=b+c$").count("<math>") == 1
    assert render_line(r"$\sum_{i=1}^{n}x_{i}y_{i}z_{i}w_{i}v_{i}u_{i}$").count("<math>") == 1


def test_a_long_part_of_a_formula_may_be_broken_after_an_operator_too():
    html = render_line(r"$-0.5\,(4,2,-2)-0.5\,(0,4+1,2)+(0,0,3)=-1-2$")
    pieces = [re.sub("<[^>]*>", "", piece).replace("\N{MINUS SIGN}", "-") for piece in html.split("</math>")]
    assert pieces == ["-0.5(4,2,-2)-", "0.5(0,4+1,2)+", "(0,0,3)=", "-1-2", ""]


def test_a_table_says_nothing_that_checkers_of_pages_do_not_know():
    for environment in ("pmatrix", "aligned", "cases"):
        html = mathml(rf"\begin{{{environment}}}a&b\\c&d\end{{{environment}}}", display=True)
        assert "<mtable" in html
        assert "scriptlevel" not in html


def test_a_dollar_sign_in_code_is_no_formula():
    assert render_line("costs `$x$`") == "costs <code>$x$</code>"
    assert "<math" not in render("```text\n$x$\n```")


def test_a_formula_that_cannot_be_read_says_where():
    with pytest.raises(BadFormula, match=r"^at its character 8: Expected closing token"):
        mathml(r"\frac{1", display=False)
    assert render_line(r"$\frac{1$") == r"<code>\frac{1</code>"


def test_a_program_is_highlighted_by_classes():
    html = render('```python run\ndef f(x):\n    return "a" + str(1)  # why\n```')
    assert (
        '<figure class="listing" data-kind="run"><figcaption>Program</figcaption><pre tabindex="0" role="group"' in html
    )
    for piece in ('<span class="k">def</span>', '<span class="d">f</span>', '<span class="s">"a"</span>'):
        assert piece in html
    assert '<span class="c"># why</span>' in html


def test_what_a_program_prints_is_behind_a_fold():
    program, output = "```python run\nprint(20)\n```", "```output\n20\n```"
    html = render(f"{program}\n\n{output}")
    assert '<details class="fold"><summary>Predict what it prints, then look</summary>' in html
    assert "<details" not in render(output)
    assert "<details" not in render(f"{program}\n\nWords.\n\n{output}")
    assert "<details" not in render(f"```python show\nx\n```\n\n{output}")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "> note: *so*.",
            '<div class="callout" role="note" data-kind="note">\n<p><strong>Note.</strong> <em>so</em>.</p>\n</div>',
        ),
        (
            "> warning: hot.",
            '<div class="callout" role="note" data-kind="warning">\n<p><strong>Careful.</strong> hot.</p>\n</div>',
        ),
        (
            "> dated 2026-11-27: cheap.",
            '<div class="callout" role="note" data-kind="dated">\n<p><strong>True on'
            ' <time datetime="2026-11-27">2026-11-27</time>.</strong> cheap.</p>\n</div>',
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


def test_a_line_has_no_footnotes():
    assert render_line("x^[y] z[^1]") == "x^[y] z[^1]"


def test_the_same_text_is_always_the_same_bytes():
    text = "Some $x$[^1].\n\n[^1]: Note.\n\n```python run\nprint({1, 2})\n```"
    assert render(text, mark="u1.a") == render(text, mark="u1.a")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("One.\nIt costs $12.", 1, "A $ opens or closes a formula, and its other end is missing."),
        ("One.\n\nTwo $\\frac{1$.", 2, "The formula “\\frac{1” cannot be read at its character 8: Expected closing"),
        ("$$\n\\foo\n$$", 0, "The formula “\\foo” cannot be read at its character"),
        ("One.\n$x+{}$.".format("ab" * 15), 1, "The formula “x+abab"),
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


@given(st.from_regex(texts_of_lessons.PLAIN, fullmatch=True))
def test_a_plain_line_is_shown_as_if_it_had_been_read(line):
    assert render_line(line.strip()) == cleaned(texts_of_lessons._of_lines.renderInline(line.strip(), {}))
