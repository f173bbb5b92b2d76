"""What a part of the page is: a component with its states, each rendered by the product's own templates."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import escape

from style.apart import set_apart


class Example(NamedTuple):
    """A component in one state."""

    name: str
    title: str
    html: str


class Part(NamedTuple):
    """A component in all of its states, with what it is for."""

    name: str
    title: str
    says: str
    examples: tuple[Example, ...] = ()
    # Several of its examples stand beside each other.
    is_small: bool = False


def part(name: str, title: str, says: str, examples: Iterable[tuple[str, str]], *, is_small: bool = False) -> Part:
    """A part with its examples, which are given as what each shows and its HTML."""
    numbered = ((f"{name}-{number}", *each) for number, each in enumerate(examples, 1))
    shown = (Example(each, words, set_apart(html, each, escape(words))) for each, words, html in numbered)
    return Part(name, title, says, tuple(shown), is_small)
