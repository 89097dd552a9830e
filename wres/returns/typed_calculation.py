"""A calculation as an analyst types it: ids and numbers with + - * / ( ), set apart by spaces.

Read by a parser of its own: nothing that is typed is ever run.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from math import nan

SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
SPELT = {"+": "+", "-": "\N{MINUS SIGN}", "*": "×", "/": "÷"}

# By the sign between two formulas: which signs inside the left and the right one need brackets.
BRACKETED = {"+": ("", ""), "-": ("", "+-"), "*": ("+-", "+-"), "/": ("+-", "+-*/")}
TOKEN = re.compile(r"[()]|[^\s()]+")
NUMBER = re.compile(r"\d+(\.\d+)?")
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+")
MOST_TOKENS = 100


@dataclass(frozen=True)
class Operation:
    """Two formulas and the sign between them."""

    sign: str
    left: "Formula"
    right: "Formula"


Formula = float | str | Operation  # a number, an id, or an operation


def parsed(text: str) -> Formula:
    """The formula that a text stands for; ``*`` and ``/`` bind closer than ``+`` and ``-``.

    Raises ``ValueError`` where the text is no formula.
    """
    tokens = TOKEN.findall(text)
    if len(tokens) > MOST_TOKENS:
        raise ValueError(f"more than {MOST_TOKENS} parts")
    formula, rest = _sum(tokens)
    if rest:
        raise ValueError(f"'{rest[0]}' is out of place")
    return formula


def _sum(tokens: list[str]) -> tuple[Formula, list[str]]:
    return _chain(tokens, "+-", lambda rest: _chain(rest, "*/", _single))


def _chain(
    tokens: list[str], signs: str, part: Callable[[list[str]], tuple[Formula, list[str]]]
) -> tuple[Formula, list[str]]:
    formula, rest = part(tokens)
    while rest and rest[0] in signs:
        right, after = part(rest[1:])
        formula, rest = Operation(rest[0], formula, right), after
    return formula, rest


def _single(tokens: list[str]) -> tuple[Formula, list[str]]:
    if not tokens:
        raise ValueError("it ends too early")
    first, *rest = tokens
    if first == "(":
        formula, rest = _sum(rest)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return formula, rest[1:]
    if NUMBER.fullmatch(first):
        return float(first), rest
    if ID.fullmatch(first):
        return first, rest
    raise ValueError(f"'{first}' is neither an id nor a number")


def ids_in(formula: Formula) -> list[str]:
    """The ids in a formula, in the order in which they stand."""
    if isinstance(formula, Operation):
        return [*ids_in(formula.left), *ids_in(formula.right)]
    return [formula] if isinstance(formula, str) else []


def value(formula: Formula, of: Callable[[str], float]) -> float:
    """What a formula gives, ``of`` being the value of an id; NaN where it divides by zero."""
    if isinstance(formula, Operation):
        left, right = value(formula.left, of), value(formula.right, of)
        return SIGNS[formula.sign](left, right) if right or formula.sign != "/" else nan
    return of(formula) if isinstance(formula, str) else formula


def replaced(formula: Formula, by: Callable[[str], Formula]) -> Formula:
    """The formula with another formula in place of each id."""
    if isinstance(formula, Operation):
        return Operation(formula.sign, replaced(formula.left, by), replaced(formula.right, by))
    return by(formula) if isinstance(formula, str) else formula


def spelt(formula: Formula, of: Callable[[str], str]) -> str:
    """The formula as a reader sees it, ``of`` being the text of an id: ``31% − 22%``."""
    if not isinstance(formula, Operation):
        return of(formula) if isinstance(formula, str) else f"{formula:g}"
    left, right = (
        f"({spelt(part, of)})" if isinstance(part, Operation) and part.sign in bracketed else spelt(part, of)
        for part, bracketed in zip((formula.left, formula.right), BRACKETED[formula.sign], strict=True)
    )
    return f"{left} {SPELT[formula.sign]} {right}"
