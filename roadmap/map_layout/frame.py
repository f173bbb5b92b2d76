"""What stands still while routes are sought: columns of blocks, in them stations, and between them channels.

A channel is a strip in which routes run side by side, each in a slot of its own. Stations and labels never lie in one,
so that no route can run through them, however many there come to be: `sizes` makes each channel as wide as its routes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roadmap.map_layout.graph import Branch, Edge, Region, Station
from roadmap.map_layout.labels import wrapped
from roadmap.map_layout.placing import Spot, place, settle

HEADING_FONT, HEADING_WIDEST = 15, 128
BRANCH_FONT, BRANCH_WIDEST = 13.5, 122


@dataclass(eq=False)
class Channel:
    """A strip between stations. A gutter or a lane is upright, a gap lies; its number is its place in the frame."""

    number: int
    kind: str
    column: int
    is_upright: bool
    block: "Block | None" = None
    track: int = 0
    # The row above which a gap lies, or in which a port is.
    row: int = 0


@dataclass(eq=False)
class Block:
    """A region with its stations in their places. Row by row: how many lines its labels take, and what is above it."""

    region: Region
    column: int
    tracks: int
    spots: dict[str, Spot]
    labels: dict[str, list[str]]
    heading: list[str]
    branches: dict[int, tuple[Branch, list[str]]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return 1 + max(row for row, _ in self.spots.values())

    def lines(self, row: int) -> int:
        return max((len(self.labels[key]) for key, spot in self.spots.items() if spot[0] == row), default=1)


@dataclass(frozen=True)
class Ports:
    """The channels through which routes leave and reach a station: from its left, its top and its bottom."""

    left: Channel
    top: Channel
    bottom: Channel


class Frame:
    """Blocks in columns, and the channels around them.

    `across` has for each channel those that it meets, an upright one from top to bottom as far as that is known
    without sizes: gaps of two columns beside one gutter come one column after the other.
    """

    def __init__(self, columns: Sequence[Sequence[Block]]) -> None:
        self.columns = columns
        self.channels: list[Channel] = []
        self.across: list[list[int]] = []
        self.ports: dict[str, Ports] = {}
        self.gutters = [self._channel("gutter", column, is_upright=True) for column in range(len(columns))]
        self.top = self._channel("edge", 0, is_upright=False)
        self.bottom = self._channel("edge", 1, is_upright=False)
        self.between: list[list[Channel]] = []
        self.gaps: dict[str, list[Channel]] = {}
        self.lanes: dict[str, list[Channel]] = {}
        self.inner: dict[tuple[int, int], Channel] = {}
        self.stems: dict[tuple[str, int], list[Channel]] = {}
        for end in (self.top, self.bottom):
            self._meet(end, *self.gutters)
        for column, blocks in enumerate(columns):
            self.between.append([self._channel("between", column, is_upright=False) for _ in blocks[1:]])
            for between in self.between[-1]:
                self._meet(between, *self.gutters[column : column + 2])
            for block in blocks:
                self._open(block)
            self._join_inner_lanes(column, blocks)

    def _lane(self, column: int, track: int) -> Channel:
        """The lane between two tracks, which is one for all blocks of a column."""
        if (column, track) not in self.inner:
            self.inner[column, track] = self._channel("lane", column, is_upright=True)
        return self.inner[column, track]

    def _join_inner_lanes(self, column: int, blocks: Sequence[Block]) -> None:
        """Lanes between two tracks lead on above and below their block: its heading leaves them free."""
        ends = [self.top, *self.between[column], self.bottom]
        for above, block, below in zip(ends, blocks, ends[1:], strict=False):
            for lane in self.lanes[block.region.key][1:]:
                self._meet(lane, *(end for end in (above, below) if end.number not in self.across[lane.number]))

    def _channel(
        self, kind: str, column: int, *, is_upright: bool, block: Block | None = None, track: int = 0, row: int = 0
    ) -> Channel:
        channel = Channel(len(self.channels), kind, column, is_upright, block, track, row)
        self.channels.append(channel)
        self.across.append([])
        return channel

    def _meet(self, channel: Channel, *others: Channel) -> None:
        for other in others:
            self.across[channel.number].append(other.number)
            self.across[other.number].append(channel.number)

    def _open(self, block: Block) -> None:
        """The channels of a block: a gap above each row and below the last, a lane left of each track, and ports."""
        column, beside = block.column, self.gutters[block.column : block.column + 2]
        rows, tracks = range(block.rows), range(block.tracks)
        gaps = [self._channel("gap", column, is_upright=False, block=block, row=row) for row in range(block.rows + 1)]
        lanes = [
            self._lane(column, track) if track else self._channel("lane", column, is_upright=True) for track in tracks
        ]
        self.gaps[block.region.key], self.lanes[block.region.key] = gaps, lanes
        for gap in gaps:
            self._meet(gap, *beside, *lanes)
        at = {spot: key for key, spot in block.spots.items()}
        left: dict[str, Channel] = {}
        for spot, key in sorted(at.items()):
            port = left[key] = self._channel("port", column, is_upright=False, block=block, track=spot[1], row=spot[0])
            is_first = all((spot[0], track) not in at for track in range(spot[1]))
            self._meet(
                port, *(beside[:1] if is_first else []), *(lanes[: spot[1] + 1] if is_first else [lanes[spot[1]]])
            )
        for track in tracks:
            stems = self._stems(block, gaps, [at.get((row, track)) for row in rows], track)
            for row in rows:
                if (row, track) in at:
                    key = at[row, track]
                    self.ports[key] = Ports(left[key], stems[row], stems[row + 1])

    def _stems(
        self, block: Block, gaps: Sequence[Channel], stations: Sequence[str | None], track: int
    ) -> list[Channel]:
        """For each gap the upright channel in which stations of a track are left and reached; they end at stations."""
        stems: list[Channel] = []
        for row, gap in enumerate(gaps):
            if row == 0 or stations[row - 1] is not None:
                stem = self._channel("stem", block.column, is_upright=True, block=block, track=track, row=row)
            self._meet(gap, stem)
            stems.append(stem)
        self.stems[block.region.key, track] = stems
        return stems


def frame(
    columns: Sequence[Sequence[Region]],
    edges: Sequence[Edge],
    seed: int,
    kept: Mapping[str, Mapping[str, Spot]] | None = None,
) -> Frame:
    """Places the stations of all regions, beside those that keep their spots."""
    region_of = {
        station.key: region.key for regions in columns for region in regions for station in region.all_stations
    }
    edges = [edge for edge in edges if edge.before in region_of and edge.after in region_of]
    outward, inward = dict.fromkeys(region_of, 0), dict.fromkeys(region_of, 0)
    for edge in edges:
        if region_of[edge.before] != region_of[edge.after]:
            outward[edge.before] += 1
            inward[edge.after] += 1
    blocks: list[list[Block]] = []
    for column, regions in enumerate(columns):
        blocks.append([])
        for region in regions:
            keys = {station.key for station in region.stations}
            inside = [(edge.before, edge.after) for edge in edges if edge.before in keys and edge.after in keys]
            rest = ([station.key for station in region.stations], inside, outward, inward)
            spots = settle(*rest, (kept or {}).get(region.key, {})) or place(*rest, seed)
            blocks[-1].append(_block(region, column, spots))
    return Frame(blocks)


def _block(region: Region, column: int, spots: dict[str, Spot]) -> Block:
    row = 1 + max((spot[0] for spot in spots.values()), default=-1)
    branches = {}
    for branch in region.branches:
        branches[row] = branch, wrapped(branch.title, BRANCH_WIDEST, BRANCH_FONT)
        for station in branch.stations:
            spots[station.key] = row, 0
            row += 1
    labels = {station.key: _label(station) for station in region.all_stations}
    tracks = 1 + max(track for _, track in spots.values())
    heading = wrapped(region.title, HEADING_WIDEST, HEADING_FONT)
    return Block(region, column, tracks, spots, labels, heading, branches)


def _label(station: Station) -> list[str]:
    return wrapped(f"{station.label} {station.title}" if station.label != station.title else station.title)
