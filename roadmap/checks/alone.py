"""Runs the program of a lesson that comes in by standard input: with modules and processor, and nothing else.

This file is a process of its own, which `running.py` starts. It keeps a slip from doing harm and a lesson from saying
what only one machine would say; it is no cage for a program that wants to break out. Files are read by people first.
"""

import io
import os
import resource
import signal
import sys
import types
from typing import Any

MEMORY = 1 << 30
LARGEST_OUTPUT = 200_000
# A busy machine may take so many times as long as the processor alone.
PATIENCE = 3
REFUSED = ("socket.", "subprocess.", "shutil.", "ctypes.", "os.")
# asyncio makes a pair of sockets that lead nowhere; to connect, bind or send one is an event of its own.
HARMLESS = ("socket.__new__",)
# What NumPy does while it is imported.
NEEDED = {("ctypes.dlopen", None), ("os.putenv", b"OPENBLAS_MAIN_FREE"), ("os.unsetenv", b"OPENBLAS_MAIN_FREE")}
LOOKS = ("open", "os.listdir", "os.scandir")
CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MODULES = tuple(os.path.realpath(folder) + os.sep for folder in sys.path if folder)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Python asks here before it does any of these things, whichever module wants them."""
    first = arguments[0] if arguments else None
    if event in LOOKS:
        changes = event == "open" and (not isinstance(arguments[2], int) or arguments[2] & CHANGES)
        if not changes and not isinstance(first, int) and f"{os.path.realpath(first or '.')}/".startswith(MODULES):
            return
        raise PermissionError("a program of a lesson reads and writes no files")
    if event == "sqlite3.connect" and first != ":memory:":
        raise PermissionError("a database of a lesson stands in :memory:")
    if event.startswith(REFUSED) and event not in HARMLESS and (event, first) not in NEEDED:
        raise PermissionError(f"a program of a lesson has no network, no system and no other programs ({event})")


def limit(seconds: int) -> None:
    # At the second one the kernel would kill it, which tells nothing of why.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What is printed goes to a file, and this is how large it may become.
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Were whoever watches killed, a program that sleeps would otherwise sleep on.
    signal.alarm(seconds * PATIENCE + 1)


def main() -> None:
    source = sys.stdin.read()
    sys.stdin = io.StringIO()
    program = sys.modules["__main__"] = types.ModuleType("__main__")
    limit(int(sys.argv[1]))
    sys.argv = ["program"]
    code = compile(source, "program", "exec")
    sys.addaudithook(refuse)
    exec(code, program.__dict__)  # noqa: S102


if __name__ == "__main__":
    main()
