"""Write a return as an Excel workbook to be filled in: a sheet for each data set, no macros.

The formulas in it are this module's own; nothing of the return becomes one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from wres.imports.return_workbook.cells import (
    LAST,
    MOST_LETTERS,
    Book,
    add_sheet,
    drop_down,
    finished,
    letters_of,
    new_book,
    put,
    rule,
)
from wres.imports.return_workbook.guidance import guidance
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
    DataSet,
    Rows,
    as_date,
    as_number,
    bare,
    page_text,
    sections,
    title,
    vocabulary,
    widened,
)
from wres.imports.return_workbook.settings import Setting, cell_of, listed
from wres.imports.return_workbook.text import ReturnText
from wres.imports.return_workbook.wide_sheet import write_wide

SPARE = 20  # blank rows below those of a table
LONG = ("action", "outcome", "measure", "progress", "theme", "source")  # columns of sentences


@dataclass(frozen=True)
class Before:
    """The tables of the return of an earlier year, to be shown beside this year's."""

    year: int
    tables: dict[str, Rows]


def return_workbook(
    data: Path, name: str, given: ReturnText, offered: dict[str, Rows], before: Before | None = None
) -> bytes:
    """The workbook of a return.

    ``offered`` are the rows to be filled in, without numbers, of tables that the return does not hold.
    """
    book = new_book(name)
    _write_guidance(book, given)
    staff = _write_settings(book, given)
    for each in DATA_SETS.values():
        rows = given.tables.get(each.name)
        if each.wide:
            earlier = before.tables.get(each.name, []) if before else []
            wide = widened(each, rows if rows is not None else offered.get(each.name, []))
            write_wide(data, book, each, wide, staff, (before.year, earlier) if before and earlier else None)
        else:
            _write_list(data, book, each, rows or [])
    _write_commentary(book, given)
    return finished(book)


def _write_guidance(book: Book, given: ReturnText) -> None:
    rows = guidance()
    sheet = add_sheet(book, GUIDANCE, GUIDANCE_COLUMNS, (24, 90, 34, 16), len(rows), (1, 0))
    names = {each.sheet: each.name for each in DATA_SETS.values()}
    for row, cells in enumerate(rows, start=1):
        for column, text in enumerate(cells):
            put(book, sheet, row, column, text, "told")
        if cells[0] in names:
            put(book, sheet, row, 3, YES if names[cells[0]] in given.tables else "", "text")
            about = (GUIDANCE_COLUMNS[3], "yes: the file is kept, also where every cell is blank")
            drop_down(book, sheet, (row, 3, row, 3), about, {YES: YES})


def _write_settings(book: Book, given: ReturnText) -> dict[str, tuple[str, object]]:
    """The sheet of settings; returns, by group, the cell of the staff in post and what it holds."""
    rows = listed(given.settings)
    sheet = add_sheet(book, SETTINGS, SETTINGS_COLUMNS, (44, 60, 70, 36), len(rows), (1, 1))
    sheet.set_column(1, 1, 60, book.styles["long"])
    staff = {}
    for row, each in enumerate(rows, start=1):
        put(book, sheet, row, 0, each.label, "told")
        put(book, sheet, row, 1, cell_of(each), _style(each))
        put(book, sheet, row, 2, each.meaning, "told")
        put(book, sheet, row, 3, each.key, "told")
        if each.choices:
            codes = {code: code for code in each.choices}
            drop_down(book, sheet, (row, 1, row, 1), (each.label, each.meaning), codes)
        if each.key.startswith("staff_in_post."):
            staff[each.key.split(".")[1]] = (f"{SETTINGS}!$B${row + 1}", each.value)
    return staff


def _style(each: Setting) -> str:
    styles = {int: "number", float: "number"}
    kind = bare(each.kind)
    return "date" if getattr(kind, "__name__", "") == "date" else styles.get(kind, "long")


def _write_list(data: Path, book: Book, each: DataSet, rows: Rows) -> None:
    """The sheet of a table without ethnicities: its own columns."""
    heads = [title(name) for name in each.keys]
    widths = [48 if name in LONG else 16 for name in each.keys]
    sheet = add_sheet(book, each.sheet, heads, widths, len(rows) + SPARE, (1, 1))
    for column, name in enumerate(each.keys):
        style = _list_style(each, name)
        sheet.set_column(column, column, widths[column], book.styles[style])
        for row, cells in enumerate(rows, start=1):
            put(book, sheet, row, column, _list_cell(style, cells[name]), style)
        _list_rule(data, book, sheet, each, column)


def _list_style(each: DataSet, name: str) -> str:
    kind = getattr(each.kind(name), "__name__", "")
    return {"int": "whole", "float": "number", "date": "date"}.get(kind, "long" if name in LONG else "text")


def _list_cell(style: str, cell: str) -> object:
    if style == "date":
        return as_date(cell) or cell
    number = as_number(cell) if style in ("whole", "number") else None
    return cell if number is None else number


def _list_rule(data: Path, book: Book, sheet: Worksheet, each: DataSet, column: int) -> None:
    name = each.keys[column]
    about = (f"{each.sheet}: {title(name)}", each.schema.model_fields[name].description or "")
    if codes := vocabulary(data, each, name):
        drop_down(book, sheet, (1, column, LAST, column), about, codes)
    elif each.kind(name) in (int, float):
        letter = chr(ord("A") + column)
        rule(sheet, (1, column, LAST, column), about, f"=ISNUMBER({letter}2)")


def _write_commentary(book: Book, given: ReturnText) -> None:
    """A row for each section of each page, more where a text is longer than a cell."""
    rows = list(_passages(given))
    sheet = add_sheet(book, COMMENTARY, COMMENTARY_COLUMNS, (22, 26, 110), len(rows) + SPARE, (1, 2))
    for column, width in enumerate((22, 26, 110)):
        sheet.set_column(column, column, width, book.styles["long"])
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            put(book, sheet, row, column, cell, "long")
    files = {f"{page}.md": f"{page}.md" for page in dict.fromkeys([*PAGES, *given.commentary])}
    heads = {section: section for section in SECTIONS}
    drop_down(book, sheet, (1, 0, LAST, 0), ("Commentary: File", "The page that the text stands on"), files)
    drop_down(book, sheet, (1, 1, LAST, 1), ("Commentary: Section", "Blank: pages without sections"), heads)


def _passages(given: ReturnText) -> Iterator[tuple[str, str, str]]:
    """File, section and text of each row."""
    for page in dict.fromkeys([*PAGES, *given.commentary]):
        for section, text in sections(page, given.commentary.get(page) or page_text(page, {})):
            for piece in pieces(text):
                yield f"{page}.md", section, piece


def pieces(text: str) -> list[str]:
    """A text in pieces that fit a cell, cut between paragraphs: a blank line joins them again."""
    found = [""]
    for number, paragraph in enumerate(text.split("\n\n")):
        longer = f"{found[-1]}\n\n{paragraph}" if number else paragraph
        if found[-1] and letters_of(longer) > MOST_LETTERS:
            found.append(paragraph)
        else:
            found[-1] = longer
    return found
