"""Open a workbook that someone else has saved: values only, of a bounded size, and nothing is run.

Each part is unpacked here, within a budget, and what reads cells gets these parts alone: no macro, no
link to another file, no picture. Formulas are never calculated; the value that was saved with one is read.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from wres.errors import Problem
from wres.files.untrusted import MOST_BYTES, read_regular

MOST_UNPACKED = 100_000_000  # bytes of all parts together
MOST_PARTS = 2_000
MOST_CELLS = 1_000_000  # of a sheet, from its first corner to its last
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how an old .xls begins, and a workbook with a password
AN_XLSX = "an Excel workbook (.xlsx), saved without a password"
LEFT_OUT = ("externalLinks", "media", "embeddings", "activeX", "drawings", "printerSettings")
PERCENT_FORMATS = ("9", "10")  # that every workbook has: 0% and 0.00%
WITHOUT_VALUE = "a formula without a value"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Place = tuple[int, int]  # row and column, from 0


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


def open_workbook(path: Path, problems: list[Problem]) -> list[Sheet] | None:
    """The sheets of a workbook; None, and a problem added, where it cannot or must not be read."""
    content = read_regular(path, path.name, MOST_BYTES, problems)
    if content is None:
        return None
    try:
        parts = _parts(content)
        return _sheets(parts)
    except _Unfit as error:
        problems.append(Problem(path.name, "", error.found, error.expected))
    return None


class _Unfit(Exception):
    """A file that is no workbook to be read."""

    def __init__(self, found: str, expected: str = AN_XLSX) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook that hold its cells, unpacked within the budget."""
    if content.startswith(OLD_OR_LOCKED):
        raise _Unfit("an old workbook (.xls), or one with a password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _unpacked(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError):
        raise _Unfit("no workbook, or a damaged one") from None
    except (NotImplementedError, RuntimeError):
        raise _Unfit("a workbook packed in a way that is not read, or with a password") from None


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    wanted = [part for part in packed.infolist() if _holds_cells(part.filename)]
    if len(packed.infolist()) > MOST_PARTS:
        raise _Unfit(f"{len(packed.infolist()):,} parts", f"{MOST_PARTS:,} at most")
    parts, left = {}, MOST_UNPACKED
    for part in wanted:
        with packed.open(part) as stream:
            parts[part.filename] = stream.read(left + 1)
        left -= len(parts[part.filename])
        if left < 0:
            raise _Unfit("a file that unpacks to more than 100 MB", "a workbook of a return")
    if "xl/workbook.xml" not in parts:
        raise _Unfit("no Excel workbook (.xlsx)")
    return parts


def _holds_cells(name: str) -> bool:
    path = PurePosixPath(name)
    return name.endswith((".xml", ".rels")) and not set(path.parts) & set(LEFT_OUT)


def _sheets(parts: dict[str, bytes]) -> list[Sheet]:
    percent = _percent_styles(parts.get("xl/styles.xml", b"<none/>"))
    scans = {name: _scanned(parts[part], percent) for name, part in _sheet_parts(parts).items()}
    workbook = _workbook(parts)
    return [
        Sheet(name, _rows(workbook, name), scan.faults, frozenset(scan.percentages))
        for name, scan in scans.items()
    ]


def _percent_styles(content: bytes) -> set[str]:
    """The numbers of the cell styles that show a number with %."""
    formats, styles, inside = set(PERCENT_FORMATS), [], []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt" and "%" in given.get("formatCode", ""):
            formats.add(given.get("numFmtId", ""))
        if tag in ("cellXfs", "cellStyleXfs"):
            inside.append(tag)
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(given.get("numFmtId", ""))

    def end(tag: str) -> None:
        if inside[-1:] == [tag]:
            inside.pop()

    _parse(content, start, end)
    return {str(number) for number, form in enumerate(styles) if form in formats}


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
    return _Unfit("a workbook that cannot be read") if panic or isinstance(error, Exception) else error


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each worksheet, by the sheet's name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            sheets[given.get("name", "")] = given.get("id", "")

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    _parse(parts["xl/workbook.xml"], sheet)
    _parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), relation)
    found = {name: targets.get(key, "") for name, key in sheets.items()}
    paths = {name: path[1:] if path.startswith("/") else f"xl/{path}" for name, path in found.items()}
    return {name: path for name, path in paths.items() if path in parts and "/worksheets/" in path}


def _parse(content: bytes, start: Any, end: Any = None, text: Any = None) -> None:
    """Go through XML; tags and attributes by their names without namespaces. No document type is read."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: Any) -> None:
        raise _Unfit("a document type in its XML")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(
        _local(tag), {_local(name): value for name, value in given.items()}
    )
    if end:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise _Unfit("a workbook with damaged XML") from None


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


class _Scan:
    """What is seen of a sheet on the way: where it ends, and cells whose value is not what it seems."""

    def __init__(self, percent: set[str]) -> None:
        self.percent = percent  # styles
        self.faults: dict[Place, str] = {}
        self.percentages: set[Place] = set()
        self.row = self.column = self.rows = self.columns = -1
        self.kind, self.formula, self.inside, self.value = "", False, False, ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Begin a row, a cell, or what is in it."""
        if tag == "row":
            number = given.get("r", "")
            self.row, self.column = (int(number) - 1 if number.isdecimal() else self.row + 1), -1
        elif tag == "c":
            self._place(given.get("r", ""))
            self.kind, self.formula, self.value = given.get("t", ""), False, ""
            if given.get("s", "") in self.percent:
                self.percentages.add((self.row, self.column))
        elif tag in ("f", "v", "is"):
            self.formula |= tag == "f"
            self.inside = tag == "v"
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def _place(self, reference: str) -> None:
        found = REFERENCE.fullmatch(reference)
        if found:
            self.row, self.column = int(found[2]) - 1, column_number(found[1])
        else:
            self.column += 1

    def text(self, data: str) -> None:
        """Add to the value of a cell."""
        if self.inside:
            self.value += data

    def end(self, tag: str) -> None:
        """End a value, or a cell."""
        self.inside = False
        if tag == "c" and self.kind == "e":
            self.faults[self.row, self.column] = self.value or "an error of a formula"
        elif tag == "c" and self.formula and not self.value and self.kind != "str":
            self.faults[self.row, self.column] = WITHOUT_VALUE


def _scanned(content: bytes, percent: set[str]) -> _Scan:
    """What is seen of a sheet; ``percent`` are the styles with %."""
    scan = _Scan(percent)
    _parse(content, scan.start, scan.end, scan.text)
    if (scan.rows + 1) * (scan.columns + 1) > MOST_CELLS:
        raise _Unfit(
            f"a sheet of {scan.rows + 1:,} rows and {scan.columns + 1:,} columns", "a return's sheet"
        )
    return scan


def column_number(letters: str) -> int:
    """The number of a column from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it: ``B7``."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
