"""Finding a Chromium that runs, for the tests that drive a browser."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

NONE_FOUND = (
    "No Chromium that runs was found. Get one with 'apt install chromium-headless-shell' or"
    " 'brew install --cask chromium', or with '.venv/bin/playwright install chromium', or name one with"
    " CHROMIUM=/path/to/it."
)
# The shell is the same browser without what surrounds a page, and takes two thirds of the time.
COMMANDS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
)  # fmt: skip
# Where Playwright keeps its own, and where macOS keeps programs.
PLACES = (
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    return next((program for program in candidates() if runs(program)), None)


def candidates() -> Iterator[str]:
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    yield from (program for command in COMMANDS if (program := shutil.which(command)))
    for place in PLACES:
        path = Path(place).expanduser()
        yield from map(str, sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True))


def runs(program: str) -> bool:
    try:
        command = [program, "--version"]
        return not subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False
