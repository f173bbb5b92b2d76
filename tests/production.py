"""The product as a real site runs it, on the test's database and in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
ONLY_LOCAL = ("LOCAL", "RELOAD", "DJANGO_SETTINGS_MODULE")
ASK = """
import django, json, sys
django.setup()
from django.test import Client
path, host, secure = json.loads(sys.argv[1])
answer = Client(headers={"host": host}, raise_request_exception=False).get(path, secure=secure)
cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
print(json.dumps({**{name.lower(): value for name, value in answer.items()}, "status": str(answer.status_code),
                  "set-cookie": "\\n".join(cookies)}))
"""


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
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=variables(STATIC_ROOT=str(folder)), check=True, timeout=120)


def ask(path: str, static: Path, *, host: str = "learn.example.org", secure: bool = True) -> dict[str, str]:
    """The headers of a real site's answer, with its status and cookies beside them."""
    environment = variables(STATIC_ROOT=str(static), DJANGO_SETTINGS_MODULE="roadmap.settings")
    command = [sys.executable, "-c", ASK, json.dumps([path, host, secure])]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return json.loads(said.stdout)
