"""The arithmetic of the standard: nine indicators, four formulas, one long table of figures.

Frames in, figures out; the formulas themselves are in ``formulas``.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite, nan
from pathlib import Path

import pandas as pd

from wres import statistics
from wres.figures import Figure
from wres.formulas import (
    against_workforce,
    change,
    count,
    gap,
    rate,
    relative_likelihood,
    status_of,
)
from wres.returns import Return, as_shown, lookup
from wres.sources import cited, merged
from wres.terms import BAND_GROUPINGS, BY_NUMBER, GROUPS, SEATS, Indicator
from wres.validate import by_group

Counts = dict[str, float]
Sources = dict[str, str]  # by group: the file and rows that its count is read from
Read = tuple[Counts, Sources]
KNOWN = ("white", "bme")


# The four formulas, one year at a time


def figures_of_year(data: Path, given: Return) -> list[Figure]:
    """Every figure that one year's return gives."""
    workforce = _workforce(given)
    shares = {f.group: f for f in workforce if f.measure == "share"}
    of_known = {f.group: f for f in workforce if f.measure == "known_share"}
    found = [*workforce, *_share_by_band(data, given, shares, of_known)]
    for number in (2, 3, 4):
        found += _relative_likelihoods(BY_NUMBER[number], *_likelihood_counts(number, given), given)
    for number in (5, 6, 7, 8):
        found += _survey_percentages(BY_NUMBER[number], given)
    return [*found, *_board_gaps(given, shares), *_earlier_figures(given)]


def _counted(
    indicator: str,
    measure: str,
    breakdown: str,
    given: Return,
    read: Read,
    addends: Iterable[str] = (),
) -> dict[str, Figure]:
    """A count per group, and their total under ``all`` where every group is known.

    ``addends`` are the starts of the ids of the counts that each group's count is the sum of.
    """
    figures, (counts, sources) = {}, read
    for g in GROUPS:
        figure = count(indicator, measure, breakdown, g, given.year, counts[g], sources[g])
        parents = " ".join(f"{start}.{g}.{given.year}" for start in addends)
        figures[g] = replace(figure, parents=parents)
    total, source = sum(counts[g] for g in GROUPS), merged(sources.values())
    everyone = count(indicator, measure, breakdown, "all", given.year, total, source, figures.values())
    return {**figures, "all": everyone}


def _read(name: str, table: pd.DataFrame, absent: float = nan) -> Read:
    """Headcount by group, ``absent`` for a group without a row, and the file and rows it is read from."""
    rows = {g: table.loc[table["group"] == g, "row"] for g in GROUPS}
    return by_group(table, absent), {g: cited(f"{name}.csv", rows[g]) for g in GROUPS}


def _nothing(name: str) -> Read:
    """Counts that a file should hold and does not."""
    return dict.fromkeys(GROUPS, nan), dict.fromkeys(GROUPS, f"{name}.csv")


def _workforce(given: Return) -> list[Figure]:
    clusters = given.tables["workforce"]["cluster"].unique()
    parts = [f"i1.headcount.{cluster}.all" for cluster in clusters]
    staff = _counted("workforce", "headcount", "", given, _staff(given), parts)
    shares = [rate("share", staff[g], staff["all"]) for g in GROUPS]
    known = _known(staff)
    of_known = [rate("known_share", staff[g], known) for g in KNOWN]
    return [*staff.values(), *shares, known, rate("declared", known, staff["all"]), *of_known]


def _staff(given: Return) -> Read:
    """The workforce's totals are stated; rounded ones are added up from the rounded rows."""
    counts = {g: float(given.settings.staff_in_post[label]) for g, label in GROUPS.items()}
    _, bands = _read("workforce", given.tables["workforce"])
    return counts, bands if given.rounded else dict.fromkeys(GROUPS, "return.yml, staff_in_post")


def _known(staff: dict[str, Figure]) -> Figure:
    """Staff whose ethnicity is known: the base of shares where a total has to be hidden."""
    white, bme = (staff[g] for g in KNOWN)
    total, source = white.value + bme.value, merged((white.source, bme.source))
    return count(white.indicator, "known", white.breakdown, "", white.year, total, source, (white, bme))


def _share_by_band(
    data: Path, given: Return, overall: dict[str, Figure], of_known: dict[str, Figure]
) -> list[Figure]:
    """Indicator 1: share of each group in a band, and its difference from the workforce's.

    Both over all staff, which is the standard's base, and over staff of known ethnicity.
    """
    table = given.tables["workforce"]
    bands = lookup(data, "pay_bands").set_index("code")
    rows = table.assign(grouping=table["band"].map(bands["grouping"]))
    cells: dict[str, pd.DataFrame] = {}
    for cluster, part in rows.groupby("cluster", sort=False):
        by_band = {str(band): lines for band, lines in part.groupby("band", sort=False)}
        cells |= {f"{cluster}.{band}": by_band[band] for band in bands.index if band in by_band}
        for grouping in BAND_GROUPINGS:
            lines = part[part["grouping"] == grouping]
            if len(lines):
                cells[f"{cluster}.{grouping}"] = lines
        cells[f"{cluster}.all"] = part
    found = []
    for breakdown, lines in cells.items():
        cluster, part = breakdown.split(".")
        addends = [] if part in set(lines["band"]) else _addends(part, lines)
        starts = [f"i1.headcount.{cluster}.{band}" for band in addends]
        read = _read("workforce", lines, absent=0)
        staff = _counted("i1", "headcount", breakdown, given, read, starts)
        shares = [rate("share", staff[g], staff["all"]) for g in GROUPS]
        found += [*staff.values(), *shares]
        found += [against_workforce("difference", s, overall[s.group]) for s in shares]
        known = _known(staff)
        known_shares = [rate("known_share", staff[g], known) for g in KNOWN]
        found += [known, *known_shares]
        found += [against_workforce("known_difference", s, of_known[s.group]) for s in known_shares]
    return found


def _addends(part: str, lines: pd.DataFrame) -> list[str]:
    """The bands that a grouping, or the groupings and other bands that a cluster, is the sum of."""
    grouped = lines["grouping"].isin(BAND_GROUPINGS) if part == "all" else lines["grouping"] == ""
    names = lines["grouping"].where(grouped, lines["band"])
    return list(dict.fromkeys(names))


def _likelihood_counts(number: int, given: Return) -> tuple[Read, Read]:
    """Base and events by group for indicators 2 to 4, each with where it is read from."""
    name = {2: "recruitment", 3: "disciplinary", 4: "training"}[number]
    table = given.tables.get(name)
    if number > 2:
        return _staff(given), _nothing(name) if table is None else _read(name, table)
    if table is None:
        return _nothing(name), _nothing(name)
    shortlisted, appointed = (table[table["stage"] == stage] for stage in ("shortlisted", "appointed"))
    return _read(name, shortlisted), _read(name, appointed)


def _relative_likelihoods(indicator: Indicator, base: Read, events: Read, given: Return) -> list[Figure]:
    """Indicators 2 to 4: likelihood by group, the ratio of two, and their gap in points."""
    staff = ["workforce.headcount"] if indicator.base == "staff" else []
    bases = _counted(indicator.key, indicator.base, "", given, base, staff)
    counts = _counted(indicator.key, indicator.event, "", given, events)
    rates = {g: rate("likelihood", counts[g], bases[g]) for g in GROUPS}
    above, below = rates[indicator.above], rates[indicator.below]
    return [
        *bases.values(),
        *counts.values(),
        *rates.values(),
        relative_likelihood(above, below),
        gap("gap", above, below),
    ]


def _survey_percentages(indicator: Indicator, given: Return) -> list[Figure]:
    """Indicators 5 to 8: percentage by group, and the gap between BME and White in points."""
    table = given.tables.get("survey")
    found, rates = [], {}
    for group in GROUPS:
        rows = pd.DataFrame() if table is None else _answers(table, indicator.number, group)
        base = float(rows["respondents"].sum(skipna=False)) if len(rows) else nan
        source = cited("survey.csv", rows["row"]) if len(rows) else "survey.csv"
        respondents = count(indicator.key, "respondents", "", group, given.year, base, source)
        rates[group] = _survey_rate(respondents, rows)
        found += [respondents, rates[group]]
    return [*found, gap("gap", rates[indicator.above], rates[indicator.below])]


def _answers(table: pd.DataFrame, number: int, group: str) -> pd.DataFrame:
    return table[(table["indicator"] == str(number)) & (table["group"] == group)]


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
    low, high = statistics.proportion_interval(events, base)
    return Figure(respondents.indicator, "percentage", "", respondents.group, respondents.year, value,
                  "percent", status_of(value, respondents), events, base, low, high,
                  parents=respondents.id, source=respondents.source)  # fmt: skip


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


def _board_gaps(given: Return, overall: dict[str, Figure]) -> list[Figure]:
    """Indicator 9: share of each group on the board less its share of the workforce."""
    table = given.tables.get("board")
    found = []
    for seat in SEATS:
        rows = _seats(table, seat)
        read = _nothing("board") if rows is None else _read("board", rows, absent=0)
        members = _counted("i9", "members", seat, given, read)
        shares = [rate("share", members[g], members["all"]) for g in GROUPS]
        found += [*members.values(), *shares]
        found += [against_workforce("difference", s, overall[s.group]) for s in shares]
    return found


def _seats(table: pd.DataFrame | None, seat: str) -> pd.DataFrame | None:
    """The rows of a kind of seat; None where the source does not tell which they are."""
    if table is None or table.empty or (seat != "board" and table[seat].isna().any()):
        return None
    return table if seat == "board" else table[table[seat] == "yes"]


def _earlier_figures(given: Return) -> list[Figure]:
    """Ratios of years that are known only as an earlier report printed them."""
    table = given.tables.get("earlier_figures")
    if table is None:
        return []
    file = as_shown(given.folder / "earlier_figures.csv")
    return [
        Figure(
            f"i{row.indicator}",
            row.measure,
            "",
            "",
            int(row.year),
            float(row.value),
            "ratio",
            source=f"as published: {row.source}; {cited(file, [row.row])}",
        )
        for row in table.itertuples()
    ]


# All years together


def figures_of_years(data: Path, returns: list[Return]) -> list[Figure]:
    """Figures of every return, and the change of each from the year before it, earliest first."""
    found: list[Figure] = []
    before: dict[str, Figure] = {}
    for given in sorted(returns, key=lambda r: r.year):
        figures = figures_of_year(data, given)
        now = {_without_year(f): f for f in figures if f.year == given.year}
        found += figures
        found += [change(f, before[k]) for k, f in now.items() if k in before and _changes(f)]
        before = now
    return _unique(found)


def _without_year(figure: Figure) -> str:
    return figure.id.removesuffix(f".{figure.year}")


def _changes(figure: Figure) -> bool:
    return figure.unit in ("people", "percent", "ratio") or figure.measure == "gap"


def _unique(figures: list[Figure]) -> list[Figure]:
    """A calculated figure stands before one known only as printed."""
    first: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda f: f.source.startswith("as published")):
        first.setdefault(figure.id, figure)
    return list(first.values())
