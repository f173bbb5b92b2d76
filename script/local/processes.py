"""Child processes that end with us: none outlives script/server or script/test, however these end."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

# Settings of production and of other databases that may lie in the shell; the local mode has its own.
FOREIGN = (
    "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "MAIL_FROM", "MAIL_URL", "PYTHONHOME", "PYTHONPATH", "SECRET_KEY",
    "STATIC_ROOT", "TRUSTED_PROXY_COUNT", "VIRTUAL_ENV",
)  # fmt: skip
PR_SET_PDEATHSIG = 1


class Child:
    """A process in a session of its own, so that Ctrl-C reaches it through us and in the right order."""

    def __init__(
        self,
        command: list[str],
        *,
        variables: dict[str, str] | None = None,
        user: str | None = None,
        output: Any = None,
        end_with_us: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.process = subprocess.Popen(
            command,
            env=os.environ | (variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            preexec_fn=ask_for_signal(end_with_us),
        )

    def runs(self) -> bool:
        return self.process.poll() is None

    def wait(self, still_wanted: Callable[[], None]) -> int:
        """Its exit status. When `still_wanted` raises, the process is ended first."""
        try:
            while self.runs():
                still_wanted()
                time.sleep(0.02)
        except BaseException:
            self.end()
            raise
        return self.process.returncode

    def end(self, number: signal.Signals = signal.SIGTERM, patience: float = 3) -> None:
        """Ask it to end; what is left of it after that is killed, workers of a dead master too."""
        if self.runs():
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.kill()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def ask_for_signal(number: signal.Signals) -> Callable[[], None] | None:
    """Linux can tell a process that its parent is gone, even if that one was killed and could say nothing."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)

    def ask() -> None:
        library.prctl(PR_SET_PDEATHSIG, number)

    return ask


def forget_other_sites(*, embedded: bool) -> None:
    """Drop the variables of the shell that belong to some other site, and to other databases if ours is embedded."""
    for name in list(os.environ):
        if name in FOREIGN or (embedded and name.startswith("PG")):
            del os.environ[name]


def cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def say(sentence: str = "") -> None:
    # A terminal that was closed must not keep us from cleaning up.
    with contextlib.suppress(OSError):
        print(sentence, flush=True)
