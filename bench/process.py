"""A project in a process of its own, seen from the one that orders."""

import json
import os
import subprocess
import sys
import time
from typing import Any

# The limits are about people; here one person does more in a second than others in a day.
NO_LIMITS = dict.fromkeys(("CHANGES_A_MINUTE", "HOLDS_OF_A_MENTOR", "OPEN_CLAIMS_OF_A_LEARNER"), "1000000000")


class Process:
    """A project in a process of its own, which does something only while it is asked to."""

    def __init__(self, project: str, **variables: str) -> None:
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.side", project],
            env=os.environ | {"LOCAL": "1"} | NO_LIMITS | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()

    def order(self, order: str, **arguments: Any) -> Any:
        print(json.dumps([order, arguments]), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            sys.exit(f"The bench ended early: a process could not do {order!r}; its own words stand above.")
        return json.loads(line)


def stay_on_one_core() -> None:
    """All projects run on the same core, one at a time, so that none of them has the better one."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
