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


def csv_table(path: Path, file: str, problems: list[Problem]) -> list[list[str]] | None:
    """The lines of a CSV file, blank ones too, so that the first is row 1; None where it cannot be read.

    Cells are parted by commas, semicolons or tabs, whichever the first line has most of.
    """
    text = _text(path, file, problems)
    if text is None:
        return None
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        problems.append(Problem(file, "", str(error), "a quote closed in its own cell"))
        return None


SEPARATORS = ",;\t"
WIDE_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def _text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in the encoding of Windows."""
    content = read_regular(path, file, MOST_BYTES, problems)
    if content is None:
        return None
    marked = next((encoding for mark, encoding in WIDE_ENCODINGS.items() if content.startswith(mark)), "")
    text = None
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\0" in text:
        problems.append(Problem(file, "", "binary content", "a file saved as 'CSV UTF-8'"))
        return None
    if not text.strip():
        problems.append(Problem(file, "", "the file is empty", "a header row and data rows"))
        return None
    return re.sub(r"\r(?!\n)", "\n", text)


def cells_problem(file: str, number: int, found: int, expected: int) -> Problem:
    """A line with more or fewer cells than there are columns."""
    return Problem(file, f"row {number}", f"found {found} cells", f"{expected} cells")


def header_problem(file: str, header: list[str], columns: list[str]) -> Problem:
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
