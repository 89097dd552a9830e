"""Cells as text, and what is wrong with them: by sheet and cell, one line for each kind of fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from wres.errors import Problem
from wres.files.csv_rows import SHORT
from wres.imports.return_workbook.layout import NO_ROW, Vocabulary
from wres.imports.spreadsheets.grids import number_text
from wres.imports.spreadsheets.opening import Sheet
from wres.imports.spreadsheets.scanning import WITHOUT_VALUE, cell_name

A_DAY = "a day, as YYYY-MM-DD"
MOST_CELLS = 10  # that one line names; the rest are counted


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be used: where it is, what was found, what was expected."""

    sheet: str
    row: int
    column: int
    head: str
    found: str
    expected: str


def problems_of(file: str, faults: Iterable[Fault]) -> list[Problem]:
    """One problem for each kind of fault, with the cells that have it."""

    def kind(fault: Fault) -> tuple[Any, ...]:
        return fault.sheet, fault.column, fault.head, fault.found, fault.expected

    first: dict[tuple[Any, ...], int] = {}
    for number, fault in enumerate(faults := list(faults)):
        first.setdefault(kind(fault), number)
    grouped = groupby(sorted(faults, key=lambda f: (first[kind(f)], f.row)), kind)
    return [_problem(file, list(group)) for _, group in grouped]


def _problem(file: str, same: list[Fault]) -> Problem:
    one = same[0]
    names = list(dict.fromkeys(cell_name(fault.row, fault.column) for fault in same))
    more = f" and {len(names) - MOST_CELLS:,} more" if len(names) > MOST_CELLS else ""
    cells = f"cell {names[0]}" if len(names) == 1 else f"cells {', '.join(names[:MOST_CELLS])}{more}"
    head = f" ({one.head})" if one.head else ""
    return Problem(file, f"sheet {one.sheet}, {cells}{head}", one.found, one.expected)


PERCENT = "%"  # the kind of a column of percentages


def cell_text(sheet: Sheet, row: int, column: int, head: str, kind: Any, faults: list[Fault]) -> str:
    """A cell as the files would hold it; blank, and a fault added, where it holds nothing to be read.

    ``kind`` is the type of the column: only where it is a date may a cell hold a day, and only where it
    is ``PERCENT`` a number with %, which is read as it is shown: 12.7% as 12.7.
    """

    def fault(found: str, expected: str) -> str:
        faults.append(Fault(sheet.name, row, column, head, found, expected))
        return ""

    if (row, column) in sheet.faults:
        found = sheet.faults[row, column]
        do = "open it in Excel, save it, and try again" if found == WITHOUT_VALUE else "mend the formula"
        return fault(f"found {found}", f"a value: {do}")
    value = sheet.cell(row, column)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and (row, column) in sheet.percentages:
        shown_as = number_text(round(value * 100, 10))
        expected = f"the number alone, in a cell that is not formatted as a percentage: {shown_as}"
        return shown_as if kind == PERCENT else fault(f"found {shown_as}%", expected)
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return _day(value.date(), kind, fault) if whole else fault("found a day with a time", A_DAY)
    if isinstance(value, date):
        return _day(value, kind, fault)
    if isinstance(value, time | timedelta):
        return fault("found a time of day", "what the head row says")
    return str(value)


def _day(value: date, kind: Any, fault: Any) -> str:
    if kind is date:
        return value.isoformat()
    return str(
        fault(
            f"found the day {value.day} {value:%B %Y}, which Excel makes of text such as 1-7",
            "what was meant: format the cell as Text, then type it again",
        )
    )


def is_blank(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a cell holds nothing at all."""
    value = sheet.cell(row, column)
    return (row, column) not in sheet.faults and isinstance(value, str) and not value.strip()


def code_of(typed: str, codes: Vocabulary) -> str | None:
    """The code that a text names, by itself or its label, in any capitals; None where it names none."""
    folded = typed.strip().casefold()
    by_text = {label.casefold(): code for code, label in codes.items()}
    by_text |= {code.casefold(): code for code in codes}
    return by_text.get(folded)


def listed(codes: Vocabulary) -> str:
    """A vocabulary in one line."""
    return ", ".join(codes)


def is_no_row(typed: str) -> bool:
    """Whether a number says that there is no row."""
    return typed.strip().casefold() == NO_ROW


def shown(typed: str) -> str:
    """What was found, however long it is."""
    return f"found {SHORT.repr(typed)}" if typed.strip() else "blank"
