"""How hidden figures would print: the numbers that no text and no page may hold."""

import re
from collections.abc import Iterable
from math import isfinite

from wres.figures.figure import Figure, Figures, printed


def hidden_forms(counted: Iterable[Figure], shown: Figures) -> set[str]:
    """How the values of hidden figures would print, where no shown figure prints so; not single digits."""
    before = {f.id: printed(f.value, f.unit) for f in counted if isfinite(f.value)}
    open_ = {printed(f.value, f.unit) for f in shown if f.known}
    return {n for id, n in before.items() if n not in open_ and not re.fullmatch(r".?\d", n)}


TOKEN = re.compile(r"(?<![\w.,])[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?%?(?!\w|[.,]\d)")


def hidden_tokens(figures: Figures, counted: Iterable[Figure]) -> set[str]:
    """How hidden figures would print, less what is printed anyway for another figure.

    Counts below 10 print like so much else (bands, indicators, notes) that their digits alone prove
    nothing; the traced cells and the table of figures answer for them.
    """
    hidden, shown, ids = set(), set(), set()
    for figure in counted:
        ids.add(figure.id)
        public = figures.find(figure.id)
        if public.value == figure.value:
            shown |= _tokens(figure)
            continue
        hidden |= _tokens(figure)
        shown |= _tokens(public)
    for figure in figures:
        shown |= set() if figure.id in ids else _tokens(figure)
    return {token for token in hidden - shown if not re.fullmatch(r"\d", token)}


def _tokens(figure: Figure) -> set[str]:
    numbers = [(figure.value, figure.unit), (figure.low, figure.unit), (figure.high, figure.unit)]
    numbers += [(figure.numerator, "people"), (figure.denominator, "people")]
    said = {printed(value, unit) for value, unit in numbers if abs(value) < float("inf")}
    return said | set(TOKEN.findall(figure.ends))  # an end may have more decimals


def hidden_digits(counted: list[Figure], figures: Figures) -> dict[str, set[str]]:
    """By indicator, the digits with which hidden counts and percentages would be typed."""
    found: dict[str, set[str]] = {}
    for figure in counted:
        gone = figure.id not in figures or figures[figure.id].value != figure.value
        if gone and figure.unit in ("people", "percent") and figure.value == figure.value:
            digits = printed(figure.value, figure.unit).strip("%").replace(",", "")
            found.setdefault(figure.indicator, set()).add(digits)
    return found
