"""What an earlier report printed, read as claims: each number, what it is said to be, what that gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import isfinite, nan
from typing import Literal

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from wres import calculation
from wres.calculation import Formula, parsed
from wres.figures import DECIMALS, MINUS, Figure, Figures
from wres.schemas import Number, Reason, Row, column
from wres.sources import published_work
from wres.terms import BAND_GROUPINGS, CLUSTERS, GROUP_LABELS, SEATS, STATUSES

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SCALE = {"percent": 100.0, "points": 100.0}
HAIR = 1e-9  # a hair of arithmetic in floating point


class Printed(Row):
    """What an earlier report printed: every number, once for each place in which it stands."""

    page: Reason = column("Page or part of the report", "Key findings")
    what: Reason = column("What its label says that the number is", "BME share of all staff, 2023")
    printed: Reason = column("The number as printed, or the dash or words in its place", "23.5%")
    value: Number = column(
        "The number in the printed scale, a fall with a minus. Blank: a dash or words in its place.", 23.5
    )
    unit: Literal["people", "percent", "points", "ratio", "text"] = column("Unit as printed", "percent")
    calculation: str = column(
        "What the label says, to be recomputed: an id of the table of figures, or ids and numbers with "
        "+ - * / ( ), each set apart by a space. Blank: nothing to recompute it from.",
        "workforce.share.bme.2023",
    )

    @field_validator("value")
    @classmethod
    def _is_printed(cls, value: float | None, given: ValidationInfo) -> float | None:
        numbers = [float(n.replace(",", "")) for n in NUMBER.findall(given.data.get("printed", ""))]
        if value is not None and (not isfinite(value) or (numbers and abs(value) not in numbers)):
            raise PydanticCustomError("not_printed", "the number that is printed, a fall with a minus")
        return value

    @field_validator("unit")
    @classmethod
    def _has_a_value(cls, unit: str, given: ValidationInfo) -> str:
        blank = given.data.get("value", 0) is None
        if blank and unit != "text" and NUMBER.search(given.data.get("printed", "")):
            raise PydanticCustomError("no_value", "text, or in value the number that is printed")
        return unit

    @field_validator("calculation")
    @classmethod
    def _is_a_formula(cls, typed: str) -> str:
        try:
            if typed.strip():
                parsed(typed)
        except ValueError as error:
            expected = f"an id, or ids and numbers with + - * / ( ), each set apart by a space ({error})"
            raise PydanticCustomError("no_formula", "{expected}", {"expected": expected}) from None
        return typed.strip()


@dataclass(frozen=True)
class Claim:
    """A printed figure: its row, its formula, and what the formula gives in the printed scale."""

    row: Printed
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
        return self.agrees or (self.row.unit != "people" and off < self.step - HAIR)

    @property
    def step(self) -> float:
        """One unit of the last printed decimal."""
        return 10.0**-self.decimals

    @property
    def telling(self) -> bool:
        """Whether the number has digits enough for a match with another figure to be no chance."""
        if self.row.unit == "people":
            return abs(self.printed) >= 100
        return self.decimals >= (2 if self.row.unit == "ratio" else 1)

    def is_printed_form_of(self, exact: float) -> bool:
        """Whether a number, in the printed scale, rounds to the printed one."""
        return abs(exact - self.printed) <= self.step / 2 + HAIR * max(1.0, abs(exact))

    def contradicts(self, other: "Claim") -> bool:
        """Whether two printed numbers of one figure cannot both be its rounded form."""
        coarser = max(self.step, other.step)
        return abs(self.printed - other.printed) > coarser / 2 + HAIR

    def text(self, number: float, decimals: int | None = None) -> str:
        """A number as this claim would print it: ``17.8%``, ``−7.6 percentage points``, ``1,024``."""
        step = Decimal(1).scaleb(-(self.decimals if decimals is None else decimals))
        # Nine decimals first, so that 12.5 stored as 12.499999999999998 rounds as 12.5.
        fine = Decimal(repr(number)).quantize(Decimal(1).scaleb(-9), ROUND_HALF_UP)
        rounded = fine.quantize(step, ROUND_HALF_UP)
        sign = MINUS if rounded < 0 else "+" if rounded > 0 and self.unit == "points" else ""
        points = f" percentage point{'' if abs(rounded) == 1 else 's'}"
        return f"{sign}{abs(rounded):,}" + {"percent": "%", "points": points}.get(self.unit, "")


def claims(rows: Iterable[Printed], figures: Figures) -> list[Claim]:
    """The claims that rows of a printed report make, each with its recomputed value."""
    return [_claim(row, figures) for row in rows]


def _claim(row: Printed, figures: Figures) -> Claim:
    if not row.calculation:
        return Claim(row, None, nan, row.unit, "No calculation is given.")
    formula = parsed(row.calculation)
    for id in calculation.ids(formula):
        if id not in figures:
            return Claim(
                row, formula, nan, row.unit, f"{id} is not in the table of figures{figures.nearest(id)}."
            )
    formula = calculation.canonical(formula, figures)
    gives = calculation.unit(formula, figures)
    unit = gives if row.unit == "text" or (row.unit, gives) == ("percent", "points") else row.unit
    exact = evaluated(formula, figures) * SCALE.get(unit, 1.0)
    return Claim(row, formula, exact, unit, _missing(row, formula, exact, gives, figures))


def _missing(row: Printed, formula: Formula, exact: float, gives: str, figures: Figures) -> str:
    for id in calculation.ids(formula):
        if not figures[id].known:
            return f"{named(figures[id])}: {STATUSES[figures[id].status].key}."
    if not isfinite(exact):
        return "The calculation divides by zero."
    if row.unit != "text" and gives != "number" and (row.unit == "people") != (gives == "people"):
        return f"The calculation gives {gives}, and the number is printed as {row.unit}."
    return ""


def evaluated(formula: Formula, figures: Figures) -> float:
    """What a formula gives from the table of figures, in fractions; NaN where a figure has no value."""
    return calculation.value(formula, lambda id: figures[id].value if figures[id].known else nan)


# Names


def named(figure: Figure) -> str:
    """A figure in words: ``Indicator 1, headcount, Clinical, bands 1-7, Unknown, 2022``."""
    indicator = re.sub(r"^i(?=\d)", "indicator ", figure.indicator)
    parts = [indicator.capitalize(), figure.measure.replace("_", " "), place(figure)]
    group = GROUP_LABELS.get(figure.group, figure.group.capitalize())
    return ", ".join(part for part in [*parts, group, str(figure.year)] if part)


def place(figure: Figure) -> str:
    """The breakdown of a figure in words: cluster and band, seats, or area."""
    if figure.indicator == "population":
        return published_work(figure.source).partition(": ")[2]
    cluster, _, band = figure.breakdown.partition(".")
    whole = {"all": "all bands", **BAND_GROUPINGS}
    words = {**SEATS, **CLUSTERS}.get(cluster, cluster)
    bands = f"band{'s' if '-' in band else ''} {band}".replace("vsm", "VSM")
    return f"{words}, {whole.get(band, bands)}" if band else words
