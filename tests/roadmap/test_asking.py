"""What is told of an answer: whether it is right, and what a wrong one betrays. Nothing of it is ever executed."""

import pytest

from roadmap.curriculum.questions import questions_of
from roadmap.curriculum.reading import read_curriculum
from roadmap.lessons.asking import NoAnswer, asked, question_of, tell, tokens
from tests.roadmap.files import REAL
from tests.roadmap.test_questions import KINDS


def made(kind):
    return asked(kind, KINDS[kind].split("\n\n", 1)[1].rstrip("\n"), mark="u1.sums.q1")


def told(kind, *given):
    found = tell(kind, made(kind), given)
    return found.is_right, list(found.betrays)


@pytest.mark.parametrize(
    ("kind", "given", "is_right", "betrays"),
    [
        ("single", ["1"], True, []),
        ("single", ["3"], False, ["Takes the larger number for the sum."]),
        ("multiple", ["0", "2"], True, []),
        ("multiple", ["0"], False, ["Five and five."]),
        ("multiple", ["0", "1", "2"], False, ["Takes a multiple of three for an even number."]),
        ("multiple", ["3"], False, ["Four and four.", "Five and five.", "Looks at the number of digits."]),
        ("numeric", ["3.67"], True, []),
        ("numeric", ["3,66"], True, []),
        ("numeric", [" 11 / 3 "], True, []),
        ("numeric", ["3.6"], False, []),
        ("numeric", ["2.75"], False, ["Divides by four."]),
        ("numeric", ["1,000"], False, []),
        ("order", ["1", "2", "3", "4"], True, []),
        ("order", ["1", "3", "2", "4"], False, ["Counts in another language."]),
        ("order", ["2", "1", "3", "4"], False, []),
        ("predict", ["1\n- [x] no choice"], True, []),
        ("predict", ["1  - [x]  no choice "], True, []),
        ("predict", ["1.0\n'- [x] no choice'"], True, []),
        ("predict", ["1\n2"], False, ["Thinks that both lines are numbers."]),
        ("predict", ["7"], False, []),
        ("short", ["To know."], None, []),
    ],
)
def test_an_answer_is_judged(kind, given, is_right, betrays):
    assert told(kind, *given) == (is_right, betrays)


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        ("single", [], "choice"), ("single", ["9"], "choice"), ("single", ["0", "1"], "choice"),
        ("single", ["x"], "choice"), ("multiple", [], "choice"), ("numeric", [""], "number"),
        ("numeric", ["about three"], "number"), ("numeric", ["9**9**9"], "number"), ("numeric", ["1" * 300], "number"),
        ("numeric", ["\N{ARABIC-INDIC DIGIT ONE}" * 3], "number"), ("order", ["1", "2"], "order"),
        ("order", ["1", "1", "2", "3"], "order"), ("predict", ["  "], "text"), ("short", [" \n "], "text"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_not_judged(kind, given, wanted):
    with pytest.raises(NoAnswer, match=wanted):
        told(kind, *given)


def test_the_output_of_a_prediction_is_not_shown_with_it():
    shown = made("predict")
    assert "print" in shown["prompt"]
    assert "Output" not in shown["prompt"]
    assert shown["output"] == "1\n- [x] no choice\n"


def test_numbers_are_compared_as_numbers_and_blanks_not_at_all():
    assert tokens("[1, 2.50]  x") == tokens("[1,2.5] 'x'")
    assert tokens("-1e-3") == [-0.001]
    assert tokens("a1") != tokens("a 1 1")


def test_a_text_that_is_no_question_is_shown_as_none():
    assert asked("single", "Nothing to choose.", mark="u1.a.q1") == {}
    question, findings = question_of("single", "Nothing to choose.")
    assert question is not None
    assert findings.faults


def right_answer(question):
    if question.choices:
        return [str(place) for place in question.right]
    if question.kind == "numeric":
        return [question.one("answer")]
    return [str(place) for place in range(1, len(question.items) + 1)]


def test_every_right_answer_of_the_curriculum_is_right_and_every_trap_is_caught():
    caught = 0
    for unit in read_curriculum(REAL).units:
        for topic in unit.topics:
            for question in questions_of(topic):
                shown = asked(question.kind, question.text, mark=question.id)
                if question.kind != "short":
                    answer = [shown["output"]] if question.kind == "predict" else right_answer(question)
                    assert tell(question.kind, shown, answer).is_right, question.id
                for trap in question.traps:
                    given = trap.value.replace(" / ", "\n") if question.kind == "predict" else trap.value
                    found = tell(question.kind, shown, [given])
                    assert not found.is_right, question.id
                    assert len(found.betrays) == 1, (question.id, trap.value)
                    caught += 1
    assert caught > 60
