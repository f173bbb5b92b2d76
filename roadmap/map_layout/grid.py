"""The frame as a network of points: where two channels meet, and the stations."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from roadmap.map_layout.frame import Frame
from roadmap.map_layout.sizes import Sizes

# How much dearer a link is than its length: ways around the whole picture are for the few that need them.
AROUND, BESIDE = 2.0, 0.96


@dataclass(frozen=True)
class Link:
    """The way from one point to its neighbour along a channel."""

    to: int
    number: int
    channel: int
    is_upright: bool
    price: float


class Grid:
    """Points with their links. A link has one number in both directions."""

    def __init__(self, frame: Frame, sizes: Sizes) -> None:
        self.frame = frame
        self.middle = [(start + end) / 2 for start, end in sizes.strips]
        self.at: list[tuple[float, float]] = []
        self.links: list[list[Link]] = []
        self.number_of_links = 0
        self.stations: dict[str, int] = {}
        self.key_of: dict[int, str] = {}
        # For each channel which point on it comes where, and for two channels where they meet.
        self.places: list[dict[int, int]] = []
        self.meeting: dict[tuple[int, int], int] = {}
        on: list[list[int]] = [[] for _ in frame.channels]
        for channel in frame.channels:
            if channel.is_upright:
                for other in frame.across[channel.number]:
                    point = self._point(self.middle[channel.number], self.middle[other])
                    self.meeting[channel.number, other] = self.meeting[other, channel.number] = point
                    on[channel.number].append(point)
                    on[other].append(point)
        for key, ports in frame.ports.items():
            station = self.stations[key] = self._point(*sizes.points[key])
            self.key_of[station] = key
            on[ports.left.number].append(station)
            for stem in {ports.top.number, ports.bottom.number}:
                on[stem].append(station)
        for channel in frame.channels:
            self._join(channel.number, on[channel.number])

    def is_forward(self, one: int, other: int) -> bool:
        """Whether the second point lies to the right of the first, or below it."""
        return (
            self.at[other] > self.at[one]
            if self.at[other][0] != self.at[one][0]
            else self.at[other][1] > self.at[one][1]
        )

    def way(self, start: int, channels: Sequence[int], end: int) -> list[tuple[int, Link]]:
        """The links that lead from a point to another one through these channels; none where there is no such way."""
        if not channels or any(pair not in self.meeting for pair in pairwise(channels)):
            return []
        goals = [*(self.meeting[pair] for pair in pairwise(channels)), end]
        point, steps = start, []
        for channel, goal in zip(channels, goals, strict=True):
            places = self.places[channel]
            if point not in places or goal not in places:
                return []
            while point != goal:
                after = places[point] + (1 if places[goal] > places[point] else -1)
                link = next(link for link in self.links[point] if link.channel == channel and places[link.to] == after)
                steps.append((point, link))
                point = link.to
        return steps

    def _point(self, x: float, y: float) -> int:
        self.at.append((x, y))
        self.links.append([])
        return len(self.at) - 1

    def _join(self, number: int, points: list[int]) -> None:
        channel = self.frame.channels[number]
        along = 1 if channel.is_upright else 0
        points.sort(key=lambda point: (self.at[point][along], point))
        self.places.append({point: place for place, point in enumerate(points)})
        dearer = {"edge": AROUND, "gutter": BESIDE}.get(channel.kind, 1.0)
        for one, other in pairwise(points):
            price = dearer * abs(self.at[one][along] - self.at[other][along]) + 0.01
            for start, end in ((one, other), (other, one)):
                self.links[start].append(Link(end, self.number_of_links, number, channel.is_upright, price))
            self.number_of_links += 1
