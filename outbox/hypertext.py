"""A letter as mail programs show it: made of its text when it is sent, so that no word of it exists twice.

The text is the only source. Its paragraphs are told apart by their form:

    ABCD-EFGH               set in by four spaces: a code
    > Well argued.          somebody's words
    Open the claim:         a way to a page of ours: a label, and below it the address
    https://...
    -- (and a space)        below this line stands what is no part of the message
"""

from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from outbox.models import Letter

FOOT = "\n-- \n"
# What a mail program shows of a letter beside its subject.
PREVIEW = 120


class Paragraph(NamedTuple):
    """Words of one kind, which are yet to be escaped. Only a way leads anywhere, and only to this site."""

    kind: str
    words: str
    address: str = ""


def hypertext_of(letter: Letter) -> str:
    body, foot = parts_of(letter.text)
    language = letter.headers.get("Content-Language") or settings.LANGUAGE_CODE
    context = {
        "subject": letter.subject, "body": body, "foot": foot, "preview": preview_of(body), "language": language,
        "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
    }  # fmt: skip
    return render_to_string("outbox/hypertext.html", context)


def parts_of(text: str) -> tuple[list[Paragraph], list[Paragraph]]:
    """What a letter says, and what stands below it."""
    body, _, foot = text.replace("\r\n", "\n").rpartition(FOOT)
    return paragraphs(body or foot), paragraphs(foot if body else "")


def paragraphs(text: str) -> list[Paragraph]:
    blocks = (block.strip("\n") for block in text.split("\n\n"))
    return [paragraph_of(block) for block in blocks if block.strip()]


def paragraph_of(block: str) -> Paragraph:
    lines = block.split("\n")
    if all(line.startswith(">") for line in lines):
        return Paragraph("quote", "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines))
    if all(line.startswith("    ") for line in lines):
        return Paragraph("code", "\n".join(line.strip() for line in lines))
    if len(lines) <= 2 and is_ours(lines[-1]):
        return Paragraph("way", lines[0].removesuffix(":"), lines[-1])
    return Paragraph("words", block)


def is_ours(line: str) -> bool:
    return line.startswith(f"{settings.SITE_URL}/") and " " not in line


def preview_of(body: list[Paragraph]) -> str:
    words = " ".join(" ".join(each.words.split()) for each in body if each.kind != "way")
    return words if len(words) <= PREVIEW else f"{words[:PREVIEW].rsplit(maxsplit=1)[0]}…"
