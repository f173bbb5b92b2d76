"""What stays together on a line: a formula and the signs that touch it, while a long formula may go on in the next."""

import re
from collections.abc import Container
from html import escape, unescape

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Browsers may break a line on either side of a formula, even before a comma.
BEFORE = re.compile(r"(?:[(\[“\"]+|[^\s-]{0,12}-)$")
AFTER = re.compile(r"(?:[,.;:!?%)\]”\"'…]+|-|[a-z]{1,3}\b[,.;:)]*)")
# A formula of more signs than this may be broken, as in books: after a relation that stands outside of all brackets,
# and where a part between relations has more than the second number, after an operator there.
WHOLE, WHOLE_PART = 14, 20
# More than this in one part is wider than a telephone.
MOST_IN_A_LINE = 26
RELATIONS = {"=", "≈", "≤", "≥", "&lt;", "&gt;", "→", "∈", "∝", "≠", "≡"}
OPERATORS = {"+", "\N{MINUS SIGN}", "±"}
PART = re.compile(r"<mo(?P<look>[^>]*)>(?P<sign>[^<]*)</mo>|<(?P<ends>/?)\w+[^>]*?(?P<is_empty>/?)>|[^<]+")
# A sign that stands here belongs to what follows it: at the beginning, or behind another sign.
BEGINS = re.compile(r"(?:<math[^>]*>|>[^<)\]}|!]+</mo>)$")
TAG = re.compile(r"<[^>]*>")


def tie(state: StateCore) -> None:
    """Each formula within a line gets a span around itself and what touches it."""
    for block in state.tokens:
        if block.type == "inline" and any(child.type == "math_inline" for child in block.children or ()):
            block.children = _tied(block.children or [])


def _tied(children: list[Token]) -> list[Token]:
    found: list[Token] = []
    for place, child in enumerate(children):
        if child.type != "math_inline":
            found.append(child)
            continue
        before = _taken(BEFORE.search(found[-1].content)) if found and found[-1].type == "text" else ""
        following = children[place + 1] if place + 1 < len(children) else None
        after = _taken(AFTER.match(following.content)) if following and following.type == "text" else ""
        if not before and not after:
            found.append(child)
            continue
        found[-1:] = [_text(found[-1], -len(before))] if before else found[-1:]
        if following and after:
            children[place + 1] = _text(following, len(after))
        child.meta = {"before": before, "after": after}
        found.append(child)
    return found


def _taken(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _text(token: Token, cut: int) -> Token:
    """The same text without what was taken from its end, or from its beginning."""
    return token.copy(content=token.content[:cut] if cut < 0 else token.content[cut:])


def pieces(mathml: str) -> list[str]:
    """A formula as the parts between which a line may be broken; most are whole."""
    if _signs(mathml) <= WHOLE:
        return [mathml]
    return [
        piece
        for part in _broken(mathml, RELATIONS)
        for piece in (_broken(part, OPERATORS) if _signs(part) > WHOLE_PART else [part])
    ]


def _broken(mathml: str, signs: Container[str]) -> list[str]:
    """A formula broken after each of these signs that stands between two things, outside of all brackets."""
    found, depth, brackets = [""], 0, 0
    for part in PART.finditer(mathml):
        depth += 0 if part["ends"] is None or part["is_empty"] else -1 if part["ends"] else 1
        if part["sign"] and depth == 1:
            brackets += (part["sign"] in "([{") - (part["sign"] in ")]}")
        if part["sign"] in signs and depth == 1 and not brackets and not BEGINS.search(found[-1]):
            # At an end it would be taken for a sign that stands behind something, and lose its space.
            found[-1] += f'<mo{part["look"]} form="infix">{part["sign"]}</mo></math>'
            found.append("<math>")
        else:
            found[-1] += part[0]
    return found


def width(mathml: str) -> int:
    """How many signs the longest part of a formula has."""
    return max(map(_signs, pieces(mathml)))


def _signs(mathml: str) -> int:
    return len(unescape(TAG.sub("", mathml)))


def together(before: str, parts: list[str], after: str) -> str:
    """The parts of a formula with what touches the first and the last of them."""
    last = len(parts) - 1
    return "".join(_span(before * (at == 0), part, after * (at == last)) for at, part in enumerate(parts))


def _span(before: str, part: str, after: str) -> str:
    return f'<span class="tied">{escape(before)}{part}{escape(after)}</span>' if before or after else part
