"""Refuse survey answers that cannot be: answers beyond their base, proportions, a survey still to come."""

from pathlib import Path

import pandas as pd

from wres.errors import Problem
from wres.returns.checks.survey_answers import as_percentage, proportion, proportions
from wres.returns.reading import Return, as_shown


def survey_problems(data: Path, given: Return) -> list[Problem]:
    """Answers fit their base and are percentages, and the survey is named."""
    table = given.tables.get("survey")
    if table is None:
        return []
    file = as_shown(given.folder / "survey.csv")
    problems = []
    for row in table.itertuples():
        answers = [not pd.isna(row.percentage), not pd.isna(row.yes)]
        collected = not pd.isna(row.respondents)
        if all(answers) or (any(answers) and not collected) or (collected and not any(answers)):
            problems.append(
                Problem(
                    file,
                    f"row {row.row}",
                    f"respondents {_typed(row.respondents)}, percentage {_typed(row.percentage)}, "
                    f"yes {_typed(row.yes)}",
                    "respondents with either percentage or yes, or all three blank (not collected)",
                )
            )
        elif answers[1] and row.yes > row.respondents:
            problems.append(
                Problem(
                    file,
                    f"row {row.row}, yes",
                    f"found {_typed(row.yes)}",
                    f"at most {_typed(row.respondents)}",
                )
            )
    return [*problems, *_proportions(file, table), *_survey_year(given)]


def _proportions(file: str, table: pd.DataFrame) -> list[Problem]:
    """Percentages are not proportions, neither all of them nor one among others."""
    counted = "; where it is no proportion, type the number of respondents in yes instead"
    if proportions(list(table["percentage"])):
        most = table["percentage"].max()
        found = f"no percentage above 1, the highest is {_typed(most)}"
        return [
            Problem(file, "percentage", found, f"percentages: {as_percentage(most)} for {most:g}{counted}")
        ]
    return [
        Problem(
            file,
            f"row {row.row}, percentage",
            f"found {row.percentage:g}, which no number of {row.respondents:.0f} respondents gives",
            f"a percentage: {as_percentage(row.percentage)} for a proportion of {row.percentage:g}{counted}",
        )
        for row in table.itertuples()
        if proportion(row.percentage, row.respondents)
    ]


def _survey_year(given: Return) -> list[Problem]:
    """The survey is named, and none that was still to come."""
    year = given.settings.survey_year
    if year is None:
        return [Problem(_settings_file(given), "survey_year", "missing", "the year of the survey")]
    if year > given.year and given.folder.name == str(given.year):
        expected = f"{given.year - 1}, the autumn before, or an earlier year"
        return [Problem(_settings_file(given), "survey_year", f"found {year}", expected)]
    return []


def _settings_file(given: Return) -> str:
    return as_shown(given.folder / "return.yml")


def _typed(number: float) -> str:
    """A number as it was typed: 55, not 55.0; blank for none."""
    return "blank" if pd.isna(number) else f"{number:g}"
