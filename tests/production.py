"""The product as a real site runs it, on the test's database and in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
ONLY_LOCAL = ("LOCAL", "RELOAD", "DJANGO_SETTINGS_MODULE")
ASK = """
import django, json, sys
django.setup()
from django.test import Client
answers = []
for path, host, secure in json.loads(sys.argv[1]):
    answer = Client(headers={"host": host}, raise_request_exception=False).get(path, secure=secure)
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    answers.append({**{name.lower(): value for name, value in answer.items()}, "status": str(answer.status_code),
                    "set-cookie": "\\n".join(cookies)})
print(json.dumps(answers))
"""


class Question(NamedTuple):
    path: str
    host: str = "learn.example.org"
    secure: bool = True


def variables(**more: str) -> dict[str, str]:
    """What an operator would set."""
    values = connection.settings_dict
    place = urlencode({key: values[key.upper()] for key in ("host", "port") if values[key.upper()]})
    user = quote(values["USER"]) + (":" + quote(values["PASSWORD"]) if values["PASSWORD"] else "")
    kept = {name: value for name, value in os.environ.items() if name not in ONLY_LOCAL}
    return kept | {
        "DATABASE_URL": f"postgresql://{user}@/{quote(values['NAME'])}?{place}",
        "SECRET_KEY": "of-a-test-and-long-enough-for-it-0123456789-abcdefghij",
        "ALLOWED_HOSTS": "learn.example.org",
        "MAIL_FROM": "Throughline <hello@example.org>",
        **more,
    }


def collect_static(folder: Path) -> None:
    # No page of the admin is asked for, and to compress what it has takes longer than all else.
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", "--ignore", "admin"]
    subprocess.run(command, cwd=ROOT, env=variables(STATIC_ROOT=str(folder)), check=True, timeout=120)


def ask(questions: list[Question], static: Path) -> list[dict[str, str]]:
    """The headers of a real site's answers, with their status and cookies beside them."""
    environment = variables(STATIC_ROOT=str(static), DJANGO_SETTINGS_MODULE="roadmap.settings")
    command = [sys.executable, "-c", ASK, json.dumps(questions)]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return list(json.loads(said.stdout))
