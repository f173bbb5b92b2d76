"""Which code made what is shown of the curriculum's texts: where it is another, all of it is made anew."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

# What takes part in making a text's looks, beside the code of these two packages.
LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "math-core", "pygments", "nh3")
CODE = ("lessons", "figures")


@cache
def maker() -> str:
    """A digest of the code and of the libraries."""
    root = Path(__file__).resolve().parent.parent
    said = [f"{name} {version(name)}" for name in LIBRARIES]
    for folder in CODE:
        said += [f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in sorted((root / folder).rglob("*.py"))]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()
