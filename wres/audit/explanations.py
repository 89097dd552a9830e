"""Why a printed number is not the one that its label says: found by trying what else could give it.

Here are what every search looks up, the same formula over figures as the report printed them, and
slips of the pen. Siblings and other bases have modules of their own.
"""

from collections.abc import Mapping
from itertools import islice, product
from math import isfinite

from wres.audit.expressions import one_step
from wres.audit.printed_figures import SCALE, PrintedFigure, evaluated
from wres.audit.search import ReportIndex
from wres.figures.figure import Figure
from wres.figures.unit import Unit
from wres.returns.typed_calculation import Formula, Operation, ids_in, spelt, value

MOST_TRIED = 200  # ways to choose among several printed forms of the same figures


def as_printed(
    search: ReportIndex, claim: PrintedFigure, formula: Formula | None = None
) -> tuple[str, list[PrintedFigure]] | None:
    """The claim's formula over figures as the report printed them, if that gives its number.

    In words, with the claims that were used: ``31% − 22%``.
    """
    if formula is None:
        formula = claim.formula
        if isinstance(formula, str):
            formula = one_step(search.figures.find(formula))
    if not isinstance(formula, Operation):
        return None
    ids = list(dict.fromkeys(ids_in(formula)))
    options: list[list[PrintedFigure | None]] = [[*_printed_forms(search, id, claim), None] for id in ids]
    for chosen in islice(product(*options), MOST_TRIED):
        used = dict(zip(ids, chosen, strict=True))
        if any(used.values()) and _over(search, formula, used, claim):
            words = spelt(formula, lambda id: _text(search, id, used))  # noqa: B023
            return words, [c for c in chosen if c is not None]
    return None


def _printed_forms(search: ReportIndex, id: str, claim: PrintedFigure) -> list[PrintedFigure]:
    """The printed numbers of a figure, each once; those that its claim's own page prints come first."""
    found = [c for c in search.by_formula.get(id, []) if c.row.unit != "text"]
    found.sort(key=lambda c: c.row.page != claim.row.page)
    return list({(c.printed, c.decimals): c for c in reversed(found)}.values())[::-1]


def _over(
    search: ReportIndex, formula: Formula, used: Mapping[str, PrintedFigure | None], claim: PrintedFigure
) -> bool:
    def of(id: str) -> float:
        own = used[id]
        return own.printed / SCALE.get(own.row.unit, 1.0) if own else evaluated(id, search.figures)

    number = value(formula, of) * SCALE.get(claim.row.unit, 1.0)
    return isfinite(number) and claim.is_printed_form_of(number)


def _text(search: ReportIndex, id: str, used: Mapping[str, PrintedFigure | None]) -> str:
    own = used[id]
    return own.row.printed if own else search.figures.find(id).number


def fraction(search: ReportIndex, formula: Formula | None) -> tuple[Figure, Figure] | None:
    """The count and the base of a percentage."""
    if isinstance(formula, str) and search.figures.find(formula).unit == Unit.PERCENT:
        formula = one_step(search.figures[formula])
    if not isinstance(formula, Operation) or formula.sign != "/":
        return None
    found = [search.figures.find(id) for id in ids_in(formula)]
    if len(found) != 2 or any(f.unit != Unit.PEOPLE or not f.known for f in found):
        return None
    return found[0], found[1]


def slip(search: ReportIndex, claim: PrintedFigure) -> str:
    """One digit mistaken, or two in each other's place, that would give the number; else empty."""
    right, wrong = (f"{abs(n):.{claim.decimals}f}".replace(".", "") for n in (claim.exact, claim.printed))
    swapped = [wrong[:i] + wrong[i + 1] + wrong[i] + wrong[i + 2 :] for i in range(len(wrong) - 1)]
    if right in swapped:
        return "Two digits stand in each other's place."
    parts = fraction(search, claim.formula)
    if parts is None or not claim.telling:
        return ""
    part, whole = parts
    base = f"{whole.value:.0f}"
    slips = {int(base[:i] + digit + base[i + 1 :]) for i in range(len(base)) for digit in "0123456789"}
    scale = SCALE.get(claim.row.unit, 1.0)
    fits = [n for n in slips - {0, int(whole.value)} if claim.is_printed_form_of(scale * part.value / n)]
    if len(fits) != 1:
        return ""
    return f"{claim.row.printed} is {part.number} ÷ {fits[0]}; the base is {whole.number}."


def working(search: ReportIndex, claim: PrintedFigure) -> str:
    """How the counts give the figure: ``(14 − 24) ÷ 24 by the counts.``; empty where a count is not shown."""
    formula = claim.formula
    if isinstance(formula, str):
        formula = one_step(search.figures[formula])
    if not isinstance(formula, Operation):
        return ""
    figures = [search.figures.find(id) for id in ids_in(formula)]
    if not all(f.known for f in figures):
        return ""
    return f"{spelt(formula, lambda id: search.figures[id].number)} by the counts."
