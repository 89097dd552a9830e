"""The workbook of an organisation and year: filled where the return is there, started where it is not."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from wres.errors import WresError
from wres.files.atomic import replace_file
from wres.imports.return_workbook.layout import DATA_SETS
from wres.imports.return_workbook.text import ReturnText, return_text
from wres.imports.return_workbook.writing import Before, return_workbook
from wres.returns.scaffold import fill_new, require_fitting, year_before


@dataclass(frozen=True)
class Template:
    """A workbook that has been written, and whether it is filled with a return that is there."""

    path: Path
    is_filled: bool


def write_template(data: Path, organisation: str, year: int, path: Path) -> Template:
    """Write the workbook of a return. Raises ``WresError`` where the file is there or cannot be written."""
    require_fitting(data, organisation, year)
    if path.suffix.lower() != ".xlsx":
        raise WresError(f"found the file name {path.name!r}; expected one that ends in .xlsx")
    if path.exists():
        raise WresError(f"{path} is already there. Nothing was written. Name another with --out.")
    folder = data / "returns" / organisation / str(year)
    is_filled = folder.is_dir()
    new = _new(data, organisation, year)
    given = return_text(data, folder) if is_filled else _begun(new)
    earlier = year_before(data, organisation, year)
    before = Before(earlier, return_text(data, folder.with_name(str(earlier))).tables) if earlier else None
    content = return_workbook(data, f"WRES return of {organisation} for {year}", given, new.tables, before)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise WresError(f"{path} could not be written: {error.strerror or error}") from None
    return Template(path, is_filled)


def _new(data: Path, organisation: str, year: int) -> ReturnText:
    """A return as ``wres new`` starts it, with what last year leaves to it."""
    with tempfile.TemporaryDirectory(prefix="wres-new-") as folder:
        fill_new(data, organisation, year, Path(folder))
        return return_text(data, Path(folder))


def _begun(new: ReturnText) -> ReturnText:
    """A new return of which no count is held yet: its tables with ethnicities are offered only."""
    lists = {name: rows for name, rows in new.tables.items() if not DATA_SETS[name].wide}
    return replace(new, tables=lists)
