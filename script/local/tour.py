"""script/tour: a browser, two databases that are made anew, and the tour on them."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from script.local import chromium, signals
from script.local.lock import AlreadyRunning, only_one
from script.local.postgres import CannotStart, Postgres
from script.local.processes import Child, forget_other_sites, say
from script.local.signals import Stopped, Wish

VAR = Path(__file__).resolve().parents[2] / "var" / "tour"
# Demo people for what is shown to others, and a world in three moments for what is looked at by ourselves.
DEMO, MOMENTS = "demo", "moments"


def main() -> None:
    arguments = sys.argv[1:]
    with signals.heard() as wish:
        try:
            sys.exit(go(wish, arguments))
        except Stopped:
            sys.exit("Stopped.")
        except (CannotStart, AlreadyRunning) as sentence:
            sys.exit(str(sentence))


def go(wish: Wish, arguments: list[str]) -> int:
    browser = chromium.find()
    if not browser:
        raise CannotStart(f"{chromium.NONE_FOUND} Without one no picture can be taken.")
    VAR.mkdir(parents=True, exist_ok=True)
    with only_one(VAR / "tour.lock", "The tour runs already in this folder."), server(wish) as postgres:
        os.environ |= {"LOCAL": "1", "CHROMIUM": browser, "DJANGO_SETTINGS_MODULE": "roadmap.settings"}
        # Playwright's loop runs in the thread that makes the people, for which Django would refuse it the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for world in (DEMO,) if {"--docs", "--help"} & set(arguments) else (MOMENTS,):
            os.environ["DATABASE_URL"] = made_anew(postgres, world)
            if failed := Child([sys.executable, "-m", "tour", world, *arguments]).wait(wish.check):
                return failed
    return 0


@contextlib.contextmanager
def server(wish: Wish) -> Iterator[Postgres]:
    forget_other_sites(embedded=True)
    postgres = Postgres(VAR / "postgres", may_lose_data=True)
    try:
        postgres.start(wish.check)
        yield postgres
    finally:
        postgres.stop()


def made_anew(postgres: Postgres, world: str) -> str:
    """An empty database for one of the worlds: nothing of an earlier tour is in the pictures of this one."""
    name = f"throughline_tour_{world}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    postgres.ensure_database(name)
    say(f"Making the {world} for the pictures.")
    return postgres.url(name)


if __name__ == "__main__":
    main()
