"""The arithmetic of the standard: nine indicators, four formulas, one long table of figures.

Frames in, figures out; the formulas themselves are in ``formulas``.
"""

from dataclasses import replace
from math import nan
from pathlib import Path

from wres.figures.arithmetic import change
from wres.figures.evidence import Evidence
from wres.figures.figure import Figure
from wres.figures.formulas import FORMULAS
from wres.figures.provenance import AS_PUBLISHED, PublishedWork, published
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.figures.workforce import overall, workforce_figures
from wres.returns.reading import Return, as_shown
from wres.standard.indicators import BY_CODE, INDICATORS


def figures_of_year(data: Path, given: Return) -> list[Figure]:
    """Every figure that one year's return gives."""
    workforce = workforce_figures(given)
    found, shares = list(workforce), overall(workforce)
    for indicator in INDICATORS:
        found += FORMULAS[indicator.formula].counted(indicator, given, shares, data)
    found = [*found, *_earlier_figures(given)]
    if given.added_from:
        folders = [f"data/returns/{folder.parent.name}/{folder.name}" for folder in given.added_from]
        found = [replace(figure, source=figure.source.in_folders(folders)) for figure in found]
    return found


def _earlier_figures(given: Return) -> list[Figure]:
    """Ratios of years that are known only as an earlier report printed them."""
    table = given.tables.get("earlier_figures")
    if table is None:
        return []
    file = as_shown(given.folder / "earlier_figures.csv")
    return [
        Figure(
            BY_CODE[row.indicator].key,
            row.measure,
            "",
            "",
            int(row.year),
            float(row.value),
            Unit.RATIO,
            source=published(file, row.row, PublishedWork(AS_PUBLISHED, row.source)),
        )
        for row in table.itertuples()
    ]


def figures_of_years(data: Path, returns: list[Return]) -> list[Figure]:
    """Figures of every return, and the change of each from the year before it, earliest first."""
    found: list[Figure] = []
    before: dict[str, Figure] = {}
    for given in sorted(returns, key=lambda r: r.year):
        figures = figures_of_year(data, given)
        now = {_without_year(f): f for f in figures if f.year == given.year}
        found += figures
        broken = broken_series(given, returns)
        found += [
            _across(broken, change(f, before[k])) for k, f in now.items() if k in before and _changes(f)
        ]
        before = now
    return _unique(found)


def breaks_of(returns: list[Return]) -> set[tuple[str, int]]:
    """The breaks in the series of returns: the key of an indicator, and the year that begins after it."""
    return {(key, given.year) for given in returns for key in broken_series(given, returns)}


def broken_series(given: Return, returns: list[Return]) -> set[str]:
    """The keys of indicators of which a year's figures are not made as those of the return before were.

    The return says so, or events are counted over another number of years.
    """
    declared = {BY_CODE[code].key for each in given.settings.breaks for code in each.indicators}
    earlier = [each for each in returns if each.year < given.year]
    if not earlier:
        return declared
    old, new = max(earlier, key=lambda each: each.year).settings.policies, given.settings.policies
    windows = {i.key for i in INDICATORS if i.window and getattr(old, i.window) != getattr(new, i.window)}
    return declared | windows


def _across(broken: set[str], change: Figure) -> Figure:
    """A change as it may be told: across a break in the series without interval, as not comparable."""
    if change.indicator not in broken or change.unit == Unit.PEOPLE_CHANGE or not change.known:
        return change
    return replace(change, low=nan, high=nan, evidence=Evidence.NOT_COMPARABLE)


def _without_year(figure: Figure) -> str:
    return figure.id.removesuffix(f".{figure.year}")


def _changes(figure: Figure) -> bool:
    return figure.unit in (Unit.PEOPLE, Unit.PERCENT, Unit.RATIO) or figure.measure == "gap"


def _unique(figures: list[Figure]) -> list[Figure]:
    """A calculated figure stands before one known only as printed, and that before one not collected."""
    first: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda f: (f.status == Status.NOT_COLLECTED, f.source.as_published)):
        first.setdefault(figure.id, figure)
    return list(first.values())
