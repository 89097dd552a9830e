"""Where a figure comes from, in words that can be read and added: ``recruitment.csv, rows 2 and 5``.

Rows are numbered as a spreadsheet numbers them: row 1 holds the column names. Sources stand one after
the other, with ``; `` between them.
"""

import re
from collections.abc import Iterable
from itertools import groupby

ROWS = re.compile(r"(?P<file>.+), rows? (?P<rows>\d[\d, and to]*)")
MANY = 6  # more parts than this of a list of rows are not listed one by one
KEPT = "; data/"  # before the project's own copy of what somebody else has published


def cited(file: str, rows: Iterable[int]) -> str:
    """A file and rows of it: ``recruitment.csv, row 2``; the file alone where no row is given."""
    numbers = sorted({int(row) for row in rows})
    if not numbers:
        return file
    parts = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        ends = [number for _, number in run]
        parts += [f"{ends[0]} to {ends[-1]}"] if len(ends) > 2 else list(map(str, ends))
    *first, last = parts
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{file}, {'row' if len(numbers) == 1 else 'rows'} {listed}"


def merged(sources: Iterable[str]) -> str:
    """Several sources as one: each file once, with all its rows; a file named without rows stays so."""
    found: dict[str, set[int] | None] = {}
    for item in (item for source in sources for item in source.split("; ") if item):
        match = ROWS.fullmatch(item)
        file, rows = (match["file"], _numbers(match["rows"])) if match else (item, None)
        known = found.get(file, set())
        found[file] = None if rows is None or known is None else known | rows
    return "; ".join(cited(file, rows or ()) for file, rows in found.items())


def earlier(source: str, year: int) -> str:
    """A source of an earlier year beside one of the report's: ``2022/recruitment.csv, row 2``."""
    return re.sub(r"(?<!\S)(?=[\w.-]+\.(?:csv|yml)\b)", f"{year}/", source)


def spoken(source: str, year: int) -> str:
    """A source as a page says it: the return's year beside its files, and no long list of rows.

    ``recruitment.csv (2023), row 2``; ``workforce.csv (2023), 90 rows from 2 to 480``.
    """
    said = re.sub(r"(?:^|(?<=; ))([\w-]+\.(?:csv|yml))\b", rf"{year}/\1", source)
    said = re.sub(r"(?:^|(?<=; ))(\d{4})/([\w-]+\.(?:csv|yml))\b", r"\2 (\1)", said)
    return "; ".join(map(_short, said.split("; ")))


def _short(item: str) -> str:
    match = ROWS.fullmatch(item)
    if not match or len(re.findall(r",| and ", match["rows"])) < MANY:
        return item
    rows = _numbers(match["rows"])
    return f"{match['file']}, {len(rows)} rows from {min(rows)} to {max(rows)}"


def parts(source: str) -> list[str]:
    """What a source is put together from: populations, titles, pages, files."""
    return re.split("; |: ", source)


def published_work(source: str) -> str:
    """What somebody else has published, without the file that holds the project's copy of it."""
    return source.partition(KEPT)[0]


def without_rows(source: str, files: Iterable[str]) -> str:
    """A source in which these files are named without their rows."""
    names = "|".join(map(re.escape, files))
    return re.sub(rf"((?:^|; )(?:\d{{4}}/)?(?:{names})), rows? \d[\d, and to]*", r"\1", source)


def _numbers(listed: str) -> set[int]:
    """The rows of a list such as ``2 to 4 and 8``."""
    runs = re.findall(r"(\d+)(?: to (\d+))?", listed)
    return {row for first, last in runs for row in range(int(first), int(last or first) + 1)}
