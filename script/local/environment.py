"""Make the environment of this folder with uv, and go on in it. Runs before anything is installed.

The packages go to `.venv`. A uv on PATH counts if it runs; else uv itself goes to `var/uv`, never anywhere global.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from script.local import port, signals
from script.local.processes import Child, say
from script.local.signals import Stopped, Wish

ROOT = Path(__file__).resolve().parents[2]
OWN_UV = ROOT / "var" / "uv"
UNFINISHED = ROOT / "var" / "packages-unfinished"
# What `script/server` needs is a part of what `script/test` needs, and does not throw the rest away.
GROUPS = {
    "server": ["--frozen", "--inexact", "--no-default-groups", "--group", "local"],
    "reload": ["--frozen", "--inexact"],
    "bench": ["--frozen", "--inexact", "--no-default-groups", "--group", "local"],
    "tour": ["--frozen", "--inexact"],
    "audit": ["--frozen", "--inexact"],
    "identity": ["--frozen", "--inexact"],
    "check": ["--frozen", "--inexact"],
    "tests": ["--locked"],
}


def main() -> None:
    what, *arguments = sys.argv[1:]
    packages = Path(os.environ.get("UV_PROJECT_ENVIRONMENT") or ROOT / ".venv")
    with signals.heard() as wish:
        try:
            if what == "server":
                port.check()
            make(packages, "reload" if "--reload" in arguments else what, wish)
            signals.hold_back()
            wish.check()
        except Stopped:
            say("Stopped.")
            # Whoever stops a server has what they wanted; checks that were stopped have not passed.
            sys.exit(0 if what == "server" else 128 + (wish.stopped_by or 0))
    go_on_in(packages, f"script.local.{what}", arguments)


def make(packages: Path, wanted: str, wish: Wish) -> None:
    uv = find_uv() or install_uv(wish)
    if not (packages / "bin" / "python").exists():
        say("Getting the packages. The first time this takes about a minute.")
    command = [uv, "sync", "--quiet", *GROUPS[wanted], "--python", sys.executable, "--no-python-downloads"]
    # uv takes a package for installed as soon as it is named, even if it was interrupted before the last file.
    if UNFINISHED.exists():
        command.append("--reinstall")
    UNFINISHED.parent.mkdir(exist_ok=True)
    UNFINISHED.touch()
    # An environment that happens to be active is another project's.
    os.environ.pop("VIRTUAL_ENV", None)
    if Child(command).wait(wish.check):
        sys.exit("The packages could not be installed; what uv says about it stands above.")
    UNFINISHED.unlink()


def find_uv() -> str | None:
    return next((uv for uv in (shutil.which("uv"), str(OWN_UV / "bin" / "uv")) if uv and runs([uv, "--version"])), None)


def runs(command: list[str]) -> bool:
    try:
        return not subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_uv(wish: Wish) -> str:
    say("Getting uv, which installs the packages, into var/uv.")
    OWN_UV.mkdir(parents=True, exist_ok=True)
    python = sys.executable
    if not runs([python, "-m", "pip", "--version"]):
        # Some systems ship Python and pip apart; an environment may still bring its own.
        venv = OWN_UV / "pip"
        if runs([python, "-m", "venv", "--clear", str(venv)]):
            python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--root-user-action=ignore"]
    if Child([*pip, "--target", str(OWN_UV), "--upgrade", "uv"]).wait(wish.check):
        sys.exit(
            "uv is not here and could not be installed into var/uv."
            " Get it from https://docs.astral.sh/uv/getting-started/installation/ and run this again."
        )
    return str(OWN_UV / "bin" / "uv")


def go_on_in(packages: Path, module: str, arguments: list[str]) -> NoReturn:
    python = str(packages / "bin" / "python")
    os.execv(python, [python, "-m", module, *arguments])


if __name__ == "__main__":
    main()
