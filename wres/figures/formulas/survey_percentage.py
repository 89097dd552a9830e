"""Survey percentage (indicators 5 to 8): percentages by group and the gap between them."""

from math import isfinite, nan
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import count, gap, status_of
from wres.figures.figure import Figure, Figures
from wres.figures.grades import Grade, grade_of_figure
from wres.figures.intervals import proportion_interval
from wres.figures.provenance import cited
from wres.figures.unit import Unit
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import FOCUS, GROUPS
from wres.standard.indicator import Indicator, Protection

protection: Protection = "respondents"


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Percentage by group, and the gap between BME and White in points."""
    table = given.tables.get(indicator.table)
    found, rates = [], {}
    for group in GROUPS:
        rows = pd.DataFrame() if table is None else _answers(table, indicator.code, group)
        base = float(rows["respondents"].sum(skipna=False)) if len(rows) else nan
        source = cited("survey.csv", rows["row"] if len(rows) else ())
        respondents = count(indicator.key, "respondents", "", group, given.year, base, source)
        rates[group] = _survey_rate(respondents, rows)
        found += [respondents, rates[group]]
    return [*found, gap("gap", rates[indicator.above], rates[indicator.below])]


def _answers(table: pd.DataFrame, code: str, group: str) -> pd.DataFrame:
    return table[(table["indicator"] == code) & (table["group"] == group)]


def _survey_rate(respondents: Figure, rows: pd.DataFrame) -> Figure:
    """The percentage as its count over the base; as published where no count gives it.

    Several rows of a group, such as ethnic codes, are added as counts.
    """
    base = respondents.value
    counts = [
        yes if yes == yes else survey_count(percentage, own)
        for own, percentage, yes in (
            rows[["respondents", "percentage", "yes"]].itertuples(index=False) if len(rows) else ()
        )
    ]
    events = float(sum(counts)) if counts else nan
    as_printed = rows["percentage"].iloc[0] / 100 if len(rows) == 1 else nan
    value = (events / base if isfinite(events) else as_printed) if base else nan
    if not isfinite(events) and len(rows) == 1 and fits(value * 100, base):
        events = float(round(value * base))  # several counts print as the percentage: the nearest
    low, high = proportion_interval(events, base)
    return Figure(respondents.indicator, "percentage", "", respondents.group, respondents.year, value,
                  Unit.PERCENT, status_of(value, respondents), events, base, low, high,
                  parents=(respondents.id,), source=respondents.source)  # fmt: skip


def survey_count(percentage: float, base: float) -> float:
    """The only whole number of respondents that prints as this percentage; NaN if none or many.

    One decimal: 12.7% of 55 is 7.
    """
    found = fits(percentage, base)
    return float(found[0]) if len(found) == 1 else nan


def fits(percentage: float, base: float) -> list[int]:
    """The whole numbers next to a percentage of a base that print as it, to one decimal."""
    if not (isfinite(percentage) and base > 0):
        return []
    nearest = round(percentage / 100 * base)
    near = (n for n in (nearest - 1, nearest, nearest + 1) if 0 <= n <= base)
    return [n for n in near if abs(100 * n / base - percentage) <= 0.05 + 1e-9]


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> tuple[Figure, ...]:
    """Nothing."""
    return ()


def headline(indicator: Indicator) -> str:
    """The gap in points."""
    return f"{indicator.key}.gap"


def followed(indicator: Indicator) -> tuple[str, ...]:
    """The percentage of BME respondents."""
    return (f"{indicator.key}.percentage.{FOCUS}",)


def rests_on(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """No share: a group without respondents has no percentage."""
    return ()


def grade(figures: Figures, indicator: Indicator, year: int) -> Grade:
    """The grade of the gap."""
    return grade_of_figure(indicator, figures.find(f"{headline(indicator)}.{year}"))
