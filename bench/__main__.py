"""Drive the yardstick and the product in short turns, and print how they compare. Started by script/bench."""

import argparse
import statistics
import sys
import time

from bench.content import content
from bench.growth import LEAST, SIZES, growth
from bench.measures import MEASURES, Measure
from bench.process import Process, stay_on_one_core
from bench.table import facts, sentences, table

WARM_UP = 4


class Turns:
    """What was timed of one measure, turn by turn: first what it is held against, then ours."""

    def __init__(self, measure: Measure, ours: Process, against: Process) -> None:
        self.measure, self.ours, self.against = measure, ours, against
        self.seen = ours.order("look", measure=measure.name)
        if self.seen["status"] != measure.status:
            sys.exit(f"{measure.title}: answered {self.seen['status']} where {measure.status} was expected.")
        self.ratios: list[float] = []
        self.medians: list[float] = []
        self.processor: list[float] = []

    def take(self, times: int) -> None:
        self.against.order("keep", text=self.seen["text"])
        base = self.against.order("run", measure=self.measure.name, times=times, status=200)
        mine = self.ours.order("run", measure=self.measure.name, times=times, status=self.measure.status)
        self.ratios.append(base["median"] / mine["median"])
        self.medians.append(mine["median"])
        self.processor.append(mine["processor"])

    def warm_up(self) -> None:
        """Take a turn that does not count, and look again now that everything is warm."""
        self.take(WARM_UP)
        self.seen = self.ours.order("look", measure=self.measure.name)
        for taken in (self.ratios, self.medians, self.processor):
            taken.clear()

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


def main() -> None:
    arguments = read_arguments()
    stay_on_one_core()
    if arguments.growth:
        print(growth(arguments.claims, rounds=arguments.rounds, times=arguments.times))
        return
    if arguments.content:
        print(content(times=arguments.times))
        return
    with Process("ours") as ours, Process("yardstick") as yardstick, Process("bare") as bare:
        ours.order("prepare")
        yardstick.order("prepare")
        start = time_of_start()
        against = {"yardstick": yardstick, "bare": bare}
        turns = [Turns(measure, ours, against[measure.against]) for measure in MEASURES]
        for each in turns:
            each.warm_up()
        for _ in range(arguments.rounds):
            for each in turns:
                each.take(arguments.times)
        print(table(turns))
        print(facts(turns, start=start, memory=ours.order("memory"), wire=ours.order("wire")))
    print(sentences(turns))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="turns of each measure (15)")
    parser.add_argument("--times", type=int, default=20, help="answers in a turn, an even number (20)")
    parser.add_argument(
        "--growth", action="store_true",
        help="in place of all this, how the pages and changes of reviewing slow down as open claims grow in number: "
        "a database for each size, made for this run and dropped, and their medians in one table",
    )  # fmt: skip
    parser.add_argument(
        "--content", action="store_true",
        help="in place of all this, how long it takes to seed, search and read a curriculum of full size",
    )  # fmt: skip
    parser.add_argument(
        "--claims", type=int, nargs="+", default=SIZES, metavar="N",
        help=f"the sizes of --growth, the smallest first ({' '.join(map(str, SIZES))})",
    )  # fmt: skip
    arguments = parser.parse_args()
    if arguments.claims != sorted(set(arguments.claims)) or arguments.claims[0] < LEAST:
        parser.error(f"--claims must grow, and begin with {LEAST} or more.")
    if arguments.rounds < 1 or arguments.times < 2 or arguments.times % 2:
        parser.error("--rounds must be 1 or more, and --times an even number: half of the changes undo the others.")
    return arguments


def time_of_start() -> float:
    """Seconds from the start of a worker to the end of its first page."""
    with Process("ours") as worker:
        status = worker.order("first_answer")
        if status != 200:
            sys.exit(f"A worker's first answer was {status}.")
        return time.perf_counter() - worker.began


if __name__ == "__main__":
    main()
