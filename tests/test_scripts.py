"""The two commands, run as a stranger would, in a copy of this folder whose path has a space."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from script.local.tests import marked
from tests.roadmap.files import write_with_few_lessons

ROOT = Path(settings.BASE_DIR)
OURS = ("LOCAL", "RELOAD", "DATABASE_URL", "TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "CHROMIUM", "CI")
Ended = subprocess.CompletedProcess[str]
# One folder and one set of processors: two of these at once would only wait for each other.
pytestmark = pytest.mark.xdist_group("scripts")


def shell(**variables: str) -> dict[str, str]:
    """The variables of a stranger's shell."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | variables


def run(*command: str, folder: Path = ROOT, **variables: str) -> Ended:
    return subprocess.run(
        command, cwd=folder, env=shell(**variables), capture_output=True, text=True, timeout=120, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestBeforeAnythingSlow:
    """What cannot work is said in one sentence, within a moment."""

    def refused(self, **variables: str) -> str:
        ended = run("./script/server", **variables)
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert ended.stderr.count("\n") == 1
        return ended.stderr

    def test_a_port_in_use(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            assert f"Port {port} is in use by another program." in self.refused(PORT=str(port))

    def test_a_port_in_use_on_all_addresses(self) -> None:
        with socket.create_server(("0.0.0.0", 0)) as other:  # noqa: S104
            assert "is in use" in self.refused(PORT=str(other.getsockname()[1]))

    @pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.5"])
    def test_a_port_that_is_none(self, port: str) -> None:
        assert "PORT must be a number from 1 to 65535" in self.refused(PORT=port)

    @pytest.mark.parametrize("command", ["./script/server", "./script/test", "./script/bench", "./script/check"])
    def test_no_python(self, tmp_path: Path, command: str) -> None:
        """A version manager's program stands first on PATH and does not run; nothing else is there."""
        broken = tmp_path / "python3.13"
        broken.write_text("#!/bin/sh\necho 'version not installed' >&2\nexit 127\n")
        broken.chmod(0o755)
        finder = (ROOT / "script" / "find-python.sh").read_text()
        # The places where this machine may have one are not looked into.
        places = re.compile(r"    for folder in .*?done\n", re.DOTALL)
        assert places.search(finder)
        copy = tmp_path / "copy" / "script"
        copy.mkdir(parents=True)
        (copy / "find-python.sh").write_text(places.sub("", finder))
        shutil.copy(ROOT / command, copy)
        ended = subprocess.run(
            [f"./{copy.name}/{Path(command).name}"], cwd=copy.parent, env={"PATH": str(tmp_path)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert ended.stderr.startswith("Throughline needs Python 3.12 or newer, and found none that runs.")
        assert ended.stderr.count("\n") == 1

    def test_a_browser_that_is_required_and_missing(self) -> None:
        ended = run(sys.executable, "-m", "script.local.tests", CHROMIUM="/nowhere/chromium", CI="true")
        assert ended.returncode == 1
        assert "No Chromium that runs was found." in ended.stderr
        assert "apt install chromium-headless-shell" in ended.stderr


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """This folder without what was made in it; in a place that a database's own user may pass through."""
    place = Path(tempfile.mkdtemp(prefix="throughline-"))
    place.chmod(0o755)
    copy = place / "my copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "var", "__pycache__", "tests"))
    write_with_few_lessons(copy / "fixtures" / "curriculum")
    yield copy
    shutil.rmtree(place, ignore_errors=True)
    if sys.pycache_prefix:
        shutil.rmtree(Path(f"{sys.pycache_prefix}{place}"), ignore_errors=True)


class Server:
    """script/server after its packages are there, in a session of its own as from a terminal."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.port = folder, free_port()
        self.log = (folder.parent / f"log-{self.port}").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "script.local.server"],
            cwd=folder, env=shell(PORT=str(self.port), **variables), stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def wait_for(self, words: str, within: float = 120) -> None:
        end = time.monotonic() + within
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def left(self) -> list[str]:
        """Every process that stands in the folder or names it."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                line = " ".join(process.cmdline())
                if str(self.folder) in line or str(self.folder) in process.cwd():
                    found.append(f"{process.pid} {line}")
        return found

    def workers(self) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if "granian" in " ".join(child.cmdline()))

    def ends(self, within: float = 10) -> int:
        """Its exit status, when it has ended with everything that it had started."""
        status = self.process.wait(within)
        assert "Traceback" not in self.said()
        assert self.nothing_is_left(2), self.left()
        return status

    def nothing_is_left(self, within: float) -> bool:
        end = time.monotonic() + within
        while self.left() and time.monotonic() < end:
            time.sleep(0.1)
        return not self.left()


@pytest.fixture
def start(copy: Path) -> Iterator[Callable[[], Server]]:
    """Starts servers in the copy; what still runs in the end is killed."""
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(copy))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait(10)
        server.log.close()


def accounts(said: str) -> list[str]:
    return re.findall(r"^ +(\S+@example\.org .*)$", said, re.MULTILINE)


class TestMarks:
    """Slow tests are left out, unless everything is asked for."""

    def chosen(self, *options: str) -> str:
        tests = "tests/roadmap/checks/test_shipped.py"
        url = "postgresql:///none"
        variables = {"LOCAL": "1", "DATABASE_URL": url, "TEST_DATABASE_URL": url}
        return run(sys.executable, "-m", "pytest", "--collect-only", "-q", *options, tests, **variables).stdout

    def test_leave_out_what_is_slow(self) -> None:
        assert marked(with_slow=False, with_browser=False) == ["-m", "not slow and not browser"]
        for options in ([], marked(with_slow=False)):
            assert "test_all_programs" not in self.chosen(*options)
            assert "test_its_lessons_pass_every_gate" in self.chosen(*options)

    def test_take_everything_where_it_is_asked_for(self) -> None:
        assert "test_all_programs" in self.chosen(*marked(with_slow=True))
        assert (ROOT / ".ci" / "run").read_text().endswith("exec script/test --all\n")


@pytest.mark.slow
class TestStart:
    def test_serves_until_ctrl_c(self, start: Callable[[], Server], copy: Path) -> None:
        server = start()
        server.wait_for("Ctrl-C stops everything.")
        assert f"Throughline is served on http://127.0.0.1:{server.port}/" in server.said()
        assert len(accounts(server.said())) == 4
        assert "Foundations" in server.page("/roadmap/")
        assert "Mail" in server.page("/local/mail/")

        second = run(sys.executable, "-m", "script.local.server", folder=copy, PORT=str(free_port()))
        assert second.returncode == 1
        assert second.stderr == f"This folder is served already, on http://127.0.0.1:{server.port}/\n"

        os.killpg(server.process.pid, signal.SIGINT)
        assert server.ends() == 0
        assert server.said().endswith("Stopped.\n")

    def test_finds_everything_as_it_was_after_a_kill(self, start: Callable[[], Server]) -> None:
        killed = start()
        killed.wait_for("Seeding the curriculum.")
        killed.process.kill()
        killed.process.wait(10)
        if sys.platform == "linux":
            assert killed.nothing_is_left(10), killed.left()
        again = start()
        again.wait_for("Ctrl-C stops everything.")
        assert len(accounts(again.said())) == 4
        # Nor does it outlive its workers.
        again.workers().kill()
        assert again.ends() == 1
        assert "The workers ended by themselves" in again.said()

    @pytest.mark.parametrize("moment", ["", "Seeding the curriculum."])
    def test_can_be_stopped_half_way(self, start: Callable[[], Server], moment: str) -> None:
        server = start()
        time.sleep(0.5)
        server.wait_for(moment)
        server.process.terminate()
        # Before it listens it has started nothing, and simply dies.
        assert server.ends() in (0, -signal.SIGTERM)
        assert "Throughline is served" not in server.said()

    def test_says_that_a_database_is_out_of_reach(self, copy: Path) -> None:
        nowhere = f"postgresql://ada:secret@127.0.0.1:{free_port()}/x"
        ended = run(sys.executable, "-m", "script.local.server", folder=copy, DATABASE_URL=nowhere)
        assert ended.returncode == 1
        assert ended.stderr.startswith("The database that DATABASE_URL names cannot be reached: ")
        assert ended.stderr.count("\n") == 1
        assert "secret" not in ended.stderr


class Fields(HTMLParser):
    """What a browser would send with the forms of a page, if nothing were typed into them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        says = {name: value or "" for name, value in attrs}
        name = says.get("name", "")
        if tag == "input" and name and says.get("type") not in ("submit", "button"):
            if says.get("type") != "checkbox" or "checked" in says:
                self.sent[name] = says.get("value", "on")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in says:
            self.sent[self.select] = says.get("value", "")
        elif tag == "textarea":
            self.area, self.sent[name] = name, ""

    def handle_data(self, text: str) -> None:
        if self.area:
            self.sent[self.area] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The line break right after the tag is no part of the text.
            self.sent[self.area] = self.sent[self.area].removeprefix("\n")
            self.area = ""


class Visitor:
    """Somebody with a browser that keeps its cookies, and fills in forms."""

    def __init__(self) -> None:
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def send(self, address: str, **typed: str) -> str:
        """Open the page and send its form back with what was typed; the page that follows."""
        with self.browser.open(address, timeout=20) as page:
            fields = Fields(page.read().decode()).sent | typed
        with self.browser.open(address, urllib.parse.urlencode(fields).encode(), timeout=20) as page:
            return str(page.read().decode())


@pytest.mark.slow
class TestEdits:
    def test_an_edit_of_an_admin_survives_two_restarts(self, start: Callable[[], Server], copy: Path) -> None:
        server = start()
        server.wait_for("Ctrl-C stops everything.")
        assert "Backpropagation Deep Dive" in server.page("/roadmap/")
        address, _, _, password = next(line.split() for line in accounts(server.said()) if line.startswith("admin"))
        admin, site = Visitor(), f"http://127.0.0.1:{server.port}"
        admin.send(f"{site}/account/login/", login=address, password=password)
        with admin.browser.open(f"{site}/admin/roadmap/unit/?q=backpropagation-deep-dive", timeout=20) as page:
            found = re.search(r'href="(/admin/roadmap/unit/\d+/change/)', page.read().decode())
        assert found
        told = admin.send(site + found[1], title="Backpropagation, pen in hand", _save="Save")
        assert "was changed successfully" in told

        for _ in range(2):
            server.process.terminate()
            assert server.ends() == 0
            server = start()
            server.wait_for("Ctrl-C stops everything.")
            assert "Seeding the curriculum." in server.said()
            roadmap = server.page("/roadmap/")
            assert "Backpropagation, pen in hand" in roadmap
            assert "Backpropagation Deep Dive" not in roadmap

        database = server.workers().environ()["DATABASE_URL"]
        seeded = run(sys.executable, "manage.py", "seed_curriculum", folder=copy, LOCAL="1", DATABASE_URL=database)
        assert seeded.returncode == 0, seeded.stderr
        _, _, kept = seeded.stdout.partition("Kept, because edited here")
        assert kept.splitlines()[1] == "  unit backpropagation-deep-dive: title"
        assert "Nothing changed." in kept
