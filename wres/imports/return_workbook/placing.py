"""Put what a workbook holds into the folder of its return: whole, or not at all; nothing old is lost.

Problems that a check then finds in the files are told with the sheets that they came from.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from wres.errors import InvalidInput, Problem, WresError
from wres.imports.placing import Placed, placed
from wres.imports.return_workbook.layout import COMMENTARY, DATA_SETS, PAGES, SETTINGS, page_text, sections
from wres.imports.return_workbook.text import (
    ReturnText,
    csv_text,
    return_text,
    same_page,
    same_rows,
    same_settings,
    yaml_text,
)
from wres.returns.reading import as_shown
from wres.returns.schemas import FILES, KEYS

ROW = re.compile(r"rows? (\d+)")


def place(data: Path, organisation: str, year: int, given: ReturnText, is_to_replace: bool) -> Placed:
    """Make the return's folder say what a workbook says; a file that says it already stays as it is.

    A folder that was there before is kept beside the new one. Raises ``WresError`` where it would change
    and ``is_to_replace`` is not given.
    """
    folder = data / "returns" / organisation / str(year)
    is_there = folder.exists()

    def fill(draft: Path) -> list[str]:
        changed = list(_changed(data, draft, given))
        if is_there and changed and not is_to_replace:
            raise WresError(
                f"{as_shown(folder)} is already there, and the workbook says something else in "
                f"{', '.join(changed)}. Nothing was written. To take what the workbook says, and keep the "
                "old folder beside the new one, add --replace."
            )
        return changed

    return placed(data, organisation, year, fill, keep=True)


def _changed(data: Path, draft: Path, given: ReturnText) -> Iterator[str]:
    """Write what differs into the draft, and name each file that is written or taken out."""
    held = _held(data, draft)
    if held is None or not same_settings(held.settings, given.settings):
        yield _written(draft / "return.yml", yaml_text(given.settings))
    for name in FILES:
        rows, old = given.tables.get(name), held.tables.get(name) if held else None
        if rows is not None and (old is None or not same_rows(name, rows, old)):
            yield _written(draft / f"{name}.csv", csv_text(name, rows))
        elif rows is None and (draft / f"{name}.csv").exists():
            yield _taken_out(draft / f"{name}.csv")
    (draft / "commentary").mkdir(exist_ok=True)
    for page in PAGES:
        text, path = given.commentary.get(page, ""), draft / "commentary" / f"{page}.md"
        old_text = held.commentary.get(page, "") if held else None
        if old_text is None or not same_page(page, text, old_text):
            yield _written(path, page_text(page, dict(sections(page, text))))


def _held(data: Path, draft: Path) -> ReturnText | None:
    """What the folder holds now; None where it cannot be read."""
    try:
        return return_text(data, draft)
    except InvalidInput:
        return None


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8", newline="\n")
    return _name(path)


def _taken_out(path: Path) -> str:
    path.unlink()
    return f"{_name(path)} (taken out)"


def _name(path: Path) -> str:
    return f"commentary/{path.name}" if path.parent.name == "commentary" else path.name


def with_sheets(error: InvalidInput, folder: Path, given: ReturnText, workbook: str) -> InvalidInput:
    """The same problems, each of this return's files with its sheet, and with its row where it has one."""
    own = as_shown(folder)
    found = [_with_sheet(problem, folder, given) if problem.file.startswith(f"{own}/") else problem
             for problem in error.problems]  # fmt: skip
    again = f"wres import workbook {workbook} --org {folder.parent.name} --year {folder.name} --replace"
    advice = f"The return was written as it is. Correct the workbook, save it, then run: {again}"
    return InvalidInput(found, advice)


def _with_sheet(problem: Problem, folder: Path, given: ReturnText) -> Problem:
    name = Path(problem.file).stem
    if name in DATA_SETS:
        row = _sheet_row(problem, folder / f"{name}.csv", given)
        where = f"sheet {DATA_SETS[name].sheet}{f', row {row}' if row else ''}"
    else:
        where = f"sheet {SETTINGS if name == 'return' else COMMENTARY}"
    place = f"{problem.place} ({where})" if problem.place else where
    return Problem(problem.file, place, problem.found, problem.expected)


def _sheet_row(problem: Problem, path: Path, given: ReturnText) -> int | None:
    """The row of the sheet that a row of the file came from: the one with the same key."""
    named = ROW.match(problem.place)
    rows, lines = given.tables.get(path.stem, []), given.lines.get(path.stem, [])
    if not named or not path.is_file():
        return None
    key = KEYS[path.stem]
    with path.open(encoding="utf-8-sig", newline="") as file:
        held = list(csv.reader(file))
    cells = dict(zip(held[0], held[int(named[1]) - 1], strict=False)) if int(named[1]) <= len(held) else {}
    for row, line in zip(rows, lines, strict=True):
        if all(cells.get(name) == row[name] for name in key):
            return line + 1
    return None
