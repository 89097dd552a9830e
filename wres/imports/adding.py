"""Add what a file of another kind says to a return: its tables and settings, and the record of the import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wres.errors import InvalidInput, Problem, WresError
from wres.files.checksums import file_sum
from wres.imports.placing import Placed, placed
from wres.imports.record import RECORD, read_record
from wres.imports.return_workbook.layout import Rows
from wres.imports.return_workbook.text import ReturnText, csv_text, return_text, same_rows, yaml_text
from wres.imports.spreadsheets.grids import number_text
from wres.returns.reading import as_shown
from wres.returns.scaffold import NUMBERS

HEAD = "# What was read from other files into this return, and how; wres import writes it.\n"
Setting = tuple[str, ...]  # where a setting stands in return.yml, such as staff_in_post, White


@dataclass(frozen=True)
class Addition:
    """What a file adds to a return: rows by table, settings by place, and how it was read.

    ``counts`` are those of what was read; ``notes`` say what was not.
    """

    source: str
    path: Path
    tables: dict[str, Rows]
    sheet: str = ""
    settings: dict[Setting, int | float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """What ``import.yml`` says of it."""
        said = {
            "file": self.path.name,
            "sha256": file_sum(self.path),
            "sheet": self.sheet,
            "policies": self.policies,
            "counts": self.counts,
            "notes": list(self.notes),
            "wrote": [f"{name}.csv" for name in self.tables],
        }
        return {name: value for name, value in said.items() if value}


def add(data: Path, organisation: str, year: int, addition: Addition, is_to_replace: bool) -> Placed:
    """Write what a file adds into the folder of a return, which is started where there is none.

    Raises ``WresError`` where a number that is there would change and ``is_to_replace`` is not given: the old
    folder is then kept beside the new one. Nothing is written in part.
    """
    folder = data / "returns" / organisation / str(year)
    is_there = folder.is_dir()
    held = return_text(data, folder) if is_there else ReturnText()
    lost = [*_tables_lost(addition, held), *_settings_lost(addition, held)]
    if lost and not is_to_replace:
        raise WresError(
            f"{as_shown(folder)} is already there, and {addition.path.name} says something else in "
            f"{', '.join(lost)}. Nothing was written. To take what the file says, and keep the old folder "
            "beside the new one, add --replace."
        )
    record = {**(read_record(folder) if is_there else {}), addition.source: addition.record()}
    files = {f"{name}.csv": csv_text(name, rows) for name, rows in addition.tables.items()}
    files[RECORD] = HEAD + yaml_text(record)

    def fill(draft: Path) -> list[str]:
        settings = draft / "return.yml"
        given = {**files, "return.yml": with_settings(settings.read_text("utf-8-sig"), addition.settings)}
        return [name for name, text in given.items() if _written(draft / name, text)]

    return placed(data, organisation, year, fill, keep=bool(lost))


def _written(path: Path, text: str) -> bool:
    """Whether a file had to be written to say this."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _tables_lost(addition: Addition, held: ReturnText) -> list[str]:
    """The tables in which a number that is held would change."""
    return [
        f"{name}.csv"
        for name, rows in addition.tables.items()
        if _with_numbers(held.tables.get(name, [])) and not same_rows(name, rows, held.tables[name])
    ]


def _with_numbers(rows: Rows) -> bool:
    return any(row.get(name) for row in rows for name in NUMBERS)


def _settings_lost(addition: Addition, held: ReturnText) -> list[str]:
    found = []
    for where, value in addition.settings.items():
        inside: Any = held.settings
        for key in where:
            inside = inside.get(key) if isinstance(inside, Mapping) else None
        if inside not in (None, "", value) and inside != str(value):
            found.append(f"return.yml ({'.'.join(where)}: {inside} there, {number_text(value)} in the file)")
    return found


def with_settings(text: str, settings: Mapping[Setting, int | float]) -> str:
    """The text of ``return.yml`` with some values in place of what it says, all else as it was typed.

    A setting that has no line yet gets one at the end. Raises ``InvalidInput`` where it belongs inside
    another that is not there.
    """
    for where, value in settings.items():
        text = _with_setting(text, where, number_text(value))
    return text


def _with_setting(text: str, where: Setting, value: str) -> str:
    node: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    for key in where:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in pairs if name.value == key), None)
    if node is None and len(where) == 1:
        return f"{text.rstrip()}\n{where[0]}: {value}\n"
    if node is None:
        problem = Problem("return.yml", ".".join(where), "no such setting", "a line for it")
        raise InvalidInput([problem], "Add the line to return.yml. Nothing was written.")
    start, end = node.start_mark.index, node.end_mark.index
    blank = " " if start == end and text[start - 1] == ":" else ""
    return f"{text[:start]}{blank}{value}{text[end:]}"
