"""What is running: one short name for this state of code, templates and static files."""

import functools
import hashlib

from roadmap.environment import BASE_DIR

SOURCES = ("accounts", "outbox", "progress", "roadmap", "templates", "static")


@functools.cache
def release() -> str:
    """A digest of everything that pages are made from, beside data; read once, when the first page needs it."""
    digest = hashlib.sha256()
    for room in SOURCES:
        for path in sorted((BASE_DIR / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
