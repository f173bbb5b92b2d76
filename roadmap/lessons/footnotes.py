"""Footnotes: a number that leads to the note, and a way back from it."""

from collections.abc import Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token


def footnotes(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return '<section class="footnotes" aria-label="Footnotes"><ol>\n'


def reference(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    number = int(tokens[place].meta["id"]) + 1
    name, here = _names(self, tokens, place, options, env)
    return f'<sup><a href="#{name}" id="{here}" aria-label="Footnote {number}">{number}</a></sup>'


def way_back(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    _name, there = _names(self, tokens, place, options, env)
    return f' <a href="#{there}" aria-label="Back to the text">↩</a>'


def _names(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> tuple[str, str]:
    """The id of a note, and that of the place which refers to it: the first of them, or a later one."""
    name = self.rules["footnote_anchor_name"](tokens, place, options, env)
    again = tokens[place].meta.get("subId", 0)
    return f"fn{name}", f"fnref{name}{f':{again}' if again > 0 else ''}"
