"""The stylesheet: a file for each cascade layer in `static/css/`, and one file on the wire.

The first paint waits for every stylesheet, so pages name one. It is made where static files are collected or looked
for, out of the layers that `tokens.css` names, in their order.
"""

import re
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/throughline.css"
ORDER = re.compile(r"^@layer ([\w, -]+);$", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# No text within quotation marks holds one of these signs.
AROUND = re.compile(r"\s*([{};])\s*")


def joined(folder: Path) -> str:
    """All layers in one text, without comments and idle space; raises OSError where the file of a layer is missing."""
    named = ORDER.search((folder / "tokens.css").read_text())
    if named is None:
        raise ValueError(f"{folder / 'tokens.css'} has no line that names all layers in their order.")
    text = "\n".join((folder / f"{layer}.css").read_text() for layer in named[1].split(", "))
    return AROUND.sub(r"\1", COMMENT.sub("", text))


class StylesheetFinder(BaseFinder):
    """Offers the stylesheet to Django beside the files that are there, made anew each time that it is asked for."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self.folder = Path(mkdtemp(prefix="stylesheet-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.storage = FileSystemStorage(location=self.folder)

    def check(self, **_options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path != NAME:
            return []
        return [self._made()] if find_all else self._made()

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self._made()
        yield NAME, self.storage

    def _made(self) -> str:
        file = self.folder / NAME
        file.parent.mkdir(exist_ok=True)
        file.write_text(joined(Path(settings.STATICFILES_DIRS[0]) / "css"))
        return str(file)
