"""Strict reading of CSV files: encoding, header, rows, and every problem by its row."""

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
from wres.files.untrusted import MOST_BYTES, read_regular

SHORT = reprlib.Repr()  # what was found, however long or deep it is
SHORT.maxstring = SHORT.maxother = 80
SHORT.maxlong = 40


def csv_lines(
    path: Path, file: str, columns: list[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not blank, once encoding and header are right."""
    text = _text(path, file, problems)
    if text is None:
        return
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        problems.append(Problem(file, "", str(error), "a quote closed in its own cell"))
        return
    header = lines[0] if lines else []
    if header != columns:
        problems.append(_header(file, header, columns))
        return
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(columns):
            problems.append(
                Problem(file, f"row {number}", f"found {len(cells)} cells", f"{len(columns)} cells")
            )
            continue
        yield number, dict(zip(columns, cells, strict=True))


def _text(path: Path, file: str, problems: list[Problem]) -> str | None:
    content = read_regular(path, file, MOST_BYTES, problems)
    if content is None:
        return None
    found = expected = ""
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        found, expected = "the file is empty", "a header row and data rows"
    elif b"\0" in content:
        found, expected = "UTF-16 text or binary content", "a file saved as 'CSV UTF-8'"
    elif re.search(rb"\r(?!\n)", content):
        found, expected = "old Macintosh line ends (CR)", "Windows (CRLF) or Unix (LF) line ends"
    if not found:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            found = f"text that is not UTF-8 (first in row {line})"
            expected = "a file saved as 'CSV UTF-8'"
    problems.append(Problem(file, "", found, expected))
    return None


def _header(file: str, header: list[str], columns: list[str]) -> Problem:
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    found = [f"found {', '.join(header) or 'nothing'}"]
    if unknown:
        found.append(f"unknown: {', '.join(unknown)}")
    if missing:
        found.append(f"missing: {', '.join(missing)}")
    return Problem(file, "row 1 (column names)", "; ".join(found), ",".join(columns))


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
