"""Go through the XML of a workbook before its cells are read: what is where, and what is too much."""

import re
from typing import Any
from xml.parsers import expat

PERCENT_FORMATS = ("9", "10")  # that every workbook has: 0% and 0.00%
WITHOUT_VALUE = "a formula without a value"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
AN_XLSX = "an Excel workbook (.xlsx), saved without a password"
MOST_OF_ERROR = 40  # letters of an error, such as #DIV/0!

Place = tuple[int, int]  # row and column, from 0


class Unfit(Exception):
    """A file that is no workbook to be read."""

    def __init__(self, found: str, expected: str = AN_XLSX) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each worksheet, by the sheet's name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            sheets[given.get("name", "")] = given.get("id", "")

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    parse(parts["xl/workbook.xml"], sheet)
    parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), relation)
    found = {name: targets.get(key, "") for name, key in sheets.items()}
    paths = {name: path[1:] if path.startswith("/") else f"xl/{path}" for name, path in found.items()}
    return {name: path for name, path in paths.items() if path in parts and "/worksheets/" in path}


def percent_styles(content: bytes) -> set[str]:
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

    parse(content, start, end)
    return {str(number) for number, form in enumerate(styles) if form in formats}


def string_lengths(content: bytes) -> list[int]:
    """The letters of each of the texts that cells share: a long one may stand in a million cells."""
    lengths: list[int] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parse(content, start, None, text)
    return lengths


def parse(content: bytes, start: Any, end: Any = None, text: Any = None) -> None:
    """Go through XML; tags and attributes by their names without namespaces. No document type is read."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: Any) -> None:
        raise Unfit("a document type in its XML")

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
        raise Unfit("a workbook with damaged XML") from None


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


class Scan:
    """What is seen of a sheet on the way: where it ends, and cells whose value is not what it seems."""

    def __init__(self, percent: set[str], lengths: list[int]) -> None:
        self.percent, self.lengths, self.letters = percent, lengths, 0
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

    @property
    def cells(self) -> int:
        """The cells from the first corner to the last."""
        return (self.rows + 1) * (self.columns + 1)

    def _place(self, reference: str) -> None:
        found = REFERENCE.fullmatch(reference)
        if found:
            self.row, self.column = int(found[2]) - 1, column_number(found[1])
        else:
            self.column += 1

    def text(self, data: str) -> None:
        """Add to the value of a cell."""
        if self.inside and len(self.value) < MOST_OF_ERROR:
            self.value += data

    def end(self, tag: str) -> None:
        """End a value, or a cell."""
        self.inside = False
        if tag == "c" and self.kind == "s" and self.value.isdecimal() and int(self.value) < len(self.lengths):
            self.letters += self.lengths[int(self.value)]
        if tag == "c" and self.kind == "e":
            self.faults[self.row, self.column] = self.value or "an error of a formula"
        elif tag == "c" and self.formula and not self.value and self.kind != "str":
            self.faults[self.row, self.column] = WITHOUT_VALUE


def scanned(content: bytes, percent: set[str], lengths: list[int]) -> Scan:
    """What is seen of a sheet; ``percent`` are the styles with %, ``lengths`` those of shared texts."""
    scan = Scan(percent, lengths)
    parse(content, scan.start, scan.end, scan.text)
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
