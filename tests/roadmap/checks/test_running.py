"""A program of a lesson runs alone, within its limits, and nothing is left of it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from roadmap.checks.alone import LARGEST_OUTPUT
from roadmap.checks.running import ALONE, run


def test_what_is_printed_is_returned_to_the_letter():
    ran = run("print('a', 1.5)\nprint('é', end='')")
    assert (ran.output, ran.stopped) == ("a 1.5\né", "")


def test_numpy_can_be_used_within_the_limits():
    assert run("import numpy as np\nprint((np.eye(2) @ np.ones(2)).sum())").output == "2.0\n"


def test_a_set_is_printed_in_the_same_order_each_time():
    orders = {run("print({'ada', 'eve', 'grace', 'linus', 'alan'})").output for _ in range(3)}
    assert len(orders) == 1


def test_a_program_is_a_module_of_its_own():
    """Dataclasses and the like look their module up by its name."""
    source = "from dataclasses import dataclass\n@dataclass\nclass Pair:\n    one: 'int'\nprint(Pair(1), __name__)"
    assert run(source).output == "Pair(one=1) __main__\n"


def test_programs_may_wait_for_each_other_without_a_network():
    assert run("import asyncio\nasyncio.run(asyncio.sleep(0))\nprint('done')").output == "done\n"


def test_a_database_in_memory_may_be_asked():
    source = "import sqlite3\nprint(sqlite3.connect(':memory:').execute('SELECT 1').fetchall())"
    assert run(source).output == "[(1,)]\n"


@pytest.mark.parametrize(
    ("source", "stopped"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero in its line 1"),
        ("print(1)\ndef f(:", "SyntaxError: invalid syntax in its line 2"),
        ("input()", "EOFError: EOF when reading a line in its line 1"),
        ("import nosuch", "ModuleNotFoundError: No module named 'nosuch' in its line 1"),
        ("raise SystemExit(3)", "the exit status 3"),
        ("x = [0] * 10**9", "MemoryError in its line 1"),
        ("import os, signal\nsignal.raise_signal(signal.SIGSEGV)", "a program that ends by SIGSEGV"),
    ],
)
def test_why_a_program_did_not_come_to_its_end_is_told(source, stopped):
    assert run(source).stopped == stopped


FILES = "PermissionError: a program of a lesson reads and writes no files"
SYSTEM = "a program of a lesson has no network, no system and no other programs"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("open('left.txt', 'w')", FILES),
        ("open('left.txt', 'x')", FILES),
        ("open('/etc/hostname').read()", FILES),
        ("import os\nos.open('.', os.O_RDONLY)", FILES),
        ("import os\nos.open('left.txt', os.O_WRONLY | os.O_CREAT)", FILES),
        ("import os, math\nopen(os.__file__, 'a')", FILES),
        ("import os\nopen(os.path.dirname(os.__file__) + '/../../../../../../../etc/hostname')", FILES),
        ("import os\nos.listdir('/')", FILES),
        ("from pathlib import Path\nPath('left').mkdir()", "(os.mkdir)"),
        ("import sqlite3\nsqlite3.connect('left.db')", "a database of a lesson stands in :memory:"),
        ("import socket\nsocket.socket().connect(('127.0.0.1', 9))", "(socket.connect)"),
        ("import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))", "(socket.sendto)"),
        ("import socket\nsocket.socket().bind(('127.0.0.1', 0))", "(socket.bind)"),
        ("import urllib.request\nurllib.request.urlopen('https://example.org')", SYSTEM),
        ("import subprocess\nsubprocess.run(['true'])", "(subprocess.Popen)"),
        ("import os\nos.system('true')", "(os.system)"),
        ("import os\nos.fork()", "(os.fork)"),
        ("import os\nos.kill(os.getppid(), 0)", "(os.kill)"),
        ("import ctypes\nctypes.CDLL(None).getpid()", "(ctypes.dlsym)"),
    ],
)
def test_what_reaches_beyond_the_program_is_refused(source, sentence):
    ran = run(source)
    assert sentence in ran.stopped
    assert ran.output == ""


LONG = "a program that takes more than 1 seconds of the processor"


@pytest.mark.parametrize(
    ("source", "stopped"),
    [("while True: pass", LONG), ("import time\ntime.sleep(60)", "a program that still runs after 3 seconds")],
)
def test_a_program_without_an_end_is_stopped(source, stopped):
    began = time.monotonic()
    assert run(source, seconds=1).stopped == stopped
    assert time.monotonic() - began < 5
    assert not [each for each in psutil.Process().children(recursive=True) if str(ALONE) in each.cmdline()]


def test_a_program_that_catches_everything_is_stopped_too():
    source = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    assert run(source, seconds=1).stopped == LONG


@pytest.mark.parametrize("source", ["print('x' * 100_000_000)", "while True: print('x' * 1000)"])
def test_a_program_that_prints_a_hundred_megabytes_is_stopped_early_and_not_held_in_memory(source):
    before = psutil.Process().memory_info().rss
    ran = run(source)
    assert ran.stopped == "a program that prints 200,000 bytes or more"
    assert len(ran.output) <= LARGEST_OUTPUT
    assert psutil.Process().memory_info().rss - before < 20_000_000


def test_an_orphan_ends_by_itself():
    """Whoever started it was killed before it could end the program."""
    process = subprocess.Popen(
        [sys.executable, str(ALONE), "1"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    process.communicate(b"import time\ntime.sleep(60)", timeout=10)
    assert process.returncode != 0


def test_the_folder_of_a_program_is_gone_after_it():
    folder = run("import os\nprint(os.getcwd())").output.strip()
    assert folder != os.getcwd()
    assert not Path(folder).exists()


def test_the_guard_is_what_refuses(tmp_path):
    """The control: without the guard the same program writes its file."""
    script = ALONE.read_text().replace("    sys.addaudithook(refuse)\n", "")
    assert script != ALONE.read_text()
    process = subprocess.run(
        [sys.executable, "-c", script, "5"], input=b"open('left.txt', 'w').close()", cwd=tmp_path, check=True
    )
    assert process.returncode == 0
    assert (tmp_path / "left.txt").exists()
