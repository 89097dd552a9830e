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
from wres.imports.spreadsheets.grids import Grid, grids
from wres.returns.schemas import Survey

STEMS = {
    "5": "har_from_pat_eth_summary",
    "6": "har_from_staff_eth_summary",
    "7": "equal_eth_summary",
    "8": "q16b_eth_summary",
}
GROUPS = {"1": "White", "2": "BME"}
ORG, YEAR = "org_id", r"(20\d\d)"
RATE = "response_rate"
DIGITS = 2  # of a percentage that is kept: at full precision it would tell its base
EXACT = 1e-9  # of a fraction: what is lost as a spreadsheet keeps it


@dataclass(frozen=True)
class Found:
    """The row of an organisation: its sheet, the place of each column, and how many rows the workbook has."""

    grid: Grid
    row: int
    columns: dict[str, int]
    organisations: int

    def number(self, column: str) -> float | None:
        """A number of the row; None where there is no column, or no number in it."""
        place = self.columns.get(column)
        text = self.grid.text(self.row, place) if place is not None else ""
        return float(text) if re.fullmatch(r"[0-9.]+(?:[eE]-?\d+)?", text) else None


def survey_addition(path: Path, organisation: str, survey_year: int, row: str | None = None) -> Addition:
    """What the workbook says of an organisation's survey: rows of ``survey.csv``, year and response rate.

    ``row``: the ``org_id`` of the row, where it is not the organisation's code. A figure that is an exact
    fraction of its base is kept as people, another in percent, to two decimals; a percentage without a base,
    or a base without one, is left blank, and a note says so.
    Raises ``InvalidInput`` where the workbook, the organisation or the year is not there.
    """
    problems: list[Problem] = []
    tables = grids(path, problems)
    found = _found(path.name, tables, row or organisation, problems)
    if problems or found is None:
        raise InvalidInput(problems)
    held = sorted({int(year) for name in found.columns for year in _years(name)})
    if survey_year not in held:
        said = f"figures of {', '.join(map(str, held)) or 'no year'}"
        expected = f"those of the survey of {survey_year}: name another with --survey-year"
        raise InvalidInput([Problem(path.name, f"sheet {found.grid.sheet}", said, expected)])
    rows, notes = _rows(found, survey_year)
    _refuse_wrong_unit(path.name, found, survey_year)
    settings: dict[tuple[str, ...], int | float] = {("survey_year",): survey_year}
    rate = found.number(f"{RATE}_{survey_year}")
    if rate is not None:
        settings["survey_response_rate",] = _plain(round(100 * rate, 1) if rate <= 1 else round(rate, 1))
    return Addition(
        "survey", path, {"survey": rows}, sheet=found.grid.sheet, settings=settings,
        counts={"organisations in the workbook": found.organisations}, notes=tuple(notes),
        policies={"row": found.grid.text(found.row, found.columns[ORG]), "survey_year": str(survey_year)},
    )  # fmt: skip


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _years(name: str) -> list[str]:
    return [m[1] for stem in STEMS.values() if (m := re.fullmatch(rf"{stem}_[12]_{YEAR}", name))]


def _found(file: str, tables: list[Grid], wanted: str, problems: list[Problem]) -> Found | None:
    """The one row of an organisation, over all sheets that have the columns of the survey."""
    rows: list[Found] = []
    known: list[str] = []
    for grid, header in _headers(tables):
        names = [grid.text(header, place).lower() for place in range(len(grid.cells[header]))]
        twice = sorted({name for name in names if name and names.count(name) > 1 and _is_read(name)})
        if twice:
            problems.append(
                Problem(file, f"sheet {grid.sheet}", f"column {', '.join(twice)} twice", "each once")
            )
        columns = {name: place for place, name in enumerate(names) if name}
        for row in range(header + 1, len(grid.cells)):
            code = grid.text(row, columns[ORG])
            known += [code] if code else []
            if code.upper() == wanted.upper():
                rows.append(Found(grid, row, columns, 0))
    if not known and not problems:
        expected = f"a sheet with a column {ORG} and columns such as {STEMS['5']}_1_2024"
        problems.append(Problem(file, "", "no sheet of the benchmark workbook", expected))
    elif known and len(rows) != 1:
        where = ", ".join(f"{each.grid.sheet} row {each.row + 1}" for each in rows)
        found = (
            f"{wanted} {len(rows)} times ({where})"
            if rows
            else f"no {wanted} among {len(known):,} organisations"
        )
        problems.append(
            Problem(file, "", found, f"{_like(wanted, known)}one row of {ORG}: name it with --row")
        )
    return Found(rows[0].grid, rows[0].row, rows[0].columns, len(known)) if len(rows) == 1 else None


def _is_read(name: str) -> bool:
    return name == ORG or name.startswith((*STEMS.values(), RATE))


def _like(wanted: str, known: list[str]) -> str:
    """The parts of an organisation that report apart, such as R1F1 and R1F2 of R1F."""
    parts = sorted(code for code in known if code.upper().startswith(wanted.upper()) and code != wanted)
    return f"({', '.join(parts[:5])} are there) " if parts else ""


def _headers(tables: list[Grid]) -> Iterator[tuple[Grid, int]]:
    """The sheets with the survey's columns, and the row of their header."""
    for grid in tables:
        for row in range(min(len(grid.cells), 10)):
            names = [grid.text(row, place).lower() for place in range(len(grid.cells[row]))]
            if ORG in names and any(_years(name) for name in names):
                yield grid, row
                break


def _rows(found: Found, year: int) -> tuple[list[dict[str, str]], list[str]]:
    rows, notes = [], []
    for indicator, stem in STEMS.items():
        for number, group in GROUPS.items():
            value, base = found.number(f"{stem}_{number}_{year}"), _base(found, stem, number, year)
            if value is None or base is None:
                notes.append(f"indicator {indicator}, {group}: {_missing(value, base)}; left blank")
                value = base = None
            rows.append(_row(indicator, group, _text(base), *_answer(value, base)))
        rows.append(_row(indicator, "Unknown", "", "", ""))
    return rows, notes


def _row(*cells: str) -> dict[str, str]:
    """A row of ``survey.csv``."""
    return dict(zip(Survey.model_fields, cells, strict=True))


def _answer(value: float | None, base: float | None) -> tuple[str, str]:
    """Percentage and people: people where the figure is an exact fraction of its base, else percentage."""
    if value is None or base is None:
        return "", ""
    people = round(value * base)
    is_exact = abs(value * base - people) <= EXACT * max(base, 1)
    return ("", str(people)) if is_exact else (f"{round(100 * value, DIGITS):g}", "")


def _text(base: float | None) -> str:
    return "" if base is None else str(round(base))


def _missing(value: float | None, base: float | None) -> str:
    if value is None:
        return "no percentage" if base is not None else "neither a percentage nor a base"
    return "no number of respondents"


def _base(found: Found, stem: str, number: str, year: int) -> float | None:
    """The respondents of a figure, in any of the spellings that its column may have."""
    names = (f"{stem}_n_{number}_{year}", f"{stem}_{number}_n_{year}", f"{stem}_{number}_{year}_n")
    return next((value for name in names if (value := found.number(name)) is not None), None)


def _refuse_wrong_unit(file: str, found: Found, year: int) -> None:
    """Raise ``InvalidInput`` where a figure is no fraction: another kind of workbook holds percentages."""
    wrong = {
        name: value
        for stem in STEMS.values()
        for number in GROUPS
        if (value := found.number(name := f"{stem}_{number}_{year}")) is not None and value > 1
    }
    expected = "a fraction from 0 to 1, as the benchmark workbook holds them"
    where = f"sheet {found.grid.sheet}, row {found.row + 1}"
    if wrong:
        told = [
            Problem(file, f"{where}, {name}", f"found {value:g}", expected) for name, value in wrong.items()
        ]
        raise InvalidInput(told)
