"""Words that change at the very moment at which somebody claims, decides or gives their word: nothing is lost.

Each guard is taken away once, and then somebody is not told of what they never saw.
"""

import shutil
from functools import partial

import pytest
from django.db import connection

from progress import mastery
from progress.asked import asked_now
from progress.models import ClaimAnswer, words
from progress.models.claims import MasteryClaimQuerySet
from progress.standing import standing_of
from roadmap import atlas
from roadmap.curriculum.reading import read_curriculum
from roadmap.curriculum.reports import Choice
from roadmap.curriculum.rewording import Kinds
from roadmap.curriculum.seeding import seed
from roadmap.models import Change
from tests.progress.lives import bring, can_write, found, held, reword, state_of
from tests.races import Actor, in_turn
from tests.roadmap.files import change

pytestmark = pytest.mark.django_db(transaction=True)


def told(learner, milestone):
    """How many criteria of it are said to have changed since."""
    map_ = atlas.current()
    return standing_of(learner, map_).seen(map_.milestones[milestone.pk]).changed


def meanwhile(monkeypatch, owner, name, does):
    """Somebody else has done it, and committed, before this part of a move."""
    original = getattr(owner, name)

    def after_that(*about, **more):
        outcome = Actor(does).ends()
        assert not isinstance(outcome, Exception), repr(outcome)
        return original(*about, **more)

    monkeypatch.setattr(owner, name, after_that)


class TestAWordThatIsGivenMeanwhile:
    @pytest.fixture
    def given(self, ada, unit, monkeypatch):
        bring(ada, unit, "rated")
        meanwhile(monkeypatch, mastery, "write", partial(reword, unit))
        return partial(mastery.attest, ada, unit)

    def test_covers_what_was_read_and_the_learner_is_told(self, ada, unit, given):
        given()
        assert (state_of(ada, unit), told(ada, unit)) == ("attested", 1)

    def test_would_cover_what_was_never_read_if_it_were_read_twice(self, ada, unit, given, monkeypatch):
        def give(self, event, wordings):
            self.bulk_create(self.model(event=event, wording_id=each.wording) for each in asked_now(event.progress))

        monkeypatch.setattr(words.GivenWordManager, "give", give)
        given()
        assert told(ada, unit) == 0


class TestAClaimThatIsSentMeanwhile:
    @pytest.fixture
    def sending(self, ada, unit, monkeypatch):
        version = can_write(ada, unit).version
        meanwhile(monkeypatch, mastery, "digest_of", partial(reword, unit))
        return partial(mastery.claim, ada, unit, draft=version)

    def approve(self, mentor, claim):
        mastery.pick_up(mentor, claim)
        mastery.approve(mentor, claim, verdicts=found(claim), digest=claim.digest)

    def test_is_of_the_words_that_were_read_and_the_learner_is_told_once_it_is_approved(
        self, ada, grace, unit, sending
    ):
        claim = sending()
        assert {each.wording.version for each in claim.answers.all()} == {1}
        self.approve(grace, claim)
        assert told(ada, unit) == 1

    def test_would_be_of_words_that_nobody_answered_if_they_were_read_twice(
        self, ada, grace, unit, sending, monkeypatch
    ):
        send = MasteryClaimQuerySet.send

        def send_anew(self, progress, answers, *rest):
            for answer, asked in zip(answers, asked_now(progress), strict=True):
                answer.wording_id = asked.wording
            return send(self, progress, answers, *rest)

        monkeypatch.setattr(MasteryClaimQuerySet, "send", send_anew)
        claim = sending()
        monkeypatch.undo()
        self.approve(grace, claim)
        assert told(ada, unit) == 0


class TestAnEditThatIsNotCommitted:
    def test_keeps_nobody_waiting_who_claims(self, ada, grace, unit):
        version = can_write(ada, unit).version
        edit = Actor(partial(reword, unit), holds=True)
        claim = mastery.claim(ada, unit, draft=version)
        edit.ends()
        assert {each.wording.version for each in claim.answers.all()} == {1}

    def test_keeps_nobody_waiting_who_decides(self, ada, grace, unit):
        claim = held(ada, unit, grace)
        edit = Actor(partial(reword, unit), holds=True)
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
        edit.ends()
        assert (state_of(ada, unit), told(ada, unit)) == ("mastered", 1)


class TestADecisionMeanwhile:
    def decided(self, ada, grace, unit, monkeypatch):
        claim = held(ada, unit, grace)
        verdicts = found(claim)
        with monkeypatch.context() as patch:
            meanwhile(patch, mastery, "checked", partial(reword, unit))
            mastery.approve(grace, claim, verdicts=verdicts, digest=claim.digest)
        return claim

    def test_counts_for_the_words_of_the_claim_and_the_learner_is_told(self, ada, grace, unit, monkeypatch):
        self.decided(ada, grace, unit, monkeypatch)
        assert (state_of(ada, unit), told(ada, unit)) == ("mastered", 1)

    def test_would_count_for_others_if_answers_went_along_with_their_criteria(self, ada, grace, unit, monkeypatch):
        """The negative control: the database keeps answers as they were sent, until nobody keeps it from following."""
        claim = self.decided(ada, grace, unit, monkeypatch)
        latest = {each.pk: each.wordings.last() for each in unit.criteria.all()}
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE progress_claimanswer DISABLE TRIGGER USER")
        try:
            for answer in ClaimAnswer.objects.filter(claim=claim).select_related("wording"):
                answer.wording = latest[answer.wording.criterion_id]
                answer.save()
            assert told(ada, unit) == 0
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE progress_claimanswer ENABLE TRIGGER USER")


class TestASeedWhileSomebodyClaims:
    """Nobody relies on the words when the seed asks, and somebody does when it has come to its end."""

    @pytest.fixture
    def folder(self, map_files, tmp_path):
        folder = shutil.copytree(map_files, tmp_path / "changed")
        text = (folder / "units" / "unit-15.md").read_text(encoding="utf-8")
        old = text.partition("### Criterion\n\n")[2].partition("\n")[0]
        change(folder, "units/unit-15.md", old, "Draws gradients by hand, and finds a planted sign.")
        return folder

    def race(self, ada, grace, unit, folder, kind=""):
        version = can_write(ada, unit).version
        curriculum = read_curriculum(folder)
        report, claim = in_turn(
            lambda: seed(curriculum, Choice(kinds=Kinds(of_all=kind))), partial(mastery.claim, ada, unit, draft=version)
        )
        assert report.waiting == []
        mastery.pick_up(grace, claim)
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)

    def test_the_learner_is_told(self, ada, grace, unit, folder):
        self.race(ada, grace, unit, folder)
        assert told(ada, unit) == 1

    def test_the_learner_would_not_be_if_what_nobody_speaks_of_were_cosmetic(self, ada, grace, unit, folder):
        self.race(ada, grace, unit, folder, Change.COSMETIC)
        assert told(ada, unit) == 0
