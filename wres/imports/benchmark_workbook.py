"""The benchmark workbook of the NHS Staff Survey: the figures of indicators 5 to 8 of one organisation.

A row is an organisation; columns are ``<measure>_eth_summary_<1 or 2>_<year>`` (1: White, 2: BME), as a
fraction of those who answered. How columns of the number who answered are spelt is not certain: they are
found by their form, and a figure without one is left blank. Sheets are found by their columns, never by their
names, which differ between releases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wres.errors import InvalidInput, Problem
from wres.imports.adding import Addition
from wres.imports.spreadsheets.grids import Grid, grids, number_text
from wres.returns.schemas import Survey
from wres.standard.groups import GROUPS as EVERY_GROUP

STEMS = {
    "5": "har_from_pat_eth_summary",
    "6": "har_from_staff_eth_summary",
    "7": "equal_eth_summary",
    "8": "q16b_eth_summary",
}
GROUPS = {"1": "White", "2": "BME"}
EVERYONE = tuple(EVERY_GROUP.values())
COLUMN = re.compile(rf"(?:{'|'.join(STEMS.values())})_[12]_(20\d\d)")
ORG, RATE = "org_id", "response_rate"
NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
DIGITS = 2  # of a percentage that is kept: at full precision it would tell its base
EXACT = 1e-9  # of a fraction: what is lost as a spreadsheet keeps it


@dataclass(frozen=True)
class Found:
    """The row of an organisation: its sheet, and the place of each column."""

    grid: Grid
    row: int
    columns: dict[str, int]

    @property
    def code(self) -> str:
        """What stands in the column of codes."""
        return self.grid.text(self.row, self.columns[ORG])

    def number(self, column: str) -> float | None:
        """A number of the row; None where there is no column, or no number in it."""
        place = self.columns.get(column)
        text = self.grid.text(self.row, place) if place is not None else ""
        return float(text) if NUMBER.fullmatch(text) else None


@dataclass(frozen=True)
class Answer:
    """A figure of the survey: indicator, group, column, the share of the respondents, and their number."""

    indicator: str
    group: str
    column: str
    share: float | None
    base: float | None


def survey_addition(path: Path, organisation: str, survey_year: int, row: str | None = None) -> Addition:
    """What the workbook says of an organisation's survey: rows of ``survey.csv``, year and response rate.

    ``row``: the ``org_id`` of the row, where it is not the organisation's code. A figure that is an exact
    fraction of its base is kept as people, another in percent, to two decimals; a percentage without a base,
    or a base without one, is left blank, and a note says so.
    Raises ``InvalidInput`` where the workbook, the organisation or the year is not there.
    """
    problems: list[Problem] = []
    held = _organisations(path.name, grids(path, problems), problems)
    found = _one(path.name, row or organisation, held, problems)
    answers = _answers(path.name, found, survey_year, problems) if found else []
    if problems or found is None:
        raise InvalidInput(problems)
    rows, notes = _rows(answers)
    settings: dict[tuple[str, ...], int | float] = {("survey_year",): survey_year}
    rate = found.number(f"{RATE}_{survey_year}")
    if rate is not None:
        settings["survey_response_rate",] = round(100 * rate if rate <= 1 else rate, 1)
    return Addition(
        "survey", path, {"survey": rows}, sheet=found.grid.sheet, settings=settings,
        counts={"organisations in the workbook": len(held)}, notes=tuple(notes),
        policies={"row": found.code, "survey_year": str(survey_year)},
    )  # fmt: skip


def _organisations(file: str, tables: list[Grid], problems: list[Problem]) -> list[Found]:
    """The rows with a code, over all sheets that have the columns of the survey."""
    found: list[Found] = []
    for grid, header, names in _headers(tables):
        twice = sorted({name for name in names if names.count(name) > 1 and _is_read(name)})
        if twice:
            problems.append(
                Problem(file, f"sheet {grid.sheet}", f"column {', '.join(twice)} twice", "each once")
            )
        columns = {name: place for place, name in enumerate(names) if name}
        rows = [Found(grid, row, columns) for row in range(header + 1, len(grid.cells))]
        found += [row for row in rows if row.code]
    return found


def _is_read(name: str) -> bool:
    return name == ORG or name.startswith((*STEMS.values(), RATE))


def _headers(tables: list[Grid]) -> Iterator[tuple[Grid, int, list[str]]]:
    """The sheets with the survey's columns, the row of their header, and its names in small letters."""
    for grid in tables:
        for row in range(min(len(grid.cells), 10)):
            names = [grid.text(row, place).lower() for place in range(len(grid.cells[row]))]
            if ORG in names and any(COLUMN.fullmatch(name) for name in names):
                yield grid, row, names
                break


def _one(file: str, wanted: str, held: list[Found], problems: list[Problem]) -> Found | None:
    """The one row of an organisation; None, and a problem added, where there is none, or more than one."""
    rows = [each for each in held if each.code.upper() == wanted.upper()]
    if held and len(rows) != 1:
        where = ", ".join(f"{each.grid.sheet} row {each.row + 1}" for each in rows)
        none = f"no {wanted} among {len(held):,} organisations"
        expected = f"{_like(wanted, held)}one row of {ORG}: name it with --row"
        problems.append(
            Problem(file, "", f"{wanted} {len(rows)} times ({where})" if rows else none, expected)
        )
    elif not held and not problems:
        expected = f"a sheet with a column {ORG} and columns such as {STEMS['5']}_1_2024"
        problems.append(Problem(file, "", "no sheet of the benchmark workbook", expected))
    return rows[0] if len(rows) == 1 else None


def _like(wanted: str, held: list[Found]) -> str:
    """The parts of an organisation that report apart, such as R1F1 and R1F2 of R1F."""
    parts = sorted(
        each.code for each in held if each.code.upper().startswith(wanted.upper()) and each.code != wanted
    )
    return f"({', '.join(parts[:5])} are there) " if parts else ""


def _answers(file: str, found: Found, year: int, problems: list[Problem]) -> list[Answer]:
    """The figures of a year; a problem for each that is no fraction, or where the year is not there."""
    years = sorted({int(named[1]) for name in found.columns if (named := COLUMN.fullmatch(name))})
    if year not in years:
        expected = f"those of the survey of {year}: name another with --survey-year"
        said = f"figures of {', '.join(map(str, years))}"
        problems.append(Problem(file, f"sheet {found.grid.sheet}", said, expected))
        return []
    answers = [
        Answer(indicator, group, column, found.number(column), _base(found, stem, number, year))
        for indicator, stem in STEMS.items()
        for number, group in GROUPS.items()
        for column in [f"{stem}_{number}_{year}"]
    ]
    where = f"sheet {found.grid.sheet}, row {found.row + 1}"
    expected = "a fraction from 0 to 1, as the benchmark workbook holds them"
    problems += [
        Problem(file, f"{where}, {each.column}", f"found {each.share:g}", expected)
        for each in answers
        if each.share is not None and each.share > 1
    ]
    return answers


def _base(found: Found, stem: str, number: str, year: int) -> float | None:
    """The respondents of a figure, in any of the spellings that its column may have."""
    names = (f"{stem}_n_{number}_{year}", f"{stem}_{number}_n_{year}", f"{stem}_{number}_{year}_n")
    return next((value for name in names if (value := found.number(name)) is not None), None)


def _rows(answers: list[Answer]) -> tuple[list[dict[str, str]], list[str]]:
    """Rows of ``survey.csv``, a blank one for those of unknown ethnicity, and what is left blank."""
    notes = [
        f"indicator {each.indicator}, {each.group}: {_missing(each)}; left blank"
        for each in answers
        if each.share is None or each.base is None
    ]
    known = {(each.indicator, each.group): _cells(each) for each in answers}
    blank = ("", "", "")
    return [_row(i, group, *known.get((i, group), blank)) for i in STEMS for group in EVERYONE], notes


def _row(*cells: str) -> dict[str, str]:
    """A row of ``survey.csv``."""
    return dict(zip(Survey.model_fields, cells, strict=True))


def _cells(answer: Answer) -> tuple[str, str, str]:
    """Respondents, percentage and people: people where the figure is an exact fraction of its base."""
    if answer.share is None or answer.base is None:
        return "", "", ""
    base, counted = number_text(round(answer.base)), answer.share * answer.base
    if abs(counted - round(counted)) <= EXACT * max(answer.base, 1):
        return base, "", number_text(round(counted))
    return base, number_text(round(100 * answer.share, DIGITS)), ""


def _missing(answer: Answer) -> str:
    if answer.share is None:
        return "no percentage" if answer.base is not None else "neither a percentage nor a base"
    return "no number of respondents"
