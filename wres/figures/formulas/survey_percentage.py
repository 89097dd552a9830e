"""Survey percentage (indicators 5 to 8): percentages by group and the gap between them."""

from dataclasses import replace
from math import ceil, floor, isfinite, nan
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import count, gap, relative_likelihood, status_of
from wres.figures.count_bounds import outer_interval
from wres.figures.figure import NEAR, NO_SLACK, Figure, Figures, Slack
from wres.figures.intervals import proportion_interval
from wres.figures.provenance import cited
from wres.figures.unit import Unit
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import FOCUS, GROUPS
from wres.standard.indicator import Indicator, Protection

protection: Protection = "respondents"


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Percentage by group, the gap between BME and White in points, and their ratio."""
    table = given.tables.get(indicator.table)
    whole = table is not None and printed_whole(table["percentage"])
    found, rates = [], {}
    for group in GROUPS:
        rows = pd.DataFrame() if table is None else _answers(table, indicator.code, group)
        base = float(rows["respondents"].sum(skipna=False)) if len(rows) else nan
        source = cited("survey.csv", rows["row"] if len(rows) else ())
        respondents = count(indicator.key, "respondents", "", group, given.year, base, source)
        rates[group] = _survey_rate(respondents, rows, whole)
        found += [respondents, rates[group]]
    above, below = rates[indicator.above], rates[indicator.below]
    ratio = replace(relative_likelihood(above, below), measure="percentage_ratio")
    return [*found, gap("gap", above, below), ratio]


def _answers(table: pd.DataFrame, code: str, group: str) -> pd.DataFrame:
    return table[(table["indicator"] == code) & (table["group"] == group)]


def _survey_rate(respondents: Figure, rows: pd.DataFrame, whole: bool) -> Figure:
    """The percentage as its count over the base; as published where no count gives it.

    Several rows of a group, such as ethnic codes, are added as counts. Where several counts print as the
    percentage the figure is as published, its interval holds for all of them, and ``slack`` says how far
    they go.
    """
    base = respondents.value
    lines = rows[["respondents", "percentage", "yes"]].itertuples(index=False) if len(rows) else ()
    fitting = [_counted_in(base_of_row, percentage, yes, whole) for base_of_row, percentage, yes in lines]
    held = [each for each in fitting if each]
    fewest, events, most = (float(sum(each[place] for each in held)) for place in range(3))
    if not fitting or len(held) < len(fitting):
        fewest = events = most = nan
    as_printed = rows["percentage"].iloc[0] / 100 if len(rows) == 1 else nan
    counted = fewest == most or as_printed != as_printed
    value = (events / base if counted else as_printed) if base else nan
    slack = Slack(events - fewest, most - events) if fewest < most else NO_SLACK
    rate = Figure(respondents.indicator, "percentage", "", respondents.group, respondents.year, value,
                  Unit.PERCENT, status_of(value, respondents), events, base,
                  parents=(respondents.id,), source=respondents.source, slack=slack)  # fmt: skip
    low, high = outer_interval(proportion_interval, (0.0, 1.0), rate)
    return replace(rate, low=low, high=high)


def _counted_in(base: float, percentage: float, yes: float, whole: bool) -> tuple[int, int, int] | None:
    """The fewest, the likeliest and the most respondents behind a row; None where no count gives it."""
    if yes == yes:
        return (int(yes),) * 3
    ends = counts_that_fit(percentage, base, whole)
    return ends and (ends[0], min(max(round(percentage / 100 * base), ends[0]), ends[1]), ends[1])


def printed_whole(percentages: pd.Series) -> bool:
    """Whether a survey's percentages are printed without decimals, as many board papers do."""
    held = percentages.dropna()
    return len(held) > 0 and bool((held == held.round()).all())


def counts_that_fit(percentage: float, base: float, whole: bool = False) -> tuple[int, int] | None:
    """The fewest and the most respondents that print as a percentage; None where no count does.

    To one decimal, 12.7% of 55 is 7; to none, 13% of 55 is 7 and 50% of 1,000 is 495 to 505. A percentage
    without decimals that no count gives to one decimal was printed without.
    """
    if not (isfinite(percentage) and base > 0):
        return None
    for half in (0.5,) if whole else (0.05, 0.5) if percentage == round(percentage) else (0.05,):
        fewest = max(ceil((percentage - half) / 100 * base - NEAR), 0)
        most = min(floor((percentage + half) / 100 * base + NEAR), int(base))
        if fewest <= most:
            return fewest, most
    return None


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


def compared(indicator: Indicator, figures: Figures, year: int) -> list[tuple[str, Figure]]:
    """The percentage of BME respondents over that of White respondents."""
    return [("", figures.find(f"{indicator.key}.percentage_ratio.{year}"))]
