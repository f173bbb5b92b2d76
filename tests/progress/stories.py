"""Stories of random lives: moves that each follow on the last.

Where something stands in the way of one of them, it is another story.
"""

from functools import partial
from typing import Any, ClassVar

PLACES = ("unit", "create", "build")


class Stories:
    # What a life is, and what can be done in it.
    a_criterion_is_reworded: Any
    a_milestone_is_archived_or_brought_back: Any
    a_role_changes: Any
    archived: Any
    claim: Any
    claims: Any
    decide: Any
    open_claim: Any
    pick_up: Any
    rate: Any
    roles: Any
    standing: Any
    takes_back: Any
    their_own_move: Any
    time_goes_by: Any

    def others(self, who):
        """Two people who may review what this one claims; the first is a lead."""
        first, second, *_ = [each for each in ("linus", "grace", "eve") if each != who]
        self.a_role_changes(first, "lead")
        self.a_role_changes(second, self.roles.get(second, "mentor"))
        return first, second

    def is_picked_up(self, who, where, by):
        """Where its claim stands among all, if there is one."""
        self.claim(who, where, is_eager=True, is_stale=False)
        claim = self.open_claim(who, where)
        if claim is None:
            return None
        which = sorted(self.claims, key=lambda each: bool(each.outcome)).index(claim)
        self.pick_up(by, which)
        return which

    def is_reviewed(self, who, where, *, missing=0, hours=0, is_old=False, by_another=False):
        mentor, another = self.others(who)
        which = self.is_picked_up(who, where, mentor)
        if which is not None:
            self.time_goes_by(hours)
            decider = another if by_another else mentor
            self.decide(decider, which, approves=not missing, missing=missing, is_old=is_old)

    def is_left(self, who, where, *, hours):
        """By a mentor who takes too long, or is none any more: another goes on with it."""
        mentor, another = self.others(who)
        which = self.is_picked_up(who, where, mentor)
        if which is not None:
            self.time_goes_by(hours)
            self.a_role_changes(mentor, self.roles[mentor] if hours else "")
            self.pick_up(another, which)
            self.decide(mentor, which, approves=True, missing=0, is_old=False)

    def is_taken_back(self, who, *, again=False, is_old=False, by_a_mentor=False):
        self.is_reviewed(who, "unit")
        lead, mentor = self.others(who)
        if again:
            self.a_criterion_is_reworded("unit", 0, "breaking")
            self.claim(who, "unit", is_eager=False, is_stale=False)
        if by_a_mentor:
            self.a_role_changes(mentor, "mentor")
        if self.standing[who, "unit"].state != "not-started":
            self.takes_back(mentor if by_a_mentor else lead, who, "unit", is_old=is_old)

    def is_archived_and(self, who, where, move):
        """The learner makes a move on what they have begun and can do, and is no longer on the map."""
        self.their_own_move(who, where, "start")
        self.rate(who, where, "can-do")
        is_so_already = where in self.archived
        if not is_so_already:
            self.a_milestone_is_archived_or_brought_back(where)
        move(who, where)
        if not is_so_already:
            self.a_milestone_is_archived_or_brought_back(where)

    def is_claimed(self, who, *places):
        for where in places:
            self.claim(who, where, is_eager=True, is_stale=False)

    def is_given_anew(self, who, where, change):
        self.their_own_move(who, where, "start")
        self.rate(who, where, "can-do")
        self.their_own_move(who, where, "attest")
        self.a_criterion_is_reworded(where, 0, change)
        self.their_own_move(who, where, "renew")

    def is_claimed_under_other_words(self, who, where, change):
        self.is_reviewed(who, where, missing=1)
        self.a_criterion_is_reworded(where, -1, change)
        self.is_reviewed(who, where)

    STORIES: ClassVar[dict] = {
        "approved": lambda it, who, where: it.is_reviewed(who, where),
        "decided late": lambda it, who, where: it.is_reviewed(who, where, hours=25),
        "sent back": lambda it, who, where: it.is_reviewed(who, where, missing=1),
        "decided by another": lambda it, who, where: it.is_reviewed(who, where, by_another=True),
        "decided by other evidence": lambda it, who, where: it.is_reviewed(who, where, is_old=True),
        "decided by the learner": lambda it, who, where: it.is_picked_up(who, where, who),
        "left too long": lambda it, who, where: it.is_left(who, where, hours=25),
        "left by a mentor": lambda it, who, where: it.is_left(who, where, hours=0),
        "taken back": lambda it, who, where: it.is_taken_back(who),
        "taken back while it is claimed": lambda it, who, where: it.is_taken_back(who, again=True),
        "taken back as another one": lambda it, who, where: it.is_taken_back(who, is_old=True),
        "taken back by a mentor": lambda it, who, where: it.is_taken_back(who, by_a_mentor=True),
        "given anew on more": lambda it, who, where: it.is_given_anew(who, where, "added"),
        "given anew on other words": lambda it, who, where: it.is_given_anew(who, where, "cosmetic"),
        "claimed under other words": lambda it, who, where: it.is_claimed_under_other_words(who, where, "cosmetic"),
        "claimed when it asks for something else": lambda it, who, where: it.is_claimed_under_other_words(
            who, where, "breaking"
        ),
        "archived and given anew": lambda it, who, where: (
            it.is_given_anew(who, where, "added"), it.a_criterion_is_reworded(where, 0, "added"),
            it.is_archived_and(who, where, partial(it.their_own_move, verb="renew")),
        ),
        "all claimed": lambda it, who, where: it.is_claimed(who, *PLACES),
        "claimed and put back": lambda it, who, where: (
            it.is_claimed(who, where), it.their_own_move(who, where, "put-back"),
        ),
        "archived and claimed": lambda it, who, where: it.is_archived_and(who, where, it.is_claimed),
        "archived and attested": lambda it, who, where: it.is_archived_and(
            who, where, partial(it.their_own_move, verb="attest")
        ),
    }  # fmt: skip
