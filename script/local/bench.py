"""script/bench: a database of its own, and the bench on it."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from script.local import signals
from script.local.lock import AlreadyRunning, only_one
from script.local.postgres import CannotStart, Postgres
from script.local.processes import Child, forget_other_sites
from script.local.signals import Stopped, Wish

VAR = Path(__file__).resolve().parents[2] / "var" / "bench"
NAME = "throughline_bench"


def main() -> None:
    with signals.heard() as wish:
        try:
            VAR.mkdir(parents=True, exist_ok=True)
            with only_one(VAR / "bench.lock", "The bench runs already in this folder."), database(wish) as url:
                os.environ |= {"LOCAL": "1", "DATABASE_URL": url}
                sys.exit(Child([sys.executable, "-m", "bench", *sys.argv[1:]]).wait(wish.check))
        except Stopped:
            sys.exit("Stopped.")
        except (CannotStart, AlreadyRunning) as sentence:
            sys.exit(str(sentence))


@contextlib.contextmanager
def database(wish: Wish) -> Iterator[str]:
    """The database that BENCH_DATABASE_URL names; else one beside DATABASE_URL's; else an embedded one."""
    own, beside = (os.environ.get(name, "").strip() for name in ("BENCH_DATABASE_URL", "DATABASE_URL"))
    forget_other_sites(embedded=not (own or beside))
    if own or beside:
        yield own or made_beside(beside)
        return
    postgres = Postgres(VAR / "postgres")
    try:
        postgres.start(wish.check)
        postgres.ensure_database(NAME)
        yield postgres.url(NAME)
    finally:
        postgres.stop()


def made_beside(url: str) -> str:
    """A database on the server of another one, so that nobody's people and moves are mixed with the bench's."""
    try:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(NAME))
                )
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise CannotStart(f"No database for the bench can be made beside DATABASE_URL's: {reason}") from error
    return make_conninfo(url, dbname=NAME)


if __name__ == "__main__":
    main()
