"""Two at once on claims, in an order that is forced. Each guard is taken away once, and the race is then lost."""

import datetime
from functools import partial

import pytest
from django.db import IntegrityError

import clock
from accounts.models import MentorRole, UserQuerySet
from accounts.roles import appoint, end_role
from progress import drafts, judging, mastery, thread
from progress.mastery import NotAllowed
from progress.models import Draft, Event, Hold, MasteryClaim, MentorReview, Message, VerdictDraft
from progress.models.claims import MasteryClaimQuerySet
from progress.models.reviews import VerdictDraftQuerySet
from roadmap.models import Unit
from tests.progress.lives import (
    can_write,
    can_write_unlocked,
    claimed,
    found,
    held,
    mastered,
    progress_of,
    revoked,
    sent_back,
    state_of,
)
from tests.races import Actor, in_turn

pytestmark = pytest.mark.django_db(transaction=True)


def approving(mentor, claim):
    return partial(mastery.approve, mentor, claim, verdicts=found(claim), digest=claim.digest)


def sending_back(mentor, claim):
    return partial(mastery.send_back, mentor, claim, verdicts=found(claim, missing=1), digest=claim.digest)


def lapse(claim):
    """The hold began two days ago."""
    long_ago = clock.now() - datetime.timedelta(days=2)
    Hold.objects.filter(claim=claim).update(since=long_ago, until=long_ago + datetime.timedelta(hours=24))


def moves_on(claim):
    """What was done with a claim after it was sent."""
    return [event.move for event in Event.objects.filter(claim=claim).order_by("number")][1:]


def is_refused(outcome, sentence):
    assert isinstance(outcome, NotAllowed), repr(outcome)
    assert sentence in str(outcome)


CLOSED = "This claim is closed: it was decided or withdrawn meanwhile."


class TestOneClaim:
    """Two moves on one claim: (how it stands, the first, the second, what the second is told)."""

    RACES = {
        "two picking up": ("free", "grace picks up", "linus picks up", "Grace has picked this up just before you."),
        "one picking up in two tabs": ("free", "grace picks up", "grace picks up", "You hold this claim already."),
        "a pick up and a withdrawal": ("free", "grace picks up", "ada withdraws", "Grace is reviewing this now"),
        "a withdrawal and a pick up": ("free", "ada withdraws", "grace picks up", CLOSED),
        "two withdrawing": ("free", "ada withdraws", "ada withdraws", CLOSED),
        "an approval twice": ("held", "grace approves", "grace approves", CLOSED),
        "an approval and a sending back": ("held", "grace approves", "grace sends back", CLOSED),
        "a sending back and an approval": ("held", "grace sends back", "grace approves", CLOSED),
        "a release and a decision": ("held", "grace releases", "grace approves", "You do not hold this claim."),
        "a decision and a release": ("held", "grace approves", "grace releases", CLOSED),
        "an admin's release and a decision": ("held", "alan releases", "grace approves", "You do not hold this claim."),
        "a withdrawal and a decision": ("lapsed", "ada withdraws", "grace approves", CLOSED),
        "a decision and a withdrawal": ("lapsed", "grace sends back", "ada withdraws", CLOSED),
        "one taking what lapsed and a decision": ("lapsed", "linus picks up", "grace approves", "Linus has taken this"),
        "a decision and one taking what lapsed": ("lapsed", "grace approves", "linus picks up", CLOSED),
        "two taking what lapsed": ("lapsed", "linus picks up", "grace picks up", "Linus has picked this up"),
    }

    @pytest.fixture
    def race(self, request, ada, grace, linus, alan, unit):
        stands, first, second, told = self.RACES[request.param]
        claim = claimed(ada, unit) if stands == "free" else held(ada, unit, grace)
        if stands == "lapsed":
            lapse(claim)
        people = {"ada": ada, "grace": grace, "linus": linus, "alan": alan}
        return claim, *(self.work(people, claim, words) for words in (first, second)), told

    def work(self, people, claim, words):
        name, _, does = words.partition(" ")
        person = people[name]
        return {
            "picks up": partial(mastery.pick_up, person, claim),
            "withdraws": partial(mastery.withdraw, person, claim),
            "releases": partial(mastery.release, person, claim),
            "approves": approving(person, claim),
            "sends back": sending_back(person, claim),
        }[does]

    @pytest.mark.parametrize("race", RACES, indirect=True)
    def test_is_moved_by_the_first_and_the_second_is_told_so(self, race):
        claim, first, second, told = race
        before = moves_on(claim)
        done, refusal = in_turn(first, second)
        assert not isinstance(done, Exception), repr(done)
        is_refused(refusal, told)
        assert len(moves_on(claim)) == len(before) + 1

    @pytest.mark.parametrize("race", RACES, indirect=True)
    def test_would_be_an_error_page_without_the_lock(self, race, progress_unlocked, role_unlocked):
        """The facts of the database still hold: what is lost is the sentence."""
        claim, first, second, _ = race
        before = moves_on(claim)
        _, outcome = in_turn(first, second)
        assert isinstance(outcome, IntegrityError), repr(outcome)
        assert len(moves_on(claim)) == len(before) + 1


class TestADoubleClaim:
    def test_is_one_claim_and_a_sentence(self, ada, unit):
        version = can_write(ada, unit).version
        sent, refusal = in_turn(*[partial(mastery.claim, ada, unit, draft=version)] * 2)
        is_refused(refusal, "A claim is open here.")
        assert MasteryClaim.objects.get() == sent

    def test_would_be_an_error_page_without_the_lock(self, ada, unit, progress_unlocked):
        version = can_write_unlocked(ada, unit)
        _, outcome = in_turn(*[partial(mastery.claim, ada, unit, draft=version)] * 2)
        assert isinstance(outcome, IntegrityError)
        assert MasteryClaim.objects.count() == 1

    def test_of_what_another_window_has_changed_is_refused_and_keeps_both(self, ada, unit):
        draft = can_write(ada, unit)
        typed = drafts.Typed({"1": {"text": "Anew."}})
        save = partial(drafts.save, ada, unit, typed, version=draft.version)
        _, refusal = in_turn(save, partial(mastery.claim, ada, unit, draft=draft.version))
        is_refused(refusal, "Your draft was changed in another window.")
        assert Draft.objects.of(ada, unit).answers["1"] == typed.answers["1"]

    def test_keeps_beside_the_next_draft_what_was_typed_while_it_was_sent(self, ada, unit):
        draft = can_write(ada, unit)
        typed = drafts.Typed({"1": {"text": "Anew."}})
        save = partial(drafts.save, ada, unit, typed, version=draft.version)
        _, (after, overtaken) = in_turn(partial(mastery.claim, ada, unit, draft=draft.version), save)
        assert overtaken
        assert [other["answers"] for other in after.others] == [typed.answers]

    @pytest.fixture
    def unlocked(self, ada, unit, progress_unlocked):
        """Sending, and keeping what another window typed, where nobody waits."""
        version = can_write_unlocked(ada, unit)
        save = partial(drafts.save, ada, unit, drafts.Typed({"1": {"text": "Anew."}}), version=version)
        return partial(mastery.claim, ada, unit, draft=version), save

    def test_would_lose_what_another_window_has_changed_without_the_lock(self, ada, unit, unlocked):
        send, save = unlocked
        _, sent = in_turn(save, send)
        assert isinstance(sent, MasteryClaim)
        assert "Anew." not in {answer.text for answer in sent.answers.all()}
        assert Draft.objects.of(ada, unit).answers == {}

    def test_would_bring_back_what_was_sent_without_the_lock(self, ada, unit, unlocked):
        sent, (after, overtaken) = in_turn(*unlocked)
        assert not overtaken
        assert after.others == []
        assert {answer.text for answer in sent.answers.all()} < {each["text"] for each in after.answers.values()}


class TestADemotion:
    def test_that_came_first_stops_the_decision(self, ada, grace, alan, unit):
        claim = held(ada, unit, grace)
        _, refusal = in_turn(lambda: end_role(grace, by=alan), approving(grace, claim))
        is_refused(refusal, "You are no mentor any more.")
        assert state_of(ada, unit) == "learning"

    def test_waits_for_a_decision_that_came_first(self, ada, grace, alan, unit):
        claim = held(ada, unit, grace)
        review, _ = in_turn(approving(grace, claim), lambda: end_role(grace, by=alan))
        assert state_of(ada, unit) == "mastered"
        assert review.decided_at < MentorRole.objects.get(user=grace).ended_at

    def test_would_come_too_late_without_the_lock(self, ada, grace, alan, unit, role_unlocked):
        """The role is read before the demotion is committed, and the decision is made after that."""
        claim = held(ada, unit, grace)
        decide = approving(grace, claim)
        _, review = in_turn(lambda: end_role(grace, by=alan), decide)
        assert state_of(ada, unit) == "mastered"
        assert review.decided_at > MentorRole.objects.get(user=grace).ended_at

    def test_that_is_over_stops_the_decision_without_the_lock_too(self, ada, grace, alan, unit, role_unlocked):
        """So it is the order alone that the control above shows."""
        decide = approving(grace, held(ada, unit, grace))
        end_role(grace, by=alan)
        with pytest.raises(NotAllowed, match="You are no mentor any more"):
            decide()

    def test_would_not_wait_for_the_decision_without_the_lock(
        self, ada, grace, alan, unit, role_unlocked, untold, monkeypatch
    ):
        """Both raise the page version of the mentor in the end; that alone would let one wait for the other."""
        monkeypatch.setattr(UserQuerySet, "tell", lambda self, *people: None)
        decision = Actor(approving(grace, held(ada, unit, grace)), holds=True)
        assert Actor(lambda: end_role(grace, by=alan)).ends() is None
        assert not MentorReview.objects.exists()
        decision.ends()
        assert MentorReview.objects.get().mentor == grace


class TestADemotionAndAnyOtherMoveOfAMentor:
    @pytest.fixture
    def move(self, request, ada, eve, grace, unit):
        """What a mentor who may also revoke is about to do."""
        claim = claimed(ada, unit) if request.param == "pick up" else held(ada, unit, grace)
        hers = mastered(eve, unit, grace)
        seen = {"review": hers.reviews.get().pk, "reason": "It was not theirs."}
        return {
            "pick up": partial(mastery.pick_up, grace, claim),
            "release": partial(mastery.release, grace, claim),
            "write": partial(thread.say, grace, claim, "Show it under load."),
            "revoke": partial(mastery.revoke, grace, progress_of(eve, unit), **seen),
        }[request.param]

    @pytest.fixture
    def lead(self, grace, alan):
        appoint(grace, by=alan, is_lead=True)

    MOVES = ("pick up", "release", "write", "revoke")

    @pytest.mark.parametrize("move", MOVES, indirect=True)
    def test_that_came_first_stops_it(self, lead, move, grace, alan):
        before = Event.objects.count(), Message.objects.count(), Hold.objects.count()
        _, refusal = in_turn(lambda: end_role(grace, by=alan), move)
        assert isinstance(refusal, NotAllowed), repr(refusal)
        assert (Event.objects.count(), Message.objects.count(), Hold.objects.count()) == before

    @pytest.mark.parametrize("move", MOVES, indirect=True)
    def test_would_come_too_late_without_the_lock(self, lead, move, grace, alan, role_unlocked):
        _, done = in_turn(lambda: end_role(grace, by=alan), move)
        assert not isinstance(done, Exception), repr(done)
        assert MentorRole.objects.unended_of(grace) is None


class TestAVerdictThatIsStillTyped:
    """The draft that a page keeps by itself, while its window decides."""

    @pytest.fixture
    def race(self, ada, grace, unit):
        """Deciding, and keeping what was typed."""
        claim = held(ada, unit, grace)
        verdicts = {str(pk): verdict._asdict() for pk, verdict in found(claim).items()}
        judged = judging.Judged(verdicts, "Well done.")
        return (
            partial(judging.decide, "approve", grace, claim, judged, digest=claim.digest, version=0),
            partial(judging.save, grace, claim, judging.Judged(verdicts, "Well do"), version=0),
        )

    def test_leaves_no_draft_of_what_is_decided(self, race):
        _, refusal = in_turn(*race)
        is_refused(refusal, "You have decided this claim")
        assert not VerdictDraft.objects.exists()

    def test_is_shown_before_the_decision_where_it_was_kept_first(self, race):
        decide, save = race
        _, refusal = in_turn(save, decide)
        is_refused(refusal, "Another window has kept a newer draft")
        assert VerdictDraft.objects.get().feedback == "Well do"
        assert not MentorReview.objects.exists()

    def test_would_leave_one_without_the_lock(self, race, monkeypatch):
        """Whoever decides holds no draft, and whoever keeps one finds none that is held."""
        monkeypatch.setattr(
            VerdictDraftQuerySet, "locked", lambda self, mentor, claim: self.model(mentor=mentor, claim_id=claim.pk)
        )
        in_turn(*race)
        assert MentorReview.objects.exists()
        assert VerdictDraft.objects.exists()


class TestAnOldTab:
    def test_on_a_claim_that_was_replaced_decides_nothing(self, ada, grace, unit):
        old = sent_back(ada, unit, grace)
        new = held(ada, unit, grace)
        for decide in (approving(grace, old), sending_back(grace, old)):
            with pytest.raises(NotAllowed, match="This claim is closed"):
                decide()
        with pytest.raises(NotAllowed, match="not the evidence"):
            mastery.approve(grace, new, verdicts=found(new), digest=old.digest)
        assert MasteryClaim.objects.open().get() == new

    def test_would_be_an_error_page_if_only_the_state_were_checked(self, ada, grace, linus, unit, monkeypatch):
        old = sent_back(ada, unit, grace)
        held(ada, unit, grace)
        monkeypatch.setattr(mastery, "check", lambda *_: None)
        monkeypatch.setattr(mastery, "check_holds", lambda *_: None)
        with pytest.raises(IntegrityError):
            approving(grace, old)()

    def test_loses_against_the_next_attempt_that_is_sent_meanwhile(self, ada, grace, unit):
        old = held(ada, unit, grace)

        def go_on():
            sending_back(grace, old)()
            return claimed(ada, unit)

        new, refusal = in_turn(go_on, approving(grace, old))
        is_refused(refusal, CLOSED)
        assert MasteryClaim.objects.open().get() == new


class TestLimits:
    def test_of_holds_are_kept_by_two_tabs(self, ada, eve, grace, unit, settings):
        settings.HOLDS_OF_A_MENTOR = 1
        _, refusal = in_turn(*self.picking_up(ada, eve, grace, unit))
        is_refused(refusal, "You hold 1 claims already.")
        assert Hold.objects.count() == 1

    def test_of_holds_would_be_passed_without_the_lock(self, ada, eve, grace, unit, settings, role_unlocked):
        settings.HOLDS_OF_A_MENTOR = 1
        in_turn(*self.picking_up(ada, eve, grace, unit))
        assert Hold.objects.count() == 2

    def picking_up(self, ada, eve, grace, unit):
        return [partial(mastery.pick_up, grace, claimed(learner, unit)) for learner in (ada, eve)]

    def test_of_open_claims_are_kept_by_two_tabs(self, ada, settings):
        settings.OPEN_CLAIMS_OF_A_LEARNER = 1
        _, refusal = in_turn(*self.claiming(ada))
        is_refused(refusal, "1 of your claims wait already.")
        assert MasteryClaim.objects.count() == 1

    def test_of_open_claims_would_be_passed_without_the_lock(self, ada, settings, monkeypatch):
        settings.OPEN_CLAIMS_OF_A_LEARNER = 1
        monkeypatch.setattr(MasteryClaimQuerySet, "counted", lambda self, learner: self.of(learner).open().count())
        in_turn(*self.claiming(ada))
        assert MasteryClaim.objects.count() == 2

    def claiming(self, ada):
        units = Unit.objects.all()[:2]
        return [partial(mastery.claim, ada, unit, draft=can_write(ada, unit).version) for unit in units]


class TestTheStageBefore:
    @pytest.fixture
    def build(self, capstone):
        return capstone.stages.get(step=2)

    @pytest.fixture
    def race(self, ada, grace, linus, stage, build):
        """Taking CREATE back, and approving BUILD."""
        mastered(ada, stage, grace)
        revoke = partial(revoked, ada, stage, linus)
        return revoke, approving(grace, held(ada, build, grace))

    def test_that_was_revoked_first_stops_the_approval(self, ada, stage, build, race):
        _, refusal = in_turn(*race)
        is_refused(refusal, "The stage before this one is not mastered yet.")
        assert (state_of(ada, stage), state_of(ada, build)) == ("learning", "learning")

    def test_is_revoked_after_the_approval(self, ada, stage, build, race):
        revoke, approve = race
        outcomes = in_turn(approve, revoke)
        assert not any(isinstance(outcome, Exception) for outcome in outcomes)
        assert (state_of(ada, stage), state_of(ada, build)) == ("learning", "mastered")

    def test_would_not_stop_the_approval_without_the_lock(self, ada, stage, build, race, progress_unlocked):
        in_turn(*race)
        assert (state_of(ada, stage), state_of(ada, build)) == ("learning", "mastered")

    @pytest.fixture
    def claims(self, ada, stage, build):
        """Taking the claim on CREATE back, and claiming BUILD."""
        create = claimed(ada, stage)
        version = can_write(ada, build).version
        return partial(mastery.withdraw, ada, create), partial(mastery.claim, ada, build, draft=version)

    def test_that_is_no_longer_claimed_stops_the_claim(self, claims):
        _, refusal = in_turn(*claims)
        is_refused(refusal, "Claim the stage before this one first")

    def test_would_not_stop_the_claim_without_the_lock(self, claims, progress_unlocked):
        _, claim = in_turn(*claims)
        assert isinstance(claim, MasteryClaim)
