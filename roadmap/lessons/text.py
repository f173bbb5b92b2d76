"""The Markdown of lessons as HTML, and what is wrong in it.

Everything goes through one sanitizer at the end. It knows the elements that are made here and no others, so that a text
which an admin pastes can do no more than one that an author writes.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from roadmap.lessons.code import KINDS, OUTPUT, PROGRAM, folded, listing
from roadmap.lessons.formulas import BadFormula, mathml
from roadmap.markdown import is_safe_link

CALLOUT = re.compile(r"(?P<kind>note|warning|dated)(?: (?P<day>\d{4}-\d{2}-\d{2}))?: ")
WORDS = {"note": "Note", "warning": "Careful", "dated": "True on"}
MATH = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"),
    *("munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd", "mpadded", "mphantom"),
}
MATH_ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator", "form", "lspace"),
    *("rspace", "accent", "accentunder", "width", "height", "depth", "voffset", "linethickness", "movablelimits"),
    *("largeop", "symmetric", "minsize", "maxsize", "columnspan", "rowspan"),
}
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "sup", "section"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "span", "aside", "time", "details", "summary"),
} | MATH
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "aria-label", "role"},
    "ol": {"start"},
    "li": {"id"},
    "aside": {"data-kind"},
    "time": {"datetime"},
    "pre": {"tabindex", "role", "aria-label"},
    "div": {"tabindex", "role", "aria-label"},
    "section": {"aria-label"},
    "th": {"scope"},
    "*": set(),
} | dict.fromkeys(MATH, MATH_ATTRIBUTES)
CLASSES = {
    "span": {"c", "k", "d", "n", "s"},
    "pre": {"listing"},
    "details": {"output"},
    "aside": {"callout"},
    "div": {"formula", "wide"},
    "section": {"footnotes"},
    "mtd": {"start", "end"},
}
INTERNAL = re.compile(r"(/(units|phases|capstones|roadmap|search)/[\w/-]*)?(#[\w.:-]+)?")


def render(text: str, *, mark: str = "") -> str:
    """HTML of a text of several paragraphs; `mark` keeps the ids of its footnotes apart from those of other texts."""
    return _clean(_markdown.render(text, {"docId": mark.replace(".", "-") or "text"}))


def render_line(text: str) -> str:
    """HTML of one line, without a paragraph around it."""
    return _clean(_markdown.renderInline(text, {}))


def faults_in(text: str) -> list[tuple[int, str]]:
    """What is wrong in a text: lines counted from 0, each with a sentence that says what would be right."""
    return sorted({fault for block in _reader.parse(text, {}) for fault in _faults_of(block)})


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_kept,
        url_schemes={"https"},
        link_rel=None,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or is_allowed_link(value) else None


def is_allowed_link(link: str) -> bool:
    """Whether a link leads to another site by https, or to a page of the curriculum."""
    return is_safe_link(link) or bool(INTERNAL.fullmatch(link))


def _formula(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    """A formula that cannot be read is shown as its author typed it: the checks name it before anybody reads it."""
    token = tokens[place]
    is_display = token.type != "math_inline"
    try:
        made = mathml(token.content, display=is_display)
    except BadFormula:
        made = f"<code>{escape(token.content)}</code>"
    if not is_display:
        return made
    return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{made}</div>\n'


def _callouts(state: StateCore) -> None:
    """A quote that begins with "note: ", "warning: " or "dated <day>: " is a callout."""
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
    opening.tag = closing.tag = "aside"
    opening.attrSet("class", "callout")
    opening.attrSet("data-kind", match["kind"])
    day = f' <time datetime="{match["day"]}">{match["day"]}</time>' if match["day"] else ""
    # Told to the renderer of the paragraph, which knows nothing of the quote around it.
    tokens[place + 1].meta = {"word": f"<strong>{WORDS[match['kind']]}{day}.</strong> "}


def _outputs(state: StateCore) -> None:
    """What stands directly below a program is what it prints."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == before.type == "fence" and (before.info, token.info) == (PROGRAM, OUTPUT):
            token.meta = {"is_folded": True}


def _fence(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    return folded(token.content) if token.meta.get("is_folded") else listing(token.info.strip(), token.content)


def _paragraph(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return self.renderToken(tokens, place, options, env) + tokens[place].meta.get("word", "")


def _table(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_end(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return "</table></div>\n"


def _heading(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    tokens[place].attrSet("scope", "col")
    return self.renderToken(tokens, place, options, env)


def _footnotes(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return '<section class="footnotes" aria-label="Footnotes"><ol>\n'


def _reference(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    name = self.rules["footnote_anchor_name"](tokens, place, options, env)
    again = tokens[place].meta.get("subId", 0)
    number = int(tokens[place].meta["id"]) + 1
    return (
        f'<sup><a href="#fn{name}" id="fnref{name}{f":{again}" if again > 0 else ""}"'
        f' aria-label="Footnote {number}">{number}</a></sup>'
    )


def _way_back(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    name = self.rules["footnote_anchor_name"](tokens, place, options, env)
    again = tokens[place].meta.get("subId", 0)
    return f' <a href="#fnref{name}{f":{again}" if again > 0 else ""}" aria-label="Back to the text">↩</a>'


RULES = {
    "math_inline": _formula,
    "math_block": _formula,
    "fence": _fence,
    "paragraph_open": _paragraph,
    "table_open": _table,
    "table_close": _table_end,
    "th_open": _heading,
    "footnote_block_open": _footnotes,
    "footnote_ref": _reference,
    "footnote_anchor": _way_back,
}


def _parser(*, html: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_digits=False, allow_space=False, allow_labels=False)
    parser.use(footnote_plugin)
    return parser


_markdown = _parser()
_markdown.core.ruler.after("block", "callouts", _callouts)
_markdown.core.ruler.push("outputs", _outputs)
for _name, _rule in RULES.items():
    _markdown.add_render_rule(_name, _rule)
# Sees every link as one, whatever its scheme, and every tag, where the other shows them as plain text.
_reader = _parser(html=True)
_reader.validateLink = lambda url: True  # type: ignore[method-assign]
# A sign with a backslash before it stays apart from other text, so that it is told from one that stands alone.
_reader.disable("text_join")


def _faults_of(block: Token) -> Iterator[tuple[int, str]]:
    line = block.map[0] if block.map else 0
    if block.type == "fence" and block.info not in KINDS:
        yield line, f"A fence is one of {', '.join(KINDS)}, not “{block.info}”."
    if block.type == "html_block":
        yield line, "HTML is shown as it was typed. Use Markdown."
    if block.type.startswith("math"):
        yield from _faults_of_formula(block.content, line)
    for child in block.children or ():
        yield from _faults_within(child, line)
        line += child.type in ("softbreak", "hardbreak")


def _faults_within(child: Token, line: int) -> Iterator[tuple[int, str]]:
    if child.type.startswith("math"):
        yield from _faults_of_formula(child.content, line)
    elif child.type == "html_inline":
        yield line, f"HTML is shown as it was typed: {child.content[:40]}. Use Markdown."
    elif child.type == "image":
        yield line, "There are no images in lessons: a figure is drawn by code."
    elif child.type == "link_open" and not is_allowed_link(str(child.attrs["href"])):
        yield line, f"A link leads to https://... or to a page of the curriculum, not to “{child.attrs['href']}”."
    elif child.type == "text" and "$" in child.content:
        yield line, "A $ opens or closes a formula, and its other end is missing. Write money as €12 or 12 USD."


def _faults_of_formula(tex: str, line: int) -> Iterator[tuple[int, str]]:
    try:
        mathml(tex, display=False)
    except BadFormula as error:
        yield line, f"The formula “{tex.strip()[:60]}” cannot be read {error}"
