"""Programs and what they print: highlighted by classes, and an output behind a fold that asks to predict it first."""

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

PROGRAM, FRAGMENT, OUTPUT, TEXT = "python run", "python show", "output", "text"
# Each kind of fence by what a page calls it: in a word for styles and scripts, and in its caption.
KINDS = {
    PROGRAM: ("run", "Program"),
    FRAGMENT: ("show", "Fragment of a program"),
    OUTPUT: ("output", "Output"),
    TEXT: ("text", "Text"),
}
# Few colors: what a reader looks for in a program is what is said, not of which kind each word is.
CLASSES = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    Name.Function: "d",
    Name.Class: "d",
    Number: "n",
    String: "s",
}
_lexer = PythonLexer(stripnl=False, ensurenl=False)


def class_of(kind: _TokenType) -> str:
    return next((name for wanted, name in CLASSES.items() if kind in wanted), "")


def highlighted(code: str) -> str:
    """A program as HTML: spans with a class around what stands out, neighbours of one kind in one span."""
    pieces: list[tuple[str, str]] = []
    for kind, text in lex(code, _lexer):
        name = class_of(kind)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + text)
        else:
            pieces.append((name, text))
    return "".join(f'<span class="{name}">{escape(text)}</span>' if name else escape(text) for name, text in pieces)


def listing(kind: str, code: str) -> str:
    """A fence as it is shown. It may be wider than the page, so it can be moved sideways by keys."""
    shown = highlighted(code) if kind in (PROGRAM, FRAGMENT) else escape(code)
    word, caption = KINDS.get(kind, KINDS[TEXT])
    return (
        f'<figure class="listing" data-kind="{word}"><figcaption>{caption}</figcaption>'
        f'<pre tabindex="0" role="group" aria-label="{caption}"><code>{shown}</code></pre></figure>\n'
    )


def not_yet_run(html: str) -> str:
    """What is shown of a text that no file is known to hold: programs of files are run when files are checked."""
    caption = f"<figcaption>{KINDS[PROGRAM][1]}"
    return html.replace(f"{caption}</figcaption>", f"{caption}, not yet run</figcaption>")


def folded(output: str) -> str:
    """What a program prints, which one should have said before one looks."""
    return (
        '<details class="fold"><summary>Predict what it prints, then look</summary>\n'
        f"{listing(OUTPUT, output)}</details>\n"
    )


def mark_outputs(state: StateCore) -> None:
    """What stands directly below a program is what it prints."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == before.type == "fence" and (before.info, token.info) == (PROGRAM, OUTPUT):
            token.meta = {"is_folded": True}


def fence(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    return folded(token.content) if token.meta.get("is_folded") else listing(token.info.strip(), token.content)
