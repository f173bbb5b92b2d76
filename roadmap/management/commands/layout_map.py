"""Lay the map out, where its picture is missing."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from roadmap import atlas
from roadmap.map_layout import plan
from roadmap.map_layout.graph import digest
from roadmap.map_layout.making import lay_out
from roadmap.map_layout.planning import planned_well
from roadmap.picture import COMMITTED, graph_of, make_missing

# About ten minutes of a processor.
PLACES, TRIES = 16, 40_000


class Command(BaseCommand):
    help = (
        "Make the picture of the map as it stands in the database, unless it has been made. With --write it is made in"
        " any case, and written to a file: so the picture of the curriculum that comes with the product is renewed."
        " With --plan a better one is sought for minutes, and what is found is what this and other pictures begin with."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--write", nargs="?", type=Path, const=COMMITTED, help=f"the file (without a name: {COMMITTED.name})"
        )
        either.add_argument("--plan", action="store_true", help=f"write {plan.FILE.name}; go on with --write")
        parser.add_argument("--places", type=int, default=PLACES, help="with how many placings a plan begins")
        parser.add_argument("--tries", type=int, default=TRIES, help="how long the best one of them is gone on with")

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        began = time.monotonic()
        if options["plan"]:
            found = planned_well(graph_of(atlas.current()), options["places"], options["tries"], self.stdout.write)
            plan.FILE.write_text(plan.written(found))
            said = f"Wrote {plan.FILE.name}"
        elif write is None:
            said = "Made the picture of the map" if make_missing() else "Nothing to do"
        else:
            graph = graph_of(atlas.current())
            said = f"Wrote {write}"
            write.write_text(
                json.dumps({"digest": digest(graph), "geometry": lay_out(graph)}, ensure_ascii=False) + "\n"
            )
        self.stdout.write(f"{said} in {time.monotonic() - began:.1f} s.")
