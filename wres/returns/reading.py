"""Read what an organisation knows: text to typed frames, nothing else.

A return is a folder ``data/returns/<ODS>/<year>/``. Everything wrong with it is reported at once.
"""

import re
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ValidationError

from wres.english.dates import long_date
from wres.errors import Problem, WresError
from wres.files.csv_rows import duplicate_rows, plain_error
from wres.files.untrusted import read_text
from wres.returns.branding.logo import KINDS
from wres.returns.forms.accepted_forms import return_lines
from wres.returns.forms.totals import Line
from wres.returns.plain_yaml import plain_settings
from wres.returns.schemas import FILES, KEYS, REQUIRED
from wres.returns.settings import ZERO, Predecessor, ReturnFile, SeriesBreak
from wres.standard.groups import GROUPS
from wres.standard.indicators import BY_CODE
from wres.standard.lookups import ethnic_category, ethnic_groups
from wres.standard.organisations import REGISTER, Change, followed, joined, register


def by_group(table: pd.DataFrame, absent: float = nan) -> dict[str, float]:
    """Headcount by group; NaN where a cell is blank, ``absent`` for a group without a row."""
    sums = table.groupby("group")["headcount"].agg(lambda cells: cells.sum(skipna=False))
    return {group: float(sums.get(group, absent)) for group in GROUPS}


@dataclass(frozen=True)
class Return:
    """A return as read: its settings and its tables, typed, one row per line of the file.

    Tables with an ethnicity have a column ``group`` (white, bme, unknown); all have ``row``, the
    line of the file as a spreadsheet numbers it. A file that is absent is absent here. ``rounded``:
    counts and totals have been rounded to a multiple, as the disclosure policy may ask. ``added_from``:
    the folders of the returns whose counts this one holds added up; none of one that was read.
    """

    folder: Path
    settings: ReturnFile
    tables: dict[str, pd.DataFrame]
    rounded: bool = False
    added_from: tuple[Path, ...] = ()

    @property
    def year(self) -> int:
        """The WRES report year."""
        return self.settings.year


def above_headcount(given: Return) -> set[str]:
    """The groups whose bands hold more than the staff in post, as where some are in two posts."""
    sums = given.tables["workforce"].groupby("group")["headcount"].sum()
    return {g for g, label in GROUPS.items() if sums.get(g, 0) > given.settings.staff_in_post.get(label, 0)}


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
    settings = _with_predecessors(data, _read_settings(folder, organisation, year, problems))
    settings = _with_joined(data, settings)
    tables = {}
    logo = settings.logo.file if settings and settings.logo else ""
    zeros = [name for name, meaning in settings.blank_means.items() if meaning == ZERO] if settings else []
    for path in sorted(p for p in folder.iterdir() if p.is_file() and not _ignored(p.name)):
        if path.name == logo or (settings is None and path.suffix in KINDS):
            continue
        if path.name not in {f"{name}.csv" for name in FILES}:
            problems.append(_unknown_file(path))
        elif (table := _read_table(data, path, problems, path.stem in zeros)) is not None:
            tables[path.stem] = table
    for name in REQUIRED:
        if not (folder / f"{name}.csv").is_file():
            problems.append(Problem(as_shown(folder / f"{name}.csv"), "", "no such file", "the file"))
    return (Return(folder, settings, tables) if settings else None), problems


def _ignored(name: str) -> bool:
    """Files that may lie in a return's folder beside its tables: hidden ones, those of Excel and Windows.

    ``import.yml`` says what the tables were made from, and no page says it.
    """
    known = ("return.yml", "import.yml", "README.md", "Thumbs.db", "desktop.ini")
    return name in known or name.startswith((".", "~$"))


def _unknown_file(path: Path) -> Problem:
    """A file that is no part of a return; of a copy of one, which it is of."""
    copied = next((name for name in FILES if re.match(rf"{name}\W.*\.csv", path.name, re.IGNORECASE)), "")
    if copied:
        found = f"unknown file, as a copy of {copied}.csv is named"
        return Problem(
            as_shown(path), "", found, f"{copied}.csv alone: remove the other, or put it elsewhere"
        )
    expected = f"return.yml, the logo that it names, or one of {', '.join(FILES)} (.csv)"
    return Problem(as_shown(path), "", "unknown file", expected)


def _require_known(data: Path, organisation: str, year: int, folder: Path) -> None:
    if organisation not in register(data).bodies:
        raise WresError(f"unknown organisation '{organisation}'; expected an ODS code of {REGISTER}")
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
    text = read_text(path, file, problems)
    if text is None:
        return None
    plain, unreadable = plain_settings(text)
    if unreadable:
        problems.append(Problem(file, *unreadable))
        return None
    try:
        settings = ReturnFile.model_validate(plain)
    except ValidationError as error:
        problems += [Problem(file, *plain_error(e)) for e in error.errors()]
        return None
    for key, found, expected in (
        ("organisation", settings.organisation, organisation),
        ("year", settings.year, year),
    ):
        if found != expected:
            problems.append(Problem(file, key, f"found {found!r}", f"{expected!r}, as the folder says"))
    return settings


def _with_predecessors(data: Path, settings: ReturnFile | None) -> ReturnFile | None:
    """The settings with the bodies that the register has as followed in the year, where they name none."""
    if settings is None or settings.predecessor or settings.organisation not in register(data).bodies:
        return settings
    found = followed(register(data), settings.organisation, settings.snapshot_date)
    named = tuple(Predecessor(name=change.name, until=change.day) for change in found)
    return settings.model_copy(update={"predecessor": named}) if named else settings


def _with_joined(data: Path, settings: ReturnFile | None) -> ReturnFile | None:
    """The settings with a break in every series where another body, or a part of one, joined in the year."""
    if settings is None or settings.organisation not in register(data).bodies:
        return settings
    found = joined(register(data), settings.organisation, settings.snapshot_date)
    breaks = [
        *settings.breaks,
        *(SeriesBreak(indicators=list(BY_CODE), reason=_joined(each)) for each in found),
    ]
    return settings.model_copy(update={"breaks": breaks}) if found else settings


def _joined(change: Change) -> str:
    who = f"{'a part of ' if change.part else ''}{change.name}"
    return f"On {long_date(change.day)} {who} joined the organisation."


def _read_table(data: Path, path: Path, problems: list[Problem], blank_is_zero: bool) -> pd.DataFrame | None:
    """The typed rows of one CSV file; None where any row or the file itself is unusable."""
    file, schema = as_shown(path), FILES[path.stem]
    before = len(problems)
    rows = []
    for line in return_lines(data, path, file, problems, blank_is_zero):
        cells = line.cells
        group = {}
        if "ethnicity" in cells:
            group = {"group": ethnic_groups(data).get(ethnic_category(cells["ethnicity"]), "")}
            if not group["group"]:
                problems.append(_no_group(file, line, cells["ethnicity"]))
        try:
            rows.append({"row": line.number, **schema.model_validate(cells).model_dump(), **group})
        except ValidationError as error:
            problems += [_wrong_cell(file, line, e) for e in error.errors()]
    problems += duplicate_rows(file, rows, KEYS[path.stem])
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


def _wrong_cell(file: str, line: Line, error: Any) -> Problem:
    column, found, expected = plain_error(error)
    return Problem(file, line.place(column), found, expected)


def _no_group(file: str, line: Line, typed: str) -> Problem:
    """An ethnicity without a WRES group is a problem, never dropped."""
    expected = "White, BME or Unknown (or an ESR code: see data/lookups/ethnic_categories.csv)"
    return Problem(file, line.place("ethnicity"), f"found {typed!r}", expected)
