"""A question is read into its parts and put together again; what is wrong in it is named with its line."""

import pytest

from roadmap.curriculum.arithmetic import NotArithmetic, value_of
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.outline import every, outline
from roadmap.curriculum.questions import questions_of, read_question
from roadmap.curriculum.reading import read_curriculum
from tests.roadmap.files import REAL

SINGLE = """#### single {#u1.sums.q1}

Which sum is even?

- [ ] 2 + 3
  betrays: Looks at the first number alone.
- [x] 3 + 5
- [ ] 4 + 5
  betrays: Looks at the first number alone.
- [ ] 6 + 7
  betrays: Takes the larger number for the sum.

why: Two odd numbers make an even one.
"""
MULTIPLE = """#### multiple {#u1.sums.q2}

Which of these are even?

- [x] 8
  because: Four and four.
- [ ] 9
  betrays: Takes a multiple of three for an even number.
- [x] 10
  because: Five and five.
- [ ] 11
  betrays: Looks at the number of digits.

why: Halves are whole.
"""
NUMERIC = """#### numeric {#u1.sums.q3}

What is a third of eleven?

answer: 3.67
tolerance: 0.02
unit: cakes
check: `11 / 3`
trap: 11/4 | Divides by four.
why: Three times 3.67 is 11.01.
"""
ORDER = """#### order {#u1.sums.q4}

Put these in order.

1. one
2. two
3. three
4. four

swap: 3 before 2 | Counts in another language.
why: So they are counted.
"""
SHORT = """#### short {#u1.sums.q5}

Why do we count?

model: To know how many there are.
  Without it we guess.
must: Says how many.
must: Says that the other way is a guess.
weak: "Because." It gives no reason.
why: A number is a decision.
"""
PREDICT = """#### predict {#u1.sums.q6}

What is printed?

```python run
print(1)
print("- [x] no choice")
```

```output
1
- [x] no choice
```

trap: `1 / 2` | Thinks that both lines are numbers.
why: A text is printed as it is.
"""
KINDS = {"single": SINGLE, "multiple": MULTIPLE, "numeric": NUMERIC, "order": ORDER, "short": SHORT, "predict": PREDICT}


def read(text):
    findings = Findings("unit.md")
    lines = f"## Topic: Sums {{#u1.sums}}\n### Questions\n{text}".split("\n")
    question = next(section for section in every(outline(lines, 0, findings)) if section.depth == 4)
    return read_question(question, findings), [str(fault) for fault in findings.faults]


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_a_question_of_each_kind_is_read_and_put_together_again(text):
    question, faults = read(text)
    assert faults == []
    assert question.text == text.split("\n\n", 1)[1].rstrip("\n")


def test_the_parts_of_a_question_are_found():
    assert read(SINGLE)[0].right == (1,)
    assert read(MULTIPLE)[0].right == (0, 2)
    assert [choice.note for choice in read(MULTIPLE)[0].choices][:2] == [
        "Four and four.",
        "Takes a multiple of three for an even number.",
    ]
    numeric = read(NUMERIC)[0]
    assert (numeric.one("answer"), numeric.one("unit"), numeric.traps[0].value) == ("3.67", "cakes", "11/4")
    assert read(ORDER)[0].items == ("one", "two", "three", "four")
    assert (read(ORDER)[0].swaps[0].later, read(ORDER)[0].swaps[0].earlier) == (3, 2)
    assert list(read(SHORT)[0].all("must")) == ["Says how many.", "Says that the other way is a guess."]
    assert read(SHORT)[0].one("model") == "To know how many there are.\nWithout it we guess."
    assert read(PREDICT)[0].traps[0].value == "1 / 2"
    assert read(PREDICT)[0].choices == ()


def test_every_question_of_the_curriculum_is_put_together_again():
    questions = [
        (question, part)
        for unit in read_curriculum(REAL).units
        for topic in unit.topics
        for section in topic.lesson
        if section.name == "Questions"
        for question, part in zip(questions_of(topic), section.parts, strict=True)
    ]
    assert len(questions) >= 53
    assert all(question.text == part.body for question, part in questions)


# A row: a question, words in it, what they are replaced with, and what is then told.
PLANTED = [
    (SINGLE, "single", "choice", 'unit.md:3: question: expected one of the kinds single, multiple, numeric, order, short, predict, found "choice"'),
    (SINGLE, "Which sum is even?\n\n", "", "unit.md:3: prompt: expected what is asked, found nothing"),
    (SINGLE, "- [ ] 6 + 7\n  betrays: Takes the larger number for the sum.\n", "", "unit.md:3: choice: expected 4 choices, found 3"),
    (SINGLE, "- [x] 3 + 5", "- [ ] 3 + 5\n  betrays: Nothing.", "unit.md:3: choice: expected one right choice, found 0"),
    (SINGLE, "  betrays: Looks at the first number alone.\n- [x]", "- [x]", "unit.md:7: betrays: expected what this wrong choice betrays, in the line below, found nothing"),
    (SINGLE, "- [x] 3 + 5", "- [x] 3 + 5\n  betrays: No.", 'unit.md:10: betrays: expected because: under a right choice, once, found "No."'),
    (SINGLE, "why: Two odd", "whi: Two odd", 'unit.md:15: question: expected a field (why), or its next line after two blanks, found "whi: Two odd numbers make an even one."'),
    (SINGLE, "\nwhy: Two odd numbers make an even one.", "", "unit.md:3: why: expected 1 of this field, found 0"),
    (SINGLE, "\nwhy:", "\nanswer: 3\nwhy:", 'unit.md:15: answer: expected one of the fields why, found "answer"'),
    (SINGLE, "why: Two odd numbers make an even one.", "why: ", "unit.md:15: why: expected text, found nothing"),
    (SINGLE, "even?\n\n-", "even?\n-", 'unit.md:6: form: expected an empty line, found "- [ ] 2 + 3"'),
    (MULTIPLE, "  because: Five and five.\n", "", "unit.md:11: because: expected why this right choice is right, in the line below, found nothing"),
    (MULTIPLE, "- [x] 10\n  because", "- [ ] 10\n  betrays", "unit.md:3: choice: expected at least 2 right and 2 wrong choices, found 1 and 3"),
    (NUMERIC, "answer: 3.67", "answer: three", 'unit.md:7: answer: expected a number, found "three"'),
    (NUMERIC, "tolerance: 0.02\nunit: cakes", "unit: cakes\ntolerance: 0.02", "unit.md:9: tolerance: expected this field before unit, found it after that"),
    (NUMERIC, "11/4 | Divides by four.", "11/4", 'unit.md:11: trap: expected an answer, then | and what it betrays, found "11/4"'),
    (NUMERIC, "11/4", "eleven", 'unit.md:11: trap: expected a number or a sum of numbers, found "eleven"'),
    (NUMERIC, "trap: 11/4 | Divides by four.\n", "", "unit.md:3: trap: expected 1 to 9 of this field, found 0"),
    (NUMERIC, "eleven?\n", "eleven?\n\n- [ ] 4\n", "unit.md:7: choice: expected no choices in a question of kind numeric, found one"),
    (ORDER, "3. three\n4. four\n", "", "unit.md:3: item: expected 4 to 7 items, found 2"),
    (ORDER, "3. three", "5. three", "unit.md:9: item: expected the number 3, found 5"),
    (ORDER, "3 before 2", "2 before 3", 'unit.md:12: swap: expected a later item before an earlier one (3 before 2), found "2 before 3"'),
    (SHORT, "must: Says how many.\n", "", "unit.md:3: must: expected 2 to 5 of this field, found 1"),
    (SHORT, "  Without it", "Without it", 'unit.md:8: question: expected a field (model, must, weak, why), or its next line after two blanks, found "Without it we guess."'),
    (PREDICT, "`1 / 2`", "1 2", 'unit.md:17: trap: expected what would be printed, between two signs `, found "1 2"'),
    (PREDICT, "why:", "```text\nwhy:", 'unit.md:18: question: expected a field (trap, why), or its next line after two blanks, found "```text"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "sentence"), PLANTED, ids=[row[3].split("found")[0] for row in PLANTED])
def test_a_planted_fault_is_named(text, old, new, sentence):
    assert old in text
    assert sentence in read(text.replace(old, new, 1))[1]


@pytest.mark.parametrize(("text", "value"), [("11/3", 11 / 3), ("-2", -2), ("(3 * 2 - 1) / 3", 5 / 3), ("2**10", 1024)])
def test_a_sum_is_worked_out(text, value):
    assert value_of(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "1/0", "9**9**9", "(-1)**0.5", "1e999", "nan", "1j", "True", "'a'", "a", "print(1)", "().__class__",
        "1 if 1 else 2", "[1][0]", "1;2", "(" * 100, "1+" * 99 + "1+1", "\u0661",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused_and_never_run(text):
    with pytest.raises(NotArithmetic):
        value_of(text)
