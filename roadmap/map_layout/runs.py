"""The straight runs that a net is made of: each lies in one channel and touches runs in the channels that it meets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roadmap.map_layout.frame import Frame
from roadmap.map_layout.grid import Grid
from roadmap.map_layout.routing import Tree
from roadmap.map_layout.sizes import SLOT, Sizes


@dataclass(eq=False)
class Run:
    """A run of a net in a channel. It reaches as far as what it touches: runs across it, and stations."""

    net: int
    channel: int
    is_upright: bool
    touches: list["Run"] = field(default_factory=list)
    stations: list[str] = field(default_factory=list)
    slot: int = 0


@dataclass
class Routes:
    """All runs, by channel, and for each route (from, to) the runs that it takes one after another."""

    by_channel: dict[int, list[Run]]
    ways: dict[tuple[str, str], list[Run]]

    @property
    def all(self) -> list[Run]:
        return [run for runs in self.by_channel.values() for run in runs]


def routes(grid: Grid, trees: Mapping[str, Tree], nets: Mapping[str, Sequence[str]]) -> Routes:
    """Puts the links of every net together to runs."""
    by_channel: dict[int, list[Run]] = {}
    ways: dict[tuple[str, str], list[Run]] = {}
    for net, (start, ends) in enumerate(nets.items()):
        runs: dict[tuple[int, ...], Run] = {}
        for end in ends:
            way: list[Run] = []
            path: tuple[int, ...] = ()
            for link in trees[start].way(grid.stations[end]):
                if way and way[-1].channel == link.channel:
                    continue
                path = (*path, link.channel)
                run = runs.get(path)
                if run is None:
                    run = runs[path] = Run(net, link.channel, link.is_upright)
                    by_channel.setdefault(link.channel, []).append(run)
                    if way:
                        run.touches.append(way[-1])
                        way[-1].touches.append(run)
                    else:
                        run.stations.append(start)
                way.append(run)
            way[-1].stations.append(end)
            ways[start, end] = way
    return Routes(dict(sorted(by_channel.items())), ways)


class Positions:
    """Where runs are, for sizes that do not change: their slots do."""

    def __init__(self, frame: Frame, sizes: Sizes, slots: Sequence[int]) -> None:
        self.frame, self.sizes = frame, sizes
        self.first: list[float] = []
        self.pitch: list[float] = []
        for channel, (start, end) in zip(frame.channels, sizes.strips, strict=True):
            count = slots[channel.number]
            # In a port or a stem all routes have to meet the station.
            fits = (end - start - 4) / (count - 1) if channel.kind in ("port", "stem") and count > 1 else SLOT
            self.pitch.append(min(SLOT, fits))
            self.first.append((start + end) / 2 - self.pitch[-1] * (count - 1) / 2)

    def across(self, run: Run) -> float:
        """The x of an upright run, the y of one that lies."""
        return self.first[run.channel] + run.slot * self.pitch[run.channel]

    def along(self, run: Run) -> list[float]:
        """Where a run is touched, unsorted."""
        axis = 1 if run.is_upright else 0
        return [self.across(other) for other in run.touches] + [self.sizes.points[key][axis] for key in run.stations]

    def strip(self, run: Run) -> tuple[float, float]:
        """From where to where a run may reach, whatever slots have those that it touches."""
        axis = 1 if run.is_upright else 0
        ends = [self.sizes.strips[other.channel] for other in run.touches]
        ends += [(self.sizes.points[key][axis],) * 2 for key in run.stations]
        return min(start for start, _ in ends), max(end for _, end in ends)
