"""The Markdown of lessons as HTML. Everything goes through the one sanitizer at the end."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from roadmap.lessons.allowed import cleaned
from roadmap.lessons.callouts import mark_callouts, paragraph
from roadmap.lessons.code import fence, mark_outputs
from roadmap.lessons.footnotes import footnotes, reference, way_back
from roadmap.lessons.formulas import BadFormula, mathml
from roadmap.lessons.tying import pieces, tie, together

# A line that holds nothing which means something to Markdown or HTML is shown as it is. Most lines are such.
PLAIN = re.compile(r"[A-Za-z0-9 ,.;:()/%€?'-]*")


def render(text: str, *, mark: str = "") -> str:
    """HTML of a text of several paragraphs; `mark` keeps the ids of its footnotes apart from those of other texts."""
    return cleaned(_of_texts.render(text, {"docId": mark.replace(".", "-") or "text"}))


def render_line(text: str) -> str:
    """HTML of one line, without a paragraph around it. It has no foot, so it has no footnotes."""
    if PLAIN.fullmatch(text):
        return text
    return cleaned(_of_lines.renderInline(text, {}))


def parser(*, html: bool = False, has_foot: bool = True) -> MarkdownIt:
    """What reads the Markdown of lessons into its parts."""
    made = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    made.use(dollarmath_plugin, allow_digits=False, allow_space=False, allow_labels=False)
    return made.use(footnote_plugin) if has_foot else made


def _inline_formula(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    parts, touching = pieces(_formula(tokens[place].content, display=False)), tokens[place].meta
    return together(touching.get("before", ""), parts, touching.get("after", ""))


def _formula_of_its_own(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    made = _formula(tokens[place].content, display=True)
    return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{made}</div>\n'


def _formula(tex: str, *, display: bool) -> str:
    """A formula that cannot be read is shown as its author typed it: the checks name it before anybody reads it."""
    try:
        return mathml(tex, display=display)
    except BadFormula:
        return f"<code>{escape(tex)}</code>"


def _table(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_end(_self: RendererHTML, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return "</table></div>\n"


def _heading(self: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    tokens[place].attrSet("scope", "col")
    return self.renderToken(tokens, place, options, env)


RULES = {
    "math_inline": _inline_formula,
    "math_block": _formula_of_its_own,
    "fence": fence,
    "paragraph_open": paragraph,
    "table_open": _table,
    "table_close": _table_end,
    "th_open": _heading,
    "footnote_block_open": footnotes,
    "footnote_ref": reference,
    "footnote_anchor": way_back,
}


def _renderer(*, has_foot: bool) -> MarkdownIt:
    made = parser(has_foot=has_foot)
    made.core.ruler.after("block", "callouts", mark_callouts)
    made.core.ruler.push("outputs", mark_outputs)
    made.core.ruler.push("tied", tie)
    for name, rule in RULES.items():
        made.add_render_rule(name, rule)
    return made


_of_texts, _of_lines = _renderer(has_foot=True), _renderer(has_foot=False)
