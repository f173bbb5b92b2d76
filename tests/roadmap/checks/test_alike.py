"""Questions that are alike are found among a thousand of them, and none is missed."""

import random
import time
from itertools import combinations

import pytest

from roadmap.checks.alike import MOST_SHARED, pairs, words_of
from roadmap.checks.texts import Lesson
from roadmap.curriculum.reading import read_curriculum
from tests.roadmap.files import REAL


def all_pairs(bags):
    """Each compared with each, by the definition."""
    return {
        (one, other)
        for one, other in combinations(range(len(bags)), 2)
        if len(bags[one] & bags[other]) > MOST_SHARED * len(bags[one] | bags[other])
    }


@pytest.fixture(scope="module")
def vocabulary():
    """The words of all questions there are, each as often as it stands there."""
    lessons = map(Lesson, read_curriculum(REAL).units)
    return [word for lesson in lessons for question in lesson.questions for word in sorted(words_of(question))]


@pytest.mark.parametrize("seed", range(20))
def test_bits_find_what_comparing_the_words_finds(seed):
    rng = random.Random(seed)  # noqa: S311
    words = [f"word{number}" for number in range(12)]
    bags = [frozenset(rng.sample(words, rng.randint(0, 8))) for _ in range(60)]
    found = {(earlier, later) for earlier, later, _shared in pairs(bags)}
    assert found == all_pairs(bags)
    assert found


def test_two_thousand_questions_are_compared_in_a_moment(vocabulary):
    """They grow with the curriculum, and everybody waits for them."""
    rng = random.Random(1)  # noqa: S311
    bags = [frozenset(rng.choices(vocabulary, k=40)) for _ in range(2000)]
    bags[1999] = bags[3]
    began = time.process_time()
    assert [(earlier, later) for earlier, later, _shared in pairs(bags)] == [(3, 1999)]
    assert time.process_time() - began < 3
