"""What changed between two attempts: the words of a text that were added and removed, and the links."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Comparing takes about as long as the lengths of both texts multiplied. Longer texts are compared line by line, and
# where even that would take too long, as a whole.
COMPARED_AT_MOST = 250_000
# How much of a long unchanged passage is shown at each of its ends.
AROUND = 80


class Piece(NamedTuple):
    """A passage that stayed (""), came ("added") or went ("removed")."""

    change: str
    text: str


class Changes(NamedTuple):
    """What changed in the evidence for one criterion."""

    pieces: list[Piece]
    links_added: list[str]
    links_removed: list[str]


def changes(before: tuple[str, tuple[str, ...]], after: tuple[str, tuple[str, ...]]) -> Changes | None:
    """What changed from one text with links to the other, or nothing."""
    if before == after:
        return None
    (old_text, old_links), (new_text, new_links) = before, after
    return Changes(
        [] if old_text == new_text else [_shortened(piece) for piece in pieces(old_text, new_text)],
        [link for link in new_links if link not in old_links],
        [link for link in old_links if link not in new_links],
    )


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as one: what stayed, and in between what went and what came."""
    for part in (r"\S+\s*|\s+", r"[^\n]*\n|[^\n]+"):
        old, new = re.findall(part, before), re.findall(part, after)
        start, end = _common(old, new)
        changed_old, changed_new = old[start : len(old) - end], new[start : len(new) - end]
        if len(changed_old) * len(changed_new) <= COMPARED_AT_MOST:
            break
    else:
        return [Piece("removed", before), Piece("added", after)]
    told = [("", old[:start]), *_compared(changed_old, changed_new), ("", old[len(old) - end :])]
    return [Piece(change, "".join(words)) for change, words in told if words]


def _common(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many words both have in common at the start and at the end."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    return start, end


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    for name, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if name == "equal":
            yield "", old[i:j]
        else:
            yield "removed", old[i:j]
            yield "added", new[k:m]


def _shortened(piece: Piece) -> Piece:
    """A long passage that stayed is read in the evidence itself; its ends say where one is."""
    if piece.change or len(piece.text) <= 3 * AROUND:
        return piece
    return piece._replace(text=f"{piece.text[:AROUND]} … {piece.text[-AROUND:]}")
