"""Where a learner stands on the whole map, and the one function that gives the word that is shown."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from progress.machine import Move
from progress.models import Reached, State, UserProgress
from roadmap.atlas import Atlas, Line, Stop
from roadmap.demands import Former


class Shown(TextChoices):
    """The words that people see for where a learner stands, each with a shape of its own."""

    MASTERED = "mastered", _("Mastered")
    BEING_REVIEWED = "being-reviewed", _("Being reviewed")
    CLAIMED = "claimed", _("Claimed")
    SENT_BACK = "sent-back", _("Sent back")
    ATTESTED = "attested", _("Your word")
    LEARNING = "learning", _("Learning")
    READY = "ready", _("Ready")
    NOT_STARTED = "not-started", _("Not started")


REACHED = frozenset({State.ATTESTED.value, State.MASTERED.value})
OPEN, SENT_BACK = "open", "sent-back"


def shown(state: str, claim: str = "", *, held: bool = False, ready: bool = False) -> Shown:
    """The word for a state with its last claim; the first that is true, the same for everybody who may see it."""
    if state == State.MASTERED:
        return Shown.MASTERED
    if claim == OPEN:
        return Shown.BEING_REVIEWED if held else Shown.CLAIMED
    if claim == SENT_BACK:
        return Shown.SENT_BACK
    if state == State.NOT_STARTED:
        return Shown.READY if ready else Shown.NOT_STARTED
    return Shown(state)


class Total(NamedTuple):
    """Milestones counted, never rounded: mastered and attested of all that count for this learner."""

    mastered: int
    attested: int
    units: int
    stages: int

    @property
    def of(self) -> int:
        return self.units + self.stages


class Seen(NamedTuple):
    """What a row shows of somebody's standing: a word, and one figure or the milestones that it waits for."""

    shown: Shown | None
    can_do: int = 0
    new: int = 0
    changed: int = 0
    missing: tuple[str, ...] = ()
    topping_up: bool = False


class Since(NamedTuple):
    """What became of a criterion since a learner reached a state: what it said then, or nothing where it is new."""

    state: str
    former: Former | None


class Standing:
    """What one learner has reached on each milestone of the map. A visitor has reached nothing."""

    def __init__(self, atlas: Atlas, rows: Iterable[Reached] = ()) -> None:
        self.atlas = atlas
        self.language = get_language()
        self._needs: dict[int, tuple[Stop, ...]] = atlas.keep("needs", self._needs_of_all)
        self.state: dict[int, str] = {}
        self.can_do: dict[int, int] = {}
        self.claim: dict[int, str] = {}
        self.covered: dict[int, set[int]] = {}
        self.answered: dict[int, int] = {}
        self._seen: dict[int, Seen] = {}
        self._pictures: dict[int, tuple[Seen | None, ...]] = {}
        self._of_phase: dict[int, Total] = {}
        for row in rows:
            self.state[row.milestone] = row.state
            self.can_do[row.milestone] = row.can_do
            self.claim[row.milestone] = row.claim
            self.covered[row.milestone] = set(row.covered or ())
            if row.answered:
                self.answered[row.milestone] = row.answered
        self._lets_go_on = {pk for pk, state in self.state.items() if state in REACHED or self.claim[pk] == OPEN}

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """A piece of a page that depends on this key, the map and the language alone: made before, or now."""
        return self.atlas.keep((self.language, key), make)

    def missing(self, stop: Stop) -> tuple[Stop, ...]:
        """The published milestones that this one needs and that are not reached yet."""
        return tuple([need for need in self._needs[stop.pk] if need.pk not in self._lets_go_on])

    def lets_go_on(self, stop: Stop) -> bool:
        """Whether what needs this milestone can be started: it is reached, or claimed. Nothing waits for a review."""
        return stop.pk in self._lets_go_on

    def shown(self, stop: Stop) -> Shown:
        """The word for a milestone."""
        return self.seen(stop).shown  # type: ignore[return-value]

    def seen(self, stop: Stop) -> Seen:
        """All that a row shows of the learner's standing on a milestone. A page asks for each several times."""
        seen = self._seen.get(stop.pk)
        if seen is None:
            seen = self._seen[stop.pk] = self._see(stop)
        return seen

    def picture(self, phase: Line) -> tuple[Seen | None, ...]:
        """What the rows of a phase show, with none for those that this learner does not see."""
        picture = self._pictures.get(phase.pk)
        if picture is None:
            picture = tuple([self.seen(stop) if self.is_visible(stop) else None for stop in phase.milestones])
            self._pictures[phase.pk] = picture
        return picture

    def _see(self, stop: Stop) -> Seen:
        state, claim = self.state.get(stop.pk, State.NOT_STARTED), self.claim.get(stop.pk, "")
        missing = self.missing(stop) if state == State.NOT_STARTED else ()
        word = shown(state, claim, ready=stop.is_open and not missing)
        since = self.since(stop)
        new = sum(each.former is None for each in since.values())
        return Seen(
            word,
            can_do=self.can_do[stop.pk] if word is Shown.LEARNING else 0,
            new=new,
            changed=len(since) - new,
            missing=tuple([need.short for need in missing]),
            topping_up=word is Shown.MASTERED and claim == OPEN,
        )

    def since(self, stop: Stop) -> dict[int, Since]:
        """The criteria that came, or ask for something else, since the learner reached this; they take nothing away."""
        covered = self.covered.get(stop.pk)
        # A word of before it was written down what a word covers is no reason to say that something has changed.
        if not covered:
            return {}
        state = self.state[stop.pk]
        return {
            asked.pk: Since(state, asked.said_in(covered)) for asked in stop.criteria if not asked.is_asked_by(covered)
        }

    def offers(self, move: Move, stop: Stop) -> bool:
        """Whether the learner meets the button of a move of their own here."""
        state, is_claimed = self.state.get(stop.pk, State.NOT_STARTED), self.claim.get(stop.pk) == OPEN
        return (
            move.allows(state)
            and (stop.is_open or move.on_archived)
            and not (is_claimed if move.claim == "none" else move.claim == "open" and not is_claimed)
        )

    def counts(self, stop: Stop) -> bool:
        """Whether a milestone is in this learner's sums: it is published, or was reached before it was archived."""
        return stop.is_open or self.state.get(stop.pk) in REACHED

    def is_visible(self, stop: Stop) -> bool:
        """Whether this learner sees a milestone at all: archived ones are seen by those who once began on them."""
        return stop.is_open or stop.pk in self.state

    def phases(self) -> list[Line]:
        """The phases on which this learner sees anything."""
        return [phase for phase in self.atlas.phases if any(map(self.is_visible, phase.milestones))]

    def total(self, stops: Iterable[Stop]) -> Total:
        mastered = attested = units = stages = 0
        for stop in stops:
            if self.counts(stop):
                state = self.state.get(stop.pk)
                mastered += state == State.MASTERED
                attested += state == State.ATTESTED
                if stop.capstone is None:
                    units += 1
                else:
                    stages += 1
        return Total(mastered, attested, units, stages)

    def of_phase(self, phase: Line) -> Total:
        """What is reached of a phase."""
        if phase.pk not in self._of_phase:
            self._of_phase[phase.pk] = self.total(phase.milestones)
        return self._of_phase[phase.pk]

    @cached_property
    def whole(self) -> Total:
        """What is reached of all phases together."""
        totals = [self.of_phase(phase) for phase in self.atlas.phases]
        return Total(
            sum(total.mastered for total in totals),
            sum(total.attested for total in totals),
            sum(total.units for total in totals),
            sum(total.stages for total in totals),
        )

    def which(self, word: Shown) -> list[Stop]:
        """The milestones for which this word is shown, in the order of the map."""
        return self._by_word.get(word, [])

    @cached_property
    def _by_word(self) -> dict[Shown | None, list[Stop]]:
        found: dict[Shown | None, list[Stop]] = {}
        for phase in self.atlas.phases:
            for stop, seen in zip(phase.milestones, self.picture(phase), strict=True):
                if seen:
                    found.setdefault(seen.shown, []).append(stop)
        return found

    def _needs_of_all(self) -> dict[int, tuple[Stop, ...]]:
        stops = self.atlas.milestones
        return {
            pk: tuple(stops[edge.milestone] for edge in stop.builds_on if edge.needs and stops[edge.milestone].is_open)
            for pk, stop in stops.items()
        }


def standing_of(learner: User | None, atlas: Atlas) -> Standing:
    """The learner's standing, with one query; a visitor's with none."""
    if learner is None:
        return Standing(atlas)
    return Standing(atlas, UserProgress.objects.standings(learner))
