"""Formulas: TeX becomes MathML, which browsers draw without a script."""

import math_core

_converter = math_core.LatexToMathML(fancy_error=False)
# How columns of aligned equations stand; the policy of the pages refuses styles in attributes.
SIDES = {
    ' style="text-align: right;justify-items: end;padding-right: 0;"': ' class="end"',
    ' style="text-align: left;justify-items: start;padding-left: 0;"': ' class="start"',
}


class BadFormula(ValueError):
    """The TeX of a formula cannot be read; its message says where and why."""


def mathml(tex: str, *, display: bool) -> str:
    """The formula as a `math` element, on a line of its own where `display`. Raises BadFormula."""
    try:
        made = _converter.convert_with_local_state(tex, displaystyle=display)
    except math_core.LatexError as error:
        place, _, why = str(error).partition(": ")
        raise BadFormula(f"at its character {int(place) + 1}: {why}" if place.isdecimal() else str(error)) from error
    for style, name in SIDES.items():
        made = made.replace(style, name)
    return str(made)
