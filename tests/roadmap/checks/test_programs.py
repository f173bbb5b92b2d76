"""What a lesson says that its programs print is compared with what they print."""

from dataclasses import replace

import pytest

from roadmap.checks.programs import digest_of, run_all, work_of
from roadmap.checks.running import run
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.reading import read_apart
from tests.roadmap.files import change

CHECK = "`(10 * 48 + 180) / 11`"


@pytest.fixture
def ran(lesson):
    """Runs what the copy has, and says what is wrong: the line and the sentence of each fault."""

    def run():
        return [
            f"{fault.line}: {fault.field}: expected {fault.expected}, found {fault.found}"
            for _unit, _count, faults in run_all(read_apart([lesson]).units)
            for fault in faults
        ]

    return run


def test_programs_of_examples_and_of_questions_are_run(lesson, ran):
    [unit] = read_apart([lesson]).units
    assert [each.line for each in work_of(unit)] == [94, 231]
    assert ran() == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("140 46 23\n", "140 46 24\n", '96: output: expected "140 46 23", as the program prints it, found "140 46 24"'),
        ("90 36 23\n140", "140", '95: output: expected "90 36 23", as the program prints it, found "140 46 23"'),
        (
            "140 46 23\n",
            "140 46 23\n190 56 23\n",
            '97: output: expected nothing more, as the program prints it, found "190 56 23"',
        ),
        ("140 46 23\n", "", '96: output: expected "140 46 23", as the program prints it, found nothing more'),
        (
            "36 23\n140",
            "36 23 \n140",
            '95: output: expected "90 36 23", as the program prints it, found "90 36 23 "',
        ),
        (
            "median(minutes))",
            "median(minutes), end='\\n' * (longest < 140))",
            "94: output: expected a program that ends its last line, found one that does not",
        ),
        (
            "140 46 23\n",
            "140 46 23\n\n",
            "97: output: expected nothing more, as the program prints it, found an empty line",
        ),
        (
            "minutes[-1] = longest",
            "minutes[9] = longest",
            "94: output: expected a program that comes to its end, found IndexError: list assignment index out of range"
            " in its line 5",
        ),
        ("prices = [", "prices = [\n", ""),
        (
            "prices.append(26)",
            "prices.append(25)",
            '232: output: expected "9.8 6", as the program prints it, found "10 6"',
        ),
    ],
)
def test_the_first_line_that_differs_is_named(lesson, ran, old, new, sentence):
    change(lesson.parent, lesson.name, old, new)
    assert ran() == ([sentence] if sentence else [])


def test_a_program_that_prints_a_hundred_megabytes_is_named(lesson, ran):
    change(lesson.parent, lesson.name, "print(mean(prices), median(prices))", "print('x' * 100_000_000)")
    assert ran() == [
        "231: output: expected a program that comes to its end, found a program that prints 200,000 bytes or more"
    ]


def test_a_program_without_an_end_is_named(lesson):
    change(lesson.parent, lesson.name, "prices.append(26)", "while True: pass")
    program, findings = work_of(read_apart([lesson]).units[0])[1], Findings("")
    program.compare(run(program.source, seconds=1), findings)
    assert [str(fault) for fault in findings.faults] == [
        ":231: output: expected a program that comes to its end,"
        " found a program that takes more than 1 seconds of the processor"
    ]


@pytest.mark.parametrize(
    ("check", "faults"),
    [
        ("`sum([10 * 48, 180]) / 11`", []),
        ("`np.mean([48] * 10 + [180])`", []),
        ("`floor(60.9)`", []),
        ("`math.sqrt(3600)`", []),
        ("`sum([480, 180]) / 10`", ["185: answer: expected 66, as check gives it, found 60"]),
        (
            "`sum(480, 180)`",
            ["188: check: expected a sum with a value, found TypeError: 'int' object is not iterable in its line 4"],
        ),
        ("`print(60)`", ["188: check: expected a sum with a value, found TypeError"]),
        ("`open('/etc/hostname')`", ["188: check: expected a sum with a value, found PermissionError"]),
        ("`'60'`", []),
        ("`'sixty'`", ["188: check: expected a sum with a value, found ValueError"]),
        ("`nosuch`", ["188: check: expected a sum with a value, found NameError"]),
        ("`float('nan')`", ["185: answer: expected nan, as check gives it, found 60"]),
    ],
)
def test_a_sum_that_needs_python_is_run_and_compared(lesson, ran, check, faults):
    change(lesson.parent, lesson.name, CHECK, check)
    found = ran()
    assert len(found) == len(faults)
    assert all(fault.startswith(start) for fault, start in zip(found, faults, strict=True))


def test_a_digest_knows_programs_outputs_and_sums_and_nothing_else(lesson):
    def digest():
        return digest_of(read_apart([lesson]).units[0])

    digests = [digest()]
    for old, new in (
        ("(90, 140)", "(90, 141)"),
        ("140 46 23\n", "140 46 24\n"),
        (CHECK, "`sum([660]) / 11`"),
        ("answer: 60\n", "answer: 60.1\n"),
        ("tolerance: 0.5\n", "tolerance: 0.4\n"),
    ):
        change(lesson.parent, lesson.name, old, new)
        digests.append(digest())
    assert len(set(digests)) == len(digests)
    change(lesson.parent, lesson.name, "Nobody waited", "No one waited")
    assert digest() == digests[-1]


def test_all_that_runs_is_told_unit_by_unit(lesson):
    [unit] = read_apart([lesson]).units
    units = [unit, replace(unit, slug="again"), replace(unit, slug="empty", topics=())]
    assert [(unit.slug, count) for unit, count, _faults in run_all(units)] == [
        ("averages", 2),
        ("again", 2),
        ("empty", 0),
    ]
