"""What the settings read from the environment, and the sentences for what is missing there.

`LOCAL=1` is the local mode: one machine, nothing leaves it. Everything else is production.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent
# The files that the map is seeded from.
CURRICULUM = BASE_DIR / "fixtures" / "curriculum"
LOCAL = os.environ.get("LOCAL") == "1"
# For people who change the code: templates and static files are read anew for each request.
RELOAD = LOCAL and os.environ.get("RELOAD") == "1"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# A worker never waits for the database for longer than this, and gives it up rather than holding a lock.
CONNECTION = {
    "connect_timeout": 3,
    "server_side_binding": True,
    "prepare_threshold": 1,
}
TIMEOUTS = "-c statement_timeout={statement} -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s"
# These go through whole tables, and nobody waits for their answer at a page.
LONG_COMMANDS = {"migrate", "check_history"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def required(name: str, sentence: str) -> str:
    """The value of a variable without which production does not start; the local mode does without it."""
    value = os.environ.get(name, "").strip()
    if not value and not LOCAL:
        raise ImproperlyConfigured(f"{name} is not set. {sentence}")
    return value


def whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, and is {text!r}.")
    return int(text)


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def site_url(hosts: list[str]) -> str:
    """Where links in letters lead that are written without a request at hand, without the slash at its end."""
    named = os.environ.get("SITE_URL", "").strip().rstrip("/")
    if named or LOCAL:
        return named or f"http://localhost:{os.environ.get('PORT', '').strip() or 8000}"
    host = hosts[0].lstrip(".")
    if host == "*":
        raise ImproperlyConfigured("SITE_URL is not set, and ALLOWED_HOSTS names no host that letters could lead to.")
    return f"https://{host}"


def secret_key() -> str:
    """SECRET_KEY, or in the local mode one that is made once and kept in `var/`."""
    key = required("SECRET_KEY", "It signs sessions and links: give it 50 or more random characters and keep it.")
    if key:
        return key
    path = BASE_DIR / "var" / "secret-key"
    path.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError):
        # Closed to others from the first moment, and never written over: sessions would end.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(file, secrets.token_urlsafe(50).encode())
        os.close(file)
    key = path.read_text()
    if not key:
        raise ImproperlyConfigured(f"{path} is empty. Delete it and start again.")
    return key


def log_level() -> str:
    level = os.environ.get("LOG_LEVEL", "").strip().upper() or "WARNING"
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, and is {level!r}.")
    return level


def database() -> dict[str, Any]:
    """Django's settings for the PostgreSQL that DATABASE_URL names, read by libpq's own rules."""
    url = required(
        "DATABASE_URL", "Name a PostgreSQL, such as postgresql://throughline:password@localhost/throughline."
    )
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. Start with script/server, which starts a database and names it."
        )
    try:
        parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL is not an address that PostgreSQL understands: {str(error).strip()}"
        ) from error
    # What an operator sets by `?options=` comes after ours, so that it wins where both name the same.
    statement = "0" if LONG_COMMANDS & set(sys.argv[1:2]) else "10s"
    options = f"{TIMEOUTS.format(statement=statement)} {parts.pop('options', '')}".strip()
    return {
        "ENGINE": "roadmap.postgresql",
        "NAME": parts.pop("dbname", "throughline"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": CONNECTION | parts | {"options": options},
    }


def mail_server() -> dict[str, Any]:
    """Options of the SMTP connection that MAIL_URL names: smtp://, smtp+tls:// (STARTTLS) or smtps://."""
    url = urlsplit(os.environ.get("MAIL_URL", "").strip() or "smtp://localhost:25")
    try:
        port = url.port
    except ValueError:
        port = -1
    if url.scheme not in MAIL_PORTS or not url.hostname or port == -1:
        raise ImproperlyConfigured("MAIL_URL must be like smtp+tls://name:password@mail.example.org:587.")
    return {
        "host": url.hostname,
        "port": port or MAIL_PORTS[url.scheme],
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_tls": url.scheme == "smtp+tls",
        "use_ssl": url.scheme == "smtps",
        "timeout": 20,
    }
