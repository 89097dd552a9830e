"""Read a return workbook that has been filled in: what its sheets hold, and everything wrong at once."""

from pathlib import Path

from pydantic import ValidationError

from wres.errors import InvalidInput, Problem
from wres.files.csv_rows import plain_error
from wres.imports.return_workbook.layout import (
    COMMENTARY,
    COMMENTARY_COLUMNS,
    DATA_SETS,
    GUIDANCE,
    GUIDANCE_COLUMNS,
    PAGES,
    SECTIONS,
    SETTINGS,
    SETTINGS_COLUMNS,
    YES,
    bare,
    page_text,
)
from wres.imports.return_workbook.settings import listed, nested, value_of
from wres.imports.return_workbook.tables import read_table
from wres.imports.return_workbook.text import ReturnText
from wres.imports.return_workbook.values import Fault, cell_text, is_blank, problems_of, shown
from wres.imports.spreadsheets.opening import Sheet, open_workbook
from wres.returns.schemas import WHOLE
from wres.returns.settings import ReturnFile


def read_workbook(data: Path, path: Path, organisation: str, year: int) -> ReturnText:
    """The return that a workbook holds.

    Raises ``InvalidInput`` with everything that is wrong in it, by sheet and cell.
    """
    problems: list[Problem] = []
    found = open_workbook(path, problems)
    sheets = {sheet.name.strip().casefold(): sheet for sheet in found or []}
    wanted = [GUIDANCE, SETTINGS, *(each.sheet for each in DATA_SETS.values()), COMMENTARY]
    missing = [name for name in wanted if name.casefold() not in sheets]
    if found is not None and missing:
        said = "all sheets that wres template writes; one that is not needed stays blank"
        problems.append(Problem(path.name, "", f"no sheet {', '.join(missing)}", said))
    faults: list[Fault] = []
    given = ReturnText()
    if not problems:
        given = _read(data, sheets, organisation, year, faults)
    problems += problems_of(path.name, faults)
    if problems:
        again = f"wres import workbook {path.name} --org {organisation} --year {year}"
        raise InvalidInput(problems, f"Correct the workbook, save it, then run: {again}")
    return given


def _read(
    data: Path, sheets: dict[str, Sheet], organisation: str, year: int, faults: list[Fault]
) -> ReturnText:
    settings = _settings(sheets[SETTINGS.casefold()], organisation, year, faults)
    kept = _kept(sheets[GUIDANCE.casefold()], faults)
    tables = {
        each.name: read_table(data, each, sheets[each.sheet.casefold()], each.sheet in kept, faults)
        for each in DATA_SETS.values()
    }
    held = {name: rows for name, rows in tables.items() if rows is not None}
    return ReturnText(
        settings,
        {name: [cells for _, cells in rows] for name, rows in held.items()},
        _commentary(sheets[COMMENTARY.casefold()], faults),
        {name: [line for line, _ in rows] for name, rows in held.items()},
    )


def _heads(sheet: Sheet, wanted: tuple[str, ...], faults: list[Fault]) -> dict[str, int]:
    """The number of each column by its head; a fault for one that is missing."""
    heads = [str(head).strip() for head in (sheet.rows[0] if sheet.rows else [])]
    missing = [head for head in wanted if head not in heads]
    if missing:
        faults.append(
            Fault(sheet.name, 0, 0, "", f"no column {', '.join(missing)}", f"the columns {', '.join(wanted)}")
        )
    return {} if missing else {head: heads.index(head) for head in wanted}


def _kept(sheet: Sheet, faults: list[Fault]) -> set[str]:
    """The sheets whose files the return keeps also where they are blank."""
    heads = _heads(sheet, GUIDANCE_COLUMNS, faults)
    kept = set()
    for row in range(1, len(sheet.rows) if heads else 0):
        name, number = str(sheet.cell(row, heads[GUIDANCE_COLUMNS[0]])).strip(), heads[GUIDANCE_COLUMNS[3]]
        typed = cell_text(sheet, row, number, GUIDANCE_COLUMNS[3], str, faults).strip().casefold()
        if typed == YES:
            kept.add(name)
        elif typed:
            faults.append(Fault(sheet.name, row, number, GUIDANCE_COLUMNS[3], shown(typed), "yes, or blank"))
    return kept


def _settings(sheet: Sheet, organisation: str, year: int, faults: list[Fault]) -> dict[str, object]:
    """The settings, as ``return.yml`` is to hold them."""
    heads = _heads(sheet, SETTINGS_COLUMNS, faults)
    if not heads:
        return {}
    column, before = heads[SETTINGS_COLUMNS[1]], len(faults)
    kinds = {each.key: each.kind for each in listed({})}
    rows: dict[str, int] = {}
    values: dict[str, object] = {}
    for row in range(1, len(sheet.rows)):
        key = str(sheet.cell(row, heads[SETTINGS_COLUMNS[3]])).strip()
        if is_blank(sheet, row, column):
            rows.setdefault(key, row)
        elif not key or key in values:
            found = "a value without a key" if not key else f"the key {key} a second time"
            faults.append(Fault(sheet.name, row, column, "", found, "each setting once, with its key"))
        else:
            rows[key] = row
            kind = kinds.get(_of_first(key))
            head = str(sheet.cell(row, heads[SETTINGS_COLUMNS[0]]))
            values[key] = value_of(kind, cell_text(sheet, row, column, head, bare(kind), faults))
    if len(faults) > before:
        return {}
    settings, moved = nested(values)
    _validate(sheet, settings, moved, rows, column, faults)
    _require_fitting(sheet, settings, rows, column, organisation, year, faults)
    return settings


def _of_first(key: str) -> str:
    """The key with each entry of a list as the first: all have the same type."""
    return ".".join("1" if part.isdecimal() else part for part in key.split("."))


def _validate(
    sheet: Sheet,
    settings: dict[str, object],
    moved: dict[str, str],
    rows: dict[str, int],
    column: int,
    faults: list[Fault],
) -> None:
    """Faults for what the schema of the settings refuses, at the cell of it."""
    try:
        ReturnFile.model_validate(settings)
    except ValidationError as error:
        for each in error.errors():
            place, found, expected = plain_error(each)
            key = _given(place, moved)
            row = rows.get(key, next((rows[name] for name in rows if name.startswith(f"{key}.")), 0))
            faults.append(Fault(sheet.name, row, column, key, found, expected))


def _given(place: str, moved: dict[str, str]) -> str:
    """The key that was given to the setting at a place, or to what it is part of with the rest."""
    parts = place.split(".")
    for length in range(len(parts), 0, -1):
        if (start := ".".join(parts[:length])) in moved:
            return ".".join([moved[start], *parts[length:]])
    return place


def _require_fitting(
    sheet: Sheet,
    settings: dict[str, object],
    rows: dict[str, int],
    column: int,
    organisation: str,
    year: int,
    faults: list[Fault],
) -> None:
    """Faults where the workbook is of another organisation or year than was asked for."""
    for key, wanted, option in (("organisation", organisation, "--org"), ("year", year, "--year")):
        found = settings.get(key)
        if found is not None and found != wanted:
            faults.append(
                Fault(sheet.name, rows[key], column, key, shown(str(found)), f"{wanted}, as {option} says")
            )


def _commentary(sheet: Sheet, faults: list[Fault]) -> dict[str, str]:
    """The text of each page that has any row, from the rows of its sections."""
    heads = _heads(sheet, COMMENTARY_COLUMNS, faults)
    pages: dict[str, dict[str, str]] = {}
    columns = [heads[head] for head in COMMENTARY_COLUMNS] if heads else []
    for row in range(1, len(sheet.rows) if heads else 0):
        if all(is_blank(sheet, row, column) for column in columns):
            continue
        file, section, text = (
            cell_text(sheet, row, column, head, str, faults)
            for column, head in zip(columns, COMMENTARY_COLUMNS, strict=True)
        )
        text = text.replace("\r\n", "\n")
        page, section = file.strip().removesuffix(".md"), section.strip()
        given = pages.setdefault(page, {})
        if said := _misplaced(page, section, given):
            where = columns[0] if page not in PAGES else columns[1]
            faults.append(Fault(sheet.name, row, where, "", *said))
        given[section] = f"{given[section]}\n\n{text}" if section in given else text
    return {page: page_text(page, given) for page, given in pages.items()}


def _misplaced(page: str, section: str, given: dict[str, str]) -> tuple[str, str] | None:
    """What is wrong with the place of a text, and what is right."""
    if page not in PAGES:
        return shown(page), f"one of {', '.join(f'{name}.md' for name in PAGES)}"
    if page in WHOLE and section:
        return shown(section), "no section: this page has none"
    if section and section not in SECTIONS:
        return shown(section), f"one of {'; '.join(SECTIONS)}"
    if given and (section == "") != ("" in given):
        return "sections beside a text without one", "a section for each text of the page"
    return None
