"""Read the sheets of data sets: side by side or as lists, to tidy rows, each value with its cell."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wres.files.csv_rows import plain_error
from wres.imports.return_workbook.layout import (
    ALL,
    COUNTED,
    NOT_STATED,
    TOTALS,
    DataSet,
    Vocabulary,
    Wide,
    known_ethnicity,
    tidied,
    title,
    vocabulary,
)
from wres.imports.return_workbook.values import (
    PERCENT,
    Fault,
    cell_text,
    code_of,
    is_blank,
    is_no_row,
    listed,
    shown,
)
from wres.imports.spreadsheets.opening import Sheet
from wres.returns.schemas import KEYS, REQUIRED

MOST_FAULTS = 1_000  # after which no further row is looked at so closely
Column = tuple[str, str]  # ethnicity, blank for the columns before; and the name in the schema


@dataclass(frozen=True)
class Table:
    """A sheet that is being read: its data set, its columns, and the vocabulary of each."""

    each: DataSet
    sheet: Sheet
    columns: dict[int, Column]
    codes: dict[str, Vocabulary]

    def head(self, number: int) -> str:
        """The head of a column, as messages name it."""
        return str(self.sheet.cell(0, number)).strip()

    def number(self, column: Column) -> int:
        """The number of a column on the sheet."""
        return next(number for number, found in self.columns.items() if found == column)


Lines = list[tuple[int, dict[str, str]]]  # tidy rows, each with the line of the sheet that it came from


def read_table(data: Path, each: DataSet, sheet: Sheet, is_kept: bool, faults: list[Fault]) -> Lines | None:
    """The tidy rows of a data set with their lines; None where nothing is typed.

    ``is_kept``: the return keeps the data set also where every number is blank.
    """
    before = len(faults)
    columns = _columns(data, each, sheet, faults)
    if len(faults) > before:
        return None
    codes = {name: vocabulary(data, each, name) for name in each.schema.model_fields}
    table = Table(each, sheet, columns, codes)
    lines = [row for row in range(1, len(sheet.rows)) if not _to_skip(table, row)]
    wanted = each.numbers if each.wide else each.keys
    typed = any(
        not is_blank(sheet, row, number)
        for row in lines
        for number, (_, name) in columns.items()
        if name in wanted
    )
    if not (typed or is_kept):
        if each.name in REQUIRED:
            faults.append(Fault(sheet.name, 1, 0, "", "nothing is filled in", "the counts"))
        return None
    return _wide_rows(table, lines, faults) if each.wide else _list_rows(table, lines, faults)


def _columns(data: Path, each: DataSet, sheet: Sheet, faults: list[Fault]) -> dict[int, Column]:
    """What each column holds, by its head; faults for one that is unknown, twice or missing."""
    found: dict[int, Column] = {}
    titles = {title(name).casefold(): name for name in each.keys}
    for number in range(len(sheet.rows[0]) if sheet.rows else 0):
        head = cell_text(sheet, 0, number, "", str, faults).strip()
        column = ("", titles[head.casefold()]) if head.casefold() in titles else _of_number(data, each, head)
        if column in found.values():
            faults.append(Fault(sheet.name, 0, number, head, "a second column of this name", "one of each"))
        elif column:
            found[number] = column
        elif not (_is_told(head) or (not head and _is_empty(sheet, number))):
            expected = f"{', '.join(map(title, each.keys)) or COUNTED}, and a column for each ethnicity"
            faults.append(Fault(sheet.name, 0, number, "", f"found the column {head[:60]!r}", expected))
    missing = _missing(each, list(found.values()))
    if missing:
        faults.append(
            Fault(sheet.name, 0, 0, "", f"no column {', '.join(missing)}", "all columns of the sheet")
        )
    return found


def _of_number(data: Path, each: DataSet, head: str) -> Column | None:
    """Ethnicity and number of a head such as ``White`` or ``White: Respondents``; None for another."""
    label, _, rest = head.partition(":")
    ethnicity = known_ethnicity(data, label.strip()) if each.wide else ""
    names = {title(name).casefold(): name for name in each.numbers}
    name = each.numbers[0] if len(each.numbers) == 1 and not rest else names.get(rest.strip().casefold())
    return (ethnicity, name) if ethnicity and name else None


def _is_told(head: str) -> bool:
    """Whether a column is calculated, explained, or of an earlier year: ``White, 2022``."""
    _, comma, year = head.rpartition(", ")
    return head in (ALL, COUNTED) or bool(comma and len(year) == 4 and year.isdecimal())


def _is_empty(sheet: Sheet, number: int) -> bool:
    return all(is_blank(sheet, row, number) for row in range(len(sheet.rows)))


def _missing(each: DataSet, found: list[Column]) -> list[str]:
    labels = dict.fromkeys(label for label, _ in found if label)
    heads = [
        each.head(label, name) for label in labels for name in each.numbers if (label, name) not in found
    ]
    keys = [title(name) for name in each.keys if ("", name) not in found]
    return [*keys, *heads, *(["of an ethnicity"] if each.wide and not labels else [])]


def _to_skip(table: Table, row: int) -> bool:
    """Whether a row holds nothing to be read, or totals."""
    first = table.sheet.cell(row, 0)
    if isinstance(first, str) and first.strip() in TOTALS:
        return True
    return all(is_blank(table.sheet, row, number) for number in table.columns)


def _cell(table: Table, row: int, number: int, faults: list[Fault]) -> str:
    """A cell as text, by the type of its column: a code of its vocabulary, a number without blanks."""
    _, name = table.columns[number]
    kind, codes = table.each.kind(name), table.codes[name]
    unit = PERCENT if table.each.unit(name) == PERCENT else kind
    typed = cell_text(table.sheet, row, number, table.head(number), unit, faults)
    if not codes:
        return typed if kind is str else typed.strip()
    code = code_of(typed, codes)
    if code is None and typed.strip():
        expected = f"one of {listed(codes)}"
        faults.append(Fault(table.sheet.name, row, number, table.head(number), shown(typed), expected))
    return "" if code in (None, NOT_STATED) else str(code)


def _wide_rows(table: Table, lines: list[int], faults: list[Fault]) -> Lines:
    """The tidy rows of a sheet with ethnicities side by side."""
    each = table.each
    labels = tuple(dict.fromkeys(label for label, _ in table.columns.values() if label))
    if not each.keys and len(lines) > 1:
        faults.append(Fault(table.sheet.name, lines[1], 0, "", "a second row of counts", "one row"))
        return []
    read = [_wide_line(table, row, labels, faults) for row in (lines or ([1] if not each.keys else []))]
    tidy = tidied(each, Wide(labels, tuple(read)))
    rows = lines or [1]
    for line, label, cells in tidy:
        _validate(table, rows[line], label, cells, faults)
    found = [(rows[line], cells) for line, _, cells in tidy]
    _no_twins(table, found, faults)
    return found


def _wide_line(
    table: Table, row: int, labels: tuple[str, ...], faults: list[Fault]
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...] | None]]:
    texts = {column: _cell(table, row, number, faults) for number, column in table.columns.items()}
    key = tuple(texts["", name] for name in table.each.keys)
    given: dict[str, tuple[str, ...] | None] = {}
    for label in labels:
        numbers = tuple(texts[label, name] for name in table.each.numbers)
        absent = any(map(is_no_row, numbers))
        given[label] = None if absent else numbers
        others = [typed for typed in numbers if typed and not is_no_row(typed)]
        if absent and others:
            number = table.number((label, table.each.numbers[0]))
            found = f"'no row' beside {', '.join(others)}"
            faults.append(
                Fault(table.sheet.name, row, number, table.head(number), found, "numbers, or no row alone")
            )
    return key, given


def _list_rows(table: Table, lines: list[int], faults: list[Fault]) -> Lines:
    """The rows of a sheet without ethnicities."""
    rows: Lines = []
    for row in lines:
        texts = {name: _cell(table, row, number, faults) for number, (_, name) in table.columns.items()}
        cells = {name: texts[name] for name in table.each.schema.model_fields}
        _validate(table, row, "", cells, faults)
        rows.append((row, cells))
    _no_twins(table, rows, faults)
    return rows


def _validate(table: Table, row: int, label: str, cells: dict[str, str], faults: list[Fault]) -> None:
    """Faults for what the schema refuses, at the cell of it; not where the cell has one already."""
    if len(faults) >= MOST_FAULTS:
        return
    try:
        table.each.schema.model_validate(cells)
    except ValidationError as error:
        for each in error.errors():
            _add(table, row, label, plain_error(each), faults)


def _add(table: Table, row: int, label: str, said: tuple[str, str, str], faults: list[Fault]) -> None:
    name, found, expected = said
    column = (label if name in table.each.numbers and table.each.wide else "", name)
    number = table.number(column)
    at = (table.sheet.name, row, number)
    if at not in {(fault.sheet, fault.row, fault.column) for fault in faults}:
        faults.append(Fault(*at, table.head(number), "blank" if found == "found ''" else found, expected))


def _no_twins(table: Table, rows: Lines, faults: list[Fault]) -> None:
    """Faults for rows that say the same thing twice."""
    seen: dict[tuple[Any, ...], int] = {}
    told = set()
    for row, cells in rows:
        key = tuple(cells[name] for name in KEYS[table.each.name])
        first = seen.setdefault(key, row)
        if first != row and row not in told:
            told.add(row)
            names = ", ".join(title(name) for name in KEYS[table.each.name] if name in table.each.keys)
            found = f"the same {names} as in row {first + 1}"
            faults.append(Fault(table.sheet.name, row, 0, "", found, "each once"))
