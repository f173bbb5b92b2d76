"""Where everything lies, once it is known how many slots each channel has."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from roadmap.map_layout.frame import Block, Channel, Frame
from roadmap.map_layout.labels import LINE, width

SLOT = 4.5
RADIUS, LABEL_AT = 8, 15
EDGE = 14
GUTTER, LANE, GAP, BETWEEN = 26, 16, 9, 30
ROW, STRETCHED = 24, 30
HEAD, HEAD_LINE, FOOT = 22, 19, 4
INSET, AFTER_LABEL = 4, 6
BRANCH_HEAD, BRANCH_LINE = 22, 17


@dataclass
class Sizes:
    """The strip of each channel (from, to), the point of each station, the box of each region; all in pixels."""

    strips: list[tuple[float, float]]
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    width: float = 0
    height: float = 0


def sizes(frame: Frame, slots: Sequence[int]) -> Sizes:
    """The narrowest sizes in which every channel has its slots; columns shorter than the tallest are spread."""
    return _Measuring(frame, slots).run()


class _Measuring:
    def __init__(self, frame: Frame, slots: Sequence[int]) -> None:
        self.frame, self.slots = frame, slots
        self.sizes = Sizes([(0.0, 0.0)] * len(frame.channels))
        self.x_of: dict[tuple[int, int], float] = {}

    def run(self) -> Sizes:
        self._from_left_to_right()
        top = EDGE + self._room(self.frame.top, GAP)
        tallest = max(self._height(column, blocks) for column, blocks in enumerate(self.frame.columns))
        for column, blocks in enumerate(self.frame.columns):
            self._from_top_to_bottom(column, blocks, top, tallest)
        bottom = top + tallest
        self._lay(self.frame.top, EDGE, top)
        self._lay(self.frame.bottom, bottom, bottom + self._room(self.frame.bottom, GAP))
        self.sizes.height = bottom + self._room(self.frame.bottom, GAP) + EDGE
        return self.sizes

    def _room(self, channel: Channel, least: float) -> float:
        return max(least, (self.slots[channel.number] + 1) * SLOT)

    def _lay(self, channel: Channel, start: float, end: float) -> None:
        self.sizes.strips[channel.number] = start, end

    def _from_left_to_right(self) -> None:
        x = float(EDGE)
        for column, blocks in enumerate(self.frame.columns):
            gutter = self.frame.gutters[column]
            end = x + self._room(gutter, GUTTER)
            self._lay(gutter, x, end)
            left, x = end, end + INSET
            for track in range(max(block.tracks for block in blocks)):
                x = self._track([block for block in blocks if block.tracks > track], track, x)
            for block in blocks:
                self.sizes.boxes[block.region.key] = left, 0, x - left, 0
        self.sizes.width = x + EDGE

    def _track(self, blocks: Sequence[Block], track: int, x: float) -> float:
        """A lane, its stations and their labels; returns where the next one begins."""
        lanes = [self.frame.lanes[block.region.key][track] for block in blocks]
        end = x + max(self._room(lane, LANE) for lane in lanes)
        for lane in lanes:
            # Close to the stations, where a lane has fewer routes than its neighbours.
            self._lay(lane, end - self._room(lane, 0), end)
        station = end + RADIUS + 1
        for block in blocks:
            self.x_of[block.column, track] = station
            for stem in self.frame.stems[block.region.key, track]:
                self._lay(stem, station - RADIUS, station + RADIUS)
        return station + LABEL_AT + max(_label_width(block, track) for block in blocks) + AFTER_LABEL

    def _height(self, column: int, blocks: Sequence[Block]) -> float:
        between = sum(self._room(channel, BETWEEN) for channel in self.frame.between[column])
        return between + sum(self._height_of(block) for block in blocks)

    def _height_of(self, block: Block) -> float:
        gaps = sum(self._room(gap, GAP) for gap in self.frame.gaps[block.region.key])
        rows = sum(_row(block, row) for row in range(block.rows))
        heads = sum(_branch_head(block, row) for row in block.branches)
        return HEAD + HEAD_LINE * len(block.heading) + gaps + rows + heads + FOOT

    def _from_top_to_bottom(self, column: int, blocks: Sequence[Block], y: float, tallest: float) -> None:
        free = tallest - self._height(column, blocks)
        airy = sum(1 for block in blocks for row in range(block.rows) if _is_airy(block, row))
        wider = free / airy if len(blocks) == 1 else min(STRETCHED / 2, free / airy)
        apart = (free - wider * airy) / max(1, len(blocks) - 1)
        for place, block in enumerate(blocks):
            if place:
                between = self.frame.between[column][place - 1]
                end = y + self._room(between, BETWEEN) + apart
                self._lay(between, y, end)
                y = end
            y = self._rows(block, y, wider)

    def _rows(self, block: Block, y: float, wider: float) -> float:
        x, _, across, _ = self.sizes.boxes[block.region.key]
        began = y
        y += HEAD + HEAD_LINE * len(block.heading)
        for row, gap in enumerate(self.frame.gaps[block.region.key]):
            room = self._room(gap, GAP)
            self._lay(gap, y, y + room)
            y += room
            if row == block.rows:
                break
            air = wider if _is_airy(block, row) else 0
            y += _branch_head(block, row) + (air if block.branches else air / 2)
            height = _row(block, row)
            for key, (on, track) in block.spots.items():
                if on == row:
                    self._station(key, self.x_of[block.column, track], y + height / 2)
            y += height + (0 if block.branches else air / 2)
        y += FOOT
        self.sizes.boxes[block.region.key] = x, began, across, y - began
        return y

    def _station(self, key: str, x: float, y: float) -> None:
        self.sizes.points[key] = x, y
        self._lay(self.frame.ports[key].left, y - RADIUS, y + RADIUS)


def _label_width(block: Block, track: int) -> float:
    labels = [block.labels[key] for key, spot in block.spots.items() if spot[1] == track]
    widest = max((width(line) for lines in labels for line in lines), default=0.0)
    if track == 0:
        for branch, lines in block.branches.values():
            widest = max(widest, width(branch.over), *(width(line, 13.5) for line in lines))
    return widest


def _row(block: Block, row: int) -> float:
    return max(ROW, LINE * block.lines(row) + 2)


def _branch_head(block: Block, row: int) -> float:
    return BRANCH_HEAD + BRANCH_LINE * len(block.branches[row][1]) if row in block.branches else 0


def _is_airy(block: Block, row: int) -> bool:
    """Whether a row gets what room there is: all of them, or those that begin a branch."""
    return row in block.branches or not block.branches
