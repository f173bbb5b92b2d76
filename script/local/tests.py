"""script/test: every check of the project, and one sentence at the end."""

import contextlib
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from script.local import chromium, signals
from script.local.lock import AlreadyRunning, only_one
from script.local.postgres import CannotStart, Postgres, check_reachable
from script.local.processes import Child, cores, forget_other_sites, say
from script.local.signals import Stopped, Wish

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
BIN = Path(sys.executable).parent


class Step(NamedTuple):
    name: str
    command: list[str]
    variables: dict[str, str] = {}


# Takes the tests along that are marked slow and left out otherwise.
ALL = "--all"
TYPES = Step("types", [str(BIN / "mypy"), "."])


def main() -> None:
    with signals.heard() as wish:
        try:
            sys.exit(check(wish, sys.argv[1:]))
        except Stopped:
            say("Stopped before the end, so nothing is known.")
            sys.exit(128 + (wish.stopped_by or 0))
        except (CannotStart, AlreadyRunning) as sentence:
            sys.exit(str(sentence))


def check(wish: Wish, arguments: list[str]) -> int:
    browser = find_browser()
    keep_bytecode()
    with_slow = ALL in arguments
    chosen = [argument for argument in arguments if argument != ALL]
    with database(wish):
        if chosen:
            return Child([str(BIN / "pytest"), *marked(with_slow=with_slow), *chosen]).wait(wish.check)
        began = time.monotonic()
        # The longest step has a core for itself while the others run, and ends beside the first tests.
        with begun(TYPES) as types:
            failed = [step.name for step in steps() if not passes(step, wish)]
            if not run_tests(wish, marked(with_slow=with_slow, with_browser=bool(browser))):
                failed.append("tests")
            if not types.passes(wish):
                failed.append(TYPES.name)
    return tell(failed, time.monotonic() - began, with_browser=bool(browser))


def find_browser() -> str | None:
    """The Chromium of the browser tests, which they take from CHROMIUM; says so when there is none."""
    browser = chromium.find()
    if browser:
        os.environ["CHROMIUM"] = browser
    elif os.environ.get("CI") == "true" or os.environ.get("REQUIRE_BROWSER") == "1":
        raise CannotStart(f"{chromium.NONE_FOUND} It is required here.")
    else:
        say(f"{chromium.NONE_FOUND} The tests that need one are left out.")
    return browser


def keep_bytecode() -> None:
    """Some hundred processes of the tests read the same modules, so what the first compiles is kept for the others.

    A shell that wants no bytecode beside the sources finds none there.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(VAR / "bytecode")


@contextlib.contextmanager
def database(wish: Wish) -> Iterator[None]:
    """A server for the tests' databases: TEST_DATABASE_URL, or an embedded one that may lose its data."""
    url = os.environ.get("TEST_DATABASE_URL", "").strip()
    forget_other_sites(embedded=not url)
    os.environ["LOCAL"] = "1"
    with contextlib.ExitStack() as ends:
        if url:
            check_reachable(url, named_by="TEST_DATABASE_URL")
        else:
            VAR.mkdir(exist_ok=True)
            ends.enter_context(only_one(VAR / "tests.lock", "These tests run already in this folder."))
            postgres = Postgres(VAR / "test-postgres", may_lose_data=True)
            ends.callback(postgres.stop)
            postgres.start(wish.check)
            url = postgres.url("postgres")
        os.environ |= {"TEST_DATABASE_URL": url, "DATABASE_URL": url}
        yield


def steps() -> list[Step]:
    manage = [sys.executable, "manage.py"]
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return [
        Step("lint", [str(BIN / "ruff"), "check", "--quiet"]),
        Step("format", [str(BIN / "ruff"), "format", "--check", "--quiet"]),
        Step("templates", [str(BIN / "djade"), "--check", "--target-version", "6.1", *templates]),
        Step("import contract", [str(BIN / "lint-imports")]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production()),
    ]


def production() -> dict[str, str]:
    """Settings like those of a real site, for Django's own check of what a real site must have."""
    return {
        "LOCAL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "learn.example.org",
        "MAIL_FROM": "Throughline <hello@example.org>",
        "TRUSTED_PROXY_COUNT": "1",
    }


class Begun:
    """A step that runs in silence; what it said is shown when it fails."""

    def __init__(self, step: Step, output: Any) -> None:
        self.step, self.output = step, output
        self.child = Child(step.command, variables=step.variables, output=output)

    def passes(self, wish: Wish) -> bool:
        failed = self.child.wait(wish.check)
        say(f"{self.step.name}: {'FAILED' if failed else 'passed'}")
        if failed:
            self.output.seek(0)
            say(self.output.read().rstrip())
        return not failed


@contextlib.contextmanager
def begun(step: Step) -> Iterator[Begun]:
    with tempfile.TemporaryFile("w+") as output:
        running = Begun(step, output)
        try:
            yield running
        finally:
            running.child.end()


def passes(step: Step, wish: Wish) -> bool:
    with begun(step) as running:
        return running.passes(wish)


def marked(*, with_slow: bool, with_browser: bool = True) -> list[str]:
    """Which tests pytest takes, by their marks. It stands in for the choice of pyproject.toml."""
    unwanted = [f"not {mark}" for mark, wanted in (("slow", with_slow), ("browser", with_browser)) if not wanted]
    return ["-m", " and ".join(unwanted)]


def run_tests(wish: Wish, choice: list[str]) -> bool:
    say(f"tests, in {cores()} processes")
    command = [str(BIN / "pytest"), "-q", "-n", str(cores()), "--dist", "loadgroup", *choice]
    return not Child(command).wait(wish.check)


def tell(failed: list[str], seconds: float, *, with_browser: bool) -> int:
    left_out = "" if with_browser else " The browser tests were left out: no Chromium was found."
    if failed:
        say(f"Failed after {seconds:.0f} s: {', '.join(failed)}.{left_out}")
    else:
        say(f"Everything passed in {seconds:.0f} s.{left_out}")
    return bool(failed)


if __name__ == "__main__":
    main()
