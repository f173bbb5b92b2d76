"""Lay the map out, where its picture is missing."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from roadmap import atlas
from roadmap.map_layout.graph import digest
from roadmap.map_layout.making import lay_out
from roadmap.picture import COMMITTED, graph_of, make_missing


class Command(BaseCommand):
    help = (
        "Make the picture of the map as it stands in the database, unless it has been made. With --write it is made in"
        " any case, and written to a file: so the picture of the curriculum that comes with the product is renewed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write", nargs="?", type=Path, const=COMMITTED, help=f"the file (without a name: {COMMITTED.name})"
        )

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        began = time.monotonic()
        if write is None:
            said = "Made the picture of the map" if make_missing() else "Nothing to do"
        else:
            graph = graph_of(atlas.current())
            said = f"Wrote {write}"
            write.write_text(
                json.dumps({"digest": digest(graph), "geometry": lay_out(graph)}, ensure_ascii=False) + "\n"
            )
        self.stdout.write(f"{said} in {time.monotonic() - began:.1f} s.")
