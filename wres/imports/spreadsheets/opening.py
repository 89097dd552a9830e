"""Open a workbook that someone else has saved: values only, of a bounded size, and nothing is run.

Each part is unpacked here, within a budget, and what reads cells gets these parts alone: no macro, no
link to another file, no picture. Formulas are never calculated; the value that was saved with one is read.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from python_calamine import CalamineWorkbook

from wres.errors import Problem
from wres.files.untrusted import MOST_BYTES, read_regular
from wres.imports.spreadsheets.scanning import (
    Place,
    Unfit,
    percent_styles,
    scanned,
    sheet_parts,
    string_lengths,
)

MOST_UNPACKED = 100_000_000  # bytes of all parts together
MOST_PARTS = 2_000
MOST_CELLS = 1_000_000  # of all sheets, each from its first corner to its last
LARGER = 3  # a workbook of many organisations may be so many times as large as a return
MOST_LETTERS = 20_000_000  # of all cells, each text as often as it stands there
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how an old .xls begins, and a workbook with a password
LEFT_OUT = ("externalLinks", "media", "embeddings", "activeX", "drawings", "printerSettings")


@dataclass(frozen=True)
class Sheet:
    """The values of a sheet, row by row from its first cell.

    ``faults`` are the cells that hold none to be read, ``percentages`` those that Excel shows with %: it
    keeps 12.7% as 0.127.
    """

    name: str
    rows: list[list[Any]]
    faults: dict[Place, str] = field(default_factory=dict)
    percentages: frozenset[Place] = frozenset()

    def cell(self, row: int, column: int) -> Any:
        """The value of a cell; blank text where there is none."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else ""


def open_workbook(path: Path, problems: list[Problem], times: int = 1) -> list[Sheet] | None:
    """The sheets of a workbook; None, and a problem added, where it cannot or must not be read.

    ``times``: how many times as large as a return it may be.
    """
    content = _content(path, problems, times)
    if content is None:
        return None
    try:
        return _sheets(_parts(content, times), times)
    except Unfit as error:
        problems.append(Problem(path.name, "", error.found, error.expected))
    return None


def _content(path: Path, problems: list[Problem], times: int) -> bytes | None:
    if not path.exists() and not path.is_symlink():
        problems.append(Problem(path.name, "", "no such file", "the file to import"))
        return None
    try:
        return read_regular(path, path.name, times * MOST_BYTES, problems)
    except OSError as error:
        found = f"it cannot be read: {error.strerror or error}"
        problems.append(Problem(path.name, "", found, "a file that you may read, closed in Excel"))
    return None


def _parts(content: bytes, times: int = 1) -> dict[str, bytes]:
    """The parts of a workbook that hold its cells, unpacked within the budget."""
    if content.startswith(OLD_OR_LOCKED):
        raise Unfit("an old workbook (.xls), or one with a password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _unpacked(packed, times * MOST_UNPACKED)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError):
        raise Unfit("no workbook, or a damaged one") from None
    except (NotImplementedError, RuntimeError):
        raise Unfit("a workbook packed in a way that is not read, or with a password") from None


def _unpacked(packed: zipfile.ZipFile, most: int) -> dict[str, bytes]:
    wanted = [part for part in packed.infolist() if _holds_cells(part.filename)]
    if len(packed.infolist()) > MOST_PARTS:
        raise Unfit(f"{len(packed.infolist()):,} parts", f"{MOST_PARTS:,} at most")
    parts, left = {}, most
    for part in wanted:
        with packed.open(part) as stream:
            parts[part.filename] = stream.read(left + 1)
        left -= len(parts[part.filename])
        if left < 0:
            raise Unfit(f"a file that unpacks to more than {most // 1_000_000} MB", "a smaller workbook")
    if "xl/workbook.xml" not in parts:
        raise Unfit("no Excel workbook (.xlsx)")
    return parts


def _holds_cells(name: str) -> bool:
    path = PurePosixPath(name)
    return name.endswith((".xml", ".rels")) and not set(path.parts) & set(LEFT_OUT)


def _sheets(parts: dict[str, bytes], times: int) -> list[Sheet]:
    percent = percent_styles(parts.get("xl/styles.xml", b"<none/>"))
    lengths = string_lengths(parts.get("xl/sharedStrings.xml", b"<none/>"))
    scans = {}
    cells = letters = 0
    for name, part in sheet_parts(parts).items():
        scans[name] = scanned(parts[part], percent, lengths)
        cells, letters = cells + scans[name].cells, letters + scans[name].letters
        if cells > times * MOST_CELLS or letters > times * MOST_LETTERS:
            what = f"{cells:,} cells" if cells > times * MOST_CELLS else f"{letters:,} letters"
            most = f"{times * MOST_CELLS:,} cells and {times * MOST_LETTERS:,} letters at most"
            raise Unfit(f"sheets of {what}", most)
    workbook = _workbook(parts)
    return [
        Sheet(name, _rows(workbook, name), scan.faults, frozenset(scan.percentages))
        for name, scan in scans.items()
    ]


def _workbook(parts: dict[str, bytes]) -> CalamineWorkbook:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(packed.getvalue()))
    except BaseException as error:
        raise _unreadable(error) from None


def _rows(workbook: CalamineWorkbook, name: str) -> list[list[Any]]:
    try:
        return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:
        raise _unreadable(error) from None


def _unreadable(error: BaseException) -> BaseException:
    """What to raise for a fault of the reader; a panic of it is no Exception, and no end of the program."""
    panic = type(error).__name__ == "PanicException"
    return Unfit("a workbook that cannot be read") if panic or isinstance(error, Exception) else error
