"""The port on which script/server serves."""

import os
import socket
import sys

HOST = "127.0.0.1"


def number() -> int:
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT must be a number from 1 to 65535, and is {text!r}.")
    return int(text)


def check() -> None:
    """End with a sentence when nobody can serve on the port."""
    wanted = number()
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, wanted))
    except PermissionError:
        sys.exit(f"Port {wanted} needs more rights than this user has. Choose another: PORT=8001 script/server")
    except OSError:
        sys.exit(in_use(wanted))
    # Some systems lend an address that somebody serves for all hosts; a visitor would reach either.
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, wanted)) == 0:
            sys.exit(in_use(wanted))


def in_use(wanted: int) -> str:
    other = wanted + 1 if wanted < 65535 else 8000
    return f"Port {wanted} is in use by another program. Stop that one, or choose another: PORT={other} script/server"
