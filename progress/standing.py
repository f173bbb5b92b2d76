"""Where a learner stands on the whole map, and the one function that gives the word that is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from progress.models import State, UserProgress
from roadmap.atlas import Atlas, Line, Stop


class Shown(TextChoices):
    """The words that people see for where a learner stands, each with a shape of its own."""

    MASTERED = "mastered", _("Mastered")
    ATTESTED = "attested", _("Your word")
    LEARNING = "learning", _("Learning")
    READY = "ready", _("Ready")
    NOT_STARTED = "not-started", _("Not started")


REACHED = frozenset({State.ATTESTED.value, State.MASTERED.value})


def shown(state: str, *, ready: bool) -> Shown:
    """The word for a state; the first that is true, the same for the learner and everybody else who may see it."""
    if state == State.NOT_STARTED:
        return Shown.READY if ready else Shown.NOT_STARTED
    return Shown(state)


@dataclass(frozen=True)
class Total:
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
    missing: tuple[str, ...] = ()


class Standing:
    """What one learner has reached on each milestone of the map. A visitor has reached nothing."""

    def __init__(self, atlas: Atlas, rows: Iterable[tuple[int, str, int]] = ()) -> None:
        self.atlas = atlas
        self.language = get_language()
        self._needs: dict[int, tuple[Stop, ...]] = atlas.keep("needs", self._needs_of_all)
        self.state: dict[int, str] = {}
        self.can_do: dict[int, int] = {}
        self._seen: dict[int, Seen] = {}
        self._of_phase: dict[int, Total] = {}
        for milestone, state, can_do in rows:
            self.state[milestone] = state
            self.can_do[milestone] = can_do

    def keep(self, key: Any, make: Callable[[], Any]) -> Any:
        """A piece of a page that depends on this key, the map and the language alone: made before, or now."""
        return self.atlas.keep((self.language, key), make)

    def missing(self, stop: Stop) -> tuple[Stop, ...]:
        """The published milestones that this one needs and that are not reached yet."""
        return tuple([need for need in self._needs[stop.pk] if self.state.get(need.pk) not in REACHED])

    def shown(self, stop: Stop) -> Shown:
        """The word for a milestone."""
        return self.seen(stop).shown  # type: ignore[return-value]

    def seen(self, stop: Stop) -> Seen:
        """All that a row shows of the learner's standing on a milestone. A page asks for each several times."""
        seen = self._seen.get(stop.pk)
        if seen is None:
            seen = self._seen[stop.pk] = self._see(stop)
        return seen

    def _see(self, stop: Stop) -> Seen:
        state = self.state.get(stop.pk, State.NOT_STARTED)
        if state == State.NOT_STARTED:
            missing = self.missing(stop)
            word = shown(state, ready=stop.is_open and not missing)
            return Seen(word, missing=tuple([need.short for need in missing]))
        word = shown(state, ready=False)
        return Seen(word, can_do=self.can_do[stop.pk]) if word is Shown.LEARNING else Seen(word, new=self.new(stop))

    def new(self, stop: Stop) -> int:
        """How many criteria came after the learner reached this; they take nothing away."""
        if self.state.get(stop.pk) not in REACHED:
            return 0
        return max(0, len(stop.criteria) - self.can_do[stop.pk])

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
        counted = [stop for stop in stops if self.counts(stop)]
        states = [self.state.get(stop.pk) for stop in counted]
        stages = sum(stop.capstone is not None for stop in counted)
        return Total(states.count(State.MASTERED), states.count(State.ATTESTED), len(counted) - stages, stages)

    def of_phase(self, phase: Line) -> Total:
        """What is reached of a phase."""
        if phase.pk not in self._of_phase:
            self._of_phase[phase.pk] = self.total(phase.milestones)
        return self._of_phase[phase.pk]

    @cached_property
    def whole(self) -> Total:
        return self.total(self.atlas.milestones.values())

    def being_learned(self) -> list[Stop]:
        """What is under way, in the order of the map."""
        return [stop for stop in self.in_order() if self.state.get(stop.pk) == State.LEARNING]

    def ready(self) -> list[Stop]:
        """What can be started with everything in hand that it needs, in the order of the map."""
        return [stop for stop in self.in_order() if self.shown(stop) is Shown.READY]

    def in_order(self) -> Iterable[Stop]:
        return (stop for phase in self.atlas.phases for stop in phase.milestones)

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
