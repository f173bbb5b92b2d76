"""Sums such as `11/3` or `(3 * 2 - 1) / 3`, worked out without running anything."""

import ast
import math
import operator
from collections.abc import Callable

LONGEST = 200
# A power beyond these would take memory and time out of proportion to its text.
LARGEST_BASE, LARGEST_EXPONENT = 1e6, 64
OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


class NotArithmetic(ValueError):
    """The text is no sum of numbers, or has no value."""


def value_of(text: str) -> float:
    """The value of a sum of plain numbers with + - * / ** and parentheses.

    It is read as a tree and reckoned node by node: nothing of it is ever executed. Raises NotArithmetic.
    """
    if len(text) > LONGEST or not text.isascii():
        raise NotArithmetic(text)
    try:
        value = _value(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise NotArithmetic(text) from error
    if not math.isfinite(value):
        raise NotArithmetic(text)
    return value


def _value(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow) and 0 <= right <= LARGEST_EXPONENT and 0 <= left <= LARGEST_BASE:
            return math.pow(left, right)
        if type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](left, right)
    raise NotArithmetic(ast.dump(node)[:LONGEST])
