"""A typed calculation against the table of figures: its value, its unit, its ids in one form."""

from collections.abc import Sequence

from wres.figures.figure import Figure, Figures
from wres.figures.unit import Unit
from wres.returns.typed_calculation import Formula, Operation, replaced


def unit_of(formula: Formula, figures: Figures) -> str:
    """The unit of what a formula gives: people, percent, points, ratio; "number" without a figure.

    A count over a count is a percentage; the difference of two percentages is in points; what is
    divided by its like is a ratio.
    """
    if not isinstance(formula, Operation):
        own = figures.find(formula).unit if isinstance(formula, str) else "number"
        return own.removesuffix("_change")
    left, right = unit_of(formula.left, figures), unit_of(formula.right, figures)
    if formula.sign in "+-":
        both = {left, right} - {"number"}
        if Unit.POINTS in both or (both == {Unit.PERCENT} and formula.sign == "-" and left == right):
            return Unit.POINTS
        return both.pop() if both else "number"
    if right == "number":
        return left
    if formula.sign == "/":
        return Unit.PERCENT if (left, right) == (Unit.PEOPLE, Unit.PEOPLE) else Unit.RATIO
    return right if left == "number" else Unit.PEOPLE if Unit.PEOPLE in (left, right) else Unit.RATIO


def one_step(figure: Figure) -> Formula | None:
    """How a figure is made from its parents; None where they do not say it."""
    parents = figure.parents
    if figure.unit == Unit.PEOPLE and parents:
        return _added(parents)
    if len(parents) != 2:
        return None
    sign = "/" if figure.unit in (Unit.PERCENT, Unit.RATIO) else "-"
    return Operation(sign, *parents)


def _added(parents: Sequence[str]) -> Formula:
    formula: Formula = parents[0]
    for parent in parents[1:]:
        formula = Operation("+", formula, parent)
    return formula


def mean(formulas: list[Formula]) -> Formula:
    """The unweighted mean of several formulas."""
    total = formulas[0]
    for formula in formulas[1:]:
        total = Operation("+", total, formula)
    return Operation("/", total, float(len(formulas)))


def canonical(formula: Formula, figures: Figures) -> Formula:
    """The formula with each difference written out, so that two ways to type it are one."""

    def written_out(id: str) -> Formula:
        figure = figures.find(id)
        is_difference = figure.unit in (Unit.POINTS, Unit.PEOPLE_CHANGE, Unit.RATIO_CHANGE)
        return (one_step(figure) or id) if is_difference else id

    return replaced(formula, written_out)
