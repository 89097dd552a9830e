"""What is remarkable in a return that can be used: blank cells, a response rate that does not tally."""

from pathlib import Path

import pandas as pd

from wres.english.dates import long_date
from wres.returns.checks.staff import numbers
from wres.returns.checks.survey_answers import nearest, possible
from wres.returns.reading import Return
from wres.returns.validate import blank_setting
from wres.standard.groups import GROUPS
from wres.standard.organisations import REGISTER, register

FAR = 0.05  # of all staff: a response rate and the bases farther apart than this do not tally


def remarks(data: Path, given: Return) -> list[str]:
    """The remarks on a return, a sentence each."""
    found = [*blanks(given), *answered(given), *survey_beyond_belief(given), *another_year(given)]
    return [*found, *other_name(data, given)]


def survey_beyond_belief(given: Return) -> list[str]:
    """Percentages that no count of their base gives, and more respondents of a group than it has staff."""
    table = given.tables.get("survey")
    if table is None:
        return []
    said = []
    for row in table.dropna(subset=["percentage", "respondents"]).itertuples():
        if row.respondents and not possible(row.percentage, row.respondents):
            offered = " or ".join(nearest(row.percentage, row.respondents))
            said.append(
                f"survey.csv, row {row.row}: no count of {row.respondents:.0f} is {row.percentage:g}%; "
                f"nearest: {offered}. A percentage that is weighted or of another base has no interval."
            )
    bases = table.groupby(["indicator", "group"])["respondents"].sum(min_count=1).groupby("group").max()
    for group, label in GROUPS.items():
        staff = given.settings.staff_in_post.get(label, 0)
        if group in bases and bases[group] > staff:
            said.append(
                f"survey.csv: {bases[group]:.0f} {label} respondents, and {staff} {label} staff in "
                "staff_in_post: more answered than there are."
            )
    return said


def another_year(given: Return) -> list[str]:
    """That the survey or the snapshot is not of the time that a return of the year usually rests on."""
    said, settings = [], given.settings
    usual = given.year - 1
    if "survey" in given.tables and settings.survey_year not in (None, usual):
        said.append(f"return.yml: survey_year is {settings.survey_year}; a return of {given.year} usually "
                    f"rests on the survey of autumn {usual}.")  # fmt: skip
    if settings.snapshot_date.year != given.year:
        said.append(f"return.yml: snapshot_date is {settings.snapshot_date}, not a day of {given.year}.")
    return said


def other_name(data: Path, given: Return) -> list[str]:
    """That the return calls the body otherwise than the register does on the snapshot date."""
    known, settings = register(data), given.settings
    code, day = settings.organisation, settings.snapshot_date
    name = known.body(code, day).name
    if not known.stood(code, day) or settings.body.strip().casefold() == name.casefold():
        return []
    return [
        f"return.yml: body is {settings.body}; {REGISTER} has {name} on {long_date(day)}, which titles "
        "print. A new name is a further row there."
    ]


def answered(given: Return) -> list[str]:
    """That the response rate of the settings and the bases of the survey are not of the same people."""
    table, stated = given.tables.get("survey"), given.settings.survey_response_rate
    staff = sum(given.settings.staff_in_post.values())
    if table is None or stated is None or not staff:
        return []
    bases = table.groupby("indicator")["respondents"].sum(min_count=1).dropna()
    most = float(bases.max()) if len(bases) else 0.0
    if not most or abs(most / staff - stated / 100) <= FAR:
        return []
    return [
        f"survey.csv: the largest bases add up to {most:.0f}, {most / staff:.0%} of {staff} staff; "
        f"survey_response_rate in return.yml says {stated:g}%, which is {stated / 100 * staff:.0f}. Those "
        "who answered and are in no group, or another count of staff, would explain it."
    ]


def blanks(given: Return) -> list[str]:
    """What blank headcounts mean for the book where the return does not say it, by file and group."""
    said, answered = [], given.settings.blank_means
    for name, table in given.tables.items():
        if "headcount" in table and name not in answered and (number := int(table["headcount"].isna().sum())):
            cells = "1 headcount is" if number == 1 else f"{number} headcounts are"
            said.append(
                f"{name}.csv: {cells} blank, which says: not collected. Is nobody there, or was it not "
                f"collected? Type 0, or say it once in return.yml: {blank_setting(name)}."
            )
    table = given.tables.get("workforce")
    if table is not None and "workforce" not in answered:
        said += _rest(given, table)
    return said


def _rest(given: Return, table: pd.DataFrame) -> list[str]:
    """Whether 0 in place of the blank cells of a group would fit its staff in post."""
    empty, typed, said = set(table.loc[table["headcount"].isna(), "group"]), numbers(table), []
    for group, label in GROUPS.items():
        rest = given.settings.staff_in_post.get(label, 0) - typed[group]
        if group in empty and rest:
            said.append(f"workforce.csv: {rest:.0f} of {label} staff in staff_in_post are in no number.")
        elif group in empty:
            said.append(f"workforce.csv: the numbers of {label} staff add up to staff_in_post: 0 fits.")
    return said
