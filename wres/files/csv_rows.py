"""Reading of CSV files: separators, header, rows, and every problem by its row."""

import csv
import io
import re
import reprlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wres.errors import Problem
from wres.files.decoding import decoded
from wres.files.untrusted import MOST_BYTES

SEPARATORS = ",;\t"
SHORT = reprlib.Repr()  # what was found, however long or deep it is
SHORT.maxstring = SHORT.maxother = 80
SHORT.maxlong = 40


def csv_lines(
    path: Path, file: str, columns: list[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not blank, once encoding and header are right."""
    lines = csv_table(path, file, problems)
    if lines is None:
        return
    header = lines[0] if lines else []
    if header != columns:
        problems.append(header_problem(file, header, columns))
        return
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(columns):
            problems.append(cells_problem(file, number, len(cells), len(columns)))
            continue
        yield number, dict(zip(columns, cells, strict=True))


def csv_table(
    path: Path, file: str, problems: list[Problem], sample: int = 1, times: int = 1
) -> list[list[str]] | None:
    """The lines of a CSV file, blank ones too, so that the first is row 1; None where it cannot be read.

    Cells are parted by commas, semicolons or tabs, whichever the first line has most of, or by what a line
    such as ``sep=;`` before it says, which Excel does not show as a row. ``sample``: how many lines are
    looked at where titles may stand above the header; ``times``: how many times as large as a table of a
    return the file may be.
    """
    text = decoded(path, file, problems, times * MOST_BYTES)
    if text is None:
        return None
    if said := re.match(r"\s*\"?sep=(.)\"?\n", text, re.IGNORECASE):
        text = text[said.end() :]
    first = "\n".join(text.lstrip().split("\n", sample)[:sample])
    separator = said[1] if said else max(SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        problems.append(Problem(file, "", str(error), "a quote closed in its own cell"))
        return None


def cells_problem(file: str, number: int, found: int, expected: int) -> Problem:
    """A line with more or fewer cells than there are columns."""
    return Problem(file, f"row {number}", f"found {found} cells", f"{expected} cells")


def header_problem(file: str, header: list[str], columns: list[str], row: int = 1) -> Problem:
    """Columns that are not those expected; ``row`` is that of the header."""
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    found = [f"found {', '.join(header) or 'nothing'}"]
    if unknown:
        found.append(f"unknown: {', '.join(unknown)}")
    if missing:
        found.append(f"missing: {', '.join(missing)}")
    return Problem(file, f"row {row} (column names)", "; ".join(found), ",".join(columns))


def row_problem(file: str, number: int, error: Any) -> Problem:
    column, found, expected = plain_error(error)
    return Problem(file, f"row {number}, {column}", found, expected)


def plain_error(error: Any) -> tuple[str, str, str]:
    """Place, what was found and what was expected, from a pydantic error."""
    place = ".".join(str(part) for part in error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return place, "missing", "a value"
    if kind == "extra_forbidden":
        return place, "unknown setting", "a setting of the data dictionary"
    expected = {
        "int_parsing": "a whole number",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "float_parsing": "a number",
        "greater_than_equal": f"a number of {context.get('ge')} or more",
        "less_than_equal": f"a number of {context.get('le')} or less",
        "literal_error": str(context.get("expected", "")).replace("'", ""),
        "date_from_datetime_parsing": "a date as YYYY-MM-DD",
        "date_parsing": "a date as YYYY-MM-DD",
        "string_pattern_mismatch": f"the form {context.get('pattern')}",
        "string_too_short": "some text",
        "string_type": "text, in quotes",
        "finite_number": "a number",
        "int_parsing_size": "a whole number that counts people",
        "date_type": "a date as YYYY-MM-DD",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "settings of its own (see data/DICTIONARY.md)",
        "model_type": "settings of its own (see data/DICTIONARY.md)",
    }.get(kind, error["msg"])
    return place, f"found {_as_typed(error['input'])}", expected


def _as_typed(value: Any) -> str:
    """What was found, in words: a list or settings by what is in them, never as a programme writes them."""
    if value is None:
        return "blank"
    if isinstance(value, dict):
        return (
            f"settings ({', '.join(SHORT.repr(key) for key in list(value)[:3])})" if value else "no settings"
        )
    if isinstance(value, list | tuple | set):
        return f"a list of {len(value)}"
    return SHORT.repr(value)


def duplicate_rows(file: str, rows: list[dict], key: list[str]) -> list[Problem]:
    seen: dict[tuple, int] = {}
    problems = []
    for row in rows:
        cells = tuple(row[name] for name in key)
        if cells in seen:
            named = ", ".join("blank" if cell is None else str(cell) for cell in cells)
            problems.append(
                Problem(
                    file,
                    f"rows {seen[cells]} and {row['row']}",
                    f"the same {', '.join(key)} twice ({named})",
                    "each once",
                )
            )
        seen.setdefault(cells, row["row"])
    return problems


def blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and value == "" else value


def column(description: str, example: Any, unit: str = "", **rules: Any) -> Any:
    """A pydantic field with what the dictionary needs: description, unit and example."""
    return Field(description=description, examples=[example], json_schema_extra={"unit": unit}, **rules)


OptionalDate = Annotated[date | None, BeforeValidator(blank_to_none)]


class Row(BaseModel):
    """A row of a CSV file: no unknown columns, text as typed."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
