"""What the database itself refuses of what a word covers, whoever sends the statement."""

import pytest

from progress.models import Event, GivenWord
from roadmap.models import CriterionWording
from tests.progress.by_hand import at_commit, refused
from tests.progress.lives import bring, reword

pytestmark = pytest.mark.django_db
COVER = "INSERT INTO progress_givenword (event_id, wording_id) VALUES (%s, %s)"


@pytest.fixture
def word(ada, unit):
    bring(ada, unit, "attested")
    return Event.objects.get(move="attest")


def test_what_is_honest_passes(word, unit):
    made = reword(unit).wordings.last()
    with at_commit() as cursor:
        cursor.execute(COVER, [word.pk, made.pk])
    assert GivenWord.objects.filter(event=word, wording=made).exists()


def test_a_word_covers_nothing_of_another_milestone(word, stage):
    other = CriterionWording.objects.filter(criterion__milestone=stage.pk).first()
    refused("a_word_covers_its_own_milestone", COVER, [word.pk, other.pk])


def test_no_other_move_covers_anything(word, unit):
    start = Event.objects.get(move="start")
    asked = CriterionWording.objects.filter(criterion__milestone=unit.pk).first()
    refused("a_word_covers_its_own_milestone", COVER, [start.pk, asked.pk])


def test_a_word_covers_a_wording_once(word):
    refused("a_word_covers_a_wording_once", COVER, [word.pk, word.covers.first().wording_id])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE progress_givenword SET wording_id = wording_id",
        "UPDATE progress_givenword SET event_id = event_id",
        "DELETE FROM progress_givenword",
    ],
)
def test_what_a_word_covers_stays(word, statement):
    refused("words_are_append_only", statement)


@pytest.mark.parametrize(
    ("version", "change"),
    [(1, "cosmetic"), (1, "breaking"), (2, "first"), (2, "harmless"), (2, "")],
)
def test_a_wording_tells_what_it_changed(unit, version, change):
    criterion = unit.criteria.first()
    if version == 1:
        criterion = unit.criteria.create(key="added", position=9, topic=unit.topics.first())
    statement = (
        "INSERT INTO roadmap_criterionwording (criterion_id, version, text, levels, change, written_at)"
        " VALUES (%s, %s, 'Anew.', '[]', %s, now())"
    )
    refused("each_wording_tells_what_it_changed", statement, [criterion.pk, version, change])


def test_a_wording_of_which_nothing_is_said_is_told_of(unit):
    """Code of the release before writes it so while both are running."""
    with at_commit() as cursor:
        cursor.execute(
            "INSERT INTO roadmap_criterionwording (criterion_id, version, text, levels, written_at)"
            " VALUES (%s, 2, 'Anew.', '[]', now()) RETURNING change",
            [unit.criteria.first().pk],
        )
        assert cursor.fetchone() == ("added",)
