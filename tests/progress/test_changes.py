import random
import time

import pytest

from progress.changes import AROUND, Piece, changes, pieces

LONG = 20_000
random.seed(7)


def some(kinds, count, between=" "):
    return between.join(random.choice(kinds) for _ in range(count))  # noqa: S311


HOSTILE = {
    "one long word": ("x" * LONG, "y" * LONG),
    "white space": (" " * LONG, "\t" * LONG),
    "empty lines": ("\n" * LONG, "\n" * (LONG - 1) + "x"),
    "two words over and over": ("a b " * (LONG // 4), "b a a " * (LONG // 6)),
    "two words in disorder": (some("ab", LONG // 2), some("ab", LONG // 2)),
    "short lines in disorder": (some("abcdefgh", LONG // 2, "\n"), some("abcdefgh", LONG // 2, "\n")),
    "as many words as are still compared": (some("ab", 199), some("ab", 199)),
    "the same rhythm out of step": (" ".join("ab" * 99), " ".join("aab" * 66)),
    "separators of lines": ("\u2028" * LONG, "\u2029" * LONG),
    "from nothing": ("", some("abc", LONG // 2)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_in_a_moment_and_no_word_is_lost(name):
    before, after = HOSTILE[name]
    began = time.process_time()
    found = pieces(before, after)
    assert time.process_time() - began < 1
    assert "".join(piece.text for piece in found if piece.change != "added") == before
    assert "".join(piece.text for piece in found if piece.change != "removed") == after


def test_words_that_came_and_went():
    assert pieces("It holds under load.", "It never holds under pressure.") == [
        Piece("", "It "),
        Piece("added", "never "),
        Piece("", "holds under "),
        Piece("removed", "load."),
        Piece("added", "pressure."),
    ]


def test_a_long_text_is_compared_line_by_line():
    lines = [f"Line {number} has some words of its own.\n" for number in range(400)]
    other = [*lines[:200], "A new one.\n", *reversed(lines[201:])]
    found = pieces("".join(lines), "".join(other))
    assert Piece("removed", lines[200]) in found or any(lines[200] in piece.text for piece in found if piece.change)
    assert all(piece.text.endswith("\n") for piece in found)


def test_nothing_changed():
    assert changes(("The same.", ["https://a.example.org"]), ("The same.", ["https://a.example.org"])) is None


def test_links_that_came_and_went():
    found = changes(("Text.", ["https://a.example.org", "https://b.example.org"]), ("Text.", ["https://b.example.org"]))
    assert (found.pieces, found.links_added, found.links_removed) == ([], [], ["https://a.example.org"])


def test_a_long_passage_that_stayed_is_shown_by_its_ends():
    stays = "word " * 200
    first = changes((f"{stays}old", []), (f"{stays}new", [])).pieces[0]
    assert first.text == f"{stays[:AROUND]} … {stays[-AROUND:]}"
