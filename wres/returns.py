"""Read what an organisation knows: text to typed frames, nothing else.

A return is a folder ``data/returns/<ODS>/<year>/``. Everything wrong with it is reported at once.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import BaseModel, ValidationError

from wres.claims import Printed
from wres.logo import KINDS as LOGOS
from wres.problems import Problem, Unusable, WresError
from wres.reference import REFERENCE
from wres.schemas import FILES, KEYS, REQUIRED, ReturnFile
from wres.terms import GROUPS

GROUP_OF = {label: group for group, label in GROUPS.items()}
ESR = "ESR 2001"


@dataclass(frozen=True)
class Return:
    """A return as read: its settings and its tables, typed, one row per line of the file.

    Tables with an ethnicity have a column ``group`` (white, bme, unknown); all have ``row``, the
    line of the file as a spreadsheet numbers it. A file that is absent is absent here. ``rounded``:
    counts and totals have been rounded to a multiple, as the disclosure policy may ask.
    """

    folder: Path
    settings: ReturnFile
    tables: dict[str, pd.DataFrame]
    rounded: bool = False

    @property
    def year(self) -> int:
        """The WRES report year."""
        return self.settings.year


@cache
def reference(data: Path, name: str) -> pd.DataFrame:
    """A lookup or benchmark ``data/<name>.csv``, typed by its schema; blank text as empty text.

    ``row`` is the line of the file as a spreadsheet numbers it.
    Raises ``Unusable`` with everything that is wrong in it.
    """
    path, file, schema = data / f"{name}.csv", f"data/{name}.csv", REFERENCE[name]
    problems: list[Problem] = []
    rows = []
    if not path.exists():
        problems.append(Problem(file, "", "no such file", "the file, as the project holds it"))
    else:
        for number, cells in _lines(path, file, list(schema.model_fields), problems):
            try:
                rows.append({**schema.model_validate(cells).model_dump(), "row": number})
            except ValidationError as error:
                problems += [_in_row(file, number, e) for e in error.errors()]
    if not (rows or problems):
        problems.append(Problem(file, "", "no rows", "the rows, as the project holds them"))
    if problems:
        raise Unusable(problems)
    return pd.DataFrame(rows, columns=[*schema.model_fields, "row"])


def lookup(data: Path, name: str) -> pd.DataFrame:
    """A lookup table ``data/lookups/<name>.csv``."""
    return reference(data, f"lookups/{name}")


def read_published(data: Path, organisation: str, year: int) -> tuple[list[Printed], list[Problem]]:
    """What the organisation's earlier report of a year printed, and every problem met on the way.

    No rows where no report is held.
    """
    path = data / "published" / organisation / f"{year}.csv"
    file = f"data/published/{organisation}/{year}.csv"
    problems: list[Problem] = []
    rows: list[Printed] = []
    numbered = []
    lines = _lines(path, file, list(Printed.model_fields), problems) if path.exists() else ()
    for number, cells in lines:
        try:
            rows.append(Printed.model_validate(cells))
            numbered.append({"row": number, "page": rows[-1].page, "what": rows[-1].what})
        except ValidationError as error:
            problems += [_in_row(file, number, e) for e in error.errors()]
    if path.exists() and not (rows or problems):
        problems.append(Problem(file, "", "no rows", "a row for each figure that the report printed"))
    return rows, [*problems, *_duplicates(file, numbered, ["page", "what"])]


def years(data: Path, organisation: str) -> list[int]:
    """The years for which the organisation has a return folder, earliest first."""
    folder = data / "returns" / organisation
    if not folder.is_dir():
        return []
    return sorted(int(f.name) for f in folder.iterdir() if re.fullmatch(r"\d{4}", f.name))


def read_return(data: Path, organisation: str, year: int) -> tuple[Return | None, list[Problem]]:
    """Read one return: what could be read, and every problem met on the way.

    Raises ``WresError`` where the organisation is unknown or has no such year.
    """
    folder = data / "returns" / organisation / str(year)
    _require_known(data, organisation, year, folder)
    problems: list[Problem] = []
    settings = _read_settings(folder, organisation, year, problems)
    tables = {}
    logo = settings.logo.file if settings and settings.logo else ""
    for path in sorted(p for p in folder.iterdir() if p.is_file() and not _ignored(p.name)):
        if path.name == logo or (settings is None and path.suffix in LOGOS):
            continue
        if path.name not in {f"{name}.csv" for name in FILES}:
            expected = f"return.yml, the logo that it names, or one of {', '.join(FILES)} (.csv)"
            problems.append(Problem(as_shown(path), "", "unknown file", expected))
        elif (table := _read_table(data, path, problems)) is not None:
            tables[path.stem] = table
    for name in REQUIRED:
        if not (folder / f"{name}.csv").exists():
            problems.append(Problem(as_shown(folder / f"{name}.csv"), "", "no such file", "the file"))
    return (Return(folder, settings, tables) if settings else None), problems


class _Plain(yaml.SafeLoader):
    """YAML's safe loader that leaves dates as text, so that a wrong one is told like any setting."""

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _ignored(name: str) -> bool:
    """Files that may lie in a return's folder beside its tables: hidden ones, and Excel's locks."""
    return name in ("return.yml", "README.md") or name.startswith((".", "~$"))


def _require_known(data: Path, organisation: str, year: int, folder: Path) -> None:
    known = lookup(data, "organisations")["ods_code"]
    where = "data/lookups/organisations.csv"
    if organisation not in set(known):
        raise WresError(f"unknown organisation '{organisation}'; expected an ODS code of {where}")
    if not folder.is_dir():
        present = ", ".join(map(str, years(data, organisation))) or "none"
        raise WresError(
            f"no return for {organisation} {year}; years present: {present}. "
            f"To start one: wres new {organisation} {year}"
        )


def as_shown(path: Path) -> str:
    """A path as the user knows it: from ``data`` on."""
    parts = path.parts
    start = len(parts) - 1 - parts[::-1].index("returns") if "returns" in parts else len(parts)
    return "/".join(("data", *parts[start:])) if start < len(parts) else path.name


def _read_settings(folder: Path, organisation: str, year: int, problems: list[Problem]) -> ReturnFile | None:
    path = folder / "return.yml"
    file = as_shown(path)
    if not path.exists():
        problems.append(Problem(file, "", "no such file", "the settings of the return"))
        return None
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Plain) or {}
        settings = ReturnFile.model_validate(content)
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "not UTF-8 text", "a file saved as UTF-8"))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        problems.append(Problem(file, f"line {line}", str(error.problem), "YAML"))
        return None
    except ValidationError as error:
        problems += [Problem(file, *_plain(e)) for e in error.errors()]
        return None
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        said = str(error).splitlines()[0] if str(error) else "not YAML"
        problems.append(Problem(file, "", said, "YAML"))
        return None
    for key, found, expected in (
        ("organisation", settings.organisation, organisation),
        ("year", settings.year, year),
    ):
        if found != expected:
            problems.append(Problem(file, key, f"found {found!r}", f"{expected!r}, as the folder says"))
    return settings


def _read_table(data: Path, path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    """The typed rows of one CSV file; None where any row or the file itself is unusable."""
    file, schema = as_shown(path), FILES[path.stem]
    before = len(problems)
    rows = []
    for number, cells in _lines(path, file, list(schema.model_fields), problems):
        group = {}
        if "ethnicity" in cells:
            group = {"group": ethnic_groups(data).get(_category(cells["ethnicity"]), "")}
            if not group["group"]:
                problems.append(_no_group(file, number, cells["ethnicity"]))
        try:
            rows.append({"row": number, **schema.model_validate(cells).model_dump(), **group})
        except ValidationError as error:
            problems += [_in_row(file, number, e) for e in error.errors()]
    problems += _duplicates(file, rows, KEYS[path.stem])
    if len(problems) > before:
        return None
    table = pd.DataFrame(rows, columns=_columns(schema), dtype=object)  # a blank stays None beside text
    for column in ("headcount", "respondents", "yes", "percentage"):
        if column in table:
            table[column] = pd.to_numeric(table[column])
    return table


def _columns(schema: type[BaseModel]) -> list[str]:
    fields = list(schema.model_fields)
    return ["row", *fields, *(["group"] if "ethnicity" in fields else [])]


def _lines(
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
    content = path.read_bytes()
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


def _in_row(file: str, number: int, error: Any) -> Problem:
    column, found, expected = _plain(error)
    return Problem(file, f"row {number}, {column}", found, expected)


def _plain(error: Any) -> tuple[str, str, str]:
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
        "model_type": "settings of its own (see data/DICTIONARY.md)",
    }.get(kind, error["msg"])
    found = "blank" if error["input"] is None else repr(error["input"])
    return place, f"found {found}", expected


def _category(typed: str) -> str:
    """The ESR letter of a code such as C3 or PA; anything else as typed."""
    return typed[:1] if re.fullmatch(r"[A-Z][A-Z0-9]?", typed) else typed


def _no_group(file: str, number: int, typed: str) -> Problem:
    """An ethnicity without a WRES group is a problem, never dropped."""
    expected = "White, BME or Unknown (or an ESR code: see data/lookups/ethnic_categories.csv)"
    return Problem(file, f"row {number}, ethnicity", f"found {typed!r}", expected)


@cache
def ethnic_groups(data: Path) -> dict[str, str]:
    """WRES group of each ESR letter and of the three group names themselves.

    ESR's finer local codes (C3, PA, …) begin with the letter of their category.
    """
    table = lookup(data, "ethnic_categories")
    esr = table[table["code_system"] == ESR]
    letters = {row.code: GROUP_OF[row.wres_group] for row in esr.itertuples()}
    return {**letters, **GROUP_OF}


def _duplicates(file: str, rows: list[dict], key: list[str]) -> list[Problem]:
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
