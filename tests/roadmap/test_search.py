"""What is found for what is typed: by number, name and topic, whatever the case, the accents and a slip."""

import pytest

from roadmap import atlas
from roadmap.search import Held, entries_of, find, folded, is_near, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    """Titles with their numbers, the nearest first, and how much of what was typed they hold."""
    entries = entries_of(atlas.current())

    def search(typed):
        matches, held = find(entries, words_of(typed))
        return [" ".join((*match.entry.numbers[:1], match.entry.name)) for match in matches], held

    return search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("15", "15 Backpropagation Deep Dive"),
        ("unit 15", "15 Backpropagation Deep Dive"),
        ("phase 3", "3 Full-Stack Engineering"),
        ("capstone 2", "2 Complex AI Application"),
        ("C1 scale", "c1 AI-Native Tool SCALE"),
        ("evals", "42 LLM Evaluation"),
        ("evaluation llm", "42 LLM Evaluation"),
        ("ÉVALUATION", "42 LLM Evaluation"),
        ("\uff4c\uff4c\uff4d eval", "42 LLM Evaluation"),
        ("backprop", "15 Backpropagation Deep Dive"),
        ("attention mech", "34 Attention Mechanisms"),
        ("computational graph", "15 Backpropagation Deep Dive"),
        ("planted sign", "15 Backpropagation Deep Dive"),
        ("agents", "63 AI Agents Fundamentals"),
    ],
)
def test_what_one_means_comes_first(found, typed, first):
    titles, held = found(typed)
    assert (titles[0], held) == (first, Held.ALL)


def test_a_number_comes_before_those_that_begin_with_it(found):
    titles, _ = found("1")
    assert titles[:3] == ["1 Linear Algebra & Vectors", "1 Foundations", "1 AI-Native Tool"]
    assert {title.split()[0] for title in titles[3:]} >= {"10", "11", "19"}


def test_names_come_before_topics(found):
    titles, _ = found("evaluation")
    assert titles[0] == "42 LLM Evaluation"
    assert "62 Advanced RAG" in titles[1:]


def test_topics_come_before_what_is_asked_of_them(found):
    titles, _ = found("evals")
    assert titles.index("62 Advanced RAG") < titles.index("17 Training Deep Networks")


@pytest.mark.parametrize("typed", ["transfromer", "trasformer", "transfformer", "transfoemer"])
def test_a_slip_is_forgiven_and_said(found, typed):
    titles, held = found(typed)
    assert titles[0] == "35 Transformer Architecture"
    assert held is Held.CLOSE


def test_words_that_nothing_holds_together_find_what_holds_some(found):
    titles, held = found("backpropagation kubernetes")
    assert held is Held.SOME
    assert "15 Backpropagation Deep Dive" in titles


@pytest.mark.parametrize("typed", ["zzzz", "🧑‍🚀", "\u202e", "!!!", "", "x" * 100])
def test_what_is_not_there_finds_nothing(found, typed):
    assert found(typed)[0] == []


def test_case_accents_and_marks_make_no_difference():
    assert folded("Ångström STRASSE ﬁt") == folded("a\u030angstrom Straße fit")
    assert words_of("  Zoë's C++/CI—CD_2 \u200f") == ["zoe", "s", "c", "ci", "cd", "2"]


def test_short_words_are_no_slips_of_each_other():
    assert not is_near("rags", "rag")
    assert not is_near("model", "mantel")
    assert is_near("modle", "model")
