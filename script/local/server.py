"""script/server: the embedded database, the map, and the workers that serve it, until told to stop.

No `send_mail` runs beside the workers here: in the local mode nothing leaves the machine, so it would have nothing to
do. The mail is read at /local/mail/.
"""

import contextlib
import http.client
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from script.local import port, signals
from script.local.lock import AlreadyRunning, only_one
from script.local.postgres import CannotStart, Postgres, check_reachable
from script.local.processes import Child, cores, forget_other_sites, say
from script.local.signals import Stopped, Wish

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


def main() -> None:
    with signals.heard() as wish:
        try:
            serve(wish, reload="--reload" in sys.argv[1:])
        except Stopped:
            say("Stopped.")
        except (CannotStart, AlreadyRunning) as sentence:
            sys.exit(str(sentence))


def serve(wish: Wish, *, reload: bool) -> None:
    VAR.mkdir(exist_ok=True)
    base = f"http://{port.HOST}:{port.number()}"
    with only_one(VAR / "server.lock", f"This folder is served already, on {base}/"), database(wish) as embedded:
        os.environ |= {"LOCAL": "1", "DJANGO_SETTINGS_MODULE": "roadmap.settings"}
        if reload:
            os.environ["RELOAD"] = "1"
        prepare(wish, embedded=embedded)
        with workers(reload=reload) as served:
            wait_until_it_answers(served, wish)
            say(where_to_go(base, embedded=embedded))
            watch(served, wish)


@contextlib.contextmanager
def database(wish: Wish) -> Iterator[bool]:
    """A database that can be reached, named by DATABASE_URL; true if it is the embedded one."""
    url = os.environ.get("DATABASE_URL", "").strip()
    forget_other_sites(embedded=not url)
    if url:
        check_reachable(url, named_by="DATABASE_URL")
        yield False
        return
    postgres = Postgres(VAR / "postgres")
    try:
        postgres.start(wish.check)
        postgres.ensure_database("throughline")
        os.environ["DATABASE_URL"] = postgres.url("throughline")
        yield True
    finally:
        postgres.stop()


def prepare(wish: Wish, *, embedded: bool) -> None:
    """Tables, static files, the map and people, in a process that gives its memory back."""
    step = Child([sys.executable, "-m", "script.local.prepare", *(["--accounts"] if embedded else [])])
    if step.wait(wish.check):
        raise CannotStart("Throughline was not started; the reason stands above.")


@contextlib.contextmanager
def workers(*, reload: bool) -> Iterator[Child]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
        "--host", port.HOST, "--port", str(port.number()),
        "--workers", str(cores()), "--blocking-threads", "1", "--workers-kill-timeout", "2", "--log-level", "warning",
        *(["--reload", "--reload-ignore-dirs", "var"] if reload else []),
        "roadmap.wsgi:application",
    ]  # fmt: skip
    served = Child(command)
    try:
        yield served
    finally:
        served.end(patience=4)


def wait_until_it_answers(served: Child, wish: Wish) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and served.runs():
        if wish.stopped_by:
            # Workers that still load do not listen, and nobody is being served.
            served.kill()
        wish.check()
        connection = http.client.HTTPConnection(port.HOST, port.number(), timeout=1)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise CannotStart("The workers do not answer; their own words, if any, stand above.")


def watch(served: Child, wish: Wish) -> None:
    while True:
        wish.check()
        if not served.runs():
            raise CannotStart(
                f"The workers ended by themselves (status {served.process.returncode}), so everything was stopped."
            )
        time.sleep(0.1)


def where_to_go(base: str, *, embedded: bool) -> str:
    lines = [
        "",
        f"Throughline is served on {base}/",
        f"Sign up at {base}/account/signup/ and read the code at {base}/local/mail/: no mail leaves this machine.",
    ]
    if embedded:
        accounts = (VAR / "local-accounts").read_text().splitlines()
        lines += [f"Or sign in at {base}/account/login/ as", *(f"    {account}" for account in accounts)]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


if __name__ == "__main__":
    main()
