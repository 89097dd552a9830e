"""A return as text: what its files hold, cell by cell, before anything is made of it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wres.errors import InvalidInput, Problem
from wres.files.csv_rows import duplicate_rows
from wres.files.untrusted import read_text
from wres.imports.return_workbook.layout import (
    DATA_SETS,
    ETHNICITY,
    PAGES,
    Rows,
    as_number,
    known_ethnicity,
    sections,
)
from wres.imports.return_workbook.settings import is_plain, listed, nested
from wres.imports.spreadsheets.grids import number_text
from wres.returns.forms.accepted_forms import return_lines
from wres.returns.plain_yaml import plain_settings
from wres.returns.reading import as_shown
from wres.returns.schemas import FILES, KEYS


@dataclass(frozen=True)
class ReturnText:
    """A return as typed: settings as YAML holds them, rows of text by table, texts by page.

    A file that is absent is absent here. ``lines`` are, of a return from a workbook, the lines of the sheet
    (from 0) that the rows of a table came from.
    """

    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Rows] = field(default_factory=dict)
    commentary: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict, compare=False)


def return_text(data: Path, folder: Path) -> ReturnText:
    """What the files of a return's folder hold.

    Raises ``InvalidInput`` where a file cannot be read as text, rows and YAML, or a row stands twice.
    """
    problems: list[Problem] = []
    settings = _settings(folder / "return.yml", problems)
    tables = {
        name: _table(data, folder / f"{name}.csv", problems)
        for name in FILES
        if (folder / f"{name}.csv").exists()
    }
    texts = {path.stem: _page(path, problems) for path in sorted(folder.glob("commentary/*.md"))}
    if problems:
        raise InvalidInput(problems, "Mend the files first: nothing of them may be lost on the way.")
    order = sorted(texts, key=lambda page: (PAGES.index(page) if page in PAGES else len(PAGES), page))
    return ReturnText(settings, tables, {page: texts[page] for page in order})


def _settings(path: Path, problems: list[Problem]) -> dict[str, Any]:
    text = read_text(path, as_shown(path), problems) if path.exists() else None
    plain, unreadable = plain_settings(text or "")
    if unreadable:
        problems.append(Problem(as_shown(path), *unreadable))
    elif not isinstance(plain, dict):
        problems.append(Problem(as_shown(path), "", "no settings", "lines such as 'year: 2023'"))
    else:
        expected = "the shape of data/DICTIONARY.md: a value, a list, or settings of its own"
        problems += [Problem(as_shown(path), key, "another shape", expected) for key in _misshapen(plain)]
    return plain if isinstance(plain, dict) else {}


def _misshapen(settings: dict[str, Any]) -> list[str]:
    """The settings that have no place in the list of settings as they are, such as a list for a value."""
    fitting = [each for each in listed(settings) if not (is_plain(each.kind) and _is_nested(each.value))]
    back, _ = nested({each.key: each.value for each in fitting if each.value is not None})
    kept, told = stated(back) or {}, stated(settings) or {}
    return [key for key in told if kept.get(key) != told[key]]


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | dict)


def _page(path: Path, problems: list[Problem]) -> str:
    return (read_text(path, as_shown(path), problems) or "").replace("\r\n", "\n")


def _table(data: Path, path: Path, problems: list[Problem]) -> Rows:
    """The rows of a table as typed; each ethnicity is known, since it becomes a column."""
    each, file = DATA_SETS[path.stem], as_shown(path)
    rows = []
    for line in return_lines(data, path, file, problems):
        cells = line.cells
        rows.append({"row": line.number, **cells})
        if each.wide and not known_ethnicity(data, cells[ETHNICITY]):
            expected = "White, BME or Unknown (or an ESR code: see data/lookups/ethnic_categories.csv)"
            problems.append(Problem(file, line.place(ETHNICITY), f"found {cells[ETHNICITY]!r}", expected))
    problems += duplicate_rows(file, rows, KEYS[path.stem])
    return [{name: str(row[name]) for name in each.schema.model_fields} for row in rows]


def csv_text(name: str, rows: Rows) -> str:
    """A table as a CSV file holds it."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(FILES[name].model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def yaml_text(settings: Mapping[str, Any]) -> str:
    """Settings as ``return.yml`` holds them."""
    text: str = yaml.safe_dump(dict(settings), sort_keys=False, allow_unicode=True, width=110)
    return text


def same_rows(name: str, one: Rows, other: Rows) -> bool:
    """Whether two tables say the same: the same rows, in any order, with the same numbers."""

    def meant(rows: Rows) -> list[tuple[str, ...]]:
        return sorted(tuple(_meant(name, column, cell) for column, cell in row.items()) for row in rows)

    return meant(one) == meant(other)


def _meant(name: str, column: str, cell: str) -> str:
    number = as_number(cell) if DATA_SETS[name].kind(column) in (int, float) else None
    return cell if number is None else number_text(number)


def same_page(page: str, one: str, other: str) -> bool:
    """Whether two texts of a page say the same, blank sections and lines at the edges apart."""
    return _said(page, one) == _said(page, other)


def _said(page: str, text: str) -> dict[str, str]:
    return {heading: body for heading, body in sections(page, text) if body}


def same_settings(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of settings say the same: what is blank says nothing."""
    return bool(stated(one) == stated(other))


def stated(value: Any) -> Any:
    """Settings without what is blank: no value, no text, and nothing but such."""
    if isinstance(value, Mapping):
        kept = {str(key): stated(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [each for each in map(stated, value) if each is not None] or None
    return None if value == "" else value if isinstance(value, bool | int | float) else _text(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
