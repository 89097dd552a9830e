"""Read a table of a return in any form that means the same: separators, headers, spellings, wide, totals.

What comes out are rows in the spelling of the schemas, each with its number in the file as the analyst sees
it. Nothing is guessed: what has no certain meaning is left for the schema to refuse.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from wres.errors import Problem
from wres.files.csv_rows import cells_problem, csv_table, header_problem
from wres.returns.forms.damage import damage
from wres.returns.forms.spellings import COLUMNS, column_name, plain, total, trimmed
from wres.returns.forms.totals import Line, without_totals
from wres.returns.forms.wide_tables import is_wide, wide_columns, wide_lines
from wres.returns.schemas import FILES, KEYS
from wres.standard.lookups import ethnic_category, ethnic_groups, ethnic_labels


def return_lines(
    data: Path, path: Path, file: str, problems: list[Problem], blank_is_zero: bool = False
) -> Iterator[Line]:
    """The rows of a table in the spelling of its schema; a total is checked and left out.

    Rows that Excel has damaged are told and left out. ``file`` is the file's name in messages;
    ``blank_is_zero``: a blank headcount counts nobody, as the return says.
    """
    table = csv_table(path, file, problems)
    if table is None:
        return
    before = len(problems)
    keys = KEYS[path.stem]
    typed = _lines(table, file, list(FILES[path.stem].model_fields), problems)
    problems += _damages(file, typed)
    lines = [_spelt(data, line) for line in typed if not any(_damage(line))]
    if blank_is_zero:
        lines = [_zero(line, keys) for line in lines]
    if "ethnicity" in keys and len(problems) == before:
        lines = without_totals(file, lines, keys, lambda said: _group(data, said), problems)
    yield from lines


def _group(data: Path, said: str) -> str:
    """The WRES group of an ethnicity; nothing where it has none."""
    return ethnic_groups(data).get(ethnic_category(said), "")


def _lines(table: list[list[str]], file: str, columns: list[str], problems: list[Problem]) -> list[Line]:
    """The rows below the header as typed, by column; a wide row is one for each group."""
    first, header, rows = _without_blanks(table)
    names = [column_name(name, columns) for name in header]
    wide = wide_columns(names, columns) if is_wide(names, columns) else None
    if isinstance(wide, str):
        problems.append(Problem(file, f"row {first} (column names)", wide, "one column for each group"))
        return []
    expected = columns if wide is None else wide.expected
    if sorted(names) != sorted(expected if wide is None else wide.names):
        problems.append(header_problem(file, [name or "(no name)" for name in names], expected, first))
        return []
    full = [(number, cells) for number, cells in rows if len(cells) == len(names)]
    problems += [
        cells_problem(file, number, len(cells), len(names))
        for number, cells in rows
        if len(cells) != len(names)
    ]
    if wide is not None:
        return wide_lines(full, header, wide, columns)
    places = {name: names.index(name) for name in columns}
    return [Line(n, {name: cells[place] for name, place in places.items()}) for n, cells in full]


def _without_blanks(table: list[list[str]]) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
    """Number and cells of the header, and the rows with their numbers; without blank rows and columns.

    A column is blank where it has neither a name nor a cell that is not blank.
    """
    held = [(n, [trimmed(cell) for cell in cells]) for n, cells in enumerate(table, start=1)]
    held = [(n, cells) for n, cells in held if any(cells)]
    if not held:
        return 1, [], []
    width = max(len(cells) for _, cells in held)
    used = [place for place in range(width) if any("".join(_at([place], cells)) for _, cells in held)]
    (first, header), *rows = [(n, _at(used, cells)) for n, cells in held]
    return first, header, rows


def _at(places: list[int], cells: list[str]) -> list[str]:
    return [cells[place] for place in places if place < len(cells)]


def _damage(line: Line) -> Iterator[tuple[str, str, str]]:
    """Place, what was found and what was expected, of each cell that holds no value of its own."""
    for column, cell in line.cells.items():
        if told := damage(column, cell):
            yield line.place(column), *told


def _damages(file: str, lines: list[Line]) -> list[Problem]:
    return [Problem(file, *each) for line in lines for each in _damage(line)]


def _spelt(data: Path, line: Line) -> Line:
    return replace(line, cells={column: _cell(data, column, cell) for column, cell in line.cells.items()})


def _zero(line: Line, keys: list[str]) -> Line:
    """The row with 0 for a blank headcount, unless it is a total."""
    if line.cells.get("headcount") or any(total(line.cells[key]) for key in keys):
        return line
    return replace(line, cells={**line.cells, "headcount": "0"})


def _cell(data: Path, column: str, cell: str) -> str:
    said = COLUMNS[column](cell) if cell and column in COLUMNS else cell
    return _code(data, said) if column == "ethnicity" and said == cell else said


def _code(data: Path, cell: str) -> str:
    """The ESR code of a cell that holds one in small letters, its label, or both; else the cell."""
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9]?", cell):
        return cell.upper() if _group(data, cell.upper()) else cell
    return _codes(data).get(plain(cell), cell)


@cache
def _codes(data: Path) -> dict[str, str]:
    """Codes by label, with and without the code before it: ``A White - British``."""
    labels = ethnic_labels(data)
    return {plain(text): code for label, code in labels.items() for text in (label, f"{code} {label}")}
