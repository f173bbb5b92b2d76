"""Each gate catches what it is for, in its line, and lets a good lesson pass."""

import re
from dataclasses import replace

import pytest

from roadmap.checks.alike import MOST_SHARED
from roadmap.checks.balance import RATIO, SPREAD
from roadmap.checks.gates import faults_of
from roadmap.checks.lengths import LONGEST_CHOICE, LONGEST_CODE_LINE, WORDS
from roadmap.checks.parts import KINDS, LIST_ITEMS, QUESTIONS, RESOURCES
from roadmap.curriculum.documents import Unit
from roadmap.curriculum.faults import FaultyCurriculum
from roadmap.curriculum.reading import read_apart, read_curriculum
from tests.roadmap.checks.planted import PLANTED
from tests.roadmap.files import REAL, ROOT, SMALL, change

IDS = [f"{line} {sentence[:40]}" for _old, _new, line, sentence in PLANTED]


def test_the_example_for_authors_passes(judged):
    assert judged() == []


@pytest.mark.parametrize(("old", "new", "line", "sentence"), PLANTED, ids=IDS)
def test_a_planted_fault_is_named_with_its_line(lesson, judged, old, new, line, sentence):
    change(lesson.parent, lesson.name, old, new)
    assert judged() == [f"{line}: {sentence}"]


def test_a_unit_that_waits_for_its_lesson_is_judged_by_no_gate():
    units = read_curriculum(REAL).units
    waiting = [unit for unit in units if not unit.resources and not any(topic.lesson for topic in unit.topics)]
    assert waiting
    assert faults_of(waiting) == []


def test_a_lesson_that_was_only_begun_is_told_what_it_lacks():
    assert [fault.field for fault in faults_of(read_curriculum(SMALL).units)][:4] == [
        "terms",
        "resources",
        "Why it matters",
        "Bridge",
    ]


def test_a_topic_that_no_resource_serves_is_named(lesson, judged):
    text = lesson.read_text()
    lesson.write_text(text.replace("serves: [u99.middle]", "serves: []"))
    assert judged() == ["57: Topic: expected a resource that serves u99.middle, found none"]


def test_too_few_resources_are_counted(lesson, judged):
    lesson.write_text(re.sub(r"  - id: u99\.r\.numpy\n(    .*\n)*", "", lesson.read_text()))
    assert judged() == ["10: resources: expected 4 to 8 resources, found 3"]


def without(text, *questions):
    for number in questions:
        text, count = re.subn(rf"#### \w+ {{#u99\.middle\.q{number}}}\n(?:.*\n)*?(?=#)", "", text)
        assert count == 1
    return text


def test_too_few_questions_are_counted(lesson, judged):
    lesson.write_text(without(lesson.read_text(), 1, 2, 3, 4, 6))
    assert judged() == ["116: Questions: expected at least 4 questions of at least 3 kinds, found 3 of 3"]


def test_too_few_kinds_of_questions_are_counted(lesson, judged):
    lesson.write_text(without(lesson.read_text(), 5, 6, 7, 8))
    assert judged() == ["116: Questions: expected at least 4 questions of at least 3 kinds, found 4 of 2"]


CHOICES = re.compile(r"(?:- \[.\] .*\n(?:  \w+: .*\n)?)+")
CHOICE = re.compile(r"- \[.\] .*\n(?:  \w+: .*\n)?")


def with_choices(text, kind, arranged):
    """The lesson with the choices of each question of a kind arranged otherwise."""

    def question(found):
        return CHOICES.sub(lambda choices: "".join(arranged(CHOICE.findall(choices[0]))), found[0], count=1)

    return re.sub(rf"#### {kind} .*\n(?:(?!####).*\n)*", question, text)


def right_first(choices):
    return sorted(choices, key=lambda choice: not choice.startswith("- [x]"))


def test_right_answers_in_one_place_are_seen(lesson, judged):
    lesson.write_text(with_choices(lesson.read_text(), "single", right_first))
    assert judged() == [
        "124: choice: expected right answers of single at most 40% in one place, found 3 of 3 in the first"
    ]


def test_right_answers_of_multiple_at_one_end_are_seen(lesson, judged):
    lesson.write_text(with_choices(lesson.read_text(), "multiple", lambda choices: right_first(choices)[::-1]))
    [fault] = judged()
    assert fault.startswith("172: choice: expected right choices of multiple spread")
    assert fault.endswith("found 0.83")


def longer_by(words):
    return lambda choices: [
        choice.replace(".\n", f"{words}.\n", 1) if choice.startswith("- [x]") else choice for choice in choices
    ]


def test_right_choices_that_are_longest_are_seen(lesson, judged):
    lesson.write_text(with_choices(lesson.read_text(), "single", longer_by(" here too")))
    assert [fault for fault in judged() if "the longest in" in fault] == [
        "126: choice: expected the right choice of single to be the longest in at most a third, found 2 of 3"
    ]


def test_right_choices_that_are_longer_on_average_are_seen(lesson, judged):
    lesson.write_text(with_choices(lesson.read_text(), "(?:single|multiple)", longer_by(" as they say")))
    [fault] = [fault for fault in judged() if "on average" in fault]
    assert "expected right choices 0.88 to 1.10 times as long as wrong ones" in fault


def test_right_choices_that_are_shorter_on_average_are_seen(lesson, judged):
    def shorter(choices):
        return [f"{each[:26]}.\n" + each.partition("\n")[2] if each.startswith("- [x]") else each for each in choices]

    lesson.write_text(with_choices(lesson.read_text(), "(?:single|multiple)", shorter))
    assert [fault for fault in judged() if "on average" in fault]


def test_what_is_dated_may_stand_in_a_callout_with_its_day(lesson, judged):
    said = "> dated 2026-03-31: The latest Claude costs 3 USD.\n> It was 4 USD in 2025.\n\n"
    change(lesson.parent, lesson.name, "Take deliveries of", f"{said}Take deliveries of")
    assert judged() == []
    change(lesson.parent, lesson.name, "2025.\n", "2025.\n\n> It is 2026.\n")
    assert [fault.partition(":")[0] for fault in judged()] == ["75"]


def test_a_power_of_two_is_no_year(lesson, judged):
    change(lesson.parent, lesson.name, "Take deliveries of", "There are 2048 of them.\nTake deliveries of")
    assert judged() == []


def test_what_stands_in_a_fence_is_no_prose(lesson, judged):
    said = "```text\nChatGPT  said in 2024:\trobust $ <b>\n```\n\nTake deliveries of"
    change(lesson.parent, lesson.name, "Take deliveries of", said)
    assert judged() == []


def test_authors_are_told_the_numbers():
    """Somebody who writes from the page alone must not be refused by a number that it does not name."""
    told = (ROOT / "docs" / "authors.md").read_text()
    numbers = [f"{least}-{most}" for least, most in [*WORDS.values(), RESOURCES, LIST_ITEMS]]
    numbers += [f"{LONGEST_CODE_LINE} characters", f"{LONGEST_CHOICE} times", f"{MOST_SHARED:.0%}".replace("%", " %")]
    numbers += [
        f"{RATIO[0]:.2f} to {RATIO[1]:.2f}",
        f"{SPREAD[0]} to {SPREAD[1]}",
        f"{QUESTIONS} of at least {KINDS} kinds",
    ]
    assert [number for number in numbers if number not in told] == []


GARBAGE = [
    "",
    "- [ ] ",
    "$",
    "why: ",
    "```python run",
    "> ",
    "trap: 1 | ",
    "answer: 1e400",
    "  betrays: ",
    "- [x] a",
    "|",
    "1. ",
]


def test_no_line_of_garbage_breaks_a_gate(lesson):
    """Whatever stands in whichever line, there are faults or there are none; nothing else is raised."""
    lines = lesson.read_text().split("\n")
    judged = 0
    for number in range(lines.index("---", 1), len(lines)):
        lesson.write_text("\n".join([*lines[:number], GARBAGE[number % len(GARBAGE)], *lines[number + 1 :]]))
        try:
            judged += bool(faults_of(read_apart([lesson]).units))
        except FaultyCurriculum as faulty:
            assert faulty.faults
    assert judged > 10


def copied(unit: Unit, file: str) -> Unit:
    return replace(unit, file=file)


def test_questions_that_are_alike_are_found_across_units(lesson):
    [unit] = read_apart([lesson]).units
    found = faults_of([unit, copied(unit, "units/unit-98.md")])
    terms, found = found[:2], found[2:]
    assert len(found) == 8
    assert str(terms[0]) == (
        "units/unit-98.md:67: Core idea: expected a term that is said in one place of the curriculum (*so* elsewhere,"
        f' with a link to it), found "mean", said in {lesson}:67'
    )
    assert str(found[0]) == (
        "units/unit-98.md:118: question: expected a question that shares at most 45% of its words with any other,"
        f' found 100% shared with "u99.middle.q1" in {lesson}:118'
    )
