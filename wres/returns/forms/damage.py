"""What a cell says of itself in place of a value: what Excel has made of it, and marks of hidden numbers.

Each is told with what happened and what to do; none is ever read as a number.
"""

import re

from wres.returns.forms.spellings import (
    COLUMNS,
    ERROR_OF_EXCEL,
    MONTHS,
    NUMBERS,
    SERIAL_OF_EXCEL,
    hidden_mark,
)

Told = tuple[str, str]  # what was found, and what was expected

AS_TEXT = "in Excel, format the column as Text before typing, or use the workbook of 'wres template'"
MENDED = "mend it in the spreadsheet and save the file again"
DASH = "0 where nobody is, or blank where the number is not given"
NOT_GIVEN = "or blank where the source does not give it, which the book calls not collected; never 0"
ALL_BLANK = (
    "or respondents, percentage and yes all blank where the source does not give one, which the book calls "
    "not collected; never 0"
)

_NAMES = MONTHS.split("|")
_NAMED = re.compile(rf"(\d{{1,4}})[-/ ]({MONTHS})[a-z]*(?:[-/ ]\d{{2,4}})?", re.IGNORECASE)
_NAMED_FIRST = re.compile(rf"({MONTHS})[a-z]*[-/ ](\d{{1,4}})", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-(\d\d)-(\d\d)(?:[ T].*)?|(\d{1,2})/(\d{1,2})/\d{2,4}")


def damage(column: str, cell: str) -> Told | None:
    """What was found and what was expected, where a cell holds no value of its own; None where it may.

    ``column`` is the name in the schema.
    """
    if column in COLUMNS and ERROR_OF_EXCEL.fullmatch(cell):
        return f"found {cell!r}: Excel could not show or keep the value", f"{_kind(column)}: {MENDED}"
    if column == "band" and (parts := date_parts(cell)) is not None:
        meant = f"such as {parts[0]}-{parts[1]}" if parts else "such as 1-7"
        return f"found {cell!r}: Excel has made a date of the band", f"a band {meant}, as text: {AS_TEXT}"
    if column == "indicators" and date_parts(cell):
        return f"found {cell!r}: Excel has made a date of the numbers", f"numbers such as 2;7: {AS_TEXT}"
    if column == "due" and re.fullmatch(r"[0-9]+(?:\.[0-9]*)?", cell):
        found = f"found {cell!r}: a number, as Excel keeps a day by"
        return found, "a date: format the column as a date and save the file again"
    if column in NUMBERS and (mark := hidden_mark(cell)):
        found = f"found {cell!r}: a mark in place of a number"
        if column != "headcount":
            return found, f"{_kind(column)}, {ALL_BLANK}"
        return found, f"{_kind(column)}: {DASH}" if mark == "dash" else f"{_kind(column)}, {NOT_GIVEN}"
    return None


def _kind(column: str) -> str:
    if column not in NUMBERS:
        return "a value"
    return "a number" if column == "percentage" else "a whole number"


def date_parts(cell: str) -> tuple[int, ...] | None:
    """The two numbers that Excel has made a date of, smaller first; none of a serial number; else None."""
    if SERIAL_OF_EXCEL.fullmatch(cell):
        return ()
    if named := _NAMED.fullmatch(cell):
        pair = named[1], named[2]
    elif named := _NAMED_FIRST.fullmatch(cell):
        pair = named[2], named[1]
    elif dated := _DATED.fullmatch(cell):
        return tuple(sorted(int(part) for part in dated.groups() if part))
    else:
        return None
    return tuple(sorted((int(pair[0]), _NAMES.index(pair[1].lower()) + 1)))
