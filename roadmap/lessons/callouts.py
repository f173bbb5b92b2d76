"""Callouts: a quote that begins with "note: ", "warning: " or "dated <day>: " says so with a word and a shape."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CALLOUT = re.compile(r"(?P<kind>note|warning|dated)(?: (?P<day>\d{4}-\d{2}-\d{2}))?: ")
WORDS = {"note": "Note", "warning": "Careful", "dated": "True on"}


def mark_callouts(state: StateCore) -> None:
    """Each quote that is a callout becomes a box of its kind."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type != "blockquote_open" or tokens[place + 1].type != "paragraph_open":
            continue
        content = tokens[place + 2]
        match = CALLOUT.match(content.content)
        if match and bool(match["day"]) == (match["kind"] == "dated"):
            content.content = content.content[match.end() :]
            _turn_into_callout(tokens, place, match)


def _turn_into_callout(tokens: list[Token], place: int, match: re.Match[str]) -> None:
    opening = tokens[place]
    closing = next(each for each in tokens[place:] if each.type == "blockquote_close" and each.level == opening.level)
    # An aside would be a landmark within the lesson, and there are many of them.
    opening.tag = closing.tag = "div"
    opening.attrSet("class", "callout")
    opening.attrSet("role", "note")
    opening.attrSet("data-kind", match["kind"])
    day = f' <time datetime="{match["day"]}">{match["day"]}</time>' if match["day"] else ""
    # Told to the renderer of the paragraph, which knows nothing of the quote around it.
    tokens[place + 1].meta = {"word": f"<strong>{WORDS[match['kind']]}{day}.</strong> "}


def paragraph(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return self.renderToken(tokens, place, options, env) + tokens[place].meta.get("word", "")
