"""Read a table of a return in any form that means the same: separators, headers, spellings, wide, totals.

What comes out are rows in the spelling of the schemas, each with its number in the file as the analyst sees
it. Nothing is guessed: what has no certain meaning is left for the schema to refuse.
"""

from collections.abc import Iterator
from pathlib import Path

from wres.errors import Problem
from wres.files.csv_rows import Row, cells_problem, csv_table, header_problem
from wres.returns.spellings import COLUMNS, DATE_OF_EXCEL, ERROR_OF_EXCEL, column_name, one_of, total, trimmed
from wres.returns.spellings import ETHNICITIES as SPELT

Lines = list[tuple[int, dict[str, str]]]
GROUPS = tuple(SPELT)
TO_TEXT = (
    "bands as text: in Excel, format the column as Text before typing, or use the workbook of 'wres template'"
)
MENDED = "a value: mend it in the spreadsheet and save the file again"


def return_lines(
    path: Path, file: str, schema: type[Row], keys: list[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each row in the spelling of the schema; a total is checked and left out.

    ``keys`` are the columns that name what a row counts.
    """
    table = csv_table(path, file, problems)
    if table is None:
        return
    lines = _lines(table, file, list(schema.model_fields), problems)
    before = len(problems)
    problems += _damage(file, lines)
    if len(problems) > before:
        return
    spelt = [(number, {name: _spelt(name, cell) for name, cell in row.items()}) for number, row in lines]
    yield from _without_totals(file, spelt, [key for key in keys if key in schema.model_fields], problems)


def _lines(table: list[list[str]], file: str, columns: list[str], problems: list[Problem]) -> Lines:
    """The rows below the header, by column; a wide row is one for each group."""
    header, rows = _trimmed(table)
    names = [column_name(name, columns) for name in header]
    groups = {place: one_of(SPELT)(name) for place, name in enumerate(names)}
    groups = {place: group for place, group in groups.items() if group in GROUPS}
    wide = "ethnicity" in columns and "ethnicity" not in names and {"White", "BME"} <= set(groups.values())
    if wide:
        return _melted(file, names, groups, rows, columns, problems)
    if sorted(names) != sorted(columns):
        problems.append(header_problem(file, names, columns))
        return []
    found: Lines = []
    for number, cells in rows:
        if len(cells) != len(names):
            problems.append(cells_problem(file, number, len(cells), len(names)))
            continue
        by_name = dict(zip(names, cells, strict=True))
        found.append((number, {name: by_name[name] for name in columns}))
    return found


def _trimmed(table: list[list[str]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows that are not blank with their numbers, without blank columns at the end."""
    header = [trimmed(cell) for cell in table[0]] if table else []
    while header and not header[-1]:
        header.pop()
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        cells = [trimmed(cell) for cell in cells]
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if any(cells):
            rows.append((number, cells))
    return header, rows


def _melted(
    file: str,
    names: list[str],
    groups: dict[int, str],
    rows: list[tuple[int, list[str]]],
    columns: list[str],
    problems: list[Problem],
) -> Lines:
    """Rows with a column for each group as a row for each group; a column of totals is checked."""
    left = [place for place in range(len(names)) if place not in groups]
    sums = [place for place in left if total(names[place])]
    kept = [place for place in left if place not in sums]
    expected = [name for name in columns if name not in ("ethnicity", "headcount")]
    if "headcount" not in columns or sorted(names[place] for place in kept) != sorted(expected):
        problems.append(header_problem(file, names, [*expected, *GROUPS]))
        return []
    found: Lines = []
    for number, cells in rows:
        if len(cells) != len(names):
            problems.append(cells_problem(file, number, len(cells), len(names)))
            continue
        shared = {names[place]: cells[place] for place in kept}
        own = [{**shared, "ethnicity": group, "headcount": cells[place]} for place, group in groups.items()]
        found += [(number, {name: row[name] for name in columns}) for row in own]
        for place in sums:
            problems += _unequal(file, number, cells[place], [row["headcount"] for row in own])
    return found


def _spelt(name: str, cell: str) -> str:
    return COLUMNS[name](cell) if name in COLUMNS and cell else cell


def _damage(file: str, lines: Lines) -> list[Problem]:
    """What Excel has made of cells: a date of a band, an error, a number in powers of ten."""
    found = []
    for number, row in lines:
        for name, cell in row.items():
            if name == "band" and DATE_OF_EXCEL.fullmatch(cell):
                said = f"found {cell!r}: Excel has made a date of the band"
                found.append(Problem(file, f"row {number}, {name}", said, TO_TEXT))
            elif name in COLUMNS and ERROR_OF_EXCEL.fullmatch(cell):
                said = f"found {cell!r}: Excel could not show or keep the value"
                found.append(Problem(file, f"row {number}, {name}", said, MENDED))
    return found


def _without_totals(file: str, lines: Lines, keys: list[str], problems: list[Problem]) -> Lines:
    """The rows that are no totals; a total is held against the rows that it adds up."""
    totals = [(number, row) for number, row in lines if any(total(row[key]) for key in keys)]
    if not totals or "headcount" not in lines[0][1]:
        return lines
    parts = [(number, row) for number, row in lines if not any(total(row[key]) for key in keys)]
    for number, row in totals:
        fixed = [key for key in keys if row[key] and not total(row[key])]
        of = [part["headcount"] for _, part in parts if all(part[key] == row[key] for key in fixed)]
        problems += _unequal(file, number, row["headcount"], of)
    return parts


def _unequal(file: str, number: int, stated: str, parts: list[str]) -> list[Problem]:
    """A total that its parts do not add up to; nothing where a part is no number, or the total is blank."""
    spelt = COLUMNS["headcount"]
    stated, parts = spelt(stated), [spelt(part) for part in parts]
    if not stated or not all(part.isascii() and part.isdigit() for part in [stated, *parts]):
        return []
    summed = sum(map(int, parts))
    if summed == int(stated):
        return []
    return [
        Problem(
            file, f"row {number}, total", f"found {stated}, its parts add up to {summed}", "equal numbers"
        )
    ]
