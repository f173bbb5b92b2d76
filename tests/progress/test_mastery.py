import datetime

import pytest
from django.db import connection, transaction

import clock
from progress import mastery
from progress.mastery import VERBS, NotAllowed
from progress.models import Event, Rating, State, UserProgress
from progress.signals import moved
from roadmap.models import Criterion, CriterionWording, Milestone
from tests.progress.lives import NOON, archive, be_ready, bring, can_do_all, progress_of, state_of

pytestmark = pytest.mark.django_db

# The whole machine, written down a second time: a table that is compared with itself finds nothing.
LEGAL = {
    ("start", "not-started"): "learning",
    ("put-back", "learning"): "not-started",
    ("attest", "learning"): "attested",
    ("renew", "attested"): "attested",
    ("retract", "attested"): "learning",
}
REFUSED = {
    ("start", "learning"): "You have started this already.",
    ("start", "attested"): "You have given your word on this already, so it is started.",
    ("start", "mastered"): "You have mastered this already.",
    ("put-back", "not-started"): "This is not started, so there is nothing to put back.",
    ("put-back", "attested"): "You have given your word on this. Take it back first, then put it back.",
    ("put-back", "mastered"): "What is mastered stays mastered and is not put back.",
    ("attest", "not-started"): "Start this first, then say what you can do.",
    ("attest", "attested"): "You have given your word on this already.",
    ("attest", "mastered"): "A mentor has found this mastered, which counts for more than your word.",
    ("renew", "not-started"): "You have not given your word on this.",
    ("renew", "learning"): "You have not given your word on this.",
    ("renew", "mastered"): "This is mastered by a mentor's verdict. Claim what has changed since.",
    ("retract", "not-started"): "You have not given your word on this.",
    ("retract", "learning"): "You have not given your word on this.",
    ("retract", "mastered"): "This is mastered by a mentor's verdict, not by your word.",
}


@pytest.fixture(params=["unit", "stage"])
def milestone(request):
    """One machine serves both."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def heard():
    """The events that listeners were told of."""
    told = []

    def listen(sender, event, **others):
        told.append(event)

    moved.connect(listen)
    yield told
    moved.disconnect(listen)


def page_version(learner):
    learner.refresh_from_db()
    return learner.page_version


def test_every_move_meets_every_state_in_one_of_the_two_tables():
    assert set(LEGAL) | set(REFUSED) == {(move, state.value) for move in VERBS for state in State}
    assert not set(LEGAL) & set(REFUSED)


@pytest.mark.parametrize(("move", "state"), LEGAL)
def test_a_legal_move_writes_the_state_and_one_event(ada, milestone, move, state):
    be_ready(ada, milestone, move, state)
    before = list(Event.objects.of(ada))
    with clock.at(NOON):
        event = VERBS[move](ada, milestone)

    row = progress_of(ada, milestone)
    to = LEGAL[move, state]
    assert (row.state, row.version, row.changed_at) == (to, len(before) + 1, NOON)
    assert Event.objects.of(ada).count() == len(before) + 1
    stored = Event.objects.get(pk=event.pk)
    assert (stored.progress_id, stored.actor_id, stored.at) == (row.pk, ada.pk, NOON)
    assert (stored.number, stored.move, stored.from_state, stored.to_state) == (row.version, move, state, to)


@pytest.mark.parametrize(("move", "state"), LEGAL)
def test_a_legal_move_raises_the_page_version_of_its_learner_alone_once(ada, eve, unit, move, state):
    be_ready(ada, unit, move, state)
    mine, another = page_version(ada), page_version(eve)
    VERBS[move](ada, unit)
    assert page_version(ada) == mine + 1
    assert page_version(eve) == another


@pytest.mark.parametrize(("move", "state"), [pair for pair in REFUSED if pair[1] != "mastered"])
def test_an_illegal_move_is_refused_with_its_sentence_and_leaves_nothing(ada, milestone, move, state):
    bring(ada, milestone, state)
    can_do_all_quietly(ada, milestone)
    before, version, changed = list(Event.objects.of(ada)), page_version(ada), row_as_it_is(ada)
    with pytest.raises(NotAllowed) as refusal:
        VERBS[move](ada, milestone)
    assert str(refusal.value) == REFUSED[move, state]
    assert list(Event.objects.of(ada)) == before
    assert row_as_it_is(ada) == changed
    assert page_version(ada) == version


@pytest.mark.parametrize("move", VERBS)
def test_what_is_mastered_is_not_moved_by_its_learner(ada, unit, move):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE progress_userprogress DROP CONSTRAINT mastered_only_by_review")
        UserProgress.objects.create(learner=ada, milestone_id=unit.pk, state=State.MASTERED)
        with pytest.raises(NotAllowed) as refusal:
            VERBS[move](ada, unit)
        assert str(refusal.value) == REFUSED[move, "mastered"]
        assert not Event.objects.exists()
        transaction.set_rollback(True)


def can_do_all_quietly(learner, milestone):
    """Notes on a milestone that is not moved by them, so that no missing note can be what a move is refused for."""
    for row in UserProgress.objects.filter(learner=learner, milestone=milestone.pk):
        for criterion in Criterion.objects.live().filter(milestone=milestone.pk):
            Rating.objects.note(row, criterion, Rating.Level.CAN_DO)


def row_as_it_is(learner):
    return list(UserProgress.objects.filter(learner=learner).values())


class TestWhoListens:
    def test_is_told_after_commit_and_not_before(self, ada, unit, heard, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            event = mastery.start(ada, unit)
        assert heard == []
        for callback in callbacks:
            callback()
        assert heard == [event]

    def test_hears_nothing_of_a_move_that_was_rolled_back(self, ada, unit, heard, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            mastery.start(ada, unit)
            transaction.set_rollback(True)
        assert heard == []
        assert state_of(ada, unit) is None

    def test_hears_nothing_of_a_refused_move(self, ada, unit, heard, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(NotAllowed):
            mastery.attest(ada, unit)
        assert heard == []

    def test_does_not_spoil_the_move_when_it_fails(self, ada, unit, django_capture_on_commit_callbacks, caplog):
        def listen(sender, event, **others):
            raise RuntimeError("a listener is broken")

        moved.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                mastery.start(ada, unit)
        finally:
            moved.disconnect(listen)
        assert state_of(ada, unit) == "learning"
        assert "a listener is broken" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_sees_from_any_connection_what_it_was_told_of(self, ada, unit, other_connection):
        seen = []

        def listen(sender, event, **others):
            seen.append(other_connection.execute("SELECT id FROM progress_event").fetchall())

        moved.connect(listen)
        try:
            event = mastery.start(ada, unit)
        finally:
            moved.disconnect(listen)
        assert seen == [[(event.pk,)]]


class TestAnArchivedMilestone:
    ARCHIVED = "This is archived: what you reached stays, but nothing new can be done with it."

    @pytest.mark.parametrize(("move", "state"), [("start", "not-started"), ("attest", "rated")])
    def test_takes_no_start_and_no_attest(self, ada, milestone, move, state):
        bring(ada, milestone, state)
        archive(milestone)
        before = row_as_it_is(ada)
        with pytest.raises(NotAllowed) as refusal:
            VERBS[move](ada, milestone)
        assert str(refusal.value) == self.ARCHIVED
        assert row_as_it_is(ada) == before

    def test_is_not_started_by_a_rating(self, ada, milestone):
        archive(milestone)
        criterion = Criterion.objects.filter(milestone=milestone.pk).first()
        with pytest.raises(NotAllowed) as refusal:
            mastery.rate(ada, criterion, "shaky")
        assert str(refusal.value) == self.ARCHIVED
        assert not UserProgress.objects.exists()

    def test_may_be_put_back(self, ada, milestone):
        bring(ada, milestone, "learning")
        archive(milestone)
        mastery.put_back(ada, milestone)
        assert state_of(ada, milestone) == "not-started"

    def test_may_be_retracted_and_its_notes_changed(self, ada, milestone):
        bring(ada, milestone, "attested")
        archive(milestone)
        mastery.retract(ada, milestone)
        criterion = Criterion.objects.filter(milestone=milestone.pk).first()
        assert mastery.rate(ada, criterion, "shaky").event is None
        assert Rating.objects.of(ada, milestone.pk)[criterion.pk] == "shaky"

    def test_that_was_put_back_is_not_started_again(self, ada, unit):
        bring(ada, unit, "learning")
        archive(unit)
        mastery.put_back(ada, unit)
        with pytest.raises(NotAllowed, match="archived"):
            mastery.start(ada, unit)


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_nothing_is_started_but_what_is_published(ada, unit, status):
    Milestone.objects.filter(pk=unit.pk).update(status=status)
    with pytest.raises(NotAllowed):
        mastery.start(ada, unit)


class TestARating:
    @pytest.mark.parametrize("level", Rating.Level.values)
    def test_starts_what_is_not_started(self, ada, milestone, level):
        criterion = Criterion.objects.filter(milestone=milestone.pk).first()
        version = page_version(ada)
        with clock.at(NOON):
            event = mastery.rate(ada, criterion, level).event
        assert (event.move, event.at, event.actor_id) == ("start", NOON, ada.pk)
        assert state_of(ada, milestone) == "learning"
        rating = Rating.objects.get()
        assert (rating.criterion_id, rating.level, rating.rated_at) == (criterion.pk, level, NOON)
        assert page_version(ada) == version + 1

    def test_is_no_move_once_started(self, ada, unit):
        bring(ada, unit, "learning")
        criterion = unit.criteria.first()
        version = page_version(ada)
        assert mastery.rate(ada, criterion, "can-do").event is None
        assert Event.objects.of(ada).count() == 1
        assert page_version(ada) == version + 1

    def test_is_written_over_by_the_next(self, ada, unit):
        criterion = unit.criteria.first()
        mastery.rate(ada, criterion, "can-do")
        with clock.at(NOON):
            mastery.rate(ada, criterion, "not-yet")
        rating = Rating.objects.get()
        assert (rating.level, rating.rated_at) == ("not-yet", NOON)

    @pytest.mark.parametrize("level", ["not-yet", "shaky"])
    def test_below_can_do_takes_a_word_back(self, ada, milestone, level):
        bring(ada, milestone, "attested")
        criterion = Criterion.objects.filter(milestone=milestone.pk).last()
        version = page_version(ada)
        event = mastery.rate(ada, criterion, level).event
        assert (event.move, event.from_state, event.to_state) == ("retract", "attested", "learning")
        assert state_of(ada, milestone) == "learning"
        assert Rating.objects.of(ada, milestone.pk)[criterion.pk] == level
        assert page_version(ada) == version + 1

    def test_that_says_can_do_again_leaves_a_word_as_it_is(self, ada, unit):
        bring(ada, unit, "attested")
        assert mastery.rate(ada, unit.criteria.first(), "can-do").event is None
        assert state_of(ada, unit) == "attested"

    @pytest.mark.parametrize("level", ["", "mastered", "CAN-DO", "can-do\0", "x" * 10_000])
    def test_of_an_unknown_level_is_refused(self, ada, unit, level):
        with pytest.raises(NotAllowed) as refusal:
            mastery.rate(ada, unit.criteria.first(), level)
        assert str(refusal.value) == "Choose one of: not yet, shaky, can do."
        assert not UserProgress.objects.exists()

    def test_of_an_archived_criterion_is_refused_and_the_old_one_kept(self, ada, unit):
        criterion = unit.criteria.first()
        mastery.rate(ada, criterion, "shaky")
        criterion.archived_at = NOON
        criterion.save()
        with pytest.raises(NotAllowed) as refusal:
            mastery.rate(ada, criterion, "can-do")
        assert str(refusal.value) == "This criterion is not asked for any more. Your earlier note on it is kept."
        assert Rating.objects.get().level == "shaky"

    def test_of_an_archived_criterion_starts_nothing(self, ada, unit):
        criterion = unit.criteria.first()
        criterion.archived_at = NOON
        criterion.save()
        with pytest.raises(NotAllowed):
            mastery.rate(ada, criterion, "can-do")
        assert not UserProgress.objects.exists()

    def test_of_one_learner_is_none_of_another(self, ada, eve, unit):
        mastery.rate(ada, unit.criteria.first(), "can-do")
        assert Rating.objects.of(eve, unit.pk) == {}
        assert state_of(eve, unit) is None


class TestAWord:
    OPEN = "Rate every criterion “can do” first. Then your word covers all of them."

    def test_needs_every_criterion(self, ada, milestone):
        mastery.start(ada, milestone)
        criteria = list(Criterion.objects.filter(milestone=milestone.pk))
        assert len(criteria) > 1
        for criterion in criteria:
            with pytest.raises(NotAllowed) as refusal:
                mastery.attest(ada, milestone)
            assert str(refusal.value) == self.OPEN
            mastery.rate(ada, criterion, "can-do")
        mastery.attest(ada, milestone)
        assert state_of(ada, milestone) == "attested"

    @pytest.mark.parametrize("level", ["not-yet", "shaky"])
    def test_needs_every_criterion_at_can_do(self, ada, unit, level):
        bring(ada, unit, "rated")
        mastery.rate(ada, unit.criteria.last(), level)
        with pytest.raises(NotAllowed):
            mastery.attest(ada, unit)

    def test_is_not_covered_by_the_notes_of_another_milestone_or_learner(self, ada, eve, unit, stage):
        bring(ada, stage, "rated")
        bring(eve, unit, "rated")
        mastery.start(ada, unit)
        with pytest.raises(NotAllowed):
            mastery.attest(ada, unit)

    def test_does_not_need_an_archived_criterion(self, ada, unit):
        mastery.start(ada, unit)
        *rest, last = unit.criteria.all()
        for criterion in rest:
            mastery.rate(ada, criterion, "can-do")
        Criterion.objects.filter(pk=last.pk).update(archived_at=NOON)
        mastery.attest(ada, unit)
        assert state_of(ada, unit) == "attested"

    def test_is_not_taken_away_by_a_criterion_that_is_added_later(self, ada, unit):
        bring(ada, unit, "attested")
        added = Criterion.objects.create(milestone_id=unit.pk, key="added", position=99, topic=unit.topics.first())
        CriterionWording.objects.create(criterion=added, version=1, text="Does more.")
        assert state_of(ada, unit) == "attested"
        # Once taken back, the next word covers the new one too.
        mastery.retract(ada, unit)
        with pytest.raises(NotAllowed):
            mastery.attest(ada, unit)
        mastery.rate(ada, added, "can-do")
        mastery.attest(ada, unit)

    def test_is_taken_back_by_a_low_note_on_a_criterion_that_was_added_later(self, ada, unit):
        bring(ada, unit, "attested")
        added = Criterion.objects.create(milestone_id=unit.pk, key="added", position=99, topic=unit.topics.first())
        CriterionWording.objects.create(criterion=added, version=1, text="Does more.")
        assert mastery.rate(ada, added, "shaky").event.move == "retract"


class TestWhatIsPutBack:
    def test_keeps_its_notes_and_its_history(self, ada, milestone):
        bring(ada, milestone, "rated")
        notes = Rating.objects.of(ada, milestone.pk)
        assert notes
        mastery.put_back(ada, milestone)
        assert Rating.objects.of(ada, milestone.pk) == notes
        assert [event.move for event in Event.objects.on(ada, milestone.pk)] == ["put-back", "start"]

    def test_goes_on_counting_its_events_when_it_is_started_again(self, ada, unit):
        bring(ada, unit, "learning")
        mastery.put_back(ada, unit)
        mastery.start(ada, unit)
        assert [event.number for event in Event.objects.on(ada, unit.pk)] == [3, 2, 1]
        assert UserProgress.objects.count() == 1

    def test_can_be_attested_at_once_with_the_notes_that_were_kept(self, ada, unit):
        bring(ada, unit, "rated")
        mastery.put_back(ada, unit)
        mastery.start(ada, unit)
        mastery.attest(ada, unit)
        assert state_of(ada, unit) == "attested"


def test_a_stage_is_started_before_the_stage_that_it_needs(ada, capstone):
    """Edges advise, they never lock."""
    scale = capstone.stages.get(step=3)
    mastery.start(ada, scale)
    can_do_all(ada, scale)
    mastery.attest(ada, scale)
    assert state_of(ada, scale) == "attested"


def test_moves_of_one_learner_leave_another_where_they_are(ada, eve, unit):
    bring(eve, unit, "learning")
    before = row_as_it_is(eve)
    bring(ada, unit, "attested")
    assert row_as_it_is(eve) == before


def test_history_is_told_the_newest_first(ada, unit, stage):
    for minutes, (verb, milestone) in enumerate(
        [(mastery.start, unit), (mastery.start, stage), (mastery.put_back, unit)]
    ):
        with clock.at(NOON + datetime.timedelta(minutes=minutes)):
            verb(ada, milestone)
    assert [(event.move, event.progress.milestone_id) for event in Event.objects.of(ada)] == [
        ("put-back", unit.pk),
        ("start", stage.pk),
        ("start", unit.pk),
    ]
