"""What is chosen about a picture, in words that stay true when its graph is edited.

A good picture takes minutes to find, and an edit leaves most of it as it was. So spots, ways and orders of the picture
that comes with the product are kept beside this code, and the picture of another graph begins with them: what came is
put among what there was, it is found in seconds, and people find their way in it.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from roadmap.map_layout.frame import Block, Frame
from roadmap.map_layout.ordering import Ordering
from roadmap.map_layout.placing import Spot
from roadmap.map_layout.runs import Routes, Run

FILE = Path(__file__).parent / "plan.json"


class Plan(NamedTuple):
    """The spots of each region; the channels that each route takes; the routes of each channel, in order.

    Routes that run as one are told by one of them. `price` is how bad the picture was, in crossings.
    """

    spots: dict[str, dict[str, Spot]]
    ways: dict[str, list[str]]
    orders: dict[str, list[str]]
    price: float

    def channels(self, names: Sequence[Sequence[str]]) -> dict[tuple[str, str], list[int]]:
        """The ways of which every channel is still there, among channels that are called so."""
        number_of = {name: number for number, called in enumerate(names) for name in called}
        ways = {}
        for route, way in self.ways.items():
            before, after = route.split()
            if all(name in number_of for name in way):
                ways[before, after] = [number_of[name] for name in way]
        return ways

    def arrange(self, routes: Routes, names: Sequence[Sequence[str]]) -> None:
        """Put the runs of each channel in order, the channels being called so; what is not known comes last."""
        routes_of = _routes_of(routes)
        for channel, runs in routes.by_channel.items():
            order = next((self.orders[name] for name in names[channel] if name in self.orders), [])
            # A run is known by a route that takes it, or else by the station from which it comes.
            places = {known: place for place, route in enumerate(order) for known in (route.split()[0], route)}
            place_of = {
                run: next((places[known] for known in (*taken, taken[0].split()[0]) if known in places), len(order))
                for run, taken in ((run, routes_of[run]) for run in runs)
            }
            runs.sort(key=place_of.__getitem__)


def plan_of(ordering: Ordering, price: float) -> Plan:
    """What was chosen about this picture."""
    names = names_of(ordering.frame)
    routes_of = _routes_of(ordering.routes)
    return Plan(
        {block.region.key: dict(block.spots) for blocks in ordering.frame.columns for block in blocks},
        {" ".join(route): [names[run.channel][0] for run in way] for route, way in ordering.routes.ways.items()},
        {names[number][0]: [routes_of[run][0] for run in ordering.order[number]] for number in ordering.shared},
        price,
    )


def _routes_of(routes: Routes) -> dict[Run, list[str]]:
    found: dict[Run, list[str]] = {}
    for (before, after), way in routes.ways.items():
        for run in way:
            found.setdefault(run, []).append(f"{before} {after}")
    return found


def names_of(frame: Frame) -> list[list[str]]:
    """What each channel is called, by its number: by the stations beside it, since rows are counted anew."""
    names: list[list[str]] = [[] for _ in frame.channels]
    for column, gutter in enumerate(frame.gutters):
        names[gutter.number] = [f"gutter {column}"]
    names[frame.top.number], names[frame.bottom.number] = ["top"], ["bottom"]
    for (column, track), lane in frame.inner.items():
        names[lane.number] = [f"lane {column} {track}"]
    for blocks, between in zip(frame.columns, frame.between, strict=True):
        for block, channel in zip(blocks[1:], between, strict=True):
            names[channel.number] = [f"above {block.region.key}"]
        for block in blocks:
            _name(block, frame, names)
    return names


def _name(block: Block, frame: Frame, names: list[list[str]]) -> None:
    """Call the channels of a block by their names."""
    key = block.region.key
    gaps = frame.gaps[key]
    names[frame.lanes[key][0].number] = [f"lane {key}"]
    names[gaps[-1].number] = [f"under {key}"]
    for track in range(block.tracks):
        names[frame.stems[key, track][0].number] = [f"stem {key} {track}"]
    for station, (row, _track) in sorted(block.spots.items(), key=lambda each: each[1]):
        names[gaps[row].number].append(f"over {station}")
        names[frame.ports[station].left.number] = [f"beside {station}"]
        names[frame.ports[station].bottom.number] = [f"below {station}"]


@cache
def kept() -> Plan:
    """The plan of the picture that comes with the product."""
    return read(json.loads(FILE.read_text()))


def read(said: Mapping[str, Any]) -> Plan:
    """A plan from plain data."""
    spots = {region: {key: (row, track) for key, (row, track) in of.items()} for region, of in said["spots"].items()}
    return Plan(spots, said["ways"], said["orders"], said["price"])


def written(plan: Plan) -> str:
    """The plan as a file: a line for each thing that is chosen, so that what changes can be seen."""
    return json.dumps(plan._asdict(), ensure_ascii=False, indent=1) + "\n"
