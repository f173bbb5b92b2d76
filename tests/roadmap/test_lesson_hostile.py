"""Text that tries to be more than text, or to take all the time there is: what comes out of it, and what is said of it.

What an admin pastes is checked and shown by the same code as what an author writes.
"""

import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.lessons.allowed import ATTRIBUTES, CLASSES, INTERNAL, TAGS
from roadmap.lessons.asking import asked
from roadmap.lessons.checking import LONGEST, faults_of_text
from roadmap.lessons.code import not_yet_run
from roadmap.lessons.formulas import DEEPEST, BadFormula, mathml
from roadmap.lessons.passages import passage
from roadmap.lessons.text import render, render_line
from roadmap.models import Passage, Question
from tests.hostile_markdown import HOSTILE
from tests.reading import read
from tests.roadmap.admin_pages import Page

# What tries the parts that other texts of people do not have.
MORE_HOSTILE = {
    "a link in a formula": r"$\href{javascript:alert(1)}{x}$",
    "a class in a formula": r"$\class{notice}{x}$ $\style{position:fixed}{x}$ $\color{red}x$",
    "markup in a formula": r"$\text{<img src=x onerror=alert(1)>}$ $$\text{</math><script>alert(1)</script>}$$",
    "a formula that is left": "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml>",
    "a formula with an action": "<math><maction actiontype='x' xlink:href='javascript:alert(1)'>x</maction></math>",
    "a color, a box and a rule": r"$\color{red}x$ $\boxed{x}$ $\begin{array}{l|r}a&b\end{array}$ $\textsc{a}$",
    "a formula as wide as a field": r"$a\hspace{100000em}b$ $\kern99999em$ $\raisebox{9999em}{x}$",
    "a formula with an attribute": r'$\operatorname{" onclick="alert(1)}$ $x_{"}$ $\text{"}$',
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


# Each is longer, deeper or wider than anything that is read; all of it is typed by somebody, some day.
LARGE = {
    "one line": "a" * 10_000,
    "one line of words": "word " * 4_000,
    "quotes in quotes": ">" * 10_000 + " x",
    "lists in lists": "- " * 5_000 + "x",
    "a list that goes in": "\n".join(f"{'  ' * depth}- x" for depth in range(150)),
    "emphasis in emphasis": "*_" * 5_000 + "x",
    "links in links": "[" * 9_000 + "x" + "](/units/a/)" * 900,
    "a formula of many signs": f"${'x+' * 9_000}x$",
    "braces in braces": f"${'{' * 9_000}x{'}' * 9_000}$",
    "fractions in fractions": "$" + r"\frac" * 3_000 + " x$",
    "roots in roots": "$" + r"\sqrt{" * 2_000 + "x" + "}" * 2_000 + "$",
    "brackets in brackets": "$$\n" + r"\left(" * 1_500 + "x" + r"\right)" * 1_500 + "\n$$",
    "matrices in matrices": "$$\n" + r"\begin{matrix}" * 600 + "x" + r"\end{matrix}" * 600 + "\n$$",
    "a command that calls itself": r"$\def\a{\a\a}\a$ $\newcommand{\b}{\b\b}\b$",
    "thousands of formulas": "$x$ " * 4_000,
    "formulas that are not closed": "$x " * 5_000,
    "a table of many columns": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + ("\n|" + "b|" * 1_000) * 6,
    "a table of many rows": "| a | b |\n|---|---|" + "\n| 1 | 2 |" * 1_900,
    "thousands of footnotes": "x[^1]" * 3_000 + "\n\n[^1]: y",
    "footnotes in footnotes": "^[a" * 5_000 + "]" * 5_000,
    "thousands of callouts": "> note: x\n\n" * 1_600,
    "a program of one line": "```python run\n" + "f(" * 8_000 + "\n```",
    "a program of one string": "```python run\n" + "'" * 19_000 + "\n```",
    "right to left": "\u202e" * 9_000 + "txt.exe",
    "marks on marks": "e" + "\u0301" * 15_000,
    "people": "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}" * 3_000,
    "thousands of entities": "&lt;" * 4_000,
    "comments that are not closed": "<!--" * 4_000,
    "tags that are not closed": "<a href=" * 2_000,
}
# What a lesson may hold however odd it is: there is nothing to say about it.
FINE = ("one line", "people", "thousands of formulas", "a table of many rows", "thousands of entities")
SECONDS = 2.0


def took(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_whatever_is_large_is_rendered_and_checked_quickly(text):
    assert took(lambda: faults(render(text, mark="u1.a")) == [] or pytest.fail("not inert")) < SECONDS
    assert took(lambda: faults_of_text("core", text)) < SECONDS


@pytest.mark.parametrize("piece", [">", "[", "$", "$x", "*", "`", "[^1]", "<", "((", "![[", r"\(", "{", "| a ", "- "])
def test_ten_thousand_characters_of_anything_take_less_than_a_second(piece):
    assert took(lambda: render(piece * (10_000 // len(piece)))) < 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a formula of many signs", "cannot be read because it has more than 2,000 characters"),
        ("braces in braces", "cannot be read because it has more than 2,000 characters"),
        ("a command that calls itself", "cannot be read at its character 1: Too many expansions"),
        ("right to left", "turns the direction of the text: U+202E"),
        ("marks on marks", "more than three accents"),
        ("formulas that are not closed", "A $ opens or closes a formula"),
        ("comments that are not closed", "HTML is shown as it was typed"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(name, sentence):
    assert any(sentence in said for said in faults_of_text("core", LARGE[name]))


@pytest.mark.parametrize(
    ("tex", "sentence"),
    [
        ("{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1), "because more than 30 things stand within each other"),
        (r"\left(" * 31 + "x" + r"\right)" * 31, "because more than 30 things stand within each other"),
        (r"\begin{matrix}" * 31 + r"\end{matrix}" * 31, "because more than 30 things stand within each other"),
        (r"\hat " * 31 + "x", "because more than 30 things stand within each other"),
        (r"\color{red}x", "because a page does not show its colors"),
        (r"\begin{align}a&=b\end{align}", "because a page does not show its colors, rules, numbers"),
        (r"\begin{array}{l|r}a&b\end{array}", "because a page does not show its colors, rules"),
        (r"\boxed{x}", "because a page does not show its boxes"),
        (r"a\hspace{30em}b", "because a space in it is wider than 20 letters"),
        (r"\href{javascript:alert(1)}{x}", "at its character 1: Unknown command"),
    ],
)
def test_a_formula_that_a_page_would_not_show_as_it_is_meant_is_refused(tex, sentence):
    with pytest.raises(BadFormula, match=sentence.replace("(", r"\(")):
        mathml(tex, display=True)


def test_what_is_as_deep_as_it_may_be_fits_into_the_smallest_thread():
    """A process that serves has threads with less room than its first one, and a formula must not take them along."""
    depth = DEEPEST
    made: list[str] = []
    texts = [r"\frac{" * depth + "x" + "}{y}" * depth, r"\hat " * depth + "x", r"\sqrt{x" * depth + "}" * depth]
    before = threading.stack_size(128 * 1024)
    try:
        worker = threading.Thread(target=lambda: made.extend(mathml(text, display=True) for text in texts))
        worker.start()
    finally:
        threading.stack_size(before)
    worker.join()
    assert len(made) == len(texts)


def test_without_these_limits_a_formula_would_end_the_process():
    """The control: the converter itself is asked, elsewhere, what becomes of ten thousand braces."""
    program = "import math_core as m; m.LatexToMathML().convert_with_local_state('{' * 10_000, displaystyle=False)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode < 0


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_every_kind_of_part_is_checked_and_shown_without_an_error(text):
    for kind in Passage.Kind.values:
        faults_of_text(kind, text)
        passage(kind, text, mark="u1.a")
    for kind in Question.Kind.values:
        faults_of_text(kind, text)
        asked(kind, text, mark="u1.a.q1")


@pytest.mark.parametrize("name", FINE)
def test_what_is_only_odd_is_let_through(name):
    assert faults_of_text("core", LARGE[name]) == []


@pytest.mark.parametrize("name", ["a script", "an image", "javascript in a link", "a formula", "a comment"])
def test_the_admin_is_told_why_a_page_would_not_show_it(name):
    assert faults_of_text("core", HOSTILE[name])


class TestInTheAdmin:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def core(self):
        return Passage.objects.get(key="chain.core", milestone__unit__number=15)

    @pytest.fixture
    def admin(self, client_of, alan):
        return client_of(alan)

    @pytest.fixture
    def typed(self, admin, core):
        return Page(admin, f"/admin/roadmap/passage/{core.pk}/change/").typed

    @pytest.mark.parametrize("name", LARGE)
    def test_it_is_saved_or_refused_with_a_sentence_and_looked_at(self, admin, core, typed, name):
        text = LARGE[name].strip("\n")
        before = core.html
        saved = admin.post(f"/admin/roadmap/passage/{core.pk}/change/", typed | {"text": text})
        core.refresh_from_db()
        if faults_of_text("core", text):
            assert saved.status_code == 200
            assert core.html == before
            assert "errorlist" in saved.text
        else:
            assert saved.status_code == 302
            assert core.html == not_yet_run(render(text, mark="u15.chain.core"))
        looked = admin.post(f"/admin/roadmap/passage/{core.pk}/preview/", typed | {"text": text})
        assert looked.status_code == 200

    def test_what_is_too_long_is_not_even_rendered(self, admin, core, typed):
        text = "x[^1]" * LONGEST + "\n\n[^1]: y"
        began = time.monotonic()
        looked = admin.post(f"/admin/roadmap/passage/{core.pk}/preview/", typed | {"text": text})
        assert time.monotonic() - began < SECONDS
        assert "at most 20,000 characters" in read(looked).text
        assert "footnotes" not in looked.text
