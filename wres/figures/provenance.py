"""Provenance of figures: the files and rows that a figure is read from, and what others have published.

Rows are numbered as a spreadsheet numbers them: row 1 holds the column names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

AS_PUBLISHED = "as published"  # whose figure it is that an earlier report printed, without counts
MANY = 6  # a list of rows with more parts than this is told by its number and its ends


@dataclass(frozen=True)
class Rows:
    """Rows of a file: all of it where ``rows`` is empty.

    ``file`` is a file of the return (``recruitment.csv``) or, with its folders, of the data folder.
    ``entry`` is an entry of a settings file. ``year`` is that of an earlier return; 0 is the report's own.
    """

    file: str
    rows: tuple[int, ...] = ()
    entry: str = ""
    year: int = 0

    @property
    def text(self) -> str:
        """The rows as ``figures.csv`` names them: ``2022/recruitment.csv, rows 2 and 5``."""
        return self._listed(f"{self.year}/{self.file}" if self.year else self.file)

    def spoken(self, year: int) -> str:
        """The rows as a page of a report year names them: ``workforce.csv (2023), 90 rows from 2 to 480``."""
        file = f"{self.file} ({self.year or year})" if self.of_return else self.file
        if len(_runs(self.rows)) <= MANY:
            return self._listed(file)
        return f"{file}, {len(self.rows)} rows from {min(self.rows)} to {max(self.rows)}"

    @property
    def of_return(self) -> bool:
        """Whether the file is one of a return's, not of the data that all reports share."""
        return "/" not in self.file

    def _listed(self, file: str) -> str:
        parts = _runs(self.rows)
        if not parts:
            return f"{file}, {self.entry}" if self.entry else file
        *first, last = parts
        listed = f"{', '.join(first)} and {last}" if first else last
        return f"{file}, {'row' if len(self.rows) == 1 else 'rows'} {listed}"


@dataclass(frozen=True)
class PublishedWork:
    """A published work: whose figure it holds, of which period, its title, and where it was read."""

    whose: str
    title: str
    period: str = ""
    read_in: str = ""

    @property
    def owner(self) -> str:
        """Whose figure it is, with its period."""
        return f"{self.whose}, {self.period}" if self.period else self.whose

    @property
    def text(self) -> str:
        """The work as ``figures.csv`` names it: ``Census 2021: Luton``."""
        return f"{self.owner}: {self.title}" + (f"; read in {self.read_in}" if self.read_in else "")

    def spoken(self, year: int) -> str:
        """The work as a page names it, whatever the report year; an earlier report by its title alone."""
        return self.title if self.whose == AS_PUBLISHED else self.text


@dataclass(frozen=True)
class Source:
    """All that a figure rests on, in the order in which it was read; nothing is the neutral value."""

    parts: tuple[Rows | PublishedWork, ...] = ()

    @property
    def text(self) -> str:
        """The source as ``figures.csv`` prints it: its parts with ``; `` between them."""
        return "; ".join(part.text for part in self.parts)

    def spoken(self, year: int) -> str:
        """The source as a page of a report year prints it."""
        return "; ".join(part.spoken(year) for part in self.parts)

    @property
    def rows(self) -> tuple[Rows, ...]:
        """The rows among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Rows))

    @property
    def work(self) -> PublishedWork | None:
        """The first published work among the parts; None where there is none."""
        return next((part for part in self.parts if isinstance(part, PublishedWork)), None)

    @property
    def as_published(self) -> bool:
        """Whether the figure is known only as an earlier report printed it, without counts."""
        return self.work is not None and self.work.whose == AS_PUBLISHED

    def of_earlier(self, year: int) -> Self:
        """The source of an earlier year's figure, beside one of the report's own."""
        return replace(self, parts=tuple(_of_year(part, year) for part in self.parts))

    def in_folders(self, folders: list[str]) -> Self:
        """The source of a sum of counts of several returns: the file of each, without rows."""
        return replace(self, parts=tuple(each for part in self.parts for each in _in_each(part, folders)))

    def without_rows(self, files: Iterable[str]) -> Self:
        """The source in which these files of returns are named without their rows."""
        closed = set(files)
        return replace(self, parts=tuple(_whole(part, closed) for part in self.parts))


def _in_each(part: Rows | PublishedWork, folders: list[str]) -> list[Rows | PublishedWork]:
    if isinstance(part, Rows) and part.of_return:
        return [replace(part, file=f"{folder}/{part.file}", rows=()) for folder in folders]
    return [part]


def cited(file: str, rows: Iterable[int] = (), entry: str = "") -> Source:
    """A file and rows or an entry of it as a source; the whole file where none is given."""
    return Source((Rows(file, tuple(sorted({int(row) for row in rows})), entry),))


def published(file: str, row: int, work: PublishedWork) -> Source:
    """A published work, and the row of the project's own copy of it."""
    return Source((work, *cited(file, [row]).parts))


def merged(sources: Iterable[Source]) -> Source:
    """Several sources as one: each file once, with all its rows; a file named without rows stays so."""
    found: dict[Rows | PublishedWork, Rows | PublishedWork] = {}
    for part in (part for source in sources for part in source.parts):
        same = replace(part, rows=()) if isinstance(part, Rows) else part
        found[same] = _added(found[same], part) if same in found else part
    return Source(tuple(found.values()))


def _added(one: Rows | PublishedWork, other: Rows | PublishedWork) -> Rows | PublishedWork:
    if not isinstance(one, Rows) or not isinstance(other, Rows):
        return one
    both = one.rows and other.rows
    return replace(one, rows=tuple(sorted({*one.rows, *other.rows})) if both else ())


def _of_year(part: Rows | PublishedWork, year: int) -> Rows | PublishedWork:
    if isinstance(part, Rows) and part.of_return and not part.year:
        return replace(part, year=year)
    return part


def _whole(part: Rows | PublishedWork, files: set[str]) -> Rows | PublishedWork:
    return replace(part, rows=()) if isinstance(part, Rows) and part.file in files else part


def _runs(rows: Iterable[int]) -> list[str]:
    """The rows in order, a run of more than two by its ends."""
    found: list[str] = []
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        ends = [number for _, number in run]
        found += [f"{ends[0]} to {ends[-1]}"] if len(ends) > 2 else list(map(str, ends))
    return found
