"""A demo learner's time on the map, played by the moves that people make, with the clock moved."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import clock
from accounts.models import User
from demo import words
from progress import drafts, mastery
from progress.models import Draft, Level, MasteryClaim
from progress.verdicts import Found
from roadmap.atlas import Asked, Stop
from roadmap.models import Criterion, Stage

RATINGS = ("not-yet", "shaky", "can-do")


@dataclass(frozen=True)
class Mentors:
    """Who reviews, and the lead among all mentors where there is one."""

    all: tuple[User, ...]
    lead: User | None


class Life:
    """What one learner does, one thing after the other. `now` is their moment; it moves on, up to the end."""

    def __init__(self, learner: User, mentors: Mentors, chance: Random, ends: datetime.datetime) -> None:
        self.learner, self.mentors, self.chance = learner, mentors, chance
        self.now = self.ends = ends
        # What was last typed for each criterion.
        self.typed: dict[int, dict[str, str]] = {}

    def do[Result](self, move: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Make a move at this moment."""
        with clock.at(self.now):
            return move(*arguments, **named)

    def wait(self, **long: float) -> None:
        self.now += datetime.timedelta(**long)

    def before_the_end(self, **long: float) -> None:
        """Go to the moment so long before the end."""
        self.now = self.ends - datetime.timedelta(**long)

    def mentor(self) -> User:
        """Whoever of the mentors has time."""
        return self.chance.choice(self.mentors.all)

    def start(self, stop: Stop) -> None:
        self.do(mastery.start, self.learner, stop)

    def rate(self, stop: Stop, *, at_least: int = 0) -> None:
        """Note how sure they are of each criterion, by chance but not below the level with this number."""
        for asked in stop.criteria:
            criterion = Criterion(pk=asked.pk, milestone_id=stop.pk)
            self.do(mastery.rate, self.learner, criterion, self.chance.choice(RATINGS[at_least:]))

    def give_word(self, stop: Stop) -> None:
        self.start(stop)
        self.rate(stop, at_least=2)
        self.wait(hours=1)
        self.do(mastery.attest, self.learner, stop)

    def write(self, stop: Stop, criteria: Iterable[Asked]) -> Draft:
        """Type evidence for these criteria of a milestone, where nothing was typed yet, and keep it as the draft."""
        criteria = list(criteria)
        new = [asked for asked in criteria if asked.pk not in self.typed]
        self.typed |= words.evidence(self.chance, stop, new, str(self.learner))
        answers = {str(asked.pk): self.typed[asked.pk] for asked in criteria}
        handed_in = list(Stage(pk=stop.pk).deliverables.live().values_list("key", flat=True)) if stop.capstone else []
        version = Draft.objects.of(self.learner, stop).version
        draft, _ = self.do(drafts.save, self.learner, stop, drafts.Typed(answers, handed_in), version=version)
        return draft

    def claim(self, stop: Stop, criteria: Iterable[Asked] | None = None) -> MasteryClaim:
        """Claim a milestone, with evidence for all of its criteria or for these, which are then the open ones."""
        draft = self.write(stop, stop.criteria if criteria is None else criteria)
        self.wait(minutes=20)
        return self.do(mastery.claim, self.learner, stop, draft=draft.version)

    def pick_up(self, claim: MasteryClaim, mentor: User | None = None) -> User:
        mentor = mentor or self.mentor()
        self.do(mastery.pick_up, mentor, claim)
        return mentor

    def approve(self, claim: MasteryClaim, mentor: User | None = None) -> None:
        """A mentor picks the claim up and finds everything met."""
        mentor = self.pick_up(claim, mentor)
        self.wait(minutes=30)
        found = {
            answer.pk: Found(self.met(is_rubric), self.chance.choice(words.MET))
            for answer, _, is_rubric in judged(claim)
        }
        feedback = self.chance.choice(words.APPROVED)
        self.do(mastery.approve, mentor, claim, verdicts=found, feedback=feedback, digest=claim.digest)

    def send_back(self, stop: Stop, claim: MasteryClaim) -> list[Asked]:
        """A mentor picks the claim up and finds one answer missing, at times two; the criteria that stay open."""
        mentor = self.pick_up(claim)
        self.wait(minutes=40)
        asked_of = {asked.pk: asked for asked in stop.criteria}
        answers = judged(claim)
        missing = self.chance.sample(range(len(answers)), min(len(answers), self.chance.choice((1, 1, 2))))
        found = {}
        for number, (answer, criterion, is_rubric) in enumerate(answers):
            comment = self.chance.choice(words.MET)
            level = self.met(is_rubric)
            if number in missing:
                comment = self.chance.choice(words.NOT_MET).format(topic=asked_of[criterion].title)
                level = Level.APPROACHING if is_rubric else Level.NOT_YET
                self.typed[criterion] = words.revised(self.chance, self.typed[criterion], comment)
            found[answer.pk] = Found(level, comment)
        feedback = self.chance.choice(words.SENT_BACK)
        self.do(mastery.send_back, mentor, claim, verdicts=found, feedback=feedback, digest=claim.digest)
        return [asked_of[answers[number][1]] for number in sorted(missing)]

    def met(self, is_rubric: bool) -> Level:
        return self.chance.choice((Level.MEETS, Level.MEETS, Level.EXCEEDS)) if is_rubric else Level.MET


def judged(claim: MasteryClaim) -> list[tuple[Any, int, bool]]:
    """The open answers of a claim, each with its criterion and whether a rubric says its levels."""
    answers = claim.answers.open().select_related("wording").order_by("pk")
    return [(answer, answer.wording.criterion_id, bool(answer.wording.levels)) for answer in answers]
