"""Whether the form of a choice gives away that it is right: by its place or by its length."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from statistics import mean

from roadmap.checks.texts import Lesson
from roadmap.curriculum.faults import Findings
from roadmap.curriculum.questions import CHOSEN, Question

MOST_IN_ONE_PLACE = 0.4
MOST_LONGEST = 0.34
RATIO = (0.88, 1.10)
SPREAD = (0.3, 0.7)
PLACES = ("first", "second", "third", "fourth")


def check_balance(lesson: Lesson, findings: Findings) -> None:
    chosen = [question for question in lesson.questions if question.kind in CHOSEN]
    singles = [question for question in chosen if question.kind == "single"]
    if singles:
        _check_places(singles, findings)
        _check_longest(singles, findings)
    if chosen:
        _check_ratio(chosen, findings)
    _check_spread([question for question in chosen if question.kind == "multiple"], findings)


def _check_places(singles: Sequence[Question], findings: Findings) -> None:
    place, count = Counter(question.right[0] for question in singles).most_common(1)[0]
    if count > max(2, ceil(MOST_IN_ONE_PLACE * len(singles))):
        line = next(question.choices[place].line for question in singles if question.right[0] == place)
        expected = f"right answers of single at most {MOST_IN_ONE_PLACE:.0%} in one place"
        findings.expect(line, "choice", expected, f"{count} of {len(singles)} in the {PLACES[place]}")


def _check_longest(singles: Sequence[Question], findings: Findings) -> None:
    longest = [question for question in singles if _is_longest(question)]
    if len(longest) > max(1, MOST_LONGEST * len(singles)):
        line = longest[0].choices[longest[0].right[0]].line
        expected = "the right choice of single to be the longest in at most a third"
        findings.expect(line, "choice", expected, f"{len(longest)} of {len(singles)}")


def _is_longest(question: Question) -> bool:
    lengths = [len(choice.text) for choice in question.choices]
    return lengths[question.right[0]] == max(lengths) and lengths.count(max(lengths)) == 1


def _check_ratio(chosen: Sequence[Question], findings: Findings) -> None:
    ratios = {question: _ratio(question) for question in chosen}
    average, (least, most) = mean(ratios.values()), RATIO
    if not least <= average <= most:
        worst = max(ratios, key=lambda question: ratios[question] * (1 if average > most else -1))
        line = worst.choices[worst.right[0]].line
        expected = f"right choices {least:.2f} to {most:.2f} times as long as wrong ones, on average"
        findings.expect(line, "choice", expected, f"{average:.2f}, and {ratios[worst]:.2f} here")


def _ratio(question: Question) -> float:
    right = [len(choice.text) for choice in question.choices if choice.is_right]
    wrong = [len(choice.text) for choice in question.choices if not choice.is_right]
    return mean(right) / mean(wrong)


def _check_spread(multiples: Sequence[Question], findings: Findings) -> None:
    places = [place / (len(question.choices) - 1) for question in multiples for place in question.right]
    least, most = SPREAD
    if places and not least <= mean(places) <= most:
        expected = (
            f"right choices of multiple spread (on average from {least} to {most}, 0 is the first and 1 the last)"
        )
        findings.expect(multiples[0].choices[multiples[0].right[0]].line, "choice", expected, f"{mean(places):.2f}")
