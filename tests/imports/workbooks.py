"""What tests of workbooks share: to type into a workbook as a user does, and to save one by other hands."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from wres.imports.return_workbook.template import write_template
from wres.imports.spreadsheets.opening import open_workbook
from wres.imports.spreadsheets.scanning import column_number

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Typed = Mapping[str, object]  # by cell: text, number, None to clear it, or XML of a cell's inside


class Raw(str):
    """The inside of a cell as XML; ``e:`` before it: a cell of an error."""


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """A workbook of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in found.items():
            out.writestr(name, content)
    return file.getvalue()


def part_of(content: bytes, sheet: str) -> str:
    """The name of the part that holds a sheet: XlsxWriter numbers them in order."""
    names = re.findall(r'<sheet name="([^"]+)"', parts(content)["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def typed(path: Path, sheet: str, cells: Typed) -> None:
    """Type values into cells of a sheet."""
    found = parts(path.read_bytes())
    part = part_of(path.read_bytes(), sheet)
    ElementTree.register_namespace("", MAIN)
    root = ElementTree.fromstring(found[part])
    for name, value in cells.items():
        _put(root, name, value)
    path.write_bytes(packed({**found, part: ElementTree.tostring(root)}))


def _put(root: ElementTree.Element, name: str, value: object) -> None:
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    data = root.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    row = next((row for row in data if row.get("r") == number), None)
    if row is None:
        row = ElementTree.Element(f"{{{MAIN}}}row", {"r": number})
        data.append(row)
        data[:] = sorted(data, key=lambda each: int(each.get("r", "0")))
    for old in [cell for cell in row if cell.get("r") == name]:
        row.remove(old)
    row.append(_cell(name, value))
    row[:] = sorted(row, key=lambda each: column_number(re.sub(r"\d", "", each.get("r", ""))))


def _cell(name: str, value: object) -> ElementTree.Element:
    cell = ElementTree.Element(f"{{{MAIN}}}c", {"r": name})
    if isinstance(value, Raw):
        error = value.startswith("e:")
        cell.attrib |= {"t": "e"} if error else {}
        cell.extend(ElementTree.fromstring(f'<c xmlns="{MAIN}">{value.removeprefix("e:")}</c>'))
    elif isinstance(value, str):
        cell.set("t", "inlineStr")
        ElementTree.SubElement(ElementTree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t").text = value
    elif value is not None:
        ElementTree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)
    return cell


def typed_as(path: Path, sheet: str, cell: str, number: float, format_id: int) -> None:
    """Type a number into a cell that Excel gives a format of its own: 14 is a day, 10 a percentage."""
    styles = parts(path.read_bytes())["xl/styles.xml"].decode()
    style = len(re.findall(r"<xf ", styles[styles.index("<cellXfs") : styles.index("</cellXfs>")]))
    form = f'<xf numFmtId="{format_id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    changed(path, "xl/styles.xml", lambda xml: xml.replace("</cellXfs>", f"{form}</cellXfs>"))
    typed(path, sheet, {cell: Raw(f"<v>{number}</v>")})
    part = part_of(path.read_bytes(), sheet)
    changed(path, part, lambda xml: xml.replace(f'r="{cell}"', f'r="{cell}" s="{style}"'))


def changed(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change a part of a workbook."""
    found = parts(path.read_bytes())
    path.write_bytes(packed({**found, part: change(found[part].decode()).encode()}))


def rows_of(path: Path, sheet: str) -> list[list[object]]:
    """The values of a sheet."""
    sheets = open_workbook(path, []) or []
    return next(each.rows for each in sheets if each.name == sheet)


def cell_beside(path: Path, sheet: str, text: str, column: int = 1, find: int = 0) -> str:
    """The name of a cell in the row that has a text in its column ``find``."""
    rows = [row[find] for row in rows_of(path, sheet)]
    return f"{chr(ord('A') + column)}{rows.index(text) + 1}"


def template(data: Path, folder: Path, organisation: str = "QHG", year: int = 2023) -> Path:
    """The workbook of a return, in a folder."""
    return write_template(data, organisation, year, folder / f"{organisation}-{year}.xlsx").path
