"""Statements that are put together once: they ask what their querysets ask, for other keys and at other moments."""

import datetime

import pytest

import clock
from accounts.models import User
from prepared import BEYOND, Prepared
from progress.models import Event, Hold
from tests.progress.lives import claimed, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    return Prepared[Event](lambda learner, milestone: Event.objects.on(learner, milestone))


def test_it_answers_as_its_queryset_does(events, ada, eve, unit):
    for learner in (ada, eve):
        claimed(learner, unit)
    for learner in (ada, eve):
        rows = events(learner=learner.pk, milestone=unit.pk)
        assert rows == list(Event.objects.on(learner, unit.pk))
        assert {row.claim.learner_id for row in rows if row.claim_id} == {learner.pk}


def test_rows_bring_along_what_was_selected_with_them(events, ada, unit, django_assert_num_queries):
    claimed(ada, unit)
    with django_assert_num_queries(1):
        assert {row.actor.display_name for row in events(learner=ada.pk, milestone=unit.pk)} == {"Ada"}


def test_the_statement_is_put_together_once(ada, unit):
    made = []

    def make(learner, milestone):
        made.append(learner)
        return Event.objects.on(learner, milestone)

    ask = Prepared[Event](make)
    for milestone in (unit.pk, 1, 2):
        ask(learner=ada.pk, milestone=milestone)
    assert len(made) == 1


def test_the_moment_is_that_of_the_question(ada, grace, unit):
    counting = Prepared[Hold](lambda claim: Hold.objects.counting().filter(claim=claim))
    claim = held(ada, unit, grace)
    hold = Hold.objects.get(claim=claim)
    assert counting.first(claim=claim.pk) == hold
    with clock.at(hold.until + datetime.timedelta(seconds=1)):
        assert counting.first(claim=claim.pk) is None
    assert counting.first(claim=claim.pk) == hold


def test_annotations_are_there(ada, eve):
    ask = Prepared[User](lambda person: User.objects.with_role().filter(pk=person))
    assert [row.role for row in ask(person=ada.pk)] == [None]


def test_no_row_has_a_key_beyond_all_columns(events, ada):
    assert events(learner=ada.pk, milestone=BEYOND) == []
    assert events(learner=ada.pk, milestone=10**30) == []


def test_other_keys_are_refused(events, ada):
    with pytest.raises(TypeError, match="learner, milestone"):
        events(learner=ada.pk)


def test_a_key_that_makes_no_difference_is_refused(ada):
    ask = Prepared[User](lambda person, other: User.objects.filter(pk=person))
    with pytest.raises(TypeError, match="other"):
        ask(person=ada.pk, other=1)


def test_only_models_are_prepared(ada):
    with pytest.raises(TypeError, match="models"):
        Prepared[User](lambda person: User.objects.filter(pk=person).values("pk"))(person=ada.pk)
