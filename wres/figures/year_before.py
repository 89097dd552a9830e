"""The year before a new organisation's first: the counts of its predecessors added up, or why they are not.

Only where each of them came to it as a whole, the return of each is held, and they were made alike. Boards
are not added up: two boards are not one. Answers of a survey are where their number is known exactly.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import nan
from pathlib import Path

import pandas as pd

from wres.figures.formulas.survey_percentage import counts_that_fit, printed_whole
from wres.returns.reading import Return
from wres.returns.settings import DisclosurePolicy, Policies, Predecessor, ReturnFile
from wres.standard.groups import GROUPS
from wres.standard.lookups import lookup
from wres.standard.organisations import Change, followed, listed, register

GROUPED = {"lower": "1-7", "senior": "8a-vsm"}  # the group of bands that a band is a part of
KEYS = {"recruitment": ["stage", "group"], "disciplinary": ["group"], "training": ["group"]}


@dataclass(frozen=True)
class YearBefore:
    """The predecessors' year: their counts added up and the returns these are from, or why there is none."""

    added: Return | None = None
    of: tuple[Return, ...] = ()
    why: str = ""


def year_before(
    data: Path, first: Return, read: Callable[[str, int], Return], grouped: Collection[str] = ()
) -> YearBefore:
    """The year before the first return of an organisation that followed others in the year to its snapshot.

    ``read`` reads and checks the return of a code and year; ``grouped`` are clusters of which the single
    bands are to be added into groups of bands.
    """
    settings = first.settings
    changes = followed(register(data), settings.organisation, settings.snapshot_date)
    named = [each for each in settings.predecessor if _in_the_year(each, settings, changes)]
    if not (changes or named):
        return YearBefore()
    year = first.year - 1
    if why := [*_split(changes), *_missing(data, changes, named, year)]:
        return YearBefore(why=_told(year, why))
    returns = tuple(read(change.code, year) for change in changes)
    if why := list(_unlike(returns, first)):
        return YearBefore(why=_told(year, why))
    return YearBefore(_added(data, returns, first, changes, grouped), returns)


def without(year: int) -> YearBefore:
    """That the year is left out because it could give away what the predecessors' reports hide."""
    return YearBefore(
        why=_told(year, ["Beside the reports of the bodies before, they could give a hidden count away."])
    )


def _told(year: int, why: Iterable[str]) -> str:
    return f"No figures of {year} are shown. {' '.join(why)}"


def _in_the_year(each: Predecessor, settings: ReturnFile, changes: list[Change]) -> bool:
    """Whether a predecessor that the return names ended in the year to the snapshot."""
    days = (settings.snapshot_date - each.until).days
    return 0 <= days < 366 and each.name.casefold() not in {change.name.casefold() for change in changes}


def _split(changes: list[Change]) -> Iterable[str]:
    split = [change.name for change in changes if change.part]
    if split:
        yield (
            f"{listed(split)} {'was' if len(split) == 1 else 'were'} split, and counts of a body that was "
            "split cannot be shared out between those that followed it."
        )


def _missing(data: Path, changes: list[Change], named: list[Predecessor], year: int) -> Iterable[str]:
    whole = [change for change in changes if not change.part]
    missing = [change.name for change in whole if not _held(data, change.code, year)]
    missing += [each.name for each in named]
    if missing:
        yield f"No return of {listed(missing)} is held for that year."


def _held(data: Path, code: str, year: int) -> bool:
    return bool(code) and (data / "returns" / code / str(year) / "return.yml").is_file()


def _unlike(returns: tuple[Return, ...], first: Return) -> Iterable[str]:
    """How returns differ that are not to be added up."""
    policies = [each.settings.policies for each in (*returns, first)]
    if len({each.settings.snapshot_date for each in returns}) > 1:
        yield "The bodies before counted their staff on different days."
    if any(policy.disclosure.rounding is not None for policy in policies):
        yield "Counts that are rounded are not added up."
    if len({policy.disclosure.hide_zero for policy in policies}) > 1:
        yield "The reports do not all treat a count of zero alike."
    if len({policy.disciplinary_window_years for policy in policies[:-1]}) > 1:
        yield "Disciplinary entries were counted over different numbers of years."


def _added(
    data: Path, returns: tuple[Return, ...], first: Return, changes: list[Change], grouped: Collection[str]
) -> Return:
    """One return of all counts; its sources are the returns that it is made from."""
    own, year = first.settings.organisation, first.year - 1
    stated = [each.settings for each in returns]
    survey_years = {each.survey_year for each in stated}
    window = stated[0].policies.disciplinary_window_years
    settings = ReturnFile(
        organisation=own,
        year=year,
        body=listed(change.name for change in changes),
        synthetic=any(each.synthetic for each in stated),
        snapshot_date=stated[0].snapshot_date,
        staff_in_post={label: sum(each.staff_in_post[label] for each in stated) for label in GROUPS.values()},
        survey_year=stated[0].survey_year if len(survey_years) == 1 else None,
        policies=Policies(disclosure=DisclosurePolicy(), disciplinary_window_years=window),
        sources="The returns of the bodies before, added up.",
    )
    tables = {"workforce": _bands(data, [each.tables["workforce"] for each in returns], grouped)}
    for name, keys in KEYS.items():
        if all(name in each.tables for each in returns):
            tables[name] = _typed(_sum([each.tables[name] for each in returns], keys))
    if len(survey_years) == 1 and all("survey" in each.tables for each in returns):
        tables["survey"] = _survey([each.tables["survey"] for each in returns])
    folder = data / "returns" / own / str(year)
    return Return(folder, settings, tables, added_from=tuple(each.folder for each in returns))


def _sum(frames: list[pd.DataFrame], keys: list[str], column: str = "headcount") -> pd.Series:
    """The numbers of all frames added up by key; NaN where one has a blank, or no row."""
    sums = [frame.groupby(keys)[column].agg(lambda cells: cells.sum(skipna=False)) for frame in frames]
    total = sums[0]
    for each in sums[1:]:
        total = total.add(each)  # NaN where one of them has no such row
    return total


def _typed(counts: pd.Series) -> pd.DataFrame:
    """A table of a return: its rows numbered, with the name of each group."""
    table = counts.rename("headcount").reset_index()
    return table.assign(row=range(2, len(table) + 2), ethnicity=table["group"].map(GROUPS))


def _bands(data: Path, frames: list[pd.DataFrame], grouped: Collection[str]) -> pd.DataFrame:
    """Staff by cluster, band and group, in groups of bands where a return has these in the cluster.

    Who is in no row of a return is nobody.
    """
    grouping = lookup(data, "pay_bands").set_index("code")["grouping"].map(GROUPED)
    rows = pd.concat(frames)
    wide_there = {*grouped, *rows.loc[rows["band"].isin(GROUPED.values()), "cluster"]}
    wide = rows["band"].map(grouping).where(rows["cluster"].isin(wide_there))
    rows = rows.assign(band=wide.fillna(rows["band"]))
    keys = ["cluster", "band", "group"]
    return _typed(rows.groupby(keys)["headcount"].agg(lambda cells: cells.sum(skipna=False)))


def _survey(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Answers added up as counts; not collected where no count or several would print as a percentage."""
    exact = [frame.assign(yes=_answers(frame)) for frame in frames]
    keys = ["indicator", "group"]
    both = pd.DataFrame({name: _sum(exact, keys, name) for name in ("respondents", "yes")})
    table = both.where(both.notna().all(axis=1)).reset_index()
    rows = range(2, len(table) + 2)
    return table.assign(row=rows, percentage=nan, ethnicity=table["group"].map(GROUPS))


def _answers(frame: pd.DataFrame) -> list[float]:
    whole = printed_whole(frame["percentage"])
    rows = zip(frame["respondents"], frame["percentage"], frame["yes"], strict=True)
    return [_answer(base, percentage, yes, whole) for base, percentage, yes in rows]


def _answer(base: float, percentage: float, yes: float, whole: bool) -> float:
    """The number who answered so: as typed, or the only one that prints as the percentage."""
    fitting = (yes, yes) if yes == yes else counts_that_fit(percentage, base, whole)
    if not base and base == base:
        return 0.0
    return float(fitting[0]) if fitting and fitting[0] == fitting[1] else nan
