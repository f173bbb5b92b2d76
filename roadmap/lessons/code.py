"""Programs and what they print: highlighted by classes, and an output behind a fold that asks to predict it first."""

from html import escape

from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

PROGRAM, FRAGMENT, OUTPUT, TEXT = "python run", "python show", "output", "text"
KINDS = (PROGRAM, FRAGMENT, OUTPUT, TEXT)
CAPTIONS = {PROGRAM: "Program", FRAGMENT: "Fragment of a program", OUTPUT: "Output", TEXT: "Text"}
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
    name = CAPTIONS.get(kind, CAPTIONS[TEXT])
    return f'<pre class="listing" tabindex="0" role="group" aria-label="{name}"><code>{shown}</code></pre>\n'


def folded(output: str) -> str:
    """What a program prints, which one should have said before one looks."""
    return (
        '<details class="output"><summary>Predict what it prints, then look</summary>\n'
        f"{listing(OUTPUT, output)}</details>\n"
    )
