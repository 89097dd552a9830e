"""What an earlier report printed, read as claims: each number, what it is said to be, what that gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import isfinite, nan

from wres.audit.expressions import canonical, unit_of
from wres.figures.figure import DECIMALS, MINUS, Figures
from wres.figures.names import figure_in_words
from wres.figures.status import STATUSES
from wres.figures.unit import Unit
from wres.returns.published_report import NUMBER, PrintedRow
from wres.returns.typed_calculation import Formula, ids_in, parsed, value

SCALE: dict[str, float] = {"percent": 100.0, "points": 100.0}
HAIR = 1e-9  # a hair of arithmetic in floating point


@dataclass(frozen=True)
class PrintedFigure:
    """A printed figure: its row, its formula, and what the formula gives in the printed scale."""

    row: PrintedRow
    formula: Formula | None
    exact: float
    unit: str  # as printed; points for a difference of two percentages
    missing: str  # why it cannot be recomputed; empty where it can

    @cached_property
    def printed(self) -> float:
        """The printed number; NaN where a dash or words stand in its place."""
        return nan if self.row.value is None else self.row.value

    @cached_property
    def decimals(self) -> int:
        """The decimals printed."""
        for number in NUMBER.findall(self.row.printed):
            if float(number.replace(",", "")) == abs(self.printed):
                return len(number.partition(".")[2])
        return DECIMALS.get(self.unit, 0) if self.row.unit == "text" else 0

    @property
    def recomputed(self) -> bool:
        """Whether there are a printed number and a recomputed one to compare."""
        return isfinite(self.printed) and not self.missing

    @property
    def agrees(self) -> bool:
        """Whether the printed number is the recomputed one, rounded; halves may go either way."""
        return self.recomputed and self.is_printed_form_of(self.exact)

    @property
    def close(self) -> bool:
        """Whether it is off by less than one unit of the last printed decimal. Counts are never close."""
        off = abs(self.exact - self.printed)
        return self.agrees or (self.row.unit != Unit.PEOPLE and off < self.step - HAIR)

    @property
    def step(self) -> float:
        """One unit of the last printed decimal."""
        return 10.0**-self.decimals

    @property
    def telling(self) -> bool:
        """Whether the number has digits enough for a match with another figure to be no chance."""
        if self.row.unit == Unit.PEOPLE:
            return abs(self.printed) >= 100
        return self.decimals >= (2 if self.row.unit == Unit.RATIO else 1)

    def is_printed_form_of(self, exact: float) -> bool:
        """Whether a number, in the printed scale, rounds to the printed one."""
        return abs(exact - self.printed) <= self.step / 2 + HAIR * max(1.0, abs(exact))

    def contradicts(self, other: "PrintedFigure") -> bool:
        """Whether two printed numbers of one figure cannot both be its rounded form."""
        coarser = max(self.step, other.step)
        return abs(self.printed - other.printed) > coarser / 2 + HAIR

    def text(self, number: float, decimals: int | None = None) -> str:
        """A number as this claim would print it: ``17.8%``, ``−7.6 percentage points``, ``1,024``."""
        step = Decimal(1).scaleb(-(self.decimals if decimals is None else decimals))
        # Nine decimals first, so that 12.5 stored as 12.499999999999998 rounds as 12.5.
        fine = Decimal(repr(number)).quantize(Decimal(1).scaleb(-9), ROUND_HALF_UP)
        rounded = fine.quantize(step, ROUND_HALF_UP)
        sign = MINUS if rounded < 0 else "+" if rounded > 0 and self.unit == Unit.POINTS else ""
        points = f" percentage point{'' if abs(rounded) == 1 else 's'}"
        return f"{sign}{abs(rounded):,}" + {"percent": "%", "points": points}.get(self.unit, "")


def printed_figures(rows: Iterable[PrintedRow], figures: Figures) -> list[PrintedFigure]:
    """The claims that rows of a printed report make, each with its recomputed value."""
    return [_claim(row, figures) for row in rows]


def _claim(row: PrintedRow, figures: Figures) -> PrintedFigure:
    if not row.calculation:
        return PrintedFigure(row, None, nan, row.unit, "No calculation is given.")
    formula = parsed(row.calculation)
    for id in ids_in(formula):
        if id not in figures:
            return PrintedFigure(
                row, formula, nan, row.unit, f"{id} is not in the table of figures{figures.nearest(id)}."
            )
    formula = canonical(formula, figures)
    gives = unit_of(formula, figures)
    unit = gives if row.unit == "text" or (row.unit, gives) == (Unit.PERCENT, Unit.POINTS) else row.unit
    exact = evaluated(formula, figures) * SCALE.get(unit, 1.0)
    return PrintedFigure(row, formula, exact, unit, _missing(row, formula, exact, gives, figures))


def _missing(row: PrintedRow, formula: Formula, exact: float, gives: str, figures: Figures) -> str:
    for id in ids_in(formula):
        if not figures[id].known:
            return f"{figure_in_words(figures[id])}: {STATUSES[figures[id].status].key}."
    if not isfinite(exact):
        return "The calculation divides by zero."
    if row.unit != "text" and gives != "number" and (row.unit == Unit.PEOPLE) != (gives == Unit.PEOPLE):
        return f"The calculation gives {gives}, and the number is printed as {row.unit}."
    return ""


def evaluated(formula: Formula, figures: Figures) -> float:
    """What a formula gives from the table of figures, in fractions; NaN where a figure has no value."""
    return value(formula, lambda id: figures[id].value if figures[id].known else nan)
