"""The tables of a file as rows of cells, whether it is a workbook or a CSV file."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wres.errors import Problem
from wres.files.csv_rows import csv_table
from wres.imports.spreadsheets.opening import LARGER, open_workbook

ABOVE = 40  # lines at the top of a sheet that may be titles, not the header
DIGITS = 15  # that a spreadsheet keeps
BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Grid:
    """A table of a file: the sheet's name (blank: a CSV file), and its cells from the first row on."""

    sheet: str
    cells: list[list[Any]]

    def text(self, row: int, column: int) -> str:
        """A cell as text, rows and columns from 0; blank where there is none."""
        cells = self.cells[row]
        return cell_text(cells[column]) if column < len(cells) else ""


def grids(path: Path, problems: list[Problem]) -> list[Grid]:
    """The tables of a file; none, and a problem added, where it cannot be read."""
    if path.suffix.lower() in BOOKS:
        sheets = open_workbook(path, problems, LARGER) or []
        problems += [
            Problem(path.name, f"sheet {sheet.name}", f"{len(sheet.faults):,} cells with an error, or a "
                    "formula that was never calculated", "values: open the file in Excel and save it again")
            for sheet in sheets if sheet.faults
        ]  # fmt: skip
        return [Grid(sheet.name, sheet.rows) for sheet in sheets]
    if not path.exists():
        problems.append(Problem(path.name, "", "no such file", "the file to import"))
        return []
    table = csv_table(path, path.name, problems, ABOVE, LARGER)
    return [] if table is None else [Grid("", table)]


def cell_text(value: Any) -> str:
    """A cell as text without blanks at its ends: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(value, str):
        return value.replace("\u00a0", " ").strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def number_text(number: float) -> str:
    """A number of a spreadsheet as the files hold it: 33, 12.7."""
    whole = abs(number) < 10**DIGITS and number == int(number)
    return str(int(number)) if whole else repr(float(number))
