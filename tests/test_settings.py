"""What the settings say when something is missing, and what a production site tells browsers."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg.conninfo import make_conninfo

from roadmap import environment
from tests import production

ROOT = Path(settings.BASE_DIR)
# Enough for the settings to be read; nobody answers there.
COMPLETE = {
    "SECRET_KEY": "of-a-test-and-long-enough-for-it-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "learn.example.org",
    "DATABASE_URL": "postgresql://throughline@localhost:1/throughline",
    "MAIL_FROM": "Throughline <hello@example.org>",
}
OURS = {*COMPLETE, "LOCAL", "RELOAD", "DJANGO_SETTINGS_MODULE", "MAIL_URL", "LOG_LEVEL", "TRUSTED_PROXY_COUNT"}
# Browser tests set it for their own process, and Django warns of it in production.
OF_OTHER_TESTS = {"DJANGO_ALLOW_ASYNC_UNSAFE"}


def manage(*arguments: str, root: Path = ROOT, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run manage.py with these variables, and none of ours from outside."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS | OF_OTHER_TESTS}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root, env=kept | variables, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def refusal(**variables: str) -> str:
    """The one sentence with which manage.py ends under these variables."""
    ended = manage("check", **variables)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_production_does_not_start_without(name: str) -> None:
    sentence = refusal(**{key: value for key, value in COMPLETE.items() if key != name})
    assert sentence.startswith(f"Throughline cannot start: {name} is not set. ")


def test_the_local_mode_asks_for_nothing_but_a_database() -> None:
    assert "Start with script/server" in refusal(LOCAL="1")
    assert manage("check", LOCAL="1", DATABASE_URL=COMPLETE["DATABASE_URL"]).returncode == 0


@pytest.mark.parametrize("local", ["0", "true"])
def test_only_one_value_means_the_local_mode(local: str) -> None:
    assert "SECRET_KEY is not set" in refusal(LOCAL=local)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://localhost/x", "not an address that PostgreSQL understands"),
        ("DATABASE_URL", "postgresql://localhost/x?no_such_option=1", "not an address that PostgreSQL understands"),
        ("TRUSTED_PROXY_COUNT", "one", "must be a whole number, and is 'one'"),
        ("TRUSTED_PROXY_COUNT", "-1", "must be a whole number, and is '-1'"),
        ("TRUSTED_PROXY_COUNT", "6.5", "must be a whole number, and is '6.5'"),
        ("LOG_LEVEL", "loud", "must be one of DEBUG, INFO"),
        ("MAIL_URL", "mail.example.org", "must be like smtp+tls://"),
        ("MAIL_URL", "smtp://mail.example.org:port", "must be like smtp+tls://"),
        ("MAIL_URL", "http://mail.example.org", "must be like smtp+tls://"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    readers: dict[str, Callable[[], object]] = {
        "DATABASE_URL": environment.database,
        "LOG_LEVEL": environment.log_level,
        "MAIL_URL": environment.mail_server,
        "TRUSTED_PROXY_COUNT": lambda: environment.whole_number("TRUSTED_PROXY_COUNT", 0),
    }
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        readers[name]()
    said = str(refused.value)
    assert said.startswith(name)
    assert sentence in said
    assert "\n" not in said


def test_a_mail_server_is_named_by_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL", "smtp+tls://us%40er:pass%2Fword@mail.example.org")
    server = environment.mail_server()
    assert (server["host"], server["port"], server["use_tls"], server["use_ssl"]) == (
        "mail.example.org",
        587,
        True,
        False,
    )
    assert (server["username"], server["password"]) == ("us@er", "pass/word")


def test_djangos_own_check_finds_nothing_to_improve_in_production() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert checked.stderr == ""
    assert checked.returncode == 0


def test_the_local_modes_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    copy = copy_of_the_code(tmp_path)
    variables = {"LOCAL": "1", "DATABASE_URL": COMPLETE["DATABASE_URL"]}
    show = ("shell", "--no-imports", "-v0", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    first = manage(*show, root=copy, **variables)
    assert first.returncode == 0, first.stderr
    key = copy / "var" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
    assert first.stdout.strip() == key.read_text()
    assert manage(*show, root=copy, **variables).stdout == first.stdout


def copy_of_the_code(folder: Path) -> Path:
    copy = folder / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "var", "__pycache__", "fixtures", "tests", "docs"))
    return copy


QUESTIONS = {
    "a page": production.Question("/account/login/"),
    "a page over http": production.Question("/account/login/", secure=False),
    "another host": production.Question("/", host="evil.example"),
    "the mail of the local mode": production.Question("/local/mail/"),
}


@pytest.fixture(scope="module")
def answers(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    static = tmp_path_factory.mktemp("static")
    production.collect_static(static)
    return dict(zip(QUESTIONS, production.ask(list(QUESTIONS.values()), static), strict=True))


@pytest.mark.xdist_group("production")
class TestAnAnswerInProduction:
    """Given by a process with production settings, since the tests' own run in the local mode."""

    def test_carries_the_whole_policy(self, answers: dict[str, dict[str, str]]) -> None:
        headers = answers["a page"]
        assert headers["status"] == "200"
        policy = headers["content-security-policy"]
        for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                     "base-uri 'none'", "object-src 'none'", "form-action 'self'"):  # fmt: skip
            assert part in policy
        assert "unsafe" not in policy
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert {"no-store", "private"} <= set(headers["cache-control"].split(", "))

    def test_binds_its_cookies_to_the_host(self, answers: dict[str, dict[str, str]]) -> None:
        cookie = answers["a page"]["set-cookie"]
        assert cookie.startswith("__Host-csrf=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie

    def test_goes_to_https_first(self, answers: dict[str, dict[str, str]]) -> None:
        headers = answers["a page over http"]
        assert headers["status"] == "301"
        assert headers["location"] == "https://learn.example.org/account/login/"

    def test_is_for_its_own_hosts(self, answers: dict[str, dict[str, str]]) -> None:
        assert answers["another host"]["status"] == "400"

    def test_keeps_the_mail_to_itself(self, answers: dict[str, dict[str, str]]) -> None:
        assert answers["the mail of the local mode"]["status"] == "404"


@pytest.mark.parametrize(
    ("command", "options", "statement"),
    [
        ("send_mail", "", "10s"),
        ("migrate", "", "0"),
        ("check_history", "", "0"),
        ("send_mail", "-c statement_timeout=7s", "7s"),
        ("send_mail", "-c application_name=throughline", "10s"),
    ],
)
@pytest.mark.django_db
def test_timeouts_hold_beside_the_options_of_an_operator(
    command: str, options: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    told = {name: here[name] for name in names if here.get(name)} | ({"options": options} if options else {})
    monkeypatch.setenv("DATABASE_URL", make_conninfo(**told))
    monkeypatch.setattr("sys.argv", ["manage.py", command])
    database = environment.database()
    with psycopg.connect(
        dbname=database["NAME"], user=database["USER"], host=database["HOST"], port=database["PORT"] or None,
        password=database["PASSWORD"] or None, options=database["OPTIONS"]["options"],
    ) as other:  # fmt: skip
        timeouts = [other.execute(f"SHOW {name}").fetchone() for name in TIMEOUTS]
    assert timeouts == [(statement,), ("3s",), ("15s",)]


TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
