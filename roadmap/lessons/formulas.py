"""Formulas: TeX becomes MathML, which browsers draw without a script."""

import re

import math_core

MATH = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"),
    *("munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd", "mpadded", "mphantom"),
}
# The converter calls itself for what is within braces: a formula of thousands of them would take the process along.
LONGEST, DEEPEST, WIDEST = 2_000, 30, 20
OPENING = re.compile(r"\\\\|\\[{}]|(?P<opens>\{|\\left\b|\\begin\b)|(?P<closes>\}|\\right\b|\\end\b)")
# Commands that take the next one as what they stand over or around, as in \sqrt\sqrt\sqrt x.
CHAIN = re.compile(rf"(?:\\[a-zA-Z]+\s*){{{DEEPEST + 1},}}")
# How columns stand in their rows. The policy of the pages refuses styles in attributes, so these become classes.
SIDES = {
    "text-align: left": "start",
    "text-align: right": "end",
    "padding-left: 0": "flush-start",
    "padding-right: 0": "flush-end",
    "padding-left:1em": "apart",
    "justify-items: start": "",
    "justify-items: end": "",
}
STYLE = re.compile(r' style="([^"]*)"')
# A little less space than usual, as \! asks for, which is not missed.
TIGHTER = re.compile(r'<mspace style="margin-left:-0\.[0-3]\d*em;"/>')
# That a table is as large as what is around it goes without saying, and checkers do not know how it is said here.
FULL_SIZE = re.compile(r'(?<=<mtable)([^>]*) scriptlevel="0"')
TAG = re.compile(r"<(\w+)")
LENGTH = re.compile(r'="-?(\d+(?:\.\d+)?)em"')
_converter = math_core.LatexToMathML(fancy_error=False)


class BadFormula(ValueError):
    """The TeX of a formula cannot be read; its message says where and why."""


def mathml(tex: str, *, display: bool) -> str:
    """The formula as a `math` element, on a line of its own where `display`. Raises BadFormula."""
    if len(tex) > LONGEST:
        raise BadFormula(f"because it has more than {LONGEST:,} characters")
    if _depth(tex) > DEEPEST or CHAIN.search(tex):
        raise BadFormula(f"because more than {DEEPEST} things stand within each other")
    try:
        made = str(_converter.convert_with_local_state(tex, displaystyle=display))
    except math_core.LatexError as error:
        place, _, why = str(error).partition(": ")
        raise BadFormula(f"at its character {int(place) + 1}: {why}" if place.isdecimal() else str(error)) from error
    return _plain(made)


def _depth(tex: str) -> int:
    """How many braces, brackets of growing size and environments stand within each other, at most."""
    depth = deepest = 0
    for found in OPENING.finditer(tex):
        depth += bool(found["opens"]) - bool(found["closes"])
        deepest = max(deepest, depth)
    return deepest


def _plain(made: str) -> str:
    """What was made, with classes for styles. What a page would not show of it is refused here, and not lost."""
    made = FULL_SIZE.sub(r"\1", STYLE.sub(_classes, TIGHTER.sub("", made)))
    if not set(TAG.findall(made)) <= MATH:
        raise BadFormula("because a page does not show its boxes or its letters of another kind")
    if any(float(each) > WIDEST for each in LENGTH.findall(made)):
        raise BadFormula(f"because a space in it is wider than {WIDEST} letters")
    return made


def _classes(style: re.Match[str]) -> str:
    wanted = [each for each in style[1].split(";") if each]
    if not set(wanted) <= set(SIDES):
        raise BadFormula("because a page does not show its colors, rules, numbers or spaces less than none")
    return f' class="{" ".join(filter(None, (SIDES[each] for each in wanted)))}"'
