"""What is running: one short name for this state of code, templates and static files."""

import functools
import hashlib
from pathlib import Path

from django.conf import settings

from roadmap.environment import BASE_DIR

SOURCES = ("accounts", "demo", "outbox", "progress", "roadmap", "templates", "static", "locale")
# What packages are installed, and under which names static files are served: pages are made of these too.
FILES = (
    BASE_DIR / "clock.py",
    BASE_DIR / "prepared.py",
    BASE_DIR / "uv.lock",
    Path(settings.STATIC_ROOT) / "staticfiles.json",
)


@functools.cache
def release() -> str:
    """A digest of everything that pages are made from, beside data; read once, when the first page needs it."""
    digest = hashlib.sha256()
    for path in (*FILES, *(path for room in SOURCES for path in sorted((BASE_DIR / room).rglob("*")))):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
