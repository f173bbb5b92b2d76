"""A language for tests: every word is accented, 40 % longer and written from right to left.

What can be translated is gathered as `makemessages` does it and becomes a catalog that Django loads like any other one.
So a word on a page that is still plain has not gone through gettext, or was put together where no translator sees it.
"""

import ast
import re
import struct
from collections.abc import Iterator
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

# Of the codes that nobody is given, the one that is used for such languages.
LANGUAGE = "qps"
ROOMS = ("accounts", "demo", "outbox", "progress", "roadmap")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
LONGER = "öéåûî"
# What stands for something else, and the markup around words, stays as it is.
KEPT = re.compile(r"%\(\w+\)\w|%[sd%]|\{[^}]*\}|<[^>]+>|&\w+;|(?P<word>[^\W\d_]+)")
FROM_RIGHT, AS_BEFORE = "\u202e", "\u202c"


def spoken(text: str) -> str:
    """A message in this language."""
    return KEPT.sub(lambda match: longer(match[0]) if match["word"] else match[0], text)


def longer(word: str) -> str:
    more = "".join(LONGER[at % len(LONGER)] for at in range(ceil(0.4 * len(word))))
    return FROM_RIGHT + word.translate(ACCENTS) + more + AS_BEFORE


def messages() -> Iterator[tuple[str, ...]]:
    """What our own templates and modules hand to gettext: each message with its plural, if it has one."""
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        # What is left of a template are calls with literals, among words that are blanked out.
        for call in re.findall(r"\b(n?gettext|_)(\(.*?\)) ", templatize(path.read_text()), re.DOTALL):
            yield from literals(ast.parse("".join(call).replace(", count)", ")")))
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            yield from literals(ast.parse(path.read_text()))


def literals(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            words = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            if words and all(isinstance(word, str) for word in words):
                yield tuple(words)


@cache
def catalog() -> bytes:
    """The compiled catalog: our messages, and those of Django and allauth that others have translated."""
    found: dict[str, str] = {}
    for key in trans_real.translation("de")._catalog.keys():  # type: ignore[attr-defined]  # noqa: SIM118
        words, is_plural = (key[0], True) if isinstance(key, tuple) else (key, False)
        said = spoken(words.rpartition("\x04")[2])
        # What a plural is called is not known here, and its first form is as good.
        found["\0".join([words] * (1 + is_plural))] = "\0".join([said] * (1 + is_plural))
    for words in messages():
        found["\0".join(words)] = "\0".join(map(spoken, words))
    found[""] = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    return compiled(found)


def compiled(found: dict[str, str]) -> bytes:
    """A file as gettext reads it: where each message and each translation begins, and then all of them."""
    pairs = sorted((key.encode(), value.encode()) for key, value in found.items())
    texts = [key for key, _ in pairs] + [value for _, value in pairs]
    at = 28 + 8 * len(texts)
    table = []
    for text in texts:
        table += [len(text), at]
        at += len(text) + 1
    head = [0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at]
    return struct.pack(f"<{len(head) + len(table)}I", *head, *table) + b"".join(text + b"\0" for text in texts)


def settings_in(folder: Path) -> dict[str, Any]:
    """The settings with which everybody is answered in this language; its catalog is written into the folder."""
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    (place / "django.mo").write_bytes(catalog())
    LANG_INFO[LANGUAGE] = {"bidi": True, "code": LANGUAGE, "name": "Pseudo", "name_local": "Pseudo"}
    return {
        "LANGUAGES_BIDI": [LANGUAGE],
        "LANGUAGES": [(LANGUAGE, "Pseudo")],
        "LOCALE_PATHS": [folder],
        "LANGUAGE_CODE": LANGUAGE,
    }


def speak(settings: Any, folder: Path) -> None:
    """Let everything that a test asks from now on be in this language; `settings` are the test's."""
    for name, value in settings_in(folder).items():
        setattr(settings, name, value)
