import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from tests import production
from tests.outbox.mail_server import MailServer

Sender = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def out(mail_server: MailServer, settings: Settings) -> MailServer:
    """The mail server, and this process sends to it."""
    settings.MAILERS = settings.MAILERS | {"out": mailer_to(mail_server.port)}
    return mail_server


def mailer_to(port: int) -> dict[str, object]:
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
    }


@pytest.fixture
def send_mail(transactional_db: None) -> Iterator[Sender]:
    """Start `manage.py send_mail` as production does, on the test's database; what still runs is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int, *arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "manage.py", "send_mail", *arguments],
            cwd=django_settings.BASE_DIR,
            env=production.variables(MAIL_URL=f"smtp://127.0.0.1:{port}"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)


def eventually(holds: Callable[[], object], within: float = 20) -> None:
    """Wait for what another process does; fails with the last answer when the time is over."""
    end = time.monotonic() + within
    while not (answer := holds()):
        assert time.monotonic() < end, f"still {answer!r} after {within} s"
        time.sleep(0.05)


@pytest.fixture
def shut_database(transactional_db: None) -> Iterator[Callable[[bool], None]]:
    """Turn new connections to the test's database away, and end those of senders; opened again in the end."""
    import psycopg

    parameters = connection.get_connection_params()
    parameters = {key: parameters[key] for key in ("user", "password", "host", "port") if parameters.get(key)}
    name = connection.settings_dict["NAME"]

    with closing(psycopg.connect(**parameters, dbname="postgres", autocommit=True)) as other:

        def shut(closed: bool) -> None:
            other.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {"false" if closed else "true"}')
            if closed:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
                    [name, connection.connection.info.backend_pid],
                )

        yield shut
        shut(False)
