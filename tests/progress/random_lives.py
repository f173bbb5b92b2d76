"""Random lives: several people, a unit and two stages, and a clock that moves, against a model of the rules.

Each begins with a story, which is moves that each follow on the last, so that what is rare by chance happens too; then
come single moves and more stories in any order.

The model is written from what the product promises, and knows nothing of the machine's own table. After each move
the two must have allowed or refused the same, and everything that is stored must be what the model says.
"""

import datetime
from dataclasses import dataclass, field
from typing import ClassVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import clock
from accounts.roles import appoint, end_role
from progress import drafts, mastery
from progress.asked import asked_now
from progress.history import Replay
from progress.mastery import VERBS, NotAllowed
from progress.models import Hold, MasteryClaim, UserProgress, Verdict
from roadmap.models import Criterion, CriterionWording, Milestone
from tests.progress.by_hand import settle
from tests.progress.lives import NOON, found, progress_of
from tests.progress.stories import PLACES, Stories

MOST_CLAIMS, MOST_HOLDS, HOLD = 2, 2, datetime.timedelta(hours=24)
CHANGES = ("cosmetic", "added", "breaking")
PEOPLE, ROLES = ("ada", "eve", "grace", "linus"), ("mentor", "lead")


@dataclass
class Claim:
    pk: int
    who: str
    where: str
    # Criterion and demand, of those that are to be judged.
    fresh: set
    outcome: str = ""
    holder: str = ""
    until: datetime.datetime | None = None


@dataclass
class Standing:
    state: str = "not-started"
    can_do: set = field(default_factory=set)
    met: set = field(default_factory=set)
    word: set = field(default_factory=set)


class Lives(Stories, RuleBasedStateMachine):
    # Set by the test: the people and the milestones by their names, and the admin.
    people: ClassVar[dict] = {}
    places: ClassVar[dict] = {}
    admin = None

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOON
        self.roles = {"grace": "mentor", "linus": "lead"}
        self.archived = set()
        self.standing = {(who, where): Standing() for who in PEOPLE for where in PLACES}
        self.claims = []
        # Criterion to what it demands, which has the name of the wording that first asked for it.
        self.demands = {
            name: {pk: same[0] for pk, same in CriterionWording.objects.asked_by(place.pk).items()}
            for name, place in self.places.items()
        }
        self.demand_of = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # What the model knows.

    def open_claim(self, who, where):
        return next((each for each in self.claims if (each.who, each.where, each.outcome) == (who, where, "")), None)

    def is_open_to(self, who, where):
        return set(self.demands[where].items()) - self.standing[who, where].met

    def counts(self, claim):
        """Whether a hold keeps others away."""
        return bool(claim.holder) and claim.until > self.now and claim.holder in self.roles

    def before_is(self, who, where, *, claimed_suffices):
        if where != "build":
            return True
        is_mastered = self.standing[who, "create"].state == "mastered"
        return is_mastered or (claimed_suffices and self.open_claim(who, "create") is not None)

    def may_claim(self, who, where):
        return (
            self.standing[who, where].state != "not-started"
            and where not in self.archived
            and not self.open_claim(who, where)
            and self.before_is(who, where, claimed_suffices=True)
            and bool(self.is_open_to(who, where))
            and len([each for each in self.claims if each.who == who and not each.outcome]) < MOST_CLAIMS
        )

    def may_hold(self, who, claim):
        holds = [each for each in self.claims if not each.outcome and each.holder == who and self.counts(each)]
        return who in self.roles and claim.who != who and not claim.outcome and len(holds) < MOST_HOLDS

    # What people do.

    def does(self, expected, move, *arguments, **named):
        """Make the move, and see that the product allows it exactly where the model does."""
        with clock.at(self.now):
            try:
                made = move(*arguments, **named)
            except NotAllowed as refusal:
                assert not expected, f"refused: {refusal}"
                return None
            assert expected, "allowed"
            return made

    person, place = st.sampled_from(PEOPLE), st.sampled_from(PLACES)

    @rule(who=person, where=place, what=st.sampled_from([*VERBS, "can-do", "can-do", "shaky"]))
    def by_themselves(self, who, where, what):
        if what in VERBS:
            self.their_own_move(who, where, what)
        else:
            self.rate(who, where, what)

    def their_own_move(self, who, where, verb):
        mine = self.standing[who, where]
        allowed, to = {
            "start": (mine.state == "not-started" and where not in self.archived, "learning"),
            "put-back": (mine.state == "learning" and not self.open_claim(who, where), "not-started"),
            "attest": (
                mine.state == "learning" and where not in self.archived and mine.can_do >= set(self.demands[where]),
                "attested",
            ),
            "renew": (
                mine.state == "attested"
                and where not in self.archived
                and mine.can_do >= set(self.demands[where])
                and bool(set(self.demands[where].items()) - mine.word),
                "attested",
            ),
            "retract": (mine.state == "attested", "learning"),
        }[verb]
        self.does(allowed, VERBS[verb], self.people[who], self.places[where])
        mine.state = to if allowed else mine.state
        if allowed and verb in ("attest", "renew"):
            mine.word = set(self.demands[where].items())

    def rate(self, who, where, level):
        mine = self.standing[who, where]
        allowed = mine.state != "not-started" or where not in self.archived
        criteria = Criterion.objects.asked_by(self.places[where].pk)
        for criterion in criteria if level == "can-do" else criteria[:1]:
            self.does(allowed, mastery.rate, self.people[who], criterion, level)
        if allowed:
            rated = {criterion.pk for criterion in criteria}
            mine.can_do = mine.can_do | rated if level == "can-do" else mine.can_do - {criteria[0].pk}
            takes_back = mine.state == "attested" and level != "can-do"
            mine.state = "learning" if takes_back or mine.state == "not-started" else mine.state

    @rule(
        who=person,
        where=place,
        is_eager=st.sampled_from([True, True, False]),
        is_stale=st.sampled_from([False] * 5 + [True]),
    )
    def claim(self, who, where, is_eager, is_stale):
        mine, fresh = self.standing[who, where], self.is_open_to(who, where)
        if is_eager and mine.state == "not-started":
            self.their_own_move(who, where, "start")
        version = self.write(who, where) if mine.state != "not-started" else 0
        allowed = self.may_claim(who, where) and not is_stale
        sent = self.does(allowed, mastery.claim, self.people[who], self.places[where], draft=version + 7 * is_stale)
        if sent:
            self.claims.insert(0, Claim(sent.pk, who, where, fresh))
            assert self.told_of(sent.answers.open().values_list("wording__criterion", "wording")) == fresh
            assert sent.answers.count() == len(self.demands[where])

    def told_of(self, criteria_and_wordings):
        return {(criterion, self.demand_of.get(wording, wording)) for criterion, wording in criteria_and_wordings}

    def write(self, who, where):
        person, place = self.people[who], self.places[where]
        version = drafts.Draft.objects.of(person, place).version
        typed = drafts.Typed({str(pk): {"text": f"At {self.now}."} for pk in self.demands[where]})
        with clock.at(self.now):
            return drafts.save(person, place, typed, version=version)[0].version

    which = st.sampled_from([0, 0, 0, 1, 2, 3])
    some_claim = precondition(lambda self: self.claims)

    def nth(self, which):
        """One of the claims; open ones and the newest come first."""
        claim = sorted(self.claims, key=lambda claim: bool(claim.outcome))[which % len(self.claims)]
        return claim, MasteryClaim.objects.get(pk=claim.pk)

    @some_claim
    @rule(who=st.sampled_from(["the learner", *PEOPLE]), which=which)
    def withdraw(self, who, which):
        claim, row = self.nth(which)
        who = claim.who if who == "the learner" else who
        allowed = who == claim.who and not claim.outcome and not self.counts(claim)
        self.does(allowed, mastery.withdraw, self.people[who], row)
        if allowed:
            claim.outcome, claim.holder = "withdrawn", ""

    @some_claim
    @rule(who=st.sampled_from(["grace", "linus", *PEOPLE]), which=which)
    def pick_up(self, who, which):
        claim, row = self.nth(which)
        allowed = self.may_hold(who, claim) and not self.counts(claim)
        self.does(allowed, mastery.pick_up, self.people[who], row)
        if allowed:
            claim.holder, claim.until = who, self.now + HOLD

    @some_claim
    @rule(who=st.sampled_from(["the holder", "alan", *PEOPLE]), which=which)
    def release(self, who, which):
        claim, row = self.nth(which)
        who = (claim.holder or "grace") if who == "the holder" else who
        is_holder = claim.holder == who and who in self.roles
        allowed = not claim.outcome and bool(claim.holder) and (who == "alan" or is_holder)
        self.does(allowed, mastery.release, self.people[who], row)
        claim.holder = "" if allowed else claim.holder

    @some_claim
    @rule(
        who=st.sampled_from(["the holder"] * 4 + list(PEOPLE)),
        which=which,
        approves=st.booleans(),
        missing=st.sampled_from([0, 0, 1, 2]),
        is_old=st.sampled_from([False] * 7 + [True]),
    )
    def decide(self, who, which, approves, missing, is_old):
        claim, row = self.nth(which)
        who = (claim.holder or "grace") if who == "the holder" else who
        allowed = who in self.roles and who != claim.who and not claim.outcome and claim.holder == who
        allowed = allowed and not is_old and approves == (missing == 0)
        allowed = allowed and (not approves or self.before_is(claim.who, claim.where, claimed_suffices=False))
        verdicts = found(row, missing=missing)
        decide = mastery.approve if approves else mastery.send_back
        digest = "0" * 64 if is_old else row.digest
        self.does(allowed, decide, self.people[who], row, verdicts=verdicts, digest=digest)
        if allowed:
            self.was_decided(claim, approves)

    def was_decided(self, claim, approves):
        mine = self.standing[claim.who, claim.where]
        claim.outcome, claim.holder = "approved" if approves else "sent-back", ""
        met = Verdict.objects.filter(answer__claim=claim.pk, level__in=("met", "meets"))
        mine.met |= self.told_of(met.values_list("answer__wording__criterion", "answer__wording"))
        assert not approves or claim.fresh <= mine.met
        mine.state = "mastered" if approves else mine.state

    @precondition(lambda self: any(mine.state == "mastered" for mine in self.standing.values()))
    @rule(who=st.sampled_from(["linus", "linus", *PEOPLE]), which=which)
    def revoke(self, who, which):
        """What was begun on; what is mastered comes first."""
        begun = [key for key, mine in self.standing.items() if mine.state != "not-started"]
        begun.sort(key=lambda key: self.standing[key].state != "mastered")
        self.takes_back(who, *begun[which % len(begun)], is_old=False)

    def takes_back(self, who, whose, where, *, is_old):
        mine = self.standing[whose, where]
        allowed = self.roles.get(who) == "lead" and who != whose and mine.state == "mastered"
        allowed = allowed and not self.open_claim(whose, where) and not is_old
        row = progress_of(self.people[whose], self.places[where])
        review = 0 if is_old else row.mastering_review_id
        self.does(allowed, mastery.revoke, self.people[who], row, review=review, reason="It was not theirs.")
        if allowed:
            mine.state, mine.met = "learning", set()

    story = st.sampled_from(list(Stories.STORIES))

    @initialize(story=story, who=person, where=place)
    def it_begins(self, story, who, where):
        self.STORIES[story](self, who, where)

    @rule(story=story, who=person, where=place)
    def it_goes_on(self, story, who, where):
        self.STORIES[story](self, who, where)

    # What happens around them.

    @rule(
        what=st.sampled_from(["time", "time", "time", "a role", "a wording", "a criterion", "an archived milestone"]),
        who=person, where=place, which=which, change=st.sampled_from(CHANGES),
        hours=st.sampled_from([1, 13, 25]), role=st.sampled_from(["", *ROLES]),
    )  # fmt: skip
    def the_world_goes_on(self, what, who, where, which, change, hours, role):
        {
            "time": lambda: self.time_goes_by(hours),
            "a role": lambda: self.a_role_changes(who, role),
            "a wording": lambda: self.a_criterion_is_reworded(where, which, change),
            "a criterion": self.a_criterion_is_added,
            "an archived milestone": lambda: self.a_milestone_is_archived_or_brought_back(where),
        }[what]()

    def time_goes_by(self, hours):
        self.now += datetime.timedelta(hours=hours)

    def a_role_changes(self, who, role):
        if role == self.roles.get(who, ""):
            return
        with clock.at(self.now):
            if role:
                appoint(self.people[who], by=self.admin, is_lead=role == "lead")
                self.roles[who] = role
            else:
                end_role(self.people[who], by=self.admin)
                del self.roles[who]

    def a_criterion_is_reworded(self, where, which, change):
        criterion = Criterion.objects.asked_by(self.places[where].pk)[which % len(self.demands[where])]
        latest = criterion.wordings.order_by("version").last()
        made = criterion.reword(f"Version {latest.version + 1}.", latest.levels, change).pk
        if change == "cosmetic":
            self.demand_of[made] = self.demands[where][criterion.pk]
        else:
            self.demands[where][criterion.pk] = made

    def a_criterion_is_added(self):
        unit = self.places["unit"]
        added = Criterion.objects.create(
            milestone_id=unit.pk, key=f"added-{len(self.demands['unit'])}", position=99, topic=unit.topics.first()
        )
        self.demands["unit"][added.pk] = added.reword("Does more.", []).pk

    def a_milestone_is_archived_or_brought_back(self, where):
        self.archived ^= {where}
        status = "archived" if where in self.archived else "published"
        Milestone.objects.filter(pk=self.places[where].pk).update(status=status)

    # What is true after each of these.

    @invariant()
    def the_tables_agree_with_themselves(self):
        with connection.cursor() as cursor:
            settle(cursor)
        assert list(Replay()) == []

    @invariant()
    def states_are_those_of_the_model(self):
        names = {person.pk: name for name, person in self.people.items()}
        places = {place.pk: name for name, place in self.places.items()}
        stored = UserProgress.objects.values_list("learner", "milestone", "state")
        reached = {(names[who], places[where]): state for who, where, state in stored if state != "not-started"}
        assert reached == {key: mine.state for key, mine in self.standing.items() if mine.state != "not-started"}

    @invariant()
    def claims_and_holds_are_those_of_the_model(self):
        assert dict(MasteryClaim.objects.values_list("pk", "outcome")) == {it.pk: it.outcome for it in self.claims}
        holders = dict(Hold.objects.values_list("claim", "mentor"))
        assert holders == {it.pk: self.people[it.holder].pk for it in self.claims if it.holder}
        with clock.at(self.now):
            free = set(MasteryClaim.objects.free().values_list("pk", flat=True))
        assert free == {it.pk for it in self.claims if not it.outcome and not self.counts(it)}

    @invariant()
    def what_is_asked_is_what_the_model_asks(self):
        for (who, where), mine in self.standing.items():
            if mine.met:
                asked = asked_now(progress_of(self.people[who], self.places[where]))
                is_open = {(each.criterion, each.wording) for each in asked if each.is_open}
                assert is_open == self.is_open_to(who, where)
