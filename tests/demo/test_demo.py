"""Demo people: the same lives each time, made by real moves, with every kind of claim among them."""

import datetime
import io
import re
from dataclasses import replace
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

import clock
from accounts.models import User
from accounts.roles import end_role
from demo import making, people, words
from demo.kinds import IN_TURN, TURNS
from progress import mastery
from progress.evidence import Evidence
from progress.machine import MOVES
from progress.models import ClaimAnswer, Draft, Event, Hold, MasteryClaim, Message, Revocation, UserProgress, Verdict
from roadmap import atlas
from roadmap.models import CriterionWording, Stage
from roadmap.soundness import faults

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def local(settings, embedded):
    settings.LOCAL = True


def make(learners):
    said = io.StringIO()
    with clock.at(NOON):
        call_command("demo", learners=learners, stdout=said)
    return said.getvalue()


def told():
    """All that is told of demo learners, without the keys of rows."""
    return (
        list(Event.objects.order_by("pk").values_list("move", "at", "progress__learner__display_name")),
        list(
            MasteryClaim.objects.order_by("pk").values_list("sent_at", "closed_at", "answers__text").order_by("answers")
        ),
        list(Verdict.objects.order_by("pk").values_list("level", "comment", "review__feedback")),
    )


@pytest.mark.slow
class TestOneOfEachKind:
    """Ada and a learner of each kind: one test with much in it, as making everybody takes seconds."""

    def test_they_have_every_kind_of_claim_and_could_have_been(self, map_files, ada, grace, linus):
        make(len(IN_TURN))
        self.every_kind_of_claim_is_there(ada, grace, linus)
        self.ada_is_part_way(ada)
        self.somebody_has_begun_on_what_was_sent_back()
        self.what_they_wrote_and_when_could_have_been()
        self.the_map_and_those_who_are_there_are_left_as_they_are(map_files)

    def every_kind_of_claim_is_there(self, ada, grace, linus):
        with clock.at(NOON):
            waits = MasteryClaim.objects.open()
            assert waits.free().values("phase").distinct().count() >= 4
            assert waits.free().filter(hold__until__lt=NOON).exists()
        assert waits.filter(hold__until__gt=NOON).exists()
        assert waits.filter(attempt=2, progress__state="learning", answers__carried_from__isnull=False).exists()
        assert waits.filter(progress__state="mastered", answers__carried_from__isnull=False).exists()
        steps = set(waits.values_list("progress__milestone__stage__step", flat=True))
        assert {Stage.Step.CREATE, Stage.Step.BUILD} <= steps
        assert set(MasteryClaim.objects.values_list("outcome", flat=True)) == {"", "approved", "sent-back", "withdrawn"}
        assert set(Event.objects.values_list("move", flat=True)) == set(MOVES) - {"retract", "renew"}
        assert Revocation.objects.exists()
        assert {message.author_id == message.claim.learner_id for message in Message.objects.all()} == {True, False}
        for mentor in (grace, linus):
            assert 0 < Hold.objects.of(mentor).count() <= 2

    def ada_is_part_way(self, ada):
        claims = MasteryClaim.objects.filter(learner=ada)
        assert claims.filter(outcome="approved").exists()
        assert claims.filter(closed_at=None, hold__until__gt=NOON).count() == 1
        assert claims.filter(closed_at=None, hold=None).count() == 2
        states = UserProgress.objects.filter(learner=ada).values_list("state", flat=True)
        assert set(states) >= {"learning", "attested", "mastered"}

    def somebody_has_begun_on_what_was_sent_back(self):
        begun = Draft.objects.exclude(answers={}).get()
        (typed,) = begun.answers.values()
        last = MasteryClaim.objects.filter(progress=begun.progress).order_by("attempt").last()
        assert last.outcome == "sent-back"
        assert ClaimAnswer.objects.filter(claim=last, text=typed["text"].rpartition("\n\n> ")[0]).exists()

    def what_they_wrote_and_when_could_have_been(self):
        said = io.StringIO()
        call_command("check_history", stdout=said)
        assert "every state follows" in said.getvalue()
        times = [*Event.objects.values_list("at", flat=True), *Hold.objects.values_list("since", flat=True)]
        assert NOON - datetime.timedelta(weeks=52) < min(times) < NOON - datetime.timedelta(weeks=30)
        assert NOON - datetime.timedelta(days=2) < max(times) <= NOON
        for progress in UserProgress.objects.all():
            moments = list(progress.events.values_list("at", flat=True))
            assert moments == sorted(moments)
        written = ClaimAnswer.objects.open().select_related("wording")
        for answer in written:
            assert Evidence(answer.text, tuple(answer.links)).fault() == ""
            assert not re.search(r"{[a-z]+}", answer.text)
            assert all(link.startswith("https://example.org/") for link in answer.links)
        assert any(answer.wording.text in answer.text for answer in written)

    def the_map_and_those_who_are_there_are_left_as_they_are(self, map_files):
        said = io.StringIO()
        call_command("seed_curriculum", map_files, stdout=said)
        assert "Nothing changed." in said.getvalue()
        assert faults() == {}
        assert CriterionWording.objects.filter(version=3).exists()
        demo = User.objects.filter(email__startswith="learner-")
        assert len(demo) == len(IN_TURN)
        assert not any(person.has_usable_password() for person in demo)
        before = told()
        assert make(len(IN_TURN)) == ""
        assert told() == before


class TestMaking:
    @pytest.fixture(autouse=True)
    def mentors(self, grace, linus):
        pass

    def test_the_same_lives_come_out_again(self):
        class Again(Exception):
            pass

        lives = []
        for _ in range(2):
            with pytest.raises(Again), transaction.atomic():
                make(3)
                lives.append(told())
                raise Again
        assert lives[0] == lives[1]
        assert lives[0][1]

    def test_says_how_far_it_is(self):
        assert make(12) == "Making 12 demo learners: 0 of 12\nMaking 12 demo learners: 10 of 12\n"

    def test_more_are_added_to_those_who_are_there(self):
        make(1)
        assert make(2) == "Making 1 demo learners: 0 of 1\n"
        assert User.objects.filter(email__startswith="learner-").count() == 2

    def test_who_comes_after_the_first_ones_holds_nobody_up_and_keeps_the_words_of_the_map(self):
        wordings = CriterionWording.objects.count()
        first = TURNS * len(IN_TURN) + 1
        for number in range(first, first + 6):
            making.make(number, NOON)
        assert not Hold.objects.exists()
        assert CriterionWording.objects.count() == wordings

    def test_whoever_was_interrupted_is_made_from_the_beginning(self, monkeypatch):
        def stop(*arguments):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(making, "kind_of", stop)
            make(2)
        assert not User.objects.filter(email__startswith="learner-").exists()
        assert not Event.objects.exists()
        assert "0 of 2" in make(2)

    def test_two_at_once_make_nobody_twice(self):
        making.make(1, NOON)
        with pytest.raises(IntegrityError):
            making.make(1, NOON)

    def test_a_learner_who_has_begun_is_left_alone(self, ada, unit):
        mastery.start(ada, unit)
        make(0)
        assert list(Event.objects.values_list("move", flat=True)) == ["start"]


class TestNames:
    def test_are_all_different_for_long(self):
        assert len({people.name_of(number).full for number in range(1, 41)}) == 40

    def test_some_are_written_in_other_letters(self):
        assert sum(not name.full.isascii() for name in people.NAMES) >= 20

    def test_go_on_after_the_first(self):
        assert people.name_of(41).full
        assert people.name_of(5_000).full


class TestRefusals:
    def test_outside_of_the_local_mode(self, settings, grace):
        settings.LOCAL = False
        with pytest.raises(CommandError, match="local mode only"):
            call_command("demo")
        assert not Event.objects.exists()

    def test_on_another_database_than_that_of_the_local_mode(self, embedded, grace):
        (embedded / "var" / "postgres").unlink()
        with pytest.raises(CommandError, match="embedded database of script/server only"):
            call_command("demo", learners=1)
        assert not User.objects.filter(email__startswith="learner-").exists()

    def test_nobody_reviews(self, alan, grace):
        end_role(grace, by=alan)
        with pytest.raises(CommandError, match="appoint one in Admin"):
            call_command("demo", learners=1)
        assert not User.objects.filter(email__startswith="learner-").exists()


def test_evidence_for_any_milestone_can_be_sent(db):
    """Whatever its texts hold, such as links, which lead nowhere outside of the page."""
    map_ = atlas.current()
    stop = map_.by_slug["backpropagation-deep-dive"]
    linked = replace(stop, proof="Do [this](/units/search-systems/) and [that](https://example.org/a_(b)).")
    for each in (linked, *map_.milestones.values()):
        written = words.evidence(Random(1), each, list(each.criteria), "ada@example.org")  # noqa: S311
        for typed in written.values():
            assert Evidence.read(typed).fault() == ""
            assert "](" not in typed["text"]
    assert len(map_.milestones) == 89
