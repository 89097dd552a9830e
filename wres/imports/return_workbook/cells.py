"""Cells, drop-downs and formats of a workbook that is written, with XlsxWriter.

Text is written as text, never as a formula or a link.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wres.errors import WresError
from wres.files.build_time import build_time
from wres.imports.return_workbook.layout import LISTS, Vocabulary
from wres.imports.spreadsheets.scanning import cell_name

MOST_LETTERS = 32_000  # of a cell, as Excel counts them; it holds 767 more
LAST = 500  # the last row with drop-downs and rules
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
INK, RED_INK, RED, GREY = "#1f2933", "#8a1020", "#fde4e7", "#f1f3f5"
TEXT = 49  # the number of the format that Excel calls Text
STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e3e8ee", "bottom": 1},
    "text": {"num_format": TEXT, "valign": "top"},
    "long": {"num_format": TEXT, "valign": "top", "text_wrap": True},
    "whole": {"num_format": "0", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "told": {"valign": "top", "text_wrap": True, "bg_color": GREY, "font_color": INK},
    "wrong": {"bold": True, "bg_color": RED, "font_color": RED_INK},
}
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Book:
    """A workbook that is being written, its formats, and the vocabularies of its drop-downs."""

    file: io.BytesIO
    workbook: xlsxwriter.Workbook
    styles: dict[str, Format]
    lists: dict[tuple[str, ...], tuple[str, Vocabulary]] = field(default_factory=dict)


def new_book(name: str) -> Book:
    """An empty workbook with a title."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    workbook.set_properties({"title": name, "created": build_time().replace(tzinfo=None)})
    return Book(file, workbook, {style: workbook.add_format(given) for style, given in STYLES.items()})


def finished(book: Book) -> bytes:
    """The bytes of the workbook, with the sheet of its lists."""
    _write_lists(book)
    book.workbook.close()
    return book.file.getvalue()


def put(book: Book, sheet: Worksheet, row: int, column: int, value: Any, style: str) -> None:
    """Write a value: text as text, numbers and days as such; nothing for None and blank text.

    Raises ``WresError`` where a cell cannot hold the text.
    """
    form = book.styles[style]
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, str):
        _put_text(sheet, row, column, value, form)
    else:
        sheet.write_number(row, column, value, form)


def letters_of(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _put_text(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    place = f"sheet {sheet.get_name()}, cell {cell_name(row, column)}"
    if letters_of(text) > MOST_LETTERS:
        raise WresError(
            f"{place}: found a text of {letters_of(text):,} letters; a cell holds {MOST_LETTERS:,}. "
            "Nothing was written. Shorten the text in the return first."
        )
    if UNWRITABLE.search(text):
        raise WresError(
            f"{place}: found a character that no workbook can hold. Nothing was written. "
            "Remove it from the return first."
        )
    sheet.write_string(row, column, text, form)


def add_sheet(
    book: Book, name: str, heads: Sequence[str], widths: Iterable[int], rows: int, frozen: tuple[int, int]
) -> Worksheet:
    """A sheet that holds one table, its head row frozen; ``rows`` without the head."""
    sheet = book.workbook.add_worksheet(name)
    columns = [{"header": head, "header_format": book.styles["head"]} for head in heads]
    sheet.add_table(
        0,
        0,
        max(rows, 1),
        len(heads) - 1,
        {
            "name": name.replace(" ", "_"),
            "columns": columns,
            "autofilter": False,
            "style": "Table Style Light 1",
        },
    )
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(*frozen)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{cell_name(LAST, len(heads))}"})
    return sheet


def drop_down(
    book: Book, sheet: Worksheet, area: tuple[int, int, int, int], about: tuple[str, str], codes: Vocabulary
) -> None:
    """Let cells take a code of a vocabulary and nothing else; ``about`` is its name and what it means."""
    key = tuple(codes)
    book.lists.setdefault(key, (about[0], codes))
    column = cell_name(0, _list_columns(book)[key]).rstrip("1")
    source = f"={LISTS}!${column}$2:${column}${len(key) + 1}"
    sheet.data_validation(
        *area, {"validate": "list", "source": source, **_told(*about, "a value of the list")}
    )


def _list_columns(book: Book) -> dict[tuple[str, ...], int]:
    """The column of each vocabulary on the sheet of lists; one with labels takes two."""
    columns, after = {}, 0
    for key, (_, codes) in book.lists.items():
        columns[key] = after
        after += 2 if _labelled(codes) else 1
    return columns


def _labelled(codes: Vocabulary) -> bool:
    return any(code != label for code, label in codes.items())


def rule(sheet: Worksheet, area: tuple[int, int, int, int], about: tuple[str, str], formula: str) -> None:
    """Let cells take what a formula allows, written for the first of them."""
    told = _told(*about, "a number as the head row says, or blank")
    sheet.data_validation(*area, {"validate": "custom", "value": formula, **told})


def _told(name: str, meaning: str, expected: str) -> dict[str, str]:
    return {
        "input_title": name[:32],
        "input_message": meaning[:255],
        "error_title": name[:32],
        "error_message": f"Expected {expected}.",
    }


def _write_lists(book: Book) -> None:
    """The sheet that drop-downs take their values from."""
    columns = []
    for name, codes in book.lists.values():
        columns.append((name, list(codes)))
        if _labelled(codes):
            columns.append((f"{name}: meaning", list(codes.values())))
    heads = [name for name, _ in columns]
    rows = max(len(values) for _, values in columns)
    sheet = add_sheet(book, LISTS, heads, [24] * len(heads), rows, (1, 0))
    for column, (_, values) in enumerate(columns):
        for row, value in enumerate(values, start=1):
            put(book, sheet, row, column, value, "text")
