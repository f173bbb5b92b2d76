"""Starting the programs of lessons, each in a process of its own, and what became of it.

Only what stands in files is ever started.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from roadmap.checks.alone import LARGEST_OUTPUT, PATIENCE

SECONDS = 20
ALONE = Path(__file__).with_name("alone.py")
# -I would pass by PYTHONHASHSEED, without which a set is printed in another order each time.
FLAGS = ("-P", "-s", "-B", "-X", "utf8")
SURROUNDINGS = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PLACE = re.compile(r'File "program", line (\d+)')


@dataclass(frozen=True)
class Ran:
    """What a program printed, and where it did not come to its end, what stopped it."""

    output: str
    stopped: str = ""


def run(source: str, *, seconds: int = SECONDS) -> Ran:
    """Run a program to its end, or as far as it may go."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as program,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        program.write(source.encode())
        program.seek(0)
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *FLAGS, str(ALONE), str(seconds)],
            stdin=program,
            stdout=output,
            stderr=errors,
            cwd=folder,
            env=SURROUNDINGS,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            # With all that it may have started.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        printed = _text(output)
        return Ran(printed, _what_stopped(status, len(printed.encode()), _text(errors), seconds))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(LARGEST_OUTPUT).decode(errors="replace")


def _what_stopped(status: int | None, printed: int, errors: str, seconds: int) -> str:
    if printed >= LARGEST_OUTPUT:
        return f"a program that prints {LARGEST_OUTPUT:,} bytes or more"
    if status is None or -status == signal.SIGALRM:
        return f"a program that still runs after {seconds * PATIENCE} seconds"
    if -status == signal.SIGXCPU:
        return f"a program that takes more than {seconds} seconds of the processor"
    if status < 0:
        return f"a program that ends by {signal.Signals(-status).name}"
    if status == 0:
        return ""
    lines = PLACE.findall(errors)
    where = f" in its line {lines[-1]}" if lines else ""
    return f"{errors.rstrip().rpartition('\n')[2] or f'the exit status {status}'}{where}"
